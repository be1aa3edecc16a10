/** What a program's classes hand to Pulumi: the type, the provider's text, the declaration, secrets, outputs. */
import * as pulumi from "@pulumi/pulumi";
import { isRpcSecret, unwrapRpcSecret } from "@pulumi/pulumi/runtime/rpc";
import * as compute from "../../sdk";

const registered: pulumi.runtime.MockResourceArgs[] = [];
/** What the cloud adds to a resource, by its name. */
const states = new Map<string, object>();

pulumi.runtime.setMocks({
    newResource: (resource) => {
        registered.push(resource);
        const state = { ...resource.inputs, made: "by the cloud", ...states.get(resource.name) };
        return { id: resource.id || "the-id", state };
    },
    call: () => ({}),
});

/** What Pulumi is told of a resource. */
async function told(resource: pulumi.CustomResource): Promise<pulumi.runtime.MockResourceArgs> {
    const urn = await new Promise<string>((resolve) => resource.urn.apply(resolve));
    const found = registered.find(({ name, type }) => urn.endsWith(`${type}::${name}`));
    if (found === undefined) {
        throw new Error(`${urn} was not registered`);
    }
    return found;
}

const SERVER = { flavor: "m1.small", image: "debian-12" };

const MAKE: Record<string, (name: string, options?: pulumi.CustomResourceOptions) => pulumi.CustomResource> = {
    Server: (name, options) => new compute.Server(name, SERVER, options),
    Keypair: (name, options) => new compute.Keypair(name, {}, options),
    FloatingIp: (name, options) => new compute.FloatingIp(name, {}, options),
    SecurityGroup: (name, options) => new compute.SecurityGroup(name, {}, options),
    Flavor: (name, options) => new compute.Flavor(name, { ram: 512, vcpus: 1 }, options),
};
const KINDS = Object.entries(MAKE);

const GET: Record<string, (name: string) => pulumi.CustomResource> = {
    Server: (name) => compute.Server.get(name, "x-1", { cloud: "one" }),
    Keypair: (name) => compute.Keypair.get(name, "x-1", { cloud: "one" }),
    FloatingIp: (name) => compute.FloatingIp.get(name, "x-1", { cloud: "one" }),
    SecurityGroup: (name) => compute.SecurityGroup.get(name, "x-1", { cloud: "one" }),
    Flavor: (name) => compute.Flavor.get(name, "x-1", { cloud: "one" }),
};

test.each(KINDS)("a %s has a type of this package's own", async (kind, make) => {
    expect((await told(make("typed"))).type).toBe(`pulumi-nodejs:dynamic/openstack-compute:${kind}`);
});

test.each(KINDS)("a %s warns of a deletedWith that leaves it in the cloud", (kind, make) => {
    const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
    make("deleted", { deletedWith: new pulumi.ComponentResource("my:Project", "project") });
    expect(warn).not.toHaveBeenCalled();
    make("left", { deletedWith: new compute.Server("other", SERVER) });
    expect(warn.mock.calls.map(([message]) => message)).toEqual([
        `${kind} "left": deletedWith names another resource of pulumi-openstack-compute, which the cloud does not delete with it. ` +
            "When both are deleted, this one stays in the cloud. Remove deletedWith to have it deleted.",
    ]);
    warn.mockRestore();
});

test("the provider's text is the same for every kind", async () => {
    const texts = await Promise.all(KINDS.map(async ([, make]) => (await told(make("text"))).inputs.__provider));
    expect(new Set(texts).size).toBe(1);
});

test("the provider's text never changes: states of other releases have it too", async () => {
    const { inputs } = await told(new compute.Keypair("constant"));
    expect(inputs.__provider).toBe('exports.handler=require("pulumi-openstack-compute/provider").provider');
});

test("the provider's text has less than 75 bytes", async () => {
    const { inputs } = await told(new compute.Keypair("short"));
    expect(Buffer.byteLength(String(inputs.__provider))).toBeLessThan(75);
});

test.each(KINDS)("a %s says its kind and its logical name", async (kind, make) => {
    expect((await told(make("declared"))).inputs.__resource).toEqual({ kind, name: "declared" });
});

test.each(Object.entries(GET))("to get a %s asks for its id, in the cloud that is named", async (kind, get) => {
    const { id, inputs } = await told(get("got"));
    expect({ id, cloud: inputs.cloud, resource: inputs.__resource }).toEqual({
        id: "x-1",
        cloud: "one",
        resource: { kind, name: "got" },
    });
});

test.each(["adminPass", "userData", "userDataBase64"])("a server's %s is a secret, marked or not", async (argument) => {
    const { inputs } = await told(new compute.Server(`secret-${argument}`, { ...SERVER, [argument]: "c2VjcmV0" }));
    expect(isRpcSecret(inputs[argument])).toBe(true);
    expect(unwrapRpcSecret(inputs[argument])).toBe("c2VjcmV0");
});

test("a secret that is an output already stays one", async () => {
    const adminPass = pulumi.secret(pulumi.output("s3cret"));
    const { inputs } = await told(new compute.Server("output-secret", { ...SERVER, adminPass }));
    expect(unwrapRpcSecret(inputs.adminPass)).toBe("s3cret");
});

test("what the program has marked as a secret is told by its path, so that no message repeats it", async () => {
    const { inputs } = await told(
        new compute.Server("marked", {
            ...SERVER,
            adminPass: pulumi.secret("s3cret-word"),
            description: pulumi.output("open"),
            metadata: { role: "web", apiKey: pulumi.secret("k3y-of-it") },
            tags: [pulumi.secret("tag"), "open"],
        }),
    );
    expect(inputs.__resource).toMatchObject({
        secrets: [
            ["metadata", "apiKey"],
            ["tags", 0],
        ],
    });
});

test("what is not given is not sent as an input", async () => {
    const { inputs } = await told(new compute.Server("bare", SERVER));
    expect(Object.keys(inputs).sort()).toEqual(["__provider", "__resource", "flavor", "image"]);
});

test("arguments go through as they are", async () => {
    const rules: compute.SecurityGroupRule[] = [{ protocol: "tcp", port: 443, cidr: pulumi.output("0.0.0.0/0") }];
    const { inputs } = await told(new compute.SecurityGroup("through", { rules }));
    expect(inputs.rules).toEqual([{ protocol: "tcp", port: 443, cidr: "0.0.0.0/0" }]);
});

describe("customTimeouts", () => {
    test("travel in milliseconds", async () => {
        const customTimeouts = { create: "10m", update: "90s", delete: "1h30m" };
        const { inputs } = await told(new compute.Keypair("patient", {}, { customTimeouts }));
        expect(inputs.__resource).toMatchObject({ timeouts: { create: 600_000, update: 90_000, delete: 5_400_000 } });
    });

    test("that are not given are not sent", async () => {
        const { inputs } = await told(new compute.Keypair("hasty", {}, { customTimeouts: { create: "10m" } }));
        expect(inputs.__resource).toEqual({ kind: "Keypair", name: "hasty", timeouts: { create: 600_000 } });
    });

    test.each(["10", "soon", "-5m", "5 min"])("of %j are refused where the program says them", (create) => {
        expect(() => new compute.Keypair("wrong", {}, { customTimeouts: { create } })).toThrow(
            'wrong: customTimeouts.create: expected a duration, as "90s", "10m" or "1h30m"',
        );
    });
});

describe("outputs", () => {
    const seen = (server: compute.Server) =>
        new Promise((resolve) => {
            pulumi.all([server.hostId, server.created, server.adminPass]).apply(resolve);
        });
    const outputsOf = (name: string, state: object) => {
        states.set(name, state);
        return seen(new compute.Server(name, SERVER));
    };

    test("that the state has in its own text are told to the program", async () => {
        const __state = "{'outputs':{'created':'2026-11-29T12:00:00Z','hostId':'h-1'},'schema':2}";
        expect(await outputsOf("kept", { __state })).toEqual(["h-1", "2026-11-29T12:00:00Z", undefined]);
    });

    test("that a state shows are told as they are", async () => {
        const state = { hostId: "h-1", created: "2026-11-29T12:00:00Z", adminPass: "sealed:by-name-only" };
        expect(await outputsOf("shown", state)).toEqual(["h-1", state.created, "sealed:by-name-only"]);
    });

    const outputs: [kind: string, names: string[]][] = [
        [
            "Server",
            "name status addresses ipV4 ipV6 hostId flavorId imageId created updated adminPass fault".split(" "),
        ],
        ["Keypair", ["name", "publicKey", "privateKey", "fingerprint"]],
        ["FloatingIp", ["address"]],
        ["SecurityGroup", ["name"]],
        ["Flavor", ["name"]],
    ];

    test.each(outputs)("of a %s are there before the cloud has answered", (kind, names) => {
        const resource = MAKE[kind]?.("outputs");
        const missing = names.filter((name) => !pulumi.Output.isInstance(Reflect.get(resource ?? {}, name)));
        expect(missing).toEqual([]);
    });

    test("have the argument's value where the program gives one", async () => {
        const keypair = new compute.Keypair("valued", { name: "ops" });
        expect(await new Promise((resolve) => keypair.name.apply(resolve))).toBe("ops");
    });
});

test("a key that Pulumi's wire would lose is refused", () => {
    const metadata = JSON.parse('{"role": "web", "__proto__": "x"}');
    expect(() => new compute.Server("keyed", { ...SERVER, metadata })).toThrow(
        "keyed: metadata.__proto__: cannot be a key",
    );
});
