/** What a preview says, row by row of each change table, to the letter. */

import { UNKNOWN } from "../../../provider/arguments/unknown";
import { commonChanges } from "../../../provider/plan/common-arguments";
import { plan } from "../../../provider/plan/plan";
import { inWords } from "../../../provider/plan/words";
import { kindOf, kinds } from "../../../provider/resources/registry";

type Bag = Record<string, unknown>;

function words(kind: string, state: Bag, args: Bag): string[] {
    return plan(kindOf(kind).changes, state, args).map(inWords);
}

const LATER = "(known after up)";
const FIRST_BOOT = "replace: user data is read at the first boot";
const KEY = "recorded only: a key is put into a server at its first boot; see onChange";
const LOSS = "the root disk is lost; id and addresses stay";
const FIXED = "replace: the API cannot change it";

/** property, old, new, what is said; the same with a new value that is not known; the same taken out of the program. */
type Row = [
    property: string,
    old: unknown,
    wanted: unknown,
    said: string,
    unknown: string,
    removed: string | undefined,
];

type Pairs = Readonly<Record<string, readonly [old: unknown, wanted: unknown]>>;

const spell = (value: unknown): string =>
    value === undefined ? "(default)" : Array.isArray(value) ? `[${value.join(", ")}]` : String(value);

/** Rows of one kind of change. */
function updated(effect: string, may: string, pairs: Pairs, removed?: "unmanaged"): Row[] {
    return Object.entries(pairs).map(([property, [old, wanted]]) => [
        property,
        old,
        wanted,
        `${property} ${spell(old)} -> ${spell(wanted)}: ${effect}`,
        `${property} ${spell(old)} -> ${LATER}: ${may}`,
        removed === "unmanaged" ? undefined : `${property} ${spell(old)} -> (default): ${effect}`,
    ]);
}

function replaced(why: string, pairs: Pairs, removed?: "unmanaged"): Row[] {
    return updated(`replace: ${why}`, `may be replaced: ${why}`, pairs, removed);
}

const ROWS: Record<string, Row[]> = {
    Server: [
        ["name", "a", "b", "name a -> b: updated in place", `name a -> ${LATER}: may be updated in place`, undefined],
        [
            "accessIpV4",
            "192.0.2.1",
            "192.0.2.2",
            "accessIpV4 192.0.2.1 -> 192.0.2.2: updated in place",
            `accessIpV4 192.0.2.1 -> ${LATER}: may be updated in place`,
            undefined,
        ],
        [
            "accessIpV6",
            "2001:db8::1",
            "2001:db8::2",
            "accessIpV6 2001:db8::1 -> 2001:db8::2: updated in place",
            `accessIpV6 2001:db8::1 -> ${LATER}: may be updated in place`,
            undefined,
        ],
        [
            "diskConfig",
            "AUTO",
            "MANUAL",
            "diskConfig AUTO -> MANUAL: updated in place",
            `diskConfig AUTO -> ${LATER}: may be updated in place`,
            undefined,
        ],
        [
            "description",
            "one",
            "two",
            "description: updated in place",
            "description: may be updated in place",
            "description: updated in place",
        ],
        [
            "metadata",
            { kept: "1", changed: "1", gone: "1" },
            { kept: "1", changed: "2", fresh: "1" },
            "metadata +fresh, ~changed, -gone: only these keys are written",
            `metadata ${LATER}: may change: only these keys are written`,
            "metadata -kept, -changed, -gone: only these keys are written",
        ],
        [
            "tags",
            ["a", "b"],
            ["b", "c"],
            "tags [a, b] -> [b, c]: only these tags are added and removed",
            `tags [a, b] -> ${LATER}: may change: only these tags are added and removed`,
            "tags [a, b] -> (default): only these tags are added and removed",
        ],
        [
            "securityGroups",
            ["web"],
            ["web", "ssh"],
            "securityGroups [web] -> [web, ssh]: added and removed in place",
            `securityGroups [web] -> ${LATER}: may be added and removed in place`,
            "securityGroups [web] -> (default): added and removed in place",
        ],
        [
            "flavor",
            "m1.small",
            { name: "m1.large" },
            "flavor m1.small -> m1.large: resize in place, the server restarts",
            `flavor m1.small -> ${LATER}: may be resized in place, the server restarts`,
            "flavor m1.small -> (default): resize in place, the server restarts",
        ],
        [
            "image",
            { id: "i-1" },
            "debian-13",
            "image i-1 -> debian-13: rebuild in place, the root disk is lost; id and addresses stay",
            `image i-1 -> ${LATER}: may be rebuilt in place, the root disk is lost; id and addresses stay`,
            "image i-1 -> (default): rebuild in place, the root disk is lost; id and addresses stay",
        ],
        [
            "adminPass",
            "one",
            "two",
            "adminPass: changed in the running server",
            "adminPass: may be changed in the running server",
            undefined,
        ],
        [
            "powerState",
            "active",
            "shutoff",
            "powerState active -> shutoff: the server is stopped",
            `powerState active -> ${LATER}: may change: the server is started, stopped, paused, suspended or shelved`,
            undefined,
        ],
        [
            "keyName",
            "ops",
            "dev",
            `keyName ops -> dev: ${KEY}`,
            `keyName ops -> ${LATER}: ${KEY}`,
            `keyName ops -> (default): ${KEY}`,
        ],
        [
            "userData",
            "one",
            "two",
            `userData: ${FIRST_BOOT}`,
            "userData: may be replaced: user data is read at the first boot",
            `userData: ${FIRST_BOOT}`,
        ],
        [
            "userDataBase64",
            "b25l",
            "dHdv",
            `userDataBase64: ${FIRST_BOOT}`,
            "userDataBase64: may be replaced: user data is read at the first boot",
            `userDataBase64: ${FIRST_BOOT}`,
        ],
        [
            "networks",
            [{ network: "private" }, { port: "p-1" }],
            [{ network: { name: "public" }, fixedIp: "10.0.0.4" }],
            "networks [private, port p-1] -> [public (10.0.0.4)]: [public (10.0.0.4)] attached in place, " +
                "[private, port p-1] detached in place: an address of private is lost",
            `networks [private, port p-1] -> ${LATER}: may change: interfaces are attached and detached in place`,
            undefined,
        ],
        [
            "availabilityZone",
            "one",
            "two",
            "availabilityZone one -> two: replace: a server stays in its zone",
            `availabilityZone one -> ${LATER}: may be replaced: a server stays in its zone`,
            undefined,
        ],
        [
            "pinnedToZone",
            true,
            false,
            "pinnedToZone true -> false: moves may take the server to another zone",
            `pinnedToZone true -> ${LATER}: may be updated in place`,
            undefined,
        ],
        [
            "configDrive",
            true,
            false,
            "configDrive true -> false: replace: the drive is created with the server",
            `configDrive true -> ${LATER}: may be replaced: the drive is created with the server`,
            "configDrive true -> (default): replace: the drive is created with the server",
        ],
        [
            "hostname",
            "one",
            "two",
            "hostname one -> two: updated in place",
            `hostname one -> ${LATER}: may be updated in place`,
            undefined,
        ],
        [
            "personality",
            [{ path: "/a", contents: "one" }],
            [{ path: "/a", contents: "two" }],
            `personality: rebuild in place with these files, ${LOSS}`,
            `personality: may be rebuilt in place with these files, ${LOSS}`,
            `personality: rebuild in place with these files, ${LOSS}`,
        ],
        [
            "trustedImageCertificates",
            ["c-1"],
            ["c-2"],
            `trustedImageCertificates [c-1] -> [c-2]: rebuild in place with these certificates, ${LOSS}`,
            `trustedImageCertificates [c-1] -> ${LATER}: may be rebuilt in place with these certificates, ${LOSS}`,
            `trustedImageCertificates [c-1] -> (default): rebuild in place with these certificates, ${LOSS}`,
        ],
        [
            "bootVolume",
            { size: 10 },
            { size: 20 },
            'bootVolume {"size":10} -> {"size":20}: replace: the root disk is created with the server',
            `bootVolume {"size":10} -> ${LATER}: may be replaced: the root disk is created with the server`,
            'bootVolume {"size":10} -> (default): replace: the root disk is created with the server',
        ],
        [
            "blockDevices",
            [{ volume: "v-1" }, { size: 10 }],
            [{ volume: "v-2" }, { size: 10 }],
            "blockDevices [volume v-1, empty 10 GiB] -> [volume v-2, empty 10 GiB]: " +
                "volume v-1 detached in place, the guest loses the disk, volume v-2 attached in place",
            `blockDevices [volume v-1, empty 10 GiB] -> ${LATER}: may change: volumes are attached and detached in place`,
            "blockDevices [volume v-1, empty 10 GiB] -> (default): replace: these disks are created with the server",
        ],
        [
            "schedulerHints",
            { group: "g-1" },
            { group: "g-2" },
            'schedulerHints {"group":"g-1"} -> {"group":"g-2"}: replace: the scheduler uses hints only at creation',
            `schedulerHints {"group":"g-1"} -> ${LATER}: may be replaced: the scheduler uses hints only at creation`,
            'schedulerHints {"group":"g-1"} -> (default): replace: the scheduler uses hints only at creation',
        ],
        [
            "locked",
            true,
            { reason: "audit" },
            "locked yes -> yes (audit): locked",
            `locked yes -> ${LATER}: may be locked or unlocked`,
            "locked yes -> no: unlocked",
        ],
        [
            "onChange",
            { image: "rebuild" },
            { image: "replace" },
            'onChange {"image":"rebuild"} -> {"image":"replace"}: recorded for later changes',
            `onChange {"image":"rebuild"} -> ${LATER}: recorded for later changes`,
            'onChange {"image":"rebuild"} -> (default): recorded for later changes',
        ],
        [
            "onError",
            { running: "keep" },
            { running: "rebuild" },
            'onError {"running":"keep"} -> {"running":"rebuild"}: recorded for a server in ERROR',
            `onError {"running":"keep"} -> ${LATER}: recorded for a server in ERROR`,
            'onError {"running":"keep"} -> (default): recorded for a server in ERROR',
        ],
        ...["stopBeforeDestroy", "forceDelete", "detachPortsBeforeDestroy"].map(
            (property): Row => [
                property,
                true,
                false,
                `${property} true -> false: recorded for the deletion`,
                `${property} true -> ${LATER}: recorded for the deletion`,
                `${property} true -> (default): recorded for the deletion`,
            ],
        ),
        [
            "ownerMetadata",
            true,
            false,
            "ownerMetadata true -> false: recorded only: it is written at creation",
            `ownerMetadata true -> ${LATER}: recorded only: it is written at creation`,
            "ownerMetadata true -> (default): recorded only: it is written at creation",
        ],
    ],
    Keypair: [
        [
            "name",
            "a",
            "b",
            "name a -> b: replace: a keypair is known by its name",
            `name a -> ${LATER}: may be replaced: a keypair is known by its name`,
            undefined,
        ],
        [
            "publicKey",
            "ssh-rsa A",
            "ssh-rsa B",
            "publicKey: replace; servers keep the key they booted with",
            "publicKey: may be replaced; servers keep the key they booted with",
            "publicKey: replace; servers keep the key they booted with",
        ],
        [
            "type",
            "x509",
            "ssh",
            "type x509 -> ssh: replace: another kind of key",
            `type x509 -> ${LATER}: may be replaced: another kind of key`,
            "type x509 -> (default): replace: another kind of key",
        ],
        [
            "userId",
            "u-1",
            "u-2",
            "userId u-1 -> u-2: replace: it is another user's",
            `userId u-1 -> ${LATER}: may be replaced: it is another user's`,
            undefined,
        ],
        [
            "keyAlgorithm",
            "ed25519",
            "rsa",
            "keyAlgorithm ed25519 -> rsa: replace: another pair is generated",
            `keyAlgorithm ed25519 -> ${LATER}: may be replaced: another pair is generated`,
            undefined,
        ],
    ],
    FloatingIp: [
        [
            "pool",
            "one",
            "two",
            "pool one -> two: replace: another pool, another address",
            `pool one -> ${LATER}: may be replaced: another pool, another address`,
            undefined,
        ],
        [
            "serverId",
            "s-1",
            "s-2",
            "serverId s-1 -> s-2: associated again in place, the address stays",
            `serverId s-1 -> ${LATER}: may be associated again in place, the address stays`,
            "serverId s-1 -> none: associated again in place, the address stays",
        ],
        [
            "fixedIp",
            "10.0.0.4",
            "10.0.0.5",
            "fixedIp 10.0.0.4 -> 10.0.0.5: associated again in place",
            `fixedIp 10.0.0.4 -> ${LATER}: may be associated again in place`,
            "fixedIp 10.0.0.4 -> none: associated again in place",
        ],
    ],
    SecurityGroup: [
        ["name", "a", "b", "name a -> b: updated in place", `name a -> ${LATER}: may be updated in place`, undefined],
        [
            "description",
            "one",
            "two",
            "description: updated in place",
            "description: may be updated in place",
            "description: updated in place",
        ],
        [
            "rules",
            [
                { protocol: "tcp", port: 80, cidr: "0.0.0.0/0" },
                { protocol: "icmp", cidr: "::/0" },
            ],
            [
                { protocol: "icmp", cidr: "::/0" },
                { protocol: "udp", fromPort: 1, toPort: 9, group: "self" },
            ],
            "rules + udp 1-9 from group self, - tcp 80 from 0.0.0.0/0: single rules are added and removed in place",
            `rules ${LATER}: may change: single rules are added and removed in place`,
            undefined,
        ],
    ],
    ServerGroup: [
        ...replaced("a server group cannot change", {
            policy: ["affinity", "anti-affinity"],
            maxServerPerHost: [2, 3],
        }),
        ...replaced("a server group cannot change", { name: ["a", "b"] }, "unmanaged"),
    ],
    Aggregate: [
        [
            "availabilityZone",
            "a",
            "b",
            "availabilityZone a -> b: updated in place",
            `availabilityZone a -> ${LATER}: may be updated in place`,
            "availabilityZone a -> (default): replace: the API cannot take an aggregate out of its zone",
        ],
        ...updated("updated in place", "may be updated in place", { name: ["a", "b"] }, "unmanaged"),
        ...updated("added and removed in place", "may be added and removed in place", { hosts: [["a"], ["b"]] }),
        [
            "metadata",
            { a: "1" },
            { b: "2" },
            "metadata +b, -a: only these keys are written",
            `metadata ${LATER}: may change: only these keys are written`,
            "metadata -a: only these keys are written",
        ],
    ],
    QuotaSet: [
        ...replaced("the quotas of another project", { project: ["a", "b"] }),
        ...replaced("the quotas of another user", { user: ["a", "b"] }),
        ...updated(
            "updated in place",
            "may be updated in place",
            Object.fromEntries(
                Object.keys(kindOf("QuotaSet").changes)
                    .filter((name) => !["project", "user"].includes(name))
                    .map((name) => [name, [1, 2] as const]),
            ),
        ),
    ],
    ServerAction: [
        ...replaced("it is done on another one", { server: ["a", "b"] }),
        ...updated("runs again, the server restarts", "may change: runs again", { triggers: [["a"], ["b"]] }),
        [
            "reboot",
            { type: "SOFT" },
            { type: "HARD" },
            "reboot: runs again, the server restarts",
            "reboot: may change: runs again",
            "reboot: runs again, the server restarts",
        ],
        [
            "rescue",
            {},
            { image: "a" },
            "rescue: runs again, the server restarts",
            "rescue: may change: runs again",
            "rescue: runs again, the server restarts",
        ],
        [
            "createImage",
            { name: "a" },
            { name: "b" },
            "createImage: runs again: another image is created",
            "createImage: may change: runs again",
            "createImage: runs again, the server restarts",
        ],
    ],
    Flavor: [
        [
            "name",
            "a",
            "b",
            `name a -> b: ${FIXED}`,
            `name a -> ${LATER}: may be replaced: the API cannot change it`,
            undefined,
        ],
        [
            "flavorId",
            "1",
            "2",
            `flavorId 1 -> 2: ${FIXED}`,
            `flavorId 1 -> ${LATER}: may be replaced: the API cannot change it`,
            undefined,
        ],
        [
            "ram",
            1,
            2,
            `ram 1 -> 2: ${FIXED}`,
            `ram 1 -> ${LATER}: may be replaced: the API cannot change it`,
            `ram 1 -> (default): ${FIXED}`,
        ],
        [
            "vcpus",
            1,
            2,
            `vcpus 1 -> 2: ${FIXED}`,
            `vcpus 1 -> ${LATER}: may be replaced: the API cannot change it`,
            `vcpus 1 -> (default): ${FIXED}`,
        ],
        [
            "disk",
            1,
            2,
            `disk 1 -> 2: ${FIXED}`,
            `disk 1 -> ${LATER}: may be replaced: the API cannot change it`,
            `disk 1 -> (default): ${FIXED}`,
        ],
        [
            "ephemeral",
            1,
            2,
            `ephemeral 1 -> 2: ${FIXED}`,
            `ephemeral 1 -> ${LATER}: may be replaced: the API cannot change it`,
            `ephemeral 1 -> (default): ${FIXED}`,
        ],
        [
            "swap",
            1,
            2,
            `swap 1 -> 2: ${FIXED}`,
            `swap 1 -> ${LATER}: may be replaced: the API cannot change it`,
            `swap 1 -> (default): ${FIXED}`,
        ],
        [
            "rxtxFactor",
            2,
            1.5,
            `rxtxFactor 2 -> 1.5: ${FIXED}`,
            `rxtxFactor 2 -> ${LATER}: may be replaced: the API cannot change it`,
            `rxtxFactor 2 -> (default): ${FIXED}`,
        ],
        [
            "isPublic",
            false,
            true,
            `isPublic false -> true: ${FIXED}`,
            `isPublic false -> ${LATER}: may be replaced: the API cannot change it`,
            `isPublic false -> (default): ${FIXED}`,
        ],
        [
            "description",
            "one",
            "two",
            "description: updated in place",
            "description: may be updated in place",
            "description: updated in place",
        ],
        [
            "extraSpecs",
            { gone: "1" },
            { fresh: "1" },
            "extraSpecs +fresh, -gone: only these keys are written; servers see them at their next resize",
            `extraSpecs ${LATER}: may change: only these keys are written; servers see them at their next resize`,
            "extraSpecs -gone: only these keys are written; servers see them at their next resize",
        ],
        [
            "projects",
            ["a"],
            ["b"],
            "projects [a] -> [b]: access is granted and revoked in place",
            `projects [a] -> ${LATER}: may change: access is granted and revoked in place`,
            "projects [a] -> (default): access is granted and revoked in place",
        ],
    ],
};

const ALL = Object.entries(ROWS).flatMap(([kind, rows]) => rows.map((row) => [kind, ...row] as [string, ...Row]));

test.each(ALL)("of a %s, a changed %s", (kind, property, old, wanted, said) => {
    expect(words(kind, { [property]: old }, { [property]: wanted })).toEqual([said]);
});

test.each(ALL)("of a %s, a %s that is not known yet", (kind, property, old, _wanted, _said, unknown) => {
    expect(words(kind, { [property]: old }, { [property]: UNKNOWN })).toEqual([unknown]);
});

test.each(ALL)("of a %s, a %s taken out of the program", (kind, property, old, _wanted, _said, _unknown, removed) => {
    expect(words(kind, { [property]: old }, {})).toEqual(removed === undefined ? [] : [removed]);
});

const CHOICES: [property: string, way: string, old: unknown, wanted: unknown, said: string][] = [
    ["flavor", "resize", "a", "b", "flavor a -> b: resize in place, the server restarts"],
    ["flavor", "replace", "a", "b", 'flavor a -> b: replace (`onChange.flavor` is "replace")'],
    ["image", "rebuild", "a", "b", `image a -> b: rebuild in place, ${LOSS}`],
    [
        "image",
        "rebuild-preserve-ephemeral",
        "a",
        "b",
        "image a -> b: rebuild in place, the root disk is lost and the ephemeral disk is kept; id and addresses stay",
    ],
    ["image", "replace", "a", "b", 'image a -> b: replace (`onChange.image` is "replace")'],
    ["keyName", "ignore", "a", "b", `keyName a -> b: ${KEY}`],
    ["keyName", "rebuild", "a", "b", `keyName a -> b: rebuild in place with the key, ${LOSS}`],
    ["keyName", "replace", "a", "b", "keyName a -> b: replace: a key is put into a server at its first boot only"],
    ["userData", "replace", "a", "b", `userData: ${FIRST_BOOT}`],
    ["userData", "rebuild", "a", "b", `userData: rebuild in place with the user data, ${LOSS}`],
    ["userData", "ignore", "a", "b", "userData: recorded only: user data is read at the first boot"],
];

test.each(CHOICES)("of a Server, a changed %s where onChange says %s", (property, way, old, wanted, said) => {
    const args = { [property]: wanted, onChange: { [property]: way } };
    expect(words("Server", { ...args, [property]: old }, args)).toEqual([said]);
});

test.each([...kinds.keys()])("every row of the %s's table is told here", (kind) => {
    expect(ROWS[kind]?.map(([property]) => property).sort()).toEqual(Object.keys(kindOf(kind).changes).sort());
});

test.each([
    [{ cloud: "two" }, "cloud (default) -> two: replace: it is in another cloud or region"],
    [{ region: "two" }, "region (default) -> two: replace: it is in another cloud or region"],
    [{ adopt: "s-2" }, "adopt (default) -> s-2: replace: another one is adopted instead"],
])("of every resource, %j", (args, said) => {
    expect(plan(commonChanges, {}, args).map(inWords)).toEqual([said]);
});

test("one key of metadata that is not known yet is told by its name", () => {
    expect(words("Server", { metadata: { a: "1" } }, { metadata: { a: UNKNOWN, b: "2" } })).toEqual([
        "metadata +b, ~a (known after up): only these keys are written",
    ]);
});

test("a part of a reference that is not known yet is not printed", () => {
    expect(words("Server", { flavor: "m1.small" }, { flavor: { id: UNKNOWN } })).toEqual([
        `flavor m1.small -> ${LATER}: may be resized in place, the server restarts`,
    ]);
});

test("rules that become managed, and are none, are told without an empty list", () => {
    expect(words("SecurityGroup", {}, { rules: [] })).toEqual(["rules: single rules are added and removed in place"]);
});

const SECRET = "pl4nted-secret";
const SECRETS: [kind: string, property: string, old: unknown, wanted: unknown][] = [
    ["Server", "description", SECRET, `${SECRET}2`],
    ["Server", "metadata", { key: SECRET }, { key: `${SECRET}2`, other: SECRET }],
    ["Server", "userData", SECRET, `${SECRET}2`],
    ["Server", "userDataBase64", SECRET, `${SECRET}2`],
    ["Server", "adminPass", SECRET, `${SECRET}2`],
    ["Keypair", "publicKey", `ssh-rsa ${SECRET}`, `ssh-rsa ${SECRET}2`],
    ["SecurityGroup", "description", SECRET, `${SECRET}2`],
    ["Flavor", "description", SECRET, `${SECRET}2`],
    ["Flavor", "extraSpecs", { key: SECRET }, { key: `${SECRET}2`, other: SECRET }],
];

test.each(SECRETS)("of a %s, no value of %s is ever printed", (kind, property, old, wanted) => {
    const changed = words(kind, { [property]: old }, { [property]: wanted });
    const removed = words(kind, { [property]: old }, {});
    expect(changed).toHaveLength(1);
    expect([...changed, ...removed].join()).not.toContain(SECRET);
});
