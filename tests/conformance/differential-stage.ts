/** What cases find in a cloud: the same things in each, made by the two callers themselves, and how they go again. */
import { randomBytes } from "node:crypto";
import type { Nova } from "../support/nova";
import { type Stage, waitFor, waitForVolume } from "./differential-run";

const PROXIES = "2.35";
export const PUBLIC_KEY =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f differential";

interface Named {
    id: string;
    name: string;
}

interface Volume {
    id: string;
    displayName: string | null;
}

/** Sets a stage. What was made is in its `known`, also when setting failed half-way. */
export async function setUp(stage: Stage): Promise<void> {
    const { admin, member } = stage.callers;
    const keep = (name: string, id: string | number) => stage.known.set(name, String(id));
    keep("run", `differential-${randomBytes(4).toString("hex")}`);
    keep("adminProject", admin.projectId);
    keep("memberProject", member.projectId);
    keep("adminUser", admin.userId);
    keep("memberUser", member.userId);
    await find(stage);
    await makeFlavors(stage);
    await makeGroups(stage);
    for (const name of ["floating", "floatingFree"]) {
        const { floating_ip: made } = await member.post<{ floating_ip: { id: string; ip: string } }>(
            "/os-floating-ips",
            { pool: "public" },
            { microversion: PROXIES },
        );
        keep(name, made.id);
        keep(`${name}Address`, made.ip);
    }
    const keypair = { name: `${stage.known.get("run")}-key`, public_key: PUBLIC_KEY };
    await member.post("/os-keypairs", { keypair });
    await makeVolumes(stage);
    await makeServers(stage);
}

/** A stage that is not set yet. */
export function emptyStage(admin: Nova, member: Nova): Stage {
    return { callers: { admin, member }, known: new Map() };
}

async function find({ callers: { member }, known }: Stage): Promise<void> {
    const options = { microversion: PROXIES };
    const { images } = await member.get<{ images: Named[] }>("/images", options);
    const { networks } = await member.get<{ networks: { id: string; label: string }[] }>("/os-networks", options);
    const { flavors } = await member.get<{ flavors: Named[] }>("/flavors", options);
    const idOf = (things: readonly { id: string; name?: string; label?: string }[], name: string) => {
        const found = things.find((thing) => (thing.name ?? thing.label) === name);
        if (found === undefined) {
            throw new Error(`the cloud has no ${name}`);
        }
        return found.id;
    };
    known.set("image", idOf(images, "debian-12"));
    known.set("otherImage", idOf(images, "cirros"));
    known.set("private", idOf(networks, "private"));
    known.set("public", idOf(networks, "public"));
    known.set("tiny", idOf(flavors, "m1.tiny"));
    known.set("small", idOf(flavors, "m1.small"));
}

async function makeFlavors({ callers: { admin, member }, known }: Stage): Promise<void> {
    const run = known.get("run") ?? "";
    const make = async (name: string, more: object) => {
        const flavor = { name: `${run}-${name}`, ram: 64, vcpus: 1, disk: 1, ...more };
        const made = await admin.post<{ flavor: Named }>("/flavors", { flavor }, { microversion: "2.55" });
        known.set(name, made.flavor.id);
        return made.flavor.id;
    };
    // More memory than others ask for, so that a list can be narrowed to this run's flavors.
    const own = await make("flavor", {
        ram: 777_777,
        description: "of the check",
        swap: 1,
        "OS-FLV-EXT-DATA:ephemeral": 1,
    });
    await admin.post(`/flavors/${own}/os-extra_specs`, { extra_specs: { "hw:cpu_policy": "shared", "a:b": "c" } });
    const hidden = await make("hiddenFlavor", { "os-flavor-access:is_public": false });
    await admin.post(`/flavors/${hidden}/action`, { addTenantAccess: { tenant: member.projectId } });
    await make("strangeFlavor", { "os-flavor-access:is_public": false });
    // No host has so much disk, and no quota counts it.
    await make("hugeFlavor", { disk: 700_000 });
}

async function makeGroups({ callers: { admin, member }, known }: Stage): Promise<void> {
    const options = { microversion: PROXIES };
    const make = async (caller: Nova, name: string) => {
        const group = { name: `${known.get("run")}-${name}`, description: "of the check" };
        const made = await caller.post<{ security_group: Named }>(
            "/os-security-groups",
            { security_group: group },
            options,
        );
        known.set(name, made.security_group.id);
        return made.security_group.id;
    };
    const group = await make(member, "group");
    await make(member, "otherGroup");
    await make(admin, "strangeGroup");
    const ports = { parent_group_id: group, ip_protocol: "tcp", from_port: 22, to_port: 22 };
    for (const [name, source] of Object.entries({ rule: { cidr: "10.0.0.0/8" }, groupRule: { group_id: group } })) {
        const rule = { ...ports, ...source };
        const made = await member.post<{ security_group_rule: { id: string } }>(
            "/os-security-group-rules",
            { security_group_rule: rule },
            options,
        );
        known.set(name, made.security_group_rule.id);
    }
}

/** Those of block storage itself: Nova's own API cannot put an image on a volume. */
async function makeVolumes(stage: Stage): Promise<void> {
    const { admin, member } = stage.callers;
    const make = async (caller: Nova, name: string, more: object = {}) => {
        const volume = { name: `${stage.known.get("run")}-${name}`, size: 1, ...more };
        const made = await caller.post<{ volume: { id: string } }>("/volumes", { volume }, { service: "volumev3" });
        stage.known.set(name, made.volume.id);
    };
    await make(member, "data");
    await make(member, "largerData", { size: 2 });
    await make(member, "bootable", { imageRef: stage.known.get("otherImage"), description: "of the check" });
    await make(admin, "strangeData");
    for (const name of ["data", "largerData", "bootable", "strangeData"]) {
        await waitForVolume(stage, name, "available");
    }
}

async function makeServers(stage: Stage): Promise<void> {
    const { known } = stage;
    const { admin, member } = stage.callers;
    const run = known.get("run");
    const make = async (caller: Nova, name: string, more: object = {}) => {
        const server = {
            name: `${run}-${name}`,
            flavorRef: known.get("tiny"),
            imageRef: known.get("image"),
            networks: [{ uuid: known.get("private") }],
            ...more,
        };
        const made = await caller.call<{ server: { id: string } }>(
            "POST",
            "/servers",
            { server },
            { microversion: "2.52" },
        );
        known.set(name, made.body.server.id);
        known.set(`${name}Request`, made.headers.get("x-openstack-request-id") ?? "");
    };
    await make(member, "active", {
        metadata: { role: "web", other: "thing" },
        tags: ["blue", "green"],
        description: "of the check",
        key_name: `${run}-key`,
        security_groups: [{ name: `${run}-group` }],
    });
    await make(member, "stopped");
    await make(member, "scratch");
    await make(member, "failed", { flavorRef: known.get("hugeFlavor") });
    await make(admin, "strange");
    await waitFor(stage, "failed", "ERROR");
    for (const name of ["active", "stopped", "scratch", "strange"]) {
        await waitFor(stage, name, "ACTIVE");
    }
    await member.post(`/servers/${known.get("stopped")}/action`, { "os-stop": null });
    await attachFloatingIp(stage);
    for (const name of ["active", "stopped"]) {
        const { interfaceAttachments: ports } = await member.get<{
            interfaceAttachments: { port_id: string; fixed_ips: { ip_address: string }[] }[];
        }>(`/servers/${known.get(name)}/os-interface`);
        known.set(name === "active" ? "port" : "stoppedPort", ports[0]?.port_id ?? "");
        known.set(`${name}Address`, ports[0]?.fixed_ips[0]?.ip_address ?? "");
    }
    await waitFor(stage, "stopped", "SHUTOFF");
    await findHost(stage);
}

/** That of a server. */
async function findHost({ callers: { admin }, known }: Stage): Promise<void> {
    const { server } = await admin.get<{ server: Record<string, string> }>(`/servers/${known.get("active")}`);
    known.set("host", server["OS-EXT-SRV-ATTR:host"] ?? "");
}

/** Nova hears of it a second or two after it has answered. */
async function attachFloatingIp({ callers: { member }, known }: Stage): Promise<void> {
    const server = `/servers/${known.get("active")}`;
    const address = known.get("floatingAddress") ?? "";
    await member.post(`${server}/action`, { addFloatingIp: { address } });
    const deadline = Date.now() + 30_000;
    while (!JSON.stringify(await member.get(`${server}/ips`)).includes(`"${address}"`)) {
        if (Date.now() > deadline) {
            throw new Error(`${address} does not show on the server`);
        }
        await new Promise((resolve) => setTimeout(resolve, 200));
    }
}

/** Deletes everything that this run made, whoever made it. */
export async function tearDown(stage: Stage): Promise<void> {
    const run = stage.known.get("run");
    if (run === undefined) {
        return;
    }
    const ours = <Thing extends { name: string }>(things: readonly Thing[]) =>
        things.filter(({ name }) => name.startsWith(run));
    const options = { microversion: PROXIES };
    const remove = async (caller: Nova, path: string) => {
        const { status } = await caller.call("DELETE", path, undefined, { ...options, anyStatus: true });
        if (status >= 400 && status !== 404) {
            throw new Error(`DELETE ${path}: ${status}`);
        }
    };
    const { admin, member } = stage.callers;
    const { servers } = await admin.get<{ servers: Named[] }>(`/servers?all_tenants=1&name=${run}`);
    for (const { id } of ours(servers)) {
        await remove(admin, `/servers/${id}`);
    }
    for (const { id } of ours(servers)) {
        stage.known.set("leaving", id);
        await waitFor(stage, "leaving", "gone");
    }
    for (const [name, id] of stage.known) {
        if (/^floating(?!.*Address)/.test(name)) {
            await remove(member, `/os-floating-ips/${id}`);
        }
    }
    for (const caller of [member, admin]) {
        const { keypairs } = await caller.get<{ keypairs: { keypair: { name: string } }[] }>("/os-keypairs");
        for (const { name } of ours(keypairs.map(({ keypair }) => keypair))) {
            await remove(caller, `/os-keypairs/${encodeURIComponent(name)}`);
        }
        const groups = await caller.get<{ security_groups: Named[] }>("/os-security-groups", options);
        // One that others' rules name goes after them.
        for (const { id } of ours(groups.security_groups).reverse()) {
            await remove(caller, `/os-security-groups/${id}`);
        }
        const { volumes } = await caller.get<{ volumes: Volume[] }>("/os-volumes", options);
        for (const { id } of ours(volumes.map(({ id, displayName }) => ({ id, name: displayName ?? "" })))) {
            await remove(caller, `/os-volumes/${id}`);
        }
        const { server_groups: together } = await caller.get<{ server_groups: Named[] }>("/os-server-groups");
        for (const { id } of ours(together)) {
            await remove(caller, `/os-server-groups/${id}`);
        }
        const { images } = await caller.get<{ images: Named[] }>("/images", options);
        for (const { id } of ours(images)) {
            await remove(caller, `/images/${id}`);
        }
    }
    const { flavors } = await admin.get<{ flavors: Named[] }>("/flavors?is_public=None");
    for (const { id } of ours(flavors)) {
        await remove(admin, `/flavors/${id}`);
    }
    const { aggregates } = await admin.get<{ aggregates: (Named & { hosts: string[] })[] }>("/os-aggregates");
    for (const { id, hosts } of ours(aggregates)) {
        for (const host of hosts) {
            await admin.post(`/os-aggregates/${id}/action`, { remove_host: { host } });
        }
        await remove(admin, `/os-aggregates/${id}`);
    }
    await admin.call("DELETE", `/os-quota-sets/${member.projectId}`);
}
