/** What `check` says of arguments: one sentence a mistake, no value ever printed, and nothing of what is not known yet. */

import { UNKNOWN } from "../../../provider/arguments/unknown";
import { complaints } from "../../../provider/arguments/validation";
import { commonArguments } from "../../../provider/plan/common-arguments";
import { kindOf } from "../../../provider/resources/registry";
import { ED25519 } from "./public-keys";

type Arguments = Record<string, unknown>;

/** A port's id, or another's. */
const NO_HOST = "availabilityZone: has no host after the colon";
const PORT = "9fd2a1a5-7c35-4f29-8f4d-2a9f5d6c0b11";

/** Every argument of each resource, each with a value that is right. */
const FULL: Record<string, Arguments> = {
    Server: {
        name: "web",
        flavor: { name: "m1.small" },
        image: "debian-12",
        keyName: "ops",
        securityGroups: ["web", "ssh"],
        networks: [{ network: { id: "n-1" }, fixedIp: "10.0.0.4" }, { port: PORT }],
        metadata: { role: "web" },
        tags: ["blue"],
        userData: "#!/bin/sh",
        configDrive: true,
        ownerMetadata: true,
        availabilityZone: "nova",
        pinnedToZone: true,
        accessIpV4: "192.0.2.1",
        accessIpV6: "2001:db8::1",
        adminPass: "s3cret",
        description: "a server",
        diskConfig: "AUTO",
        powerState: "active",
        hostname: "web-1.example",
        bootVolume: { size: 10, type: "fast", deleteOnTermination: false, tag: "root" },
        blockDevices: [
            { volume: "v-1", device: "/dev/vdb", deleteOnTermination: true, tag: "data" },
            { size: 5, type: "fast" },
            { snapshot: "n-1" },
            { image: "debian-12", size: 5 },
            { local: "ephemeral", size: 1, format: "ext4" },
            { local: "swap", size: 512 },
        ],
        schedulerHints: { group: PORT, different_host: [PORT] },
        locked: { reason: "audit" },
        onChange: { flavor: "replace", image: "rebuild", keyName: "ignore", userData: "rebuild" },
        onError: { build: "keep", running: "rebuild" },
        stopBeforeDestroy: true,
        forceDelete: false,
        detachPortsBeforeDestroy: true,
    },
    Keypair: { name: "ops", publicKey: ED25519, type: "ssh", userId: "u-1" },
    FloatingIp: { pool: "public", serverId: "s-1", fixedIp: "10.0.0.4" },
    SecurityGroup: {
        name: "web",
        description: "for the web",
        rules: [
            { protocol: "tcp", port: 443, cidr: "0.0.0.0/0" },
            { protocol: "udp", fromPort: 1000, toPort: 2000, group: "self" },
            { protocol: "icmp", icmpType: 8, icmpCode: 0, cidr: "::/0" },
        ],
    },
    Flavor: {
        name: "large",
        flavorId: "f-1",
        ram: 512,
        vcpus: 1,
        disk: 1,
        ephemeral: 2,
        swap: 64,
        rxtxFactor: 1.5,
        isPublic: false,
        description: "large",
        extraSpecs: { "hw:cpu_policy": "dedicated" },
        projects: ["p-1"],
    },
};

const NEEDED: Record<string, Arguments> = {
    Server: { flavor: "m1.small", image: "debian-12" },
    Keypair: {},
    FloatingIp: {},
    SecurityGroup: {},
    Flavor: { ram: 512, vcpus: 1 },
};

function said(kind: string, args: Arguments): string[] {
    return complaints(kind, kindOf(kind).schema, args);
}

const TOO_MUCH_USER_DATA = "userData: at most 49149 bytes: Nova accepts 65535 characters of base64";
const INVISIBLE = "must not contain invisible or unassigned characters, such as U+200B";
const BEYOND = "must not contain characters beyond U+FFFF, such as emoji: Compute's database cannot store them";
const ONE_TAG = "tags: two tags are the same to the cloud: its database ignores case, accents and trailing spaces";
const NO_FACTOR = "expected a number above 0, from 1.17549e-38 to 3.40282e+38";
const NO_KEY = 'publicKey: not an OpenSSH public key such as "ssh-ed25519 AAAA… comment"';
const oneKey = (argument: string, one: string, other: string) =>
    `${argument}: "${one}" and "${other}" are the same key to the cloud: its database ignores case and trailing spaces`;

const WRONG: [kind: string, mistake: string, args: Arguments, said: string[]][] = [
    ["Server", "no flavor", { flavor: undefined }, ["flavor: required, but missing"]],
    [
        "Server",
        "a misspelled argument",
        { flavour: "x" },
        ['"flavour" is not an argument of Server; did you mean "flavor"?'],
    ],
    [
        "Server",
        "an argument in another case",
        { userdata: "x" },
        ['"userdata" is not an argument of Server; did you mean "userData"?'],
    ],
    ["Server", "an argument that nothing resembles", { sshKeys: "x" }, ['"sshKeys" is not an argument of Server']],
    ["Server", "a number for a name", { name: 5 }, ["name: expected a string, got a number"]],
    ["Server", "null for a name", { name: null }, ["name: expected a string, got null"]],
    ["Server", "a name with a space at its end", { name: "web " }, ["name: must not begin or end with a space"]],
    [
        "Server",
        "a flavor by two names",
        { flavor: { id: "1", name: "a" } },
        ["flavor: expected the flavor's name or id, { name } or { id }"],
    ],
    ["Server", "an empty image", { image: "" }, ["image: must not be empty"]],
    ["Server", "a text for a list", { securityGroups: "web" }, ["securityGroups: expected an array, got a string"]],
    [
        "Server",
        "a hole in a list",
        { securityGroups: ["web", null] },
        ["securityGroups[1]: expected a string, got null"],
    ],
    ["Server", "a group twice", { securityGroups: ["web", "web"] }, ["securityGroups: a group is named twice"]],
    [
        "Server",
        "no group at all",
        { securityGroups: [] },
        ['securityGroups: must not be empty; omit it for the group "default"'],
    ],
    [
        "Server",
        "groups where all interfaces are ports",
        { securityGroups: ["web"], networks: [{ port: PORT }] },
        [
            "securityGroups: every interface is an existing port, which has its own security groups; set them on the port",
        ],
    ],
    [
        "Server",
        "groups without a network",
        { securityGroups: ["web"], networks: "none" },
        ['securityGroups: a server with networks "none" has no interface for security groups'],
    ],
    [
        "Server",
        "another word for networks",
        { networks: "public" },
        ['networks: expected "auto", "none", or a list of { network, fixedIp } and { port }'],
    ],
    [
        "Server",
        "no network in a list",
        { networks: [] },
        ['networks: must not be empty; "none" creates a server without a network'],
    ],
    [
        "Server",
        "a network and a port",
        { networks: [{ network: "a", port: PORT }] },
        ["networks[0]: give either network or port"],
    ],
    [
        "Server",
        "a misspelled network",
        { networks: [{ network: "a" }, { netwrok: "b" }] },
        [
            '"netwrok" is not an argument of Server.networks[1]; did you mean "network"?',
            "networks[1]: give either network or port",
        ],
    ],
    [
        "Server",
        "a number for a fixed address",
        { networks: [{ network: "a", fixedIp: 5 }] },
        ["networks[0].fixedIp: expected a string, got a number"],
    ],
    [
        "Server",
        "a fixed address that is none",
        { networks: [{ network: "a", fixedIp: "10.0.0" }] },
        ["networks[0].fixedIp: not an IP address"],
    ],
    [
        "Server",
        "a fixed address of a port",
        { networks: [{ port: PORT, fixedIp: "10.0.0.4" }] },
        ["networks[0].fixedIp: a port already has its addresses; remove fixedIp"],
    ],
    [
        "Server",
        "a network named in a wrong way",
        { networks: [{ network: { uuid: "x" } }] },
        ["networks[0].network: expected the network's name or id, { name } or { id }"],
    ],
    [
        "Server",
        "a metadata key with a slash",
        { metadata: { "a/b": "c" } },
        ["metadata.a/b: a key may have only letters, digits, spaces and - _ : ."],
    ],
    ["Server", "a number in metadata", { metadata: { role: 5 } }, ["metadata.role: expected a string, got a number"]],
    [
        "Server",
        "a long metadata value",
        { metadata: { role: "ä".repeat(128) } },
        ["metadata.role: keys and values are at most 255 bytes"],
    ],
    ["Server", "a tag with a comma", { tags: ["a,b"] }, ["tags[0]: a tag must not contain a comma or a slash"]],
    ["Server", "a tag twice", { tags: ["a", "a"] }, ["tags: a tag is named twice"]],
    [
        "Server",
        "user data in both forms",
        { userData: "a", userDataBase64: "YQ==" },
        ["userDataBase64: give either userData or userDataBase64"],
    ],
    ["Server", "user data that is not in base64", { userDataBase64: "#!/bin/sh" }, ["userDataBase64: not base64"]],
    [
        "Server",
        "more user data than Nova takes",
        { userData: "x".repeat(49_152) },
        ["userData: at most 49149 bytes: Nova accepts 65535 characters of base64"],
    ],
    ...["\u001f\ufffd\b\0", "\x1f\x8b\x08\x00", "text \ufffd", "a\0b", "\ud83d"].map(
        (userData): (typeof WRONG)[number] => [
            "Server",
            `user data that is no text (${JSON.stringify(userData)})`,
            { userData },
            ["userData: not text (perhaps compressed): read the file as base64 and use userDataBase64"],
        ],
    ),
    [
        "Server",
        "a file that is no text",
        { personality: [{ path: "/a", contents: "\ufffd" }] },
        ["personality[0].contents: not text: read the file as base64 and use contentsBase64"],
    ],
    ["Server", "a text for a truth", { configDrive: "yes" }, ["configDrive: expected a boolean, got a string"]],
    ["Server", "an IPv6 address for an IPv4 one", { accessIpV4: "::1" }, ["accessIpV4: not an IPv4 address"]],
    [
        "Server",
        "an unknown power state",
        { powerState: "rescued" },
        ['powerState: expected "active", "shutoff", "paused", "suspended", "shelved" or "shelved_offloaded"'],
    ],
    ["Server", "no image", { image: undefined }, ["image: required, but missing"]],
    [
        "Server",
        "an image beside a volume to boot from",
        { bootVolume: { volume: "v-1" } },
        ["image: bootVolume already names what to boot from; remove image"],
    ],
    [
        "Server",
        "a root volume of an image without a size",
        { bootVolume: {} },
        ["bootVolume.size: required for a volume that is created from an image"],
    ],
    ["Server", "a disk without a size", { blockDevices: [{}] }, ["blockDevices[0].size: required, but missing"]],
    [
        "Server",
        "a disk of two sources",
        { blockDevices: [{ volume: "v-1", snapshot: "n-1" }] },
        ["blockDevices[0].snapshot: give only one of volume, snapshot, image and local"],
    ],
    [
        "Server",
        "a volume twice",
        { blockDevices: [{ volume: "v-1" }, { volume: "v-1" }] },
        ["blockDevices: a volume is named twice"],
    ],
    ["Server", "a lock that is a text", { locked: "yes" }, ["locked: expected true, false or { reason }"]],
    [
        "Server",
        "an unknown choice",
        { onChange: { flavor: "rebuild" } },
        ['onChange.flavor: expected "resize" or "replace"'],
    ],
    [
        "Server",
        "a choice for what has none",
        { onChange: { networks: "replace" } },
        ['"networks" is not an argument of Server.onChange'],
    ],
    [
        "Server",
        "a host name with a space",
        { networks: "none", hostname: "a b" },
        ["hostname: a host name has letters, digits, - _ and . only"],
    ],
    [
        "Server",
        "a file without contents",
        { personality: [{ path: "/a" }] },
        ["personality[0]: give either contents or contentsBase64"],
    ],
    [
        "Server",
        "files beside what came after them",
        { networks: "none", personality: [{ path: "/a", contents: "b" }], hostname: "web" },
        ["personality: microversion 2.57 removed personality, and hostname needs a later one: use user data instead"],
    ],
    ["Server", "an unknown disk config", { diskConfig: "auto" }, ['diskConfig: expected "AUTO" or "MANUAL"']],
    ["Server", "a control character", { description: "a\u0007" }, ["description: must not contain control characters"]],

    [
        "Keypair",
        "a text that is no key",
        { publicKey: "hello" },
        ['publicKey: not an OpenSSH public key such as "ssh-ed25519 AAAA… comment"'],
    ],
    ["Keypair", "a number for a key", { publicKey: 5 }, ["publicKey: expected a string, got a number"]],
    ["Keypair", "an unknown type", { type: "pgp" }, ['type: expected "ssh" or "x509"']],
    [
        "Keypair",
        "an SSH key for a certificate",
        { type: "x509", publicKey: ED25519 },
        ['publicKey: type "x509" needs a certificate in PEM such as "-----BEGIN CERTIFICATE-----…"'],
    ],
    ["Keypair", "an unknown algorithm", { keyAlgorithm: "dsa" }, ['keyAlgorithm: expected "ed25519" or "rsa"']],
    [
        "Keypair",
        "an algorithm for an imported key",
        { publicKey: ED25519, keyAlgorithm: "rsa" },
        ["keyAlgorithm: only for a generated key; remove publicKey or keyAlgorithm"],
    ],
    ["Keypair", "a slash in the name", { name: "a/b" }, ["name: letters, digits, spaces and _ - . @ only"]],
    ["Keypair", "an empty name", { name: "" }, ["name: must not be empty"]],
    ["Keypair", "a long name", { name: "x".repeat(256) }, ["name: at most 255 characters"]],
    [
        "Keypair",
        "an argument in another case",
        { publickey: "x" },
        ['"publickey" is not an argument of Keypair; did you mean "publicKey"?'],
    ],
    ["Keypair", "an output as an argument", { fingerprint: "x" }, ['"fingerprint" is not an argument of Keypair']],

    ["FloatingIp", "an empty pool", { pool: "" }, ["pool: must not be empty"]],
    ["FloatingIp", "a list for a pool", { pool: ["public"] }, ["pool: expected a string, got an array"]],
    ["FloatingIp", "an object for a server", { serverId: { id: "x" } }, ["serverId: expected a string, got an object"]],
    ["FloatingIp", "an empty server", { serverId: "" }, ["serverId: must not be empty"]],
    ["FloatingIp", "a fixed address of no server", { fixedIp: "10.0.0.4" }, ["fixedIp: needs serverId"]],
    ["FloatingIp", "a fixed address that is none", { serverId: "s", fixedIp: "ten" }, ["fixedIp: not an IP address"]],
    [
        "FloatingIp",
        "a network for a fixed address",
        { serverId: "s", fixedIp: "10.0.0.0/8" },
        ["fixedIp: not an IP address"],
    ],
    [
        "FloatingIp",
        "a misspelled argument",
        { serverID: "s" },
        ['"serverID" is not an argument of FloatingIp; did you mean "serverId"?'],
    ],
    [
        "FloatingIp",
        "an output as an argument",
        { address: "192.0.2.1" },
        ['"address" is not an argument of FloatingIp'],
    ],

    [
        "SecurityGroup",
        "the name of the project's own group",
        { name: "default" },
        ['name: "default" is the project\'s own group'],
    ],
    ["SecurityGroup", "a long description", { description: "x".repeat(256) }, ["description: at most 255 characters"]],
    ["SecurityGroup", "an object for the rules", { rules: {} }, ["rules: expected an array, got an object"]],
    ["SecurityGroup", "a text for a rule", { rules: ["tcp 443"] }, ["rules[0]: expected an object, got a string"]],
    [
        "SecurityGroup",
        "an unknown protocol",
        { rules: [{ protocol: "sctp", cidr: "::/0" }] },
        ['rules[0].protocol: expected "tcp", "udp" or "icmp" ("icmp" with an IPv6 cidr is ICMPv6)'],
    ],
    [
        "SecurityGroup",
        "a port out of range",
        { rules: [{ protocol: "tcp", port: 0, cidr: "::/0" }] },
        ["rules[0].port: expected a whole number from 1 to 65535"],
    ],
    [
        "SecurityGroup",
        "a port as text",
        { rules: [{ protocol: "tcp", port: "443", cidr: "::/0" }] },
        ["rules[0].port: expected a whole number from 1 to 65535"],
    ],
    [
        "SecurityGroup",
        "no source",
        { rules: [{ protocol: "tcp", port: 443 }] },
        ["rules[0]: give either cidr or group"],
    ],
    [
        "SecurityGroup",
        "an address for a network",
        { rules: [{ protocol: "tcp", port: 443, cidr: "10.0.0.1" }] },
        ['rules[0].cidr: not a network in CIDR notation, as "10.0.0.0/8"'],
    ],
    [
        "SecurityGroup",
        "a port in two ways",
        { rules: [{ protocol: "tcp", port: 1, fromPort: 1, toPort: 2, cidr: "::/0" }] },
        ["rules[0]: give either port, or fromPort and toPort"],
    ],
    [
        "SecurityGroup",
        "half a range",
        { rules: [{ protocol: "tcp", fromPort: 1, cidr: "::/0" }] },
        ["rules[0]: fromPort and toPort go together"],
    ],
    [
        "SecurityGroup",
        "a range backwards",
        { rules: [{ protocol: "tcp", fromPort: 2, toPort: 1, cidr: "::/0" }] },
        ["rules[0]: fromPort must not be above toPort"],
    ],
    [
        "SecurityGroup",
        "a port of icmp",
        { rules: [{ protocol: "icmp", port: 1, cidr: "::/0" }] },
        ["rules[0]: icmp has no ports; give icmpType and icmpCode"],
    ],
    [
        "SecurityGroup",
        "an icmp type of tcp",
        { rules: [{ protocol: "tcp", icmpType: 8, cidr: "::/0" }] },
        ["rules[0]: icmpType and icmpCode are for icmp; tcp has ports"],
    ],
    [
        "SecurityGroup",
        "an icmp code without a type",
        { rules: [{ protocol: "icmp", icmpCode: 0, cidr: "::/0" }] },
        ["rules[0]: icmpCode needs icmpType"],
    ],
    [
        "SecurityGroup",
        "an icmp code of any type",
        { rules: [{ protocol: "icmp", icmpType: -1, icmpCode: 3, cidr: "0.0.0.0/0" }] },
        ["rules[0]: icmpCode needs icmpType"],
    ],
    [
        "SecurityGroup",
        "everywhere, but for an address",
        { rules: [{ protocol: "tcp", port: 1, cidr: "1.2.3.4/0" }] },
        ['rules[0].cidr: not a network in CIDR notation, as "10.0.0.0/8"'],
    ],
    [
        "SecurityGroup",
        "the same rule in two spellings",
        {
            rules: [
                { protocol: "tcp", port: 22, cidr: "::/0" },
                { protocol: "tcp", fromPort: 22, toPort: 22, cidr: "::/0" },
            ],
        },
        ["rules[1]: is listed twice: tcp 22 from ::/0"],
    ],
    [
        "SecurityGroup",
        "a misspelled part of a rule",
        { rules: [{ protocol: "tcp", prot: 22, cidr: "::/0" }] },
        ['"prot" is not an argument of SecurityGroup.rules[0]; did you mean "port"?'],
    ],

    ["Flavor", "no memory", { ram: 0 }, ["ram: expected a whole number from 1 to 2147483647"]],
    ["Flavor", "memory as text", { ram: "512" }, ["ram: expected a whole number from 1 to 2147483647"]],
    ["Flavor", "no processors given", { vcpus: undefined }, ["vcpus: required, but missing"]],
    ["Flavor", "half a gigabyte", { disk: 0.5 }, ["disk: expected a whole number from 0 to 2147483647"]],
    ["Flavor", "a slash in the id", { flavorId: "a/b" }, ["flavorId: 1 to 255 letters, digits, spaces and . - _"]],
    ["Flavor", "no bandwidth", { rxtxFactor: 0 }, ["rxtxFactor: must be greater than 0"]],
    ["Flavor", "a text for a truth", { isPublic: "no" }, ["isPublic: expected true or false"]],
    [
        "Flavor",
        "projects of a public flavor",
        { projects: ["p"] },
        ["projects: only for a flavor with isPublic: false"],
    ],
    ["Flavor", "a project twice", { isPublic: false, projects: ["p", "p"] }, ["projects: a project is named twice"]],
    [
        "Flavor",
        "a key with a slash",
        { extraSpecs: { "a/b": "c" } },
        ["extraSpecs.a/b: a key may have only letters, digits, spaces and - _ : ."],
    ],
    [
        "Flavor",
        "a number in the extra specs",
        { extraSpecs: { a: 1 } },
        ["extraSpecs.a: expected a string, got a number"],
    ],
    ["Flavor", "a misspelled argument", { vcpu: 1 }, ['"vcpu" is not an argument of Flavor; did you mean "vcpus"?']],
    ["Server", "user data one byte too long", { userData: "x".repeat(49_150) }, [TOO_MUCH_USER_DATA]],
    [
        "Server",
        "user data in base64 that is too long",
        { userDataBase64: "A".repeat(65_536) },
        ["userDataBase64: at most 65535 characters of base64"],
    ],
    [
        "Server",
        "no networks, and what came after they had to be named",
        { hostname: "web-1" },
        ['networks: required with hostname: name the networks, or let the cloud choose with "auto"'],
    ],
    [
        "Server",
        "no networks, and a tag of a disk",
        { blockDevices: [{ size: 1, tag: "data" }] },
        ['networks: required with a tag of a disk: name the networks, or let the cloud choose with "auto"'],
    ],
    [
        "Server",
        "certificates for an image, and a volume to boot from",
        { networks: "none", trustedImageCertificates: ["c-1"], bootVolume: { size: 1 } },
        [
            "trustedImageCertificates: a server whose root disk is a volume has no image to validate; remove them or bootVolume",
        ],
    ],
    [
        "Server",
        "a name that is too long for the image of a shelved one",
        { name: "x".repeat(248), powerState: "shelved" },
        ['name: at most 247 characters with powerState "shelved": the cloud creates an image NAME-shelved'],
    ],
    ["Server", "an invisible character in a name", { name: "a\u200bb" }, [`name: ${INVISIBLE}`]],
    ["Server", "half of a surrogate pair in a name", { name: "a\ud83d" }, [`name: ${INVISIBLE}`]],
    [
        "Server",
        "half of a surrogate pair in what Compute does not read",
        { adminPass: "\ud83d", schedulerHints: { "\udc00": "x" } },
        [
            "adminPass: not valid Unicode: it has half of a surrogate pair",
            "schedulerHints: not valid Unicode: it has half of a surrogate pair",
        ],
    ],
    ["Server", "a name that is written both ways", { name: "a\u202eb" }, [`name: ${INVISIBLE}`]],
    ["Server", "a line separator in a description", { description: "a\u2028b" }, [`description: ${INVISIBLE}`]],
    ["Server", "a private character in a zone", { availabilityZone: "a\ue000" }, [`availabilityZone: ${INVISIBLE}`]],
    ["Server", "an emoji in a name", { name: "web \u{1f600}" }, [`name: ${BEYOND}`]],
    ["Server", "an emoji in a description", { description: "\u{1f600}" }, [`description: ${BEYOND}`]],
    ["Server", "an emoji in metadata", { metadata: { a: "\u{1f600}" } }, [`metadata.a: ${BEYOND}`]],
    ["Server", "an emoji in a tag", { tags: ["\u{1f600}"] }, [`tags[0]: ${BEYOND}`]],
    [
        "Server",
        "an emoji in a tag of a disk",
        { networks: "none", blockDevices: [{ size: 1, tag: "\u{1f600}" }] },
        [`blockDevices[0].tag: ${BEYOND}`],
    ],
    ["Server", "an emoji in the reason of a lock", { locked: { reason: "\u{1f600}" } }, [`locked.reason: ${BEYOND}`]],
    [
        "Server",
        "an invisible character in a group's name",
        { securityGroups: ["a\u200b"] },
        [`securityGroups[0]: ${INVISIBLE}`],
    ],
    ["Server", "a keypair's name with a space", { keyName: " ops" }, ["keyName: must not begin or end with a space"]],
    ["Server", "tags that differ in case", { tags: ["Web", "web"] }, [ONE_TAG]],
    ["Server", "tags that differ in an accent", { tags: ["a", "\u00e4"] }, [ONE_TAG]],
    ["Server", "tags that differ in a space at the end", { tags: ["a", "a "] }, [ONE_TAG]],
    [
        "Server",
        "metadata keys that differ in case",
        { metadata: { Role: "a", role: "b" } },
        [oneKey("metadata", "Role", "role")],
    ],
    [
        "Server",
        "metadata keys that differ in a space",
        { metadata: { a: "a", "a ": "b" } },
        [oneKey("metadata", "a", "a ")],
    ],
    [
        "Server",
        "a zone with too many colons",
        { availabilityZone: "a:b:c:d" },
        ['availabilityZone: expected a zone, or for administrators "zone:host" or "zone:host:node"'],
    ],
    ["Server", "no host after a zone", { availabilityZone: "nova:" }, [NO_HOST]],
    ["Server", "no host and no node after a zone", { availabilityZone: "nova::" }, [NO_HOST]],
    ["Server", "an IPv6 address of a link", { accessIpV6: "fe80::1%eth0" }, ["accessIpV6: not an IPv6 address"]],
    [
        "Server",
        "a fixed address of a link",
        { networks: [{ network: "a", fixedIp: "fe80::1%eth0" }] },
        ["networks[0].fixedIp: not an IP address"],
    ],
    [
        "Server",
        "a port by its name",
        { networks: [{ port: "p" }] },
        ["networks[0].port: not the id of a port: expected a UUID"],
    ],
    [
        "Server",
        "a volume's id with a slash",
        { blockDevices: [{ volume: "a/b" }] },
        ["blockDevices[0].volume: not an id: letters, digits and - _ . only"],
    ],
    [
        "Server",
        "a device's name with a space",
        { blockDevices: [{ size: 1, device: "/dev/v b" }] },
        ["blockDevices[0].device: not a device name such as /dev/vdb"],
    ],
    [
        "Server",
        "hints that Nova reads otherwise",
        {
            schedulerHints: {
                group: "web",
                different_host: ["x"],
                query: 5,
                target_cell: "",
                build_near_host_ip: "x",
                cidr: "24",
            },
        },
        [
            "schedulerHints.group: expected the id of a server group (a UUID)",
            "schedulerHints.different_host: expected the ids of servers (UUIDs)",
            "schedulerHints.query: expected text in JSON",
            "schedulerHints.target_cell: expected the name of a cell",
            "schedulerHints.build_near_host_ip: expected an IP address",
            'schedulerHints.cidr: expected a prefix length such as "/24"',
        ],
    ],
    ["Flavor", "an invisible character", { name: "a\u200bb" }, [`name: ${INVISIBLE}`]],
    ["Flavor", "an emoji in an extra spec", { extraSpecs: { a: "\u{1f600}" } }, [`extraSpecs.a: ${BEYOND}`]],
    ["Flavor", "extra specs that differ in case", { extraSpecs: { k: "1", K: "2" } }, [oneKey("extraSpecs", "k", "K")]],
    [
        "Flavor",
        "a description of more bytes than its column has",
        { description: "\u00e4".repeat(32_768) },
        ["description: at most 65535 bytes"],
    ],
    ["Flavor", "a factor beyond single precision", { rxtxFactor: 1e39 }, [`rxtxFactor: ${NO_FACTOR}`]],
    ["Flavor", "a factor that single precision takes for nothing", { rxtxFactor: 1e-50 }, [`rxtxFactor: ${NO_FACTOR}`]],
    [
        "Flavor",
        "an id of a project that is too long",
        { isPublic: false, projects: ["x".repeat(256)] },
        ["projects[0]: at most 255 characters"],
    ],
    ["Keypair", "an emoji in the comment", { publicKey: `${ED25519} \u{1f600}` }, [`publicKey: ${BEYOND}`]],
    [
        "Keypair",
        "a key that is longer than its column",
        { publicKey: `${ED25519} ${"x".repeat(65_535)}` },
        ["publicKey: at most 65535 bytes"],
    ],
    [
        "Keypair",
        "a key that is cut off",
        { publicKey: ED25519.split(" ").slice(0, 2).join(" ").slice(0, -4) },
        [NO_KEY],
    ],
    [
        "Keypair",
        "a key with bytes behind it",
        { publicKey: `${ED25519.split(" ").slice(0, 2).join(" ")}AAAA` },
        [NO_KEY],
    ],
    [
        "Keypair",
        "a certificate that is none",
        {
            type: "x509",
            publicKey: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        },
        [NO_KEY],
    ],
    ["Keypair", "a user's id that is too long", { userId: "x".repeat(256) }, ["userId: at most 255 characters"]],
    [
        "SecurityGroup",
        "the default group in capitals",
        { name: "Default" },
        ['name: "default" is the project\'s own group'],
    ],
    ["SecurityGroup", "an emoji in a description", { description: "\u{1f600}" }, [`description: ${BEYOND}`]],
    [
        "SecurityGroup",
        "an address with a prefix of nothing",
        { rules: [{ protocol: "tcp", port: 1, cidr: "10.0.0.1/0" }] },
        ['rules[0].cidr: not a network in CIDR notation, as "10.0.0.0/8"'],
    ],
    [
        "SecurityGroup",
        "a network of a link",
        { rules: [{ protocol: "tcp", port: 1, cidr: "fe80::1%eth0/64" }] },
        ['rules[0].cidr: not a network in CIDR notation, as "10.0.0.0/8"'],
    ],
    [
        "SecurityGroup",
        "a code of all types",
        { rules: [{ protocol: "icmp", icmpType: -1, icmpCode: 0, cidr: "::/0" }] },
        ["rules[0]: icmpCode needs icmpType"],
    ],
];

test.each(WRONG)("of a %s with %s", (kind, _mistake, args, expected) => {
    expect(said(kind, { ...NEEDED[kind], ...args })).toEqual(expected);
});

test.each(Object.keys(FULL))("a %s with every argument right gives no complaint", (kind) => {
    expect(said(kind, FULL[kind] ?? {})).toEqual([]);
});

test.each(Object.keys(FULL))("the full %s leaves out no argument", (kind) => {
    const known = Object.keys(kindOf(kind).changes).filter(
        (name) => !["userDataBase64", "personality", "trustedImageCertificates", "keyAlgorithm"].includes(name),
    );
    expect(Object.keys(FULL[kind] ?? {}).sort()).toEqual(known.sort());
});

/** The arguments with one value, at every place in turn, replaced by what a preview does not know. */
function unknownSomewhere(value: unknown): [path: string, changed: unknown][] {
    const inside: [string | number, unknown][] = Array.isArray(value)
        ? [...value.entries()]
        : typeof value === "object" && value !== null
          ? Object.entries(value)
          : [];
    return inside.flatMap(([key, inner]): [string, unknown][] => {
        const put = (changed: unknown) =>
            Array.isArray(value)
                ? value.map((item, index) => (index === key ? changed : item))
                : { ...(value as object), [key]: changed };
        return [
            [String(key), put(UNKNOWN)],
            ...unknownSomewhere(inner).map(([path, changed]): [string, unknown] => [`${key}.${path}`, put(changed)]),
        ];
    });
}

const PLACES = Object.entries(FULL).flatMap(([kind, full]) =>
    unknownSomewhere(full).map(([path, args]) => [kind, path, args] as [string, string, Arguments]),
);

test.each(PLACES)("of a %s, nothing is said where a preview does not know %s", (kind, _path, args) => {
    expect(said(kind, args)).toEqual([]);
});

const BESIDE: [kind: string, args: Arguments][] = [
    ["Server", { userData: UNKNOWN, userDataBase64: "YQ==" }],
    ["Server", { securityGroups: ["web"], networks: UNKNOWN }],
    ["Server", { securityGroups: ["web"], networks: [{ port: UNKNOWN }] }],
    ["Server", { networks: [{ port: UNKNOWN, fixedIp: "10.0.0.4" }] }],
    ["Server", { networks: [{ network: UNKNOWN, port: PORT }] }],
    ["Keypair", { publicKey: UNKNOWN, keyAlgorithm: "rsa" }],
    ["Flavor", { isPublic: UNKNOWN, projects: ["p"] }],
    ["SecurityGroup", { rules: [{ protocol: UNKNOWN, icmpType: 8, cidr: "::/0" }] }],
    ["SecurityGroup", { rules: [{ protocol: "tcp", port: 443, cidr: UNKNOWN, group: "self" }] }],
    ["SecurityGroup", { rules: [UNKNOWN, UNKNOWN] }],
];

test.each(BESIDE)("of a %s, arguments that an unknown one decides on are not judged: %j", (kind, args) => {
    expect(said(kind, { ...NEEDED[kind], ...args })).toEqual([]);
});

test("an unknown argument hides no mistake in another", () => {
    expect(said("Server", { ...NEEDED.Server, keyName: UNKNOWN, accessIpV4: "ten" })).toEqual([
        "accessIpV4: not an IPv4 address",
    ]);
});

test("a misspelled argument is told even where its value is not known", () => {
    expect(said("FloatingIp", { server: UNKNOWN })).toEqual([
        '"server" is not an argument of FloatingIp; did you mean "serverId"?',
    ]);
});

test("several mistakes are told at once", () => {
    expect(said("Flavor", { ram: -1, vcpus: 1.5, extras: {} })).toHaveLength(3);
});

const SECRET = "pl4nted-secret";

test.each(["adminPass", "userData", "userDataBase64", "description", "name", "metadata"])(
    "no complaint about %s prints a value",
    (argument) => {
        const wrong: unknown[] = [[SECRET], { [argument]: [SECRET] }, `${SECRET} `, `${SECRET}\u0007`, 7];
        const texts = wrong.flatMap((value) => said("Server", { ...NEEDED.Server, [argument]: value }));
        expect(texts.join()).not.toContain(SECRET);
    },
);

test.each([
    [{ cloud: "" }, ["cloud: must not be empty"]],
    [{ region: 5 }, ["region: expected a string, got a number"]],
    [{ adopt: "" }, ["adopt: must not be empty"]],
    [{ cloud: UNKNOWN, region: UNKNOWN, adopt: UNKNOWN }, []],
])("of the arguments that all resources have: %j", (args, expected) => {
    expect(complaints("Server", commonArguments, args)).toEqual(expected);
});
