/** What others do to the things of a stack, behind its back. */
import type { EmbeddedCloud } from "../../emulator";
import { HOSTS } from "../../emulator/state/seed";
import type { Resource } from "../support/engine";
import type { Nova } from "../support/nova";

/** Where others are at work. */
export interface Outside {
    readonly cloud: EmbeddedCloud;
    readonly nova: Nova;
}

const PROXIES = { microversion: "2.35" };
const TAGS = { microversion: "2.26" };

type Change = (outside: Outside, its: Pick<Resource, "id" | "outs">) => Promise<unknown>;

/** A request of others', who take a refusal for an answer: the thing may be gone, or in the midst of something. */
function asking(
    method: string,
    path: (its: Pick<Resource, "id" | "outs">) => string,
    body?: unknown,
    options = {},
): Change {
    return ({ nova }, its) => nova.call(method, path(its), body, { ...options, anyStatus: true });
}

function acting(body: object): Change {
    return asking("POST", ({ id }) => `/servers/${id}/action`, body);
}

const server = ({ id }: { id: string }) => `/servers/${id}`;
const aggregate = ({ id }: { id: string }) => `/os-aggregates/${id}`;

/** Of a project, or of one user in it. */
function quotas({ id }: { id: string }): string {
    const [project, user] = id.split("/");
    return `/os-quota-sets/${project}${user === undefined ? "" : `?user_id=${user}`}`;
}

function onAggregate(body: object): Change {
    return asking("POST", (its) => `${aggregate(its)}/action`, body);
}

const emptying: Change = async (outside, its) => {
    for (const host of HOSTS) {
        await onAggregate({ remove_host: { host } })(outside, its);
    }
};

/** By name: which kind of thing it is done to, and how. */
export const OUTSIDE = {
    "rename a server": { kind: "Server", change: asking("PUT", server, { server: { name: "renamed" } }) },
    "delete a server": { kind: "Server", change: asking("DELETE", server) },
    "write metadata of one's own": {
        kind: "Server",
        change: asking("POST", (its) => `${server(its)}/metadata`, { metadata: { foreign: "1" } }),
    },
    "write over metadata": {
        kind: "Server",
        change: ({ nova }, its) => {
            const [key = "foreign"] = Object.keys((its.outs.metadata ?? {}) as object);
            const body = { metadata: { [key]: "changed" } };
            return nova.call("POST", `${server(its)}/metadata`, body, { anyStatus: true });
        },
    },
    "take metadata away": { kind: "Server", change: asking("DELETE", (its) => `${server(its)}/metadata/role`) },
    "take a tag away": { kind: "Server", change: asking("DELETE", (its) => `${server(its)}/tags/a`, undefined, TAGS) },
    "put a tag on": { kind: "Server", change: asking("PUT", (its) => `${server(its)}/tags/foreign`, undefined, TAGS) },
    "stop a server": { kind: "Server", change: acting({ "os-stop": null }) },
    "start a server": { kind: "Server", change: acting({ "os-start": null }) },
    "reboot a server": { kind: "Server", change: acting({ reboot: { type: "HARD" } }) },
    "resize a server and leave it so": { kind: "Server", change: acting({ resize: { flavorRef: "foreign" } }) },
    "confirm a resize": { kind: "Server", change: acting({ confirmResize: null }) },
    "rebuild a server": {
        kind: "Server",
        change: ({ nova, cloud }, its) => {
            const imageRef = cloud.inspect().images.find(({ name }) => name === "cirros")?.id;
            return nova.call("POST", `${server(its)}/action`, { rebuild: { imageRef } }, { anyStatus: true });
        },
    },
    "set a server to ERROR": { kind: "Server", change: acting({ "os-resetState": { state: "error" } }) },
    "let a rule in": {
        kind: "SecurityGroup",
        change: ({ nova }, { id }) => {
            const rule = { parent_group_id: id, ip_protocol: "tcp", from_port: 80, to_port: 80, cidr: "0.0.0.0/0" };
            const options = { ...PROXIES, anyStatus: true };
            return nova.call("POST", "/os-security-group-rules", { security_group_rule: rule }, options);
        },
    },
    "take all rules away": {
        kind: "SecurityGroup",
        change: async ({ nova, cloud }, { id }) => {
            const rules = cloud.inspect().securityGroups.find((group) => group.id === id)?.rules ?? [];
            for (const rule of rules) {
                await nova.call("DELETE", `/os-security-group-rules/${rule.id}`, undefined, {
                    ...PROXIES,
                    anyStatus: true,
                });
            }
        },
    },
    "rename a group": {
        kind: "SecurityGroup",
        change: ({ nova, cloud }, { id, outs }) => {
            // What is not declared is not managed.
            const current = cloud.inspect().securityGroups.find((group) => group.id === id)?.description;
            const description = outs.description === undefined ? current : "by others";
            const body = { security_group: { name: "renamed", description } };
            return nova.call("PUT", `/os-security-groups/${id}`, body, { ...PROXIES, anyStatus: true });
        },
    },
    "delete a group": {
        kind: "SecurityGroup",
        change: asking("DELETE", ({ id }) => `/os-security-groups/${id}`, undefined, PROXIES),
    },
    "delete a keypair": { kind: "Keypair", change: asking("DELETE", ({ id }) => `/os-keypairs/${id}`) },
    "delete a flavor": { kind: "Flavor", change: asking("DELETE", ({ id }) => `/flavors/${id}`) },
    "change an extra spec": {
        kind: "Flavor",
        change: ({ nova }, { id, outs }) => {
            const [key = "foreign"] = Object.keys((outs.extraSpecs ?? {}) as object);
            const body = { extra_specs: { [key]: key === "quota:cpu_shares" ? "99" : "dedicated" } };
            return nova.call("POST", `/flavors/${id}/os-extra_specs`, body, { anyStatus: true });
        },
    },
    "release a floating IP": {
        kind: "FloatingIp",
        change: asking("DELETE", ({ id }) => `/os-floating-ips/${id}`, undefined, PROXIES),
    },
    "take a floating IP off": {
        kind: "FloatingIp",
        change: ({ nova }, { outs }) =>
            nova.call(
                "POST",
                `/servers/${outs.serverId}/action`,
                { removeFloatingIp: { address: outs.address } },
                { ...PROXIES, anyStatus: true },
            ),
    },
    "delete a server group": { kind: "ServerGroup", change: asking("DELETE", ({ id }) => `/os-server-groups/${id}`) },
    "rename an aggregate": { kind: "Aggregate", change: asking("PUT", aggregate, { aggregate: { name: "renamed" } }) },
    "put all hosts in": {
        kind: "Aggregate",
        change: async (outside, its) => {
            // What is not declared is not managed.
            for (const host of its.outs.hosts === undefined ? [] : HOSTS) {
                await onAggregate({ add_host: { host } })(outside, its);
            }
        },
    },
    "take all hosts out": { kind: "Aggregate", change: emptying },
    "write over an aggregate's metadata": {
        kind: "Aggregate",
        change: (outside, its) => {
            const [key = "foreign"] = Object.keys((its.outs.metadata ?? {}) as object);
            return onAggregate({ set_metadata: { metadata: { [key]: "changed" } } })(outside, its);
        },
    },
    "take an aggregate's metadata away": {
        kind: "Aggregate",
        change: onAggregate({ set_metadata: { metadata: { role: null } } }),
    },
    "move an aggregate to another zone": {
        kind: "Aggregate",
        change: async (outside, its) => {
            if (its.outs.availabilityZone !== undefined) {
                await asking("PUT", aggregate, { aggregate: { availability_zone: "foreign" } })(outside, its);
            }
        },
    },
    "delete an aggregate": {
        kind: "Aggregate",
        change: async (outside, its) => {
            await emptying(outside, its);
            await asking("DELETE", aggregate)(outside, its);
        },
    },
    "write over a quota": {
        kind: "QuotaSet",
        change: async (outside, its) => {
            const [name] = ["instances", "cores"].filter((quota) => its.outs[quota] !== undefined);
            if (name !== undefined) {
                // Of a project above what its users may have, and of a user below that.
                const limit = its.id.includes("/") ? 7 : 25;
                await asking("PUT", quotas, { quota_set: { [name]: limit } })(outside, its);
            }
        },
    },
    "reset all quotas": { kind: "QuotaSet", change: asking("DELETE", quotas) },
} satisfies Readonly<Record<string, { kind: string; change: Change }>>;

/** Does it to one of these things, where they are of the kind that it can be done to. */
export async function meddle(
    outside: Outside,
    what: keyof typeof OUTSIDE,
    of: number,
    all: (kind: string) => readonly Pick<Resource, "id" | "outs">[],
): Promise<void> {
    const { kind, change }: { kind: string; change: Change } = OUTSIDE[what];
    const its = all(kind);
    const one = its[of % Math.max(1, its.length)];
    if (one !== undefined) {
        await change(outside, one);
    }
}
