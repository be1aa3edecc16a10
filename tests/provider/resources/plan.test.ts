/** The plan: what must change, out of the change tables and two property bags. Nobody is asked. */
import { createHash } from "node:crypto";
import { UNKNOWN } from "../../../provider/arguments/unknown";
import type { LEVELS } from "../../../provider/plan/change-table";
import { commonChanges } from "../../../provider/plan/common-arguments";
import { above, type Plan, plan, replacing } from "../../../provider/plan/plan";
import { kindOf, kinds } from "../../../provider/resources/registry";
import { hashedFiles, hashedUserData } from "../../../provider/resources/server/guest-data";
import { ECDSA, ED25519 } from "./public-keys";

type Bag = Record<string, unknown>;

const sha256 = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

const planned = (kind: string, state: Bag, args: Bag): string[] =>
    of(kind, state, args).map(({ property, change }) => `${property}: ${change.by}`);

const of = (kind: string, state: Bag, args: Bag): Plan => plan(kindOf(kind).changes, state, args);

const PINS = {
    flavor: { id: "2", name: "m1.small" },
    image: { id: "i-1", name: "debian-12" },
    networks: [
        { id: "n-1", name: "private" },
        { id: "n-2", name: "public" },
    ],
};

const UUID = "2b2f9b6e-8a0e-4b6e-9a55-0123456789ab";

const SERVER = { flavor: "m1.small", image: "debian-12", __state: { pins: PINS } };

describe("the same thing in another spelling is no change:", () => {
    const same: [what: string, kind: string, state: Bag, args: Bag][] = [
        ["a flavor by its id", "Server", SERVER, { flavor: "2" }],
        ["a flavor as { id }", "Server", SERVER, { flavor: { id: "2" } }],
        ["a flavor as { name }", "Server", SERVER, { flavor: { name: "m1.small" } }],
        ["an image by its id", "Server", SERVER, { image: "i-1" }],
        ["an image as { name }", "Server", SERVER, { image: { name: "debian-12" } }],
        [
            "a network by its id",
            "Server",
            { ...SERVER, networks: [{ network: "private" }] },
            { networks: [{ network: "n-1" }] },
        ],
        [
            "networks by name and by id",
            "Server",
            { ...SERVER, networks: [{ network: "private" }, { network: { id: "n-2" } }] },
            { networks: [{ network: { name: "private" } }, { network: "public" }] },
        ],
        [
            "an IPv6 address of an interface",
            "Server",
            { ...SERVER, networks: [{ network: "private", fixedIp: "2001:db8::1" }] },
            { networks: [{ network: "private", fixedIp: "2001:DB8:0::1" }] },
        ],
        ["an image by its URL", "Server", SERVER, { image: "http://cloud.example/images/i-1" }],
        ["a port in capitals", "Server", { networks: [{ port: UUID }] }, { networks: [{ port: UUID.toUpperCase() }] }],
        [
            "a volume in capitals, with the default written out",
            "Server",
            { blockDevices: [{ volume: UUID }] },
            { blockDevices: [{ volume: UUID.toUpperCase(), deleteOnTermination: false }] },
        ],
        [
            "a disk with the default written out",
            "Server",
            { blockDevices: [{ size: 1, deleteOnTermination: true }] },
            { blockDevices: [{ size: 1 }] },
        ],
        [
            "a root disk with the default written out",
            "Server",
            { bootVolume: { size: 1 } },
            { bootVolume: { size: 1, deleteOnTermination: true } },
        ],
        [
            "a disk's image by its id",
            "Server",
            { blockDevices: [{ image: "debian-12", size: 1 }], __state: { pins: { images: [PINS.image] } } },
            { blockDevices: [{ image: { id: "i-1" }, size: 1 }] },
        ],
        [
            "a hint alone and in a list",
            "Server",
            { schedulerHints: { different_host: UUID } },
            { schedulerHints: { different_host: [UUID.toUpperCase()] } },
        ],
        ["a floating IP's server in capitals", "FloatingIp", { serverId: UUID }, { serverId: UUID.toUpperCase() }],
        ["groups in another order", "Server", { securityGroups: ["a", "b"] }, { securityGroups: ["b", "a"] }],
        ["tags in another order", "Server", { tags: ["a", "b"] }, { tags: ["b", "a"] }],
        ["no tags", "Server", {}, { tags: [] }],
        ["no metadata", "Server", {}, { metadata: {} }],
        ["no config drive", "Server", {}, { configDrive: false }],
        ["metadata in another order", "Server", { metadata: { a: "1", b: "2" } }, { metadata: { b: "2", a: "1" } }],
        ["an access address", "Server", { accessIpV6: "2001:db8::1" }, { accessIpV6: "2001:DB8:0:0::1" }],
        ["rules in another order", "SecurityGroup", { rules: [rule(80), rule(443)] }, { rules: [rule(443), rule(80)] }],
        [
            "a port as a range",
            "SecurityGroup",
            { rules: [rule(443)] },
            { rules: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidr: "0.0.0.0/0" }] },
        ],
        [
            "all ports left out",
            "SecurityGroup",
            { rules: [{ protocol: "tcp", cidr: "::/0" }] },
            { rules: [{ protocol: "tcp", fromPort: 1, toPort: 65_535, cidr: "::/0" }] },
        ],
        [
            "all of icmp",
            "SecurityGroup",
            { rules: [{ protocol: "icmp", cidr: "::/0" }] },
            { rules: [{ protocol: "icmp", icmpType: -1, icmpCode: -1, cidr: "::/0" }] },
        ],
        [
            "a network in capitals",
            "SecurityGroup",
            { rules: [cidr("2001:db8::/32")] },
            { rules: [cidr("2001:DB8::/32")] },
        ],
        [
            "a network by one of its hosts",
            "SecurityGroup",
            { rules: [cidr("10.0.0.5/8"), cidr("fd00::5/8")] },
            { rules: [cidr("10.0.0.0/8"), cidr("fd00::/8")] },
        ],
        ["a key with another comment", "Keypair", { publicKey: ED25519 }, { publicKey: bare(ED25519) }],
        ["a key with a newline", "Keypair", { publicKey: ED25519 }, { publicKey: `${ED25519}\n` }],
        ["the algorithm that is the default", "Keypair", generated(), { keyAlgorithm: "ed25519" }],
        ["sizes that are the default", "Flavor", {}, { disk: 0, ephemeral: 0, swap: 0, rxtxFactor: 1, isPublic: true }],
        ["no extra specs", "Flavor", { extraSpecs: {} }, {}],
        ["projects in another order", "Flavor", { projects: ["a", "b"] }, { projects: ["b", "a"] }],
        ["the pool that it is in", "FloatingIp", { __state: { pool: "public" } }, { pool: "public" }],
    ];

    test.each(same)("%s (%s)", (_what, kind, state, args) => {
        const both = Object.keys(args).length === 0 ? args : { ...declaredIn(state), ...args };
        expect(planned(kind, state, both)).toEqual([]);
    });
});

describe("user data is compared by its hash:", () => {
    const state = hashedUserData({ userData: "#!/bin/sh" });

    test("the same text is no change", () => {
        expect(planned("Server", state, { userData: "#!/bin/sh" })).toEqual([]);
    });

    test("the hash itself is no change: a refresh gives it as the input", () => {
        expect(planned("Server", state, state)).toEqual([]);
    });

    test("another text replaces", () => {
        expect(planned("Server", state, { userData: "#!/bin/bash" })).toEqual(["userData: replace"]);
    });

    const base64 = Buffer.from("#!/bin/sh").toString("base64");
    /** As 0.1.0 noted it: the hash of the base64 text. */
    const older = { userDataBase64: sha256(base64) };
    const spellings: [what: string, state: Bag, args: Bag][] = [
        ["in base64 now", state, { userDataBase64: base64 }],
        ["in base64 with line breaks now", state, { userDataBase64: `${base64.slice(0, 4)}\n${base64.slice(4)}\n` }],
        ["as text now", hashedUserData({ userDataBase64: base64 }), { userData: "#!/bin/sh" }],
        ["in base64, noted by 0.1.0", older, { userDataBase64: base64 }],
        ["as text now, noted by 0.1.0 in base64", older, { userData: "#!/bin/sh" }],
    ];

    test.each(spellings)("the same bytes %s are no change", (_what, known, args) => {
        expect(planned("Server", known, args)).toEqual([]);
    });

    test("other bytes under the other name are one change", () => {
        expect(planned("Server", state, { userDataBase64: "AAEC" })).toEqual(["userDataBase64: replace"]);
        expect(planned("Server", older, { userData: "x" })).toEqual(["userData: replace"]);
        expect(planned("Server", state, { userDataBase64: UNKNOWN })).toEqual(["userDataBase64: replace"]);
        expect(planned("Server", state, {})).toEqual(["userData: replace"]);
    });

    const remark = (known: Bag, args: Bag) => of("Server", known, args).map(({ change }) => change.effect);
    const replaced = "replace: user data is read at the first boot";

    test("where only line ends differ, it says so, whatever is done", () => {
        const dos = "#!/bin/sh\r\necho\r\n";
        const unix = "#!/bin/sh\necho\n";
        const ends = "only line ends differ (CRLF and LF)";
        expect(remark(hashedUserData({ userData: dos }), { userData: unix })).toEqual([`${replaced}; ${ends}`]);
        expect(remark(hashedUserData({ userData: unix }), { userData: dos })).toEqual([`${replaced}; ${ends}`]);
        const inBase64 = { userDataBase64: Buffer.from(dos).toString("base64") };
        expect(remark({ userDataBase64: sha256(inBase64.userDataBase64) }, { userData: unix })).toEqual([
            `${replaced}; ${ends}`,
        ]);
        const ignored = { userData: unix, onChange: { userData: "ignore" } };
        expect(remark({ ...hashedUserData(inBase64), onChange: ignored.onChange }, ignored)).toEqual([
            `recorded only: user data is read at the first boot; ${ends}`,
        ]);
        expect(remark(hashedUserData({ userData: dos }), { userData: `${unix}more` })).toEqual([replaced]);
    });
});

describe("files are compared by their hashes:", () => {
    const files = [
        { path: "/a", contents: "one\n" },
        { path: "/b", contents: "two" },
    ];
    const state = { personality: hashedFiles(files) };
    const inBase64 = (contents: string) => Buffer.from(contents).toString("base64");

    test("the same bytes in another spelling or order are no change", () => {
        const other = [
            { path: "/b", contentsBase64: inBase64("two") },
            { path: "/a", contentsBase64: inBase64("one\n") },
        ];
        expect(planned("Server", state, { personality: other })).toEqual([]);
        expect(planned("Server", { personality: hashedFiles(other) }, { personality: files })).toEqual([]);
        const older = [
            { path: "/a", contentsBase64: sha256(inBase64("one\n")) },
            { path: "/b", contents: sha256("two") },
        ];
        expect(planned("Server", { personality: older }, { personality: files })).toEqual([]);
    });

    test("other bytes, another path or one file less rebuild, and line ends are told", () => {
        const [one, two] = files;
        const effects = (personality: unknown) =>
            of("Server", state, { personality }).map(({ change }) => change.effect);
        const rebuilt = "rebuild in place with these files, the root disk is lost; id and addresses stay";
        expect(effects([one, { path: "/b", contents: "three" }])).toEqual([rebuilt]);
        expect(effects([one, { path: "/c", contents: "two" }])).toEqual([rebuilt]);
        expect(effects([one])).toEqual([rebuilt]);
        expect(effects([{ path: "/a", contents: "one\r\n" }, two])).toEqual([
            `${rebuilt}; only line ends differ (CRLF and LF)`,
        ]);
    });
});

describe("what is left out", () => {
    const removed: [kind: string, property: string, old: unknown, by: string[]][] = [
        ["Server", "metadata", { a: "1" }, ["metadata: metadata"]],
        ["Server", "tags", ["a"], ["tags: tags"]],
        ["Server", "securityGroups", ["web"], ["securityGroups: securityGroups"]],
        ["Server", "description", "x", ["description: attributes"]],
        ["Server", "keyName", "ops", ["keyName: record"]],
        ["Server", "userData", "sha256:0", ["userData: replace"]],
        ["Server", "networks", [{ network: "private" }], []],
        ["Server", "configDrive", true, ["configDrive: replace"]],
        ["Server", "name", "web", []],
        ["Server", "accessIpV4", "192.0.2.1", []],
        ["Server", "adminPass", "s3cret", []],
        ["Server", "powerState", "shutoff", []],
        ["Server", "availabilityZone", "nova", []],
        ["Server", "diskConfig", "AUTO", []],
        ["SecurityGroup", "description", "x", ["description: put"]],
        ["SecurityGroup", "rules", [rule(80)], []],
        ["FloatingIp", "serverId", "s-1", ["serverId: own"]],
        ["FloatingIp", "fixedIp", "10.0.0.4", ["fixedIp: own"]],
        ["FloatingIp", "pool", "public", []],
        ["Keypair", "publicKey", ED25519, ["publicKey: replace"]],
        ["Flavor", "description", "x", ["description: put"]],
        ["Flavor", "extraSpecs", { a: "1" }, ["extraSpecs: keys"]],
        ["Flavor", "projects", ["p"], ["projects: members"]],
        ["Flavor", "disk", 10, ["disk: replace"]],
        ["Flavor", "isPublic", false, ["isPublic: replace"]],
    ];

    test.each(removed)(
        "of a %s: %s goes back to its default, or is not managed any more",
        (kind, property, old, by) => {
            expect(planned(kind, { [property]: old }, {})).toEqual(by);
        },
    );

    test.each([...kinds.keys()])("of a %s and never was set is no change", (kind) => {
        expect(planned(kind, {}, {})).toEqual([]);
    });
});

describe("a keypair", () => {
    test("that was generated is kept while the program gives no key", () => {
        expect(planned("Keypair", generated(), {})).toEqual([]);
    });

    test("that was generated is replaced by one that is given", () => {
        expect(planned("Keypair", generated(), { publicKey: ECDSA })).toEqual(["publicKey: replace"]);
    });

    test("that was given is replaced by one that is generated", () => {
        expect(planned("Keypair", { publicKey: ED25519, __state: {} }, {})).toEqual(["publicKey: replace"]);
    });

    test("is replaced by another algorithm", () => {
        expect(planned("Keypair", generated(), { keyAlgorithm: "rsa" })).toEqual(["keyAlgorithm: replace"]);
    });
});

describe("rules", () => {
    test("none where they were not managed are a change", () => {
        expect(planned("SecurityGroup", {}, { rules: [] })).toEqual(["rules: own"]);
    });

    test.each([
        [rule(443), { ...rule(443), protocol: "udp" }],
        [rule(443), rule(444)],
        [cidr("10.0.0.0/8"), cidr("10.0.0.0/16")],
        [cidr("10.0.0.0/8"), { protocol: "tcp", group: "10.0.0.0/8" }],
        [
            { protocol: "icmp", icmpType: 8, cidr: "::/0" },
            { protocol: "icmp", icmpType: 8, icmpCode: 0, cidr: "::/0" },
        ],
    ])("%j and %j are two", (one, other) => {
        expect(planned("SecurityGroup", { rules: [one] }, { rules: [other] })).toEqual(["rules: own"]);
    });
});

describe("what a preview does not know", () => {
    test.each([...kinds.values()].flatMap(({ kind, changes }) => Object.keys(changes).map((name) => [kind, name])))(
        "of a %s: %s is a change, and certainly no replacement",
        (kind = "", property = "") => {
            const changes = of(kind, { [property]: "old" }, { [property]: UNKNOWN });
            expect(changes.map(({ unknown }) => unknown)).toEqual([true]);
            expect(replacing(changes)).toEqual([]);
        },
    );

    test("deep inside is not known either", () => {
        const changes = of("Server", SERVER, { networks: [{ network: "private", fixedIp: UNKNOWN }] });
        expect(replacing(changes)).toEqual([]);
    });

    const later: Bag = {
        flavor: UNKNOWN,
        image: { id: UNKNOWN },
        networks: [{ network: "public", fixedIp: UNKNOWN }],
        blockDevices: [{ size: 1 }, { volume: UNKNOWN }],
        userData: UNKNOWN,
        configDrive: UNKNOWN,
    };

    test("may be no change at all: no ceiling is above it yet, and nothing is replaced", () => {
        const changes = of("Server", SERVER, { ...declaredIn(SERVER), ...later });
        expect(changes.map(({ property, unknown }) => [property, unknown]).sort()).toEqual(
            Object.keys(later)
                .map((property) => [property, true])
                .sort(),
        );
        expect(above("none", changes)).toEqual([]);
        expect(replacing(changes)).toEqual([]);
    });

    test("in a part of the metadata is a change for certain only where another key is one", () => {
        const known = (args: Bag) =>
            of("Server", { metadata: { a: "1", b: "2" } }, args).map(({ unknown }) => !unknown);
        expect(known({ metadata: { a: UNKNOWN, b: "2" } })).toEqual([false]);
        expect(known({ metadata: { a: UNKNOWN, b: "3" } })).toEqual([true]);
        expect(known({ metadata: { a: UNKNOWN } })).toEqual([true]);
        expect(known({ metadata: { a: UNKNOWN, b: "2", c: UNKNOWN } })).toEqual([true]);
    });
});

describe("the ceiling", () => {
    const changes: Bag = { name: "b", flavor: "5", image: "i-5", configDrive: true };
    const over: [ceiling: (typeof LEVELS)[number], properties: string[]][] = [
        ["none", ["flavor", "image", "configDrive"]],
        ["restart", ["image", "configDrive"]],
        ["rebuild", ["configDrive"]],
        ["replace", []],
    ];

    test.each(over)("%s lets nothing above it pass", (ceiling, properties) => {
        const refused = above(ceiling, of("Server", SERVER, changes));
        expect(refused.map(({ property }) => property)).toEqual(properties);
    });
});

describe("the cloud", () => {
    const state = { id: "s-1", __state: { cloud: { name: "one", region: "RegionOne" } } };

    test.each([
        [{ cloud: "one" }, []],
        [{ cloud: "two" }, ["cloud"]],
        [{ region: "RegionOne" }, []],
        [{ region: "RegionTwo" }, ["region"]],
        [{ adopt: "s-1" }, []],
        [{ adopt: "s-2" }, ["adopt"]],
        [{}, []],
    ])("%j replaces for %j", (args, properties) => {
        expect(replacing(plan(commonChanges, state, args)).map(({ property }) => property)).toEqual(properties);
    });
});

test.each([...kinds.values()].map(({ kind }) => [kind]))(
    "every argument of a %s has a row in its change table",
    (kind) => {
        const { schema, changes } = kindOf(kind);
        expect(Object.keys(changes).sort()).toEqual(Object.keys(shapeOf(schema)).sort());
    },
);

test("the steps of a server's update are in the table in the order in which they are done", () => {
    const steps = Object.values(kindOf("Server").changes).map(({ by }) => by);
    expect([...new Set(steps)]).toEqual([
        "attributes",
        "metadata",
        "tags",
        "securityGroups",
        "interfaces",
        "volumes",
        "resize",
        "rebuild",
        "password",
        "power",
        "lock",
        "record",
        "replace",
    ]);
});

function shapeOf(schema: unknown): object {
    return typeof schema === "object" && schema !== null && "shape" in schema ? (schema.shape as object) : {};
}

function rule(port: number): Bag {
    return { protocol: "tcp", port, cidr: "0.0.0.0/0" };
}

function cidr(text: string): Bag {
    return { protocol: "tcp", port: 1, cidr: text };
}

function bare(key: string): string {
    return key.split(" ").slice(0, 2).join(" ");
}

function generated(): Bag {
    return { publicKey: ED25519, privateKey: "…", __state: { made: ["publicKey"] } };
}

function declaredIn({ __state, privateKey, publicKey, ...args }: Bag): Bag {
    return args;
}
