import * as z from "zod";
import { recordAction } from "../api/group";
import { metadataArgument, nameArgument, textArgument } from "../arguments/argument-types";
import { declared } from "../lifecycle/declared";
import { argument, keys, members, nameField, updates } from "../plan/fields";

const path = "/os-aggregates";
const addHost = recordAction("Add host", path, "add_host");
const removeHost = recordAction("Remove host", path, "remove_host");
const setMetadata = recordAction("Create or update aggregate metadata", path, "set_metadata");

/** Nova refuses to remove the zone of an aggregate that has one. */
const LEAVES_ITS_ZONE = {
    by: "replace",
    level: "replace",
    effect: "replace: the API cannot take an aggregate out of its zone",
} as const;

/** API reference, "Host aggregates". */
export const aggregate = declared({
    kind: "Aggregate",
    noun: "aggregate",
    about: "A set of compute hosts, with metadata that flavors and the scheduler refer to. Administrators only, by the API's default policy.",
    example: `const ssd = new compute.Aggregate("ssd", {
    hosts: ["compute-1", "compute-2"],
    metadata: { ssd: "true" },
});`,
    place: { path, one: "aggregate", many: "aggregates", updatedSince: "2.1" },
    operations: {
        aggregateActions: {
            addHost: addHost.operation,
            removeHost: removeHost.operation,
            setMetadata: setMetadata.operation,
        },
    },
    unique: true,
    emptied: ["hosts"],
    fields: {
        name: nameField("The aggregate's name.", updates()),
        availabilityZone: argument(
            nameArgument("The availability zone that its hosts are in. Default: none.").optional(),
            updates({ according: (_zone, another) => (another === undefined ? LEAVES_ITS_ZONE : {}) }),
        ),
        hosts: argument(
            z
                .array(textArgument("A host.").min(1, { error: "must not be empty" }))
                .refine((hosts) => new Set(hosts).size === hosts.length, { error: "a host is named twice" })
                .optional()
                .describe("The names of its compute hosts, in any order. Omit to leave them alone."),
            members({
                add: (target, host) => addHost(target, { host }),
                remove: (target, host) => removeHost(target, { host }),
            }),
        ),
        metadata: argument(
            metadataArgument("Metadata. Only the keys named here are managed.").optional(),
            keys({
                write: (target, written, removed) =>
                    setMetadata(target, {
                        metadata: { ...written, ...Object.fromEntries(removed.map((key) => [key, null])) },
                    }),
            }),
        ),
    },
});
