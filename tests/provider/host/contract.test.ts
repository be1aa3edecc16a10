/** What each call of Pulumi's contract gives, for every kind of resource, against a cloud over real HTTP. */

import { kindOf, kinds } from "../../../provider/resources/registry";
import { samplesOf } from "../../support/samples";
import { isSingleton, isTriggered } from "../../support/shapes";
import { asText, keptIn, PROVIDER } from "../../support/wire";
import { ED25519 } from "../resources/public-keys";
import { type Declared, type Stood, setting, settingForEach, thrown } from "./setting";

settingForEach();

const NOWHERE = "00000000-0000-4000-8000-000000000000";
const NIC = [{ network: "private" }];

/** With most of its arguments; a kind that is not here has the samples of its schema. */
const WRITTEN: Record<string, Declared> = {
    Server: {
        kind: "Server",
        name: "web",
        args: {
            flavor: "m1.tiny",
            image: { name: "debian-12" },
            networks: NIC,
            securityGroups: ["default"],
            metadata: { role: "web" },
            tags: ["blue", "green"],
            description: "a server",
            accessIpV6: "2001:DB8::10",
            availabilityZone: "nova",
            configDrive: true,
            diskConfig: "MANUAL",
            powerState: "active",
        },
    },
    Keypair: { kind: "Keypair", name: "ops", args: {} },
    FloatingIp: { kind: "FloatingIp", name: "entry", args: { pool: "public" } },
    SecurityGroup: {
        kind: "SecurityGroup",
        name: "guard",
        args: {
            description: "a guard",
            rules: [
                { protocol: "udp", fromPort: 1000, toPort: 2000, group: "self" },
                { protocol: "tcp", port: 443, cidr: "2001:DB8::/32" },
                { protocol: "icmp", cidr: "0.0.0.0/0" },
                { protocol: "tcp", fromPort: 22, toPort: 22, group: "default" },
            ],
        },
    },
    Flavor: {
        kind: "Flavor",
        name: "large",
        args: {
            ram: 512,
            vcpus: 1,
            disk: 0,
            isPublic: false,
            description: "large",
            extraSpecs: { "hw:cpu_policy": "dedicated" },
            projects: ["640afe1cf1735ec0a1806a02d22599f9"],
        },
    },
};

/** What no cloud tells of one that it has. A server's networks are its output `interfaces`. */
const UNTOLD: Record<string, string[]> = { Server: ["networks", "adminPass"], Keypair: ["privateKey"] };

const declared = (kind: string, args: object = {}): Declared => {
    const { name: _, ...sample } = WRITTEN[kind] === undefined ? samplesOf(kind).first : {};
    const one = WRITTEN[kind] ?? { kind, name: "it", args: sample };
    return { ...one, args: { ...one.args, ...args } };
};

/** What is done once has a server to be done on, and is nowhere to be read: tests/provider/host/server-action.test.ts. */
const ALL = [...kinds.values()].filter((kind) => !isTriggered(kind));
const KINDS = ALL.map(({ kind }) => kind);
/** Those that can be gone. */
const RECORDS = ALL.filter((kind) => !isSingleton(kind)).map(({ kind }) => kind);
const NAMED = ALL.flatMap(({ kind, nameLength }): [kind: string, length: number][] =>
    nameLength === undefined ? [] : [[kind, nameLength]],
);

describe("every kind of resource", () => {
    test.each(KINDS)("%s: nothing is proposed right after its creation", async (kind) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind));
        const { diff, failures } = await pulumi.preview(declared(kind), stood);
        expect({ ...diff, failures }).toMatchObject({ changes: false, replaces: [], failures: [] });
    });

    test.each(KINDS)("%s: a refresh finds the state as it was", async (kind) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind));
        const refreshed = await pulumi.refreshed(stood);
        expect(refreshed.outs).toEqual(stood.outs);
    });

    test.each(KINDS)("%s: a refresh gives the inputs as check did", async (kind) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind));
        const refreshed = await pulumi.refreshed(stood);
        expect(refreshed.inputs).toEqual(stood.inputs);
    });

    test.each(KINDS)("%s: nothing is proposed after a refresh", async (kind) => {
        const pulumi = await setting.provider();
        const refreshed = await pulumi.refreshed(await pulumi.first(declared(kind)));
        expect((await pulumi.preview(declared(kind), refreshed)).diff.changes).toBe(false);
    });

    test.each(KINDS)("%s: check and diff send nothing", async (kind) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind));
        expect(await setting.calls(() => pulumi.preview(declared(kind, { region: "elsewhere" }), stood))).toEqual([]);
    });

    test.each(KINDS)("%s: a delete leaves nothing in the cloud", async (kind) => {
        const pulumi = await setting.provider();
        const before = held();
        const stood = await pulumi.first(declared(kind));
        await pulumi.delete(stood.id, stood.outs);
        expect(held()).toEqual(before);
    });

    test.each(KINDS)("%s: a delete of what is gone already succeeds", async (kind) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind));
        await pulumi.delete(stood.id, stood.outs);
        await expect(pulumi.delete(stood.id, stood.outs)).resolves.toBeUndefined();
    });

    test.each(RECORDS)("%s: a read of what is gone says so, and no more", async (kind) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind));
        await pulumi.delete(stood.id, stood.outs);
        expect(await pulumi.read(stood.id, stood.outs)).toEqual({});
    });

    test.each(RECORDS)("%s: to get one that is not there is an error without a stack", async (kind) => {
        const pulumi = await setting.provider();
        const { name } = declared(kind);
        const error = await thrown(pulumi.read(NOWHERE, { __provider: PROVIDER, __resource: { kind, name } }));
        expect(error).toMatchObject({
            message: expect.stringMatching(/: there is no .+ "0{8}.+" in cloud "one"/),
            stack: "",
        });
    });

    test.each(KINDS)("%s: to get one sends only GETs", async (kind) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind));
        const asked = { __provider: PROVIDER, __resource: { kind, name: "other" } };
        expect(await setting.writes(() => pulumi.read(stood.id, asked))).toEqual([]);
    });

    test.each(KINDS)("%s: to get one shows each argument and output of it that a cloud can tell", async (kind) => {
        const pulumi = await setting.provider();
        const one = declared(kind);
        const stood = await pulumi.first(one);
        const { outs = {} } = await pulumi.read(stood.id, {
            __provider: PROVIDER,
            __resource: { kind, name: "other" },
        });
        const told = [...Object.keys(one.args), ...Object.keys(kindOf(kind).outputs)].filter(
            (name) => stood.outs[name],
        );
        expect(told.filter((name) => outs[name] === undefined)).toEqual(UNTOLD[kind] ?? []);
    });

    test.each(KINDS)("%s: one that was only got can be read again", async (kind) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind));
        const got = await pulumi.read(stood.id, { __provider: PROVIDER, __resource: { kind, name: "other" } });
        expect((await pulumi.read(stood.id, got.outs ?? {})).outs).toEqual(got.outs);
    });

    test.each(KINDS)("%s: to adopt one sends only GETs", async (kind) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind));
        const adopting = { ...declared(kind, { adopt: stood.id }), name: "adopted" };
        expect(await setting.writes(() => pulumi.first(adopting))).toEqual([]);
    });

    test.each(KINDS)("%s: one adopted as it stands, without a name, is proposed no change", async (kind) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind));
        const adopting = { ...declared(kind, { adopt: stood.id }), name: "adopted" };
        const adopted = await pulumi.first(adopting);
        expect(adopted.id).toBe(stood.id);
        expect((await pulumi.preview(adopting, adopted)).diff.changes).toBe(false);
    });

    test.each(KINDS)("%s: adopt can be taken out of the program afterwards", async (kind) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind));
        const adopted = await pulumi.first({ ...declared(kind, { adopt: stood.id }), name: "adopted" });
        const plain = { ...declared(kind), name: "adopted" };
        expect((await pulumi.preview(plain, adopted)).diff.changes).toBe(false);
        expect((await pulumi.preview(plain, await pulumi.refreshed(adopted))).diff.changes).toBe(false);
    });

    test.each(RECORDS)("%s: to adopt what is not there is an error", async (kind) => {
        const pulumi = await setting.provider();
        const { message } = await thrown(pulumi.first(declared(kind, { adopt: NOWHERE })));
        expect(message).toMatch(/there is no .+ "0{8}.+" to adopt in cloud "one" for this project\./);
    });

    test.each(KINDS)("%s: a changed time-out alone is an update that writes nothing", async (kind) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind));
        const longer = { ...declared(kind), timeouts: { create: 60_000 } };
        const writes = await setting.writes(async () => {
            const { diff } = await pulumi.next(longer, stood);
            expect(diff).toMatchObject({ changes: true, replaces: [] });
        });
        expect(writes).toEqual([]);
    });

    test.each(KINDS)("%s: another region replaces it", async (kind) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind));
        const { diff } = await pulumi.preview(declared(kind, { region: "Elsewhere" }), stood);
        expect(diff.replaces).toEqual(["region"]);
    });

    test.each(KINDS)(
        "%s: to name the cloud and region that it is in anyway is noted, and writes nothing",
        async (kind) => {
            const pulumi = await setting.provider();
            const stood = await pulumi.first(declared(kind));
            const named = declared(kind, { cloud: "one", region: "RegionOne" });
            const writes = await setting.writes(async () => {
                const noted = await pulumi.next(named, stood);
                expect(noted.diff).toMatchObject({ changes: true, replaces: [] });
                expect(noted.outs).toMatchObject({ cloud: "one", region: "RegionOne" });
                expect((await pulumi.preview(named, noted)).diff.changes).toBe(false);
            });
            expect(writes).toEqual([]);
        },
    );

    test.each(KINDS)("%s: a state of a newer release is refused, by a name for what to do", async (kind) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind));
        const newer = { ...stood.outs, __state: asText({ ...keptIn(stood.outs), schema: 3 }) };
        const calls = [
            pulumi.diff(stood.id, newer, stood.inputs),
            pulumi.read(stood.id, newer),
            pulumi.update(stood.id, newer, stood.inputs),
            pulumi.delete(stood.id, newer),
        ];
        for (const call of calls) {
            expect((await thrown(call)).message).toContain("Install the release that wrote it, or a newer one.");
        }
    });

    test.each(KINDS)("%s: another project is an error, never gone, and nothing is sent to it", async (kind) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind));
        const wrong = await setting.provider({ "openstack-compute:cloud": "demo" });
        await thrown(wrong.read(stood.id, stood.outs));
        const changed = { ...stood.inputs, description: "new", cloud: undefined };
        const calls = await setting.calls(async () => {
            for (const call of [
                () => wrong.read(stood.id, stood.outs),
                () => wrong.update(stood.id, stood.outs, { ...stood.inputs, ...JSON.parse(JSON.stringify(changed)) }),
                () => wrong.delete(stood.id, stood.outs),
            ]) {
                expect((await thrown(call())).message).toMatch(
                    /is on cloud "one" \(http.+\), but the credentials in use are those of cloud "demo" \(http.+\)\. Nothing was done\./,
                );
            }
        });
        expect(calls).toEqual([]);
    });

    test.each(RECORDS)("%s: another project is refused also where the resource was just taken away", async (kind) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind));
        await pulumi.delete(stood.id, stood.outs);
        const wrong = await setting.provider({ "openstack-compute:cloud": "demo" });
        expect((await thrown(wrong.read(stood.id, stood.outs))).message).toContain("Nothing was done.");
    });
});

/** What the cloud holds that our resources make, by id. */
function held(): string[] {
    const { servers, keypairs, flavors, securityGroups, floatingIps, ports, aggregates, serverGroups } =
        setting.cloud.inspect();
    return [
        ...servers.map(({ id }) => id),
        ...keypairs.map(({ name }) => name),
        ...flavors.map(({ id }) => id),
        ...securityGroups.map(({ id }) => id),
        ...floatingIps.map(({ id }) => id),
        ...ports.map(({ id }) => id),
        ...aggregates.map(({ uuid }) => uuid),
        ...serverGroups.map(({ id }) => id),
    ].sort();
}

describe("a name", () => {
    test.each(NAMED)("of a %s that has none is made from the logical name and a random suffix", async (kind) => {
        const pulumi = await setting.provider();
        const { inputs } = await pulumi.check({ ...declared(kind), name: "my:resource" });
        expect(inputs.name).toMatch(/^my-resource-[0-9a-f]{7}$/);
    });

    test.each(NAMED)("of a %s is never longer than the API takes", async (kind, length) => {
        const pulumi = await setting.provider();
        const { inputs } = await pulumi.check({ ...declared(kind), name: "x".repeat(400) });
        expect(String(inputs.name)).toHaveLength(length);
    });

    test("is kept by an update", async () => {
        const pulumi = await setting.provider();
        const { inputs } = await pulumi.check(declared("Keypair"));
        expect((await pulumi.check(declared("Keypair"), inputs)).inputs.name).toBe(inputs.name);
    });

    test("is kept under another logical name, as an alias gives it", async () => {
        const pulumi = await setting.provider();
        const { inputs } = await pulumi.check(declared("Keypair"));
        const { inputs: renamed } = await pulumi.check({ ...declared("Keypair"), name: "renamed" }, inputs);
        expect(renamed.name).toBe(inputs.name);
    });

    test.each(NAMED)("that is no longer given to a %s stays", async (kind) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind, { name: "given" }));
        expect((await pulumi.preview(declared(kind), stood)).diff.changes).toBe(false);
    });

    test("is new for a replacement", async () => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared("Keypair"));
        const next = await pulumi.next(declared("Keypair", { publicKey: ED25519 }), stood);
        expect(next.id).not.toBe(stood.id);
    });

    test("that a program gives is the one in the cloud", async () => {
        const pulumi = await setting.provider();
        const { outs } = await pulumi.first(declared("SecurityGroup", { name: "guard" }));
        expect(outs.name).toBe("guard");
    });
});

describe("a replacement", () => {
    const alone: [why: string, kind: string, args: object, change: object][] = [
        ["a keypair's name is unique", "Keypair", { name: "ops" }, { keyAlgorithm: "rsa" }],
        ["a flavor's name is unique", "Flavor", { name: "big" }, { vcpus: 2 }],
        ["a flavor's id is unique", "Flavor", { flavorId: "big" }, { vcpus: 2 }],
        [
            "a fixed address belongs to one server at a time",
            "Server",
            { networks: [{ network: "private", fixedIp: "10.0.0.77" }] },
            { configDrive: false },
        ],
    ];

    test.each(alone)("deletes first where %s, and says so", async (why, kind, args, change) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind, args));
        const { diff } = await pulumi.preview(declared(kind, { ...args, ...change }), stood);
        expect(diff.deleteBeforeReplace).toBe(true);
        expect(setting.said).toContainEqual(expect.stringContaining(`; the old one is deleted first: ${why}`));
    });

    test("stands beside the old one where it can", async () => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared("Keypair"));
        const { diff } = await pulumi.preview(declared("Keypair", { keyAlgorithm: "rsa" }), stood);
        expect(diff.deleteBeforeReplace).toBe(false);
    });

    test.each(KINDS)("of an adopted %s is refused while adopt names it, and nothing is written", async (kind) => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared(kind));
        const adopting = declared(kind, { adopt: stood.id });
        const adopted = await pulumi.first(adopting);
        const elsewhere = { ...adopting, args: { ...adopting.args, cloud: "one", region: "RegionTwo" } };
        const { diff } = await pulumi.preview(elsewhere, adopted);
        expect(diff).toMatchObject({ changes: true, replaces: [] });
        expect(setting.said.at(-1)).toContain("; refused while adopt still names this one");
    });

    test("of an adopted flavor fails with what to do, and nothing is written", async () => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(declared("Flavor"));
        const adopting = declared("Flavor", { adopt: stood.id });
        const adopted = await pulumi.first(adopting);
        const writes = await setting.writes(async () => {
            const { message } = await thrown(pulumi.next(declared("Flavor", { adopt: stood.id, vcpus: 2 }), adopted));
            expect(message).toContain(
                "vcpus 1 -> 2: replace: the API cannot change it. It is not replaced while adopt",
            );
        });
        expect(writes).toEqual([]);
    });
});

describe("the ceiling", () => {
    const cases: [allow: string, change: object, refused: string][] = [
        ["none", { flavor: "m1.small" }, "flavor m1.tiny -> m1.small: resize in place, the server restarts"],
        ["none", { powerState: "shutoff" }, "powerState active -> shutoff: the server is stopped"],
        [
            "restart",
            { image: "debian-13" },
            "image debian-12 -> debian-13: rebuild in place, the root disk is lost; id and addresses stay",
        ],
        ["rebuild", { configDrive: false }, "configDrive true -> false: replace: the drive is created with the server"],
        ["rebuild", { region: "Two" }, "region (default) -> Two: replace: it is in another cloud or region"],
    ];

    test.each(cases)("%s refuses %j in words, with no request", async (allow, change, refused) => {
        const pulumi = await setting.provider({ "openstack-compute:allow": allow });
        const stood = await pulumi.first(declared("Server"));
        const level = { none: "restart", restart: "rebuild", rebuild: "replace" }[allow];
        const calls = await setting.calls(async () => {
            expect((await thrown(pulumi.preview(declared("Server", change), stood))).message).toBe(
                `server "web": ${refused}. The stack allows no more than "${allow}" (config openstack-compute:allow); this is "${level}". Nothing was changed.`,
            );
        });
        expect(calls).toEqual([]);
    });

    test("none lets what disrupts nothing pass", async () => {
        const pulumi = await setting.provider({ "openstack-compute:allow": "none" });
        const stood = await pulumi.first(declared("Server"));
        const change = { metadata: { role: "api" }, tags: [], description: "other" };
        expect((await pulumi.preview(declared("Server", change), stood)).failures).toEqual([]);
    });

    test("that is no level is refused", async () => {
        const pulumi = await setting.provider({ "openstack-compute:allow": "nothing" });
        expect((await pulumi.check(declared("Keypair"))).failures).toEqual([
            "config openstack-compute:allow: expected one of none, restart, rebuild, replace",
        ]);
    });

    test("goes by what is there: an adopted server that differs is refused, and can be refreshed", async () => {
        const pulumi = await setting.provider({ "openstack-compute:allow": "none" });
        const { id } = await pulumi.first(declared("Server"));
        const other = declared("Server", { adopt: id, flavor: "m1.small" });
        const adopted = await pulumi.first(other);
        const words = "flavor m1.tiny -> m1.small: resize in place, the server restarts";
        expect((await thrown(pulumi.preview(other, adopted))).message).toContain(`${words}. The stack allows no more`);

        const seen = await pulumi.refreshed(adopted);
        setting.said.length = 0;
        expect(await pulumi.diff(id, seen.outs, adopted.inputs)).toMatchObject({ changes: true, replaces: [] });
        expect(setting.said).toEqual([`server "web": ${words}; the stack allows at most "none"`]);
        expect((await thrown(pulumi.next(other, seen))).message).toContain(`${words}. The stack allows no more`);
    });

    const noChange: [what: string, before: object, after: object][] = [
        ["the power state that the server is in", { powerState: undefined }, { powerState: "active" }],
        ["the same flavor by its id", { flavor: "m1.small" }, { flavor: "2" }],
        ["the zone that the cloud chose", { availabilityZone: undefined }, { availabilityZone: "nova" }],
    ];

    test.each(noChange)("none lets %s be declared", async (_what, before, after) => {
        const pulumi = await setting.provider({ "openstack-compute:allow": "none" });
        const stood = await pulumi.first(declared("Server", before));
        const { diff, failures } = await pulumi.preview(declared("Server", after), stood);
        expect({ ...diff, failures }).toMatchObject({ changes: false, replaces: [], failures: [] });
    });

    test("is not asked at a first creation", async () => {
        const pulumi = await setting.provider({ "openstack-compute:allow": "none" });
        expect((await pulumi.check(declared("Server"))).failures).toEqual([]);
    });
});

describe("a resource that the host does not know", () => {
    const unknown: [what: string, resource: object | undefined, said: string][] = [
        ["of a newer release", { kind: "Volume", name: "v" }, 'has no resource "Volume". Nothing was done.'],
        ["without a declaration", undefined, "this resource does not say of which kind it is"],
    ];

    test.each(unknown)("%s is refused in words, without a stack", async (_what, resource, said) => {
        const pulumi = await setting.provider();
        const bag = { __provider: PROVIDER, ...(resource === undefined ? {} : { __resource: resource }) };
        for (const call of [pulumi.read("x", bag), pulumi.delete("x", bag), pulumi.diff("x", bag, bag)]) {
            expect(await thrown(call)).toMatchObject({ message: expect.stringContaining(said), stack: "" });
        }
    });
});

test("check names no property, for Pulumi would print its value", async () => {
    const pulumi = await setting.provider();
    const { failures } = await pulumi.check(declared("Server", { adminPass: "" }));
    expect(failures).toEqual(["adminPass: must not be empty"]);
});

test("what an argument's bad value makes of check is still handed back as inputs", async () => {
    const pulumi = await setting.provider();
    const { inputs } = await pulumi.check(declared("Server", { flavor: 5 }));
    expect(inputs.flavor).toBe(5);
});

test("a state has no argument that the program no longer declares", async () => {
    const pulumi = await setting.provider();
    const stood: Stood = await pulumi.first(declared("SecurityGroup", { cloud: "one" }));
    const next = await pulumi.next(declared("SecurityGroup", { description: "other" }), stood);
    expect(next.outs).not.toHaveProperty("cloud");
});
