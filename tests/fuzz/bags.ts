/**
 * What the bags of each kind have in them beyond what their schemas say: names of what exists in the clouds under test,
 * and values at Nova's limits. A word in capitals stands for what a case has of its own: {@link filled}.
 */
import fc from "fast-check";
import mapValues from "lodash/mapValues";
import { complaints } from "../../provider/arguments/validation";
import { kindOf } from "../../provider/resources/registry";
import { EXISTING } from "../support/samples";
import { type Bag, bagOf, number, type Own, sometimes, withoutUndefined } from "./from-schema";
import { publicKey } from "./keys";
import { madeOf, printable, text } from "./texts";

/** Stands for the case's own prefix, and is as long. */
export const OWN = "FUZZ-CASE-N";

/** A name of this case's alone, up to 255 characters long; or, rarely, one that others may have. */
function name(of: (most: number) => fc.Arbitrary<string>): fc.Arbitrary<string> {
    return fc.oneof(
        { weight: 8, arbitrary: of(255 - OWN.length - 1).map((rest) => `${OWN}-${rest}`) },
        { weight: 1, arbitrary: text(255) },
        { weight: 1, arbitrary: fc.constantFrom(".", "..", "...", "__proto__", "constructor", "null", "0") },
    );
}

const anyName = name((most) =>
    fc.oneof({ weight: 4, arbitrary: printable(most) }, { weight: 1, arbitrary: text(most) }),
);

const KEY_PIECES = [".", "..", " ", "-", "_", ":", "a", "A", "b", "9", "__proto__", "constructor", "toString"];
const key = fc.oneof(
    { weight: 6, arbitrary: madeOf(KEY_PIECES, 255) },
    { weight: 2, arbitrary: fc.constantFrom("..", ".", "__proto__", "constructor", "hasOwnProperty", " ", "k") },
    { weight: 1, arbitrary: text(20) },
);

function keyed(value: fc.Arbitrary<string>): fc.Arbitrary<Bag> {
    // Not assigned: "__proto__" is a key like others.
    return fc.array(fc.tuple(key, value), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs));
}

const bytes = fc.oneof(
    { weight: 5, arbitrary: fc.uint8Array({ maxLength: 64 }).map((some) => Buffer.from(some)) },
    {
        weight: 1,
        arbitrary: fc.constantFrom(49_146, 49_149, 49_150, 49_152).map((length) => Buffer.alloc(length, 120)),
    },
);

const uuid = fc.uuid();
const ipV4 = fc.oneof(fc.ipV4(), fc.constantFrom("0.0.0.0", "255.255.255.255", "01.2.3.4", "1.2.3"));
const ipV6 = fc.oneof(fc.ipV6(), fc.constantFrom("::", "2001:DB8:0::1", "::ffff:1.2.3.4", "fe80::1%eth0", "::1/64"));

const tag = fc.oneof(
    { weight: 5, arbitrary: text(60) },
    { weight: 1, arbitrary: fc.constantFrom(".", "..", " ", "a", "A") },
);

const network = fc
    .record({
        network: fc.constantFrom("private", { name: "private" }),
        tag: sometimes(tag, 20),
    })
    .map(withoutUndefined);

const size = fc.constantFrom(1, 2);

const server: Own = {
    name: { of: anyName, share: 70 },
    flavor: { of: fc.constantFrom("m1.tiny", "m1.small", { name: "m1.tiny" }, { id: "1" }) },
    image: { of: fc.constantFrom("debian-12", "debian-13", { name: "debian-12" }), share: 100 },
    bootVolume: {
        of: fc
            .record({ size, deleteOnTermination: sometimes(fc.boolean(), 30), tag: sometimes(tag, 20) })
            .map(withoutUndefined),
        share: 6,
    },
    blockDevices: {
        of: fc.array(
            fc
                .record({
                    size,
                    device: sometimes(fc.oneof(fc.constantFrom("/dev/vdb", "/dev/vdc", "vdd"), text(20)), 30),
                    deleteOnTermination: sometimes(fc.boolean(), 30),
                    tag: sometimes(tag, 20),
                })
                .map(withoutUndefined),
            { maxLength: 2 },
        ),
        share: 8,
    },
    keyName: { of: fc.oneof({ weight: 3, arbitrary: fc.constant("THE-KEY") }, { weight: 1, arbitrary: text(255) }) },
    securityGroups: {
        of: fc.oneof(
            { weight: 3, arbitrary: fc.uniqueArray(fc.constantFrom("default", "THE-GROUP"), { maxLength: 2 }) },
            { weight: 1, arbitrary: fc.array(text(255), { maxLength: 2 }) },
        ),
    },
    networks: {
        of: fc.oneof(
            { weight: 5, arbitrary: fc.constant("none") },
            { weight: 4, arbitrary: fc.array(network, { maxLength: 2 }) },
        ),
        // Where there are none the cloud chooses, and may have two.
        share: 100,
    },
    metadata: { of: keyed(text(255)), share: 50 },
    tags: { of: fc.array(tag, { maxLength: 5 }), share: 40 },
    userData: {
        of: fc.oneof(
            text(1_000),
            bytes.map((some) => some.toString("latin1").replace(/[^ -~]/g, "x")),
        ),
    },
    userDataBase64: {
        of: fc.oneof({ weight: 4, arbitrary: bytes.map((some) => some.toString("base64")) }, text(20)),
        share: 10,
    },
    availabilityZone: { of: fc.oneof({ weight: 3, arbitrary: fc.constant("nova") }, text(255)), share: 15 },
    accessIpV4: { of: ipV4 },
    accessIpV6: { of: ipV6 },
    adminPass: { of: text(255) },
    description: { of: text(255) },
    hostname: { of: fc.oneof(madeOf(["a", "B", "9", "-", "_", "."], 255), text(63)), share: 15 },
    personality: {
        of: fc.array(
            fc
                .record({
                    path: text(255),
                    contents: sometimes(text(200), 60),
                    contentsBase64: sometimes(
                        bytes.filter(({ length }) => length < 100).map((some) => some.toString("base64")),
                        40,
                    ),
                })
                .map(withoutUndefined),
            { maxLength: 3 },
        ),
        share: 6,
    },
    trustedImageCertificates: { of: fc.array(text(100), { maxLength: 3 }), share: 8 },
    schedulerHints: {
        of: fc
            .array(
                fc.oneof(
                    fc.tuple(
                        text(20),
                        fc.oneof(
                            text(100),
                            fc.double({ noNaN: true, noDefaultInfinity: true }),
                            fc.boolean(),
                            fc.array(text(20), { maxLength: 3 }),
                        ),
                    ),
                    fc.tuple(
                        fc.constantFrom("different_host", "same_host", "different_cell"),
                        fc.oneof(uuid, fc.array(uuid, { maxLength: 2 }), text(5)),
                    ),
                    fc.tuple(
                        fc.constantFrom("group", "query", "target_cell", "build_near_host_ip", "cidr"),
                        fc.oneof(text(5), ipV4, fc.constant("/24")),
                    ),
                ),
                { maxLength: 3 },
            )
            .map((pairs) => Object.fromEntries(pairs)),
        share: 12,
    },
    // A real one takes its time for each.
    powerState: {
        of: fc.constantFrom("active", "shutoff", "paused", "suspended", "shelved", "shelved_offloaded"),
        share: 10,
    },
    locked: {
        of: fc.oneof(fc.boolean(), fc.record({ reason: sometimes(text(255), 80) }).map(withoutUndefined)),
        share: 15,
    },
};

const keypair: Own = {
    name: { of: name((most) => fc.oneof(madeOf([..."aZ9 _.@-"], most), text(most))), share: 80 },
    publicKey: { of: publicKey, share: 90 },
    type: { of: fc.constantFrom("ssh", "x509"), share: 25 },
    userId: { of: fc.oneof({ weight: 3, arbitrary: fc.constant("THE-USER") }, { weight: 1, arbitrary: text(255) }) },
    // 4096 bits of RSA take a second of a core each.
    keyAlgorithm: {
        of: fc.oneof({ weight: 9, arbitrary: fc.constant("ed25519") }, { weight: 1, arbitrary: fc.constant("rsa") }),
    },
};

const MOST = 2_147_483_647;
const amount = { of: number({ type: "integer", minimum: 0, maximum: MOST }) };

const flavor: Own = {
    name: { of: anyName, share: 80 },
    flavorId: { of: name((most) => fc.oneof(madeOf([..."aZ9 _.-"], most), text(most))), share: 40 },
    ram: { of: number({ type: "integer", minimum: 1, maximum: MOST }) },
    vcpus: { of: number({ type: "integer", minimum: 1, maximum: MOST }) },
    disk: amount,
    ephemeral: amount,
    swap: amount,
    rxtxFactor: {
        of: fc.oneof(
            fc.constantFrom(
                1,
                0.1,
                1 / 3,
                1e39,
                3.402_82e38,
                3.402_83e38,
                1.175_49e-38,
                1e-40,
                0,
                -1,
                16_777_217,
                123_456.7,
            ),
            fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
            fc.float({ noNaN: true, noDefaultInfinity: true }),
        ),
    },
    description: { of: fc.oneof({ weight: 8, arbitrary: text(300) }, { weight: 1, arbitrary: text(65_535) }) },
    extraSpecs: { of: keyed(text(255)), share: 40 },
    projects: { of: fc.uniqueArray(fc.constantFrom("THE-PROJECT", "OTHER-PROJECT"), { maxLength: 2 }), share: 25 },
};

const cidr = fc.oneof(
    fc.constantFrom(
        "0.0.0.0/0",
        "::/0",
        "0:0::0/0",
        "10.0.0.0/8",
        "10.0.0.1/08",
        "10.20.30.40/0",
        "fd00::1/0",
        "2001:DB8::/32",
    ),
    fc.constantFrom(
        "1.2.3.4/32",
        "1.2.3.4/33",
        "::1/128",
        "::1/129",
        "::ffff:1.2.3.4/96",
        "fe80::1%eth0/64",
        "1.2.3.4",
    ),
    fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, prefix]) => `${address}/${prefix}`),
    fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })).map(([address, prefix]) => `${address}/${prefix}`),
);
const port = fc.constantFrom(0, 1, 2, 80, 443, 65_534, 65_535, 65_536);
const code = fc.constantFrom(-2, -1, 0, 1, 8, 254, 255, 256);
const source = fc.oneof(
    { weight: 4, arbitrary: cidr.map((network) => ({ cidr: network })) },
    fc.constantFrom({ group: "self" }, { group: "THE-GROUP" }),
);
const rule = fc.oneof(
    fc.record({ protocol: fc.constantFrom("tcp", "udp"), port, from: source }),
    fc.record({ protocol: fc.constantFrom("tcp", "udp"), fromPort: port, toPort: port, from: source }),
    fc.record({ protocol: fc.constantFrom("tcp", "udp"), from: source }),
    fc.record({
        protocol: fc.constant("icmp"),
        icmpType: sometimes(code, 70),
        icmpCode: sometimes(code, 50),
        from: source,
    }),
);

const securityGroup: Own = {
    name: { of: anyName, share: 80 },
    description: { of: text(255), share: 50 },
    rules: {
        of: fc.array(
            rule.map(({ from, ...rest }) => withoutUndefined({ ...rest, ...from })),
            { maxLength: 5 },
        ),
        share: 80,
    },
};

const floatingIp: Own = {
    pool: { of: fc.constant("public"), share: 60 },
    serverId: { of: fc.constant("THE-SERVER"), share: 40 },
    fixedIp: {
        of: fc.oneof({ weight: 3, arbitrary: fc.constant("THE-ADDRESS") }, { weight: 1, arbitrary: ipV6 }),
        share: 30,
    },
};

/** Of one project: its quotas are what other cases live on. */
const quotaSet: Own = {
    project: { of: fc.constant("OTHER-PROJECT") },
    user: { of: fc.constantFrom("THE-USER", "ADMIN-USER"), share: 40 },
};

/** One action of one server, which is as it was in the end. The images that are made have names of the case's own. */
const serverAction: Own = {
    server: { of: fc.constant("THE-SERVER") },
    createImage: {
        of: fc
            .record({ name: text(200).map((rest) => `${OWN}-${rest}`), metadata: sometimes(keyed(text(255)), 30) })
            .map(withoutUndefined),
        share: 40,
    },
};

/** What a schema does not say; a kind that has nothing here is made of its schema, and of what must exist. */
export const OWNS: Readonly<Record<string, Own>> = {
    ...mapValues(EXISTING, (pairs) => mapValues(pairs, (pair) => ({ of: fc.constantFrom(...pair), share: 40 }))),
    Server: server,
    Keypair: keypair,
    Flavor: flavor,
    SecurityGroup: securityGroup,
    FloatingIp: floatingIp,
    QuotaSet: quotaSet,
    ServerAction: serverAction,
};

/** Bags, most of them without what `check` complains of. */
export function bags(kind: string): fc.Arbitrary<Bag> {
    const any = bagOf(kind, OWNS[kind] ?? {});
    return fc.oneof({ weight: 9, arbitrary: any.map((bag) => pruned(kind, bag)) }, { weight: 1, arbitrary: any });
}

/** Without the arguments that `check` complains of; the same bag, where it complains of one that must be there. */
function pruned(kind: string, bag: Bag): Bag {
    const { schema } = kindOf(kind);
    const said = complaints(kind, schema, filled(bag, new Map()));
    const wrong = new Set(said.map((complaint) => /^"?(\w+)/.exec(complaint)?.[1] ?? ""));
    const rest = Object.fromEntries(Object.entries(bag).filter(([argument]) => !wrong.has(argument)));
    return Object.keys(rest).length === Object.keys(bag).length ? rest : pruned(kind, rest);
}

/** With what a case has in the place of the words in capitals. */
export function filled(bag: Bag, words: ReadonlyMap<string, string>): Bag {
    return fill(bag, words) as Bag;
}

function fill(value: unknown, words: ReadonlyMap<string, string>): unknown {
    if (typeof value === "string") {
        return words.get(value) ?? value.replaceAll(OWN, () => words.get(OWN) ?? OWN);
    }
    if (Array.isArray(value)) {
        return value.map((one) => fill(one, words));
    }
    return typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one, words)]))
        : value;
}
