import { ApiError, gone } from "../http/api-error";
import type { Schema } from "../http/schema";
import type { ActionRow } from "./action-row";
import type { Call } from "./call";
import { invalidState, serverOf } from "./find-server";
import { OLDEST } from "./microversion";
import type { Versioned } from "./route";
import * as type from "./schemas/parameter-types";

type Body = readonly [properties: Readonly<Record<string, Schema>>, required?: readonly string[]];

const host: Schema = { ...type.fqdn, type: ["string", "null"] };
const blockMigration: Schema = { ...type.boolean, enum: [...(type.boolean.enum ?? []), "auto"] };

/**
 * Actions that need more than this cloud has: a console, a second host, backups. They refuse what Nova refuses (a wrong
 * body, a caller without the permission), and otherwise answer that they are not supported.
 */
export const FOREIGN_ACTIONS: readonly ActionRow[] = [
    foreign("addFixedIp", {
        until: 43,
        bodies: [[OLDEST, [{ networkId: { type: ["string", "number"], minLength: 1, maxLength: 36 } }, ["networkId"]]]],
    }),
    foreign("removeFixedIp", { until: 43, bodies: [[OLDEST, [{ address: type.ipAddress }, ["address"]]]] }),
    foreign("createBackup", {
        bodies: [
            [
                OLDEST,
                [
                    {
                        name: type.name,
                        backup_type: type.text,
                        rotation: type.nonNegativeInteger,
                        metadata: type.metadata,
                    },
                    ["name", "backup_type", "rotation"],
                ],
            ],
        ],
    }),
    foreign("os-getConsoleOutput", {
        bodies: [[OLDEST, [{ length: { type: ["integer", "string", "null"], pattern: "^-?[0-9]+$", minimum: -1 } }]]],
    }),
    foreign("os-getVNCConsole", consoles("novnc", "xvpvnc")),
    foreign("os-getSPICEConsole", consoles("spice-html5")),
    foreign("os-getRDPConsole", consoles("rdp-html5")),
    foreign("os-getSerialConsole", consoles("serial")),
    foreign("evacuate", {
        policy: "os_compute_api:os-evacuate",
        bodies: [
            [OLDEST, [{ host: type.fqdn, onSharedStorage: type.boolean, adminPass: type.text }, ["onSharedStorage"]]],
            [14, [{ host: type.fqdn, adminPass: type.text }]],
            [29, [{ host: type.fqdn, adminPass: type.text, force: type.boolean }]],
            [68, [{ host: type.fqdn, adminPass: type.text }]],
        ],
    }),
    foreign("migrate", { policy: "os_compute_api:os-migrate-server:migrate" }),
    foreign("os-migrateLive", {
        policy: "os_compute_api:os-migrate-server:migrate_live",
        bodies: [
            [
                OLDEST,
                [
                    { block_migration: type.boolean, disk_over_commit: type.boolean, host },
                    ["block_migration", "disk_over_commit", "host"],
                ],
            ],
            [25, [{ block_migration: blockMigration, host }, ["block_migration", "host"]]],
            [30, [{ block_migration: blockMigration, host, force: type.boolean }, ["block_migration", "host"]]],
            [68, [{ block_migration: blockMigration, host }, ["block_migration", "host"]]],
        ],
    }),
    foreign("injectNetworkInfo", { policy: "os_compute_api:os-admin-actions:inject_network_info" }),
    {
        action: "resetNetwork",
        handle: () => {
            throw gone();
        },
    },
    {
        action: "restore",
        // This cloud has no soft delete.
        handle: (call) => {
            const server = serverOf(call);
            throw invalidState(server, "restore", "vm_state", server.vmState);
        },
    },
];

interface Foreign {
    readonly bodies?: Versioned<Body>;
    readonly policy?: string;
    readonly until?: number;
}

function foreign(action: string, { bodies, policy, until }: Foreign): ActionRow {
    return {
        action,
        ...(until === undefined ? {} : { until }),
        ...(bodies === undefined
            ? {}
            : {
                  body: bodies.map(([from, [properties, required]]) => [
                      from,
                      type.wrapped(action, type.object({ ...properties }, required)),
                  ]),
              }),
        handle: (call: Call) => {
            serverOf(call);
            if (policy !== undefined) {
                call.require(policy);
            }
            throw new ApiError(501, "The requested functionality is not supported.");
        },
    };
}

/** Since 2.6 a server has remote-consoles. */
function consoles(...kinds: string[]): Foreign {
    return { until: 5, bodies: [[OLDEST, [{ type: { type: "string", enum: kinds } }, ["type"]]]] };
}
