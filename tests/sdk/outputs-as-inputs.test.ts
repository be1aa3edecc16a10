/**
 * What one resource has as an output, another takes as an argument. Mostly a test of types, by `npm run check`: a line
 * that does not compile is the failure.
 */
import * as pulumi from "@pulumi/pulumi";
import { kinds } from "../../provider/resources/registry";
import * as compute from "../../sdk";

const registered = new Map<string, Record<string, unknown>>();

pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => {
        registered.set(name, inputs);
        return { id: "the-id", state: { ...inputs, name } };
    },
    call: () => ({}),
});

const first = new compute.Server("first", { flavor: "m1.small", image: "debian-12", metadata: { role: "web" } });
const key = new compute.Keypair("key");
const group = new compute.SecurityGroup("group");
const flavor = new compute.Flavor("flavor", { ram: 512, vcpus: 1, extraSpecs: { "hw:cpu_policy": "shared" } });
const ip = new compute.FloatingIp("ip");
const apart = new compute.ServerGroup("apart", { policy: "anti-affinity" });
const ssd = new compute.Aggregate("ssd");
const quotas = new compute.QuotaSet("quotas", { project: "p" });
const nightly = new compute.ServerAction("nightly", { server: first.id, reboot: {} });

async function value<T>(output: pulumi.Output<T>): Promise<T> {
    return new Promise((resolve) => {
        output.apply((known) => resolve(known as T));
    });
}

test("an output that may be undefined is taken where an argument may be left out, inside of one too", async () => {
    const second = new compute.Server("second", {
        flavor: flavor.name,
        image: first.imageId,
        keyName: key.name,
        securityGroups: [group.name],
        networks: [{ network: "private", fixedIp: first.ipV4 }],
        blockDevices: [{ volume: first.attachedVolumes.apply(([one]) => one?.id) }],
        metadata: first.metadata,
        tags: first.tags,
        adminPass: first.adminPass,
        accessIpV4: first.ipV4,
        cloud: pulumi.output<string | undefined>(undefined),
        onChange: { image: pulumi.output<"rebuild" | undefined>(undefined) },
    });
    new compute.FloatingIp("other", { serverId: second.id, fixedIp: second.ipV4, pool: ip.pool });
    new compute.Flavor("larger", { ram: flavor.ram, vcpus: flavor.vcpus, extraSpecs: flavor.extraSpecs });
    new compute.SecurityGroup("copy", { rules: group.rules, description: group.description });
    await value(second.urn);
    const inputs = registered.get("second") ?? {};
    expect(inputs).toMatchObject({
        flavor: "flavor",
        keyName: "key",
        metadata: { role: "web" },
        networks: [{ network: "private" }],
        onChange: {},
    });
    // The server `first` has none of these: they are as if they were left out.
    for (const argument of ["image", "tags", "accessIpV4", "cloud"]) {
        expect(inputs[argument] ?? undefined).toBeUndefined();
    }
});

/** What no state shows: hashes of secrets, and what is for the provider alone. */
const HIDDEN = new Set([
    ...["userData", "userDataBase64", "personality"],
    ...["onChange", "onError", "stopBeforeDestroy", "forceDelete", "detachPortsBeforeDestroy", "ownerMetadata"],
]);

test("every argument that a state shows is an output", () => {
    const made = {
        Server: first,
        Keypair: key,
        SecurityGroup: group,
        Flavor: flavor,
        FloatingIp: ip,
        ServerGroup: apart,
        Aggregate: ssd,
        QuotaSet: quotas,
        ServerAction: nightly,
    };
    expect(Object.keys(made).sort()).toEqual([...kinds.keys()].sort());
    for (const [kind, resource] of Object.entries(made)) {
        const properties = new Map(Object.entries(resource));
        const missing = Object.keys(kinds.get(kind)?.changes ?? {}).filter(
            (argument) => !HIDDEN.has(argument) && !pulumi.Output.isInstance(properties.get(argument)),
        );
        expect({ kind, missing }).toEqual({ kind, missing: [] });
    }
});
