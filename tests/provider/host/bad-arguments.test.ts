/** Bad arguments are refused in the preview, each in words that name it, before anything is sent to a cloud. */
import { Setting } from "./setting";

const LONG = "x".repeat(256);
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
const world = { cidr: "0.0.0.0/0" };

/** All that is wrong with one resource is told at once; what concerns several arguments, once each of them is good. */
const BAD: [kind: string, args: Record<string, unknown>, complaints: string[]][] = [
    [
        "Server",
        {
            name: " web",
            flavour: "m1.tiny",
            image: 12,
            keyName: "",
            securityGroups: ["web", "web"],
            networks: [{ network: "private", port: "p" }, { network: "private", fixedIp: "10.0.0" }, { port: 7 }],
            metadata: { "a/b": "c", note: LONG },
            tags: ["a,b", "x".repeat(61)],
            userDataBase64: "not base64!",
            configDrive: "yes",
            accessIpV4: "2001:db8::1",
            adminPass: LONG,
            diskConfig: "auto",
            powerState: "asleep",
        },
        [
            "image: expected the image's name or id, { name } or { id }",
            "flavor: required, but missing",
            '"flavour" is not an argument of Server; did you mean "flavor"?',
            "name: must not begin or end with a space",
            "keyName: must not be empty",
            "securityGroups: a group is named twice",
            "networks[0].port: not the id of a port: expected a UUID",
            "networks[0]: give either network or port",
            "networks[1].fixedIp: not an IP address",
            "networks[2].port: expected a string, got a number",
            "metadata.a/b: a key may have only letters, digits, spaces and - _ : .",
            "metadata.note: keys and values are at most 255 bytes",
            "tags[0]: a tag must not contain a comma or a slash",
            "tags[1]: a tag has at most 60 characters",
            "userDataBase64: not base64",
            "configDrive: expected a boolean, got a string",
            "accessIpV4: not an IPv4 address",
            "adminPass: at most 255 characters",
            'diskConfig: expected "AUTO" or "MANUAL"',
            'powerState: expected "active", "shutoff", "paused", "suspended", "shelved" or "shelved_offloaded"',
        ],
    ],
    [
        "Server",
        {
            flavor: "m1.tiny",
            image: "debian-12",
            userData: "#!/bin/sh",
            userDataBase64: "IyEvYmluL3No",
            networks: "none",
            securityGroups: ["web"],
        },
        [
            "userDataBase64: give either userData or userDataBase64",
            'securityGroups: a server with networks "none" has no interface for security groups',
        ],
    ],
    [
        "Keypair",
        { name: "a/b", publicKey: "ssh-rsa no-key", keyAlgorithm: "dsa", publickey: KEY, cloud: "", adopt: 7 },
        [
            "name: letters, digits, spaces and _ - . @ only",
            'publicKey: not an OpenSSH public key such as "ssh-ed25519 AAAA… comment"',
            'keyAlgorithm: expected "ed25519" or "rsa"',
            '"publickey" is not an argument of Keypair; did you mean "publicKey"?',
            "cloud: must not be empty",
            "adopt: expected a string, got a number",
        ],
    ],
    [
        "Keypair",
        { publicKey: KEY, keyAlgorithm: "rsa" },
        ["keyAlgorithm: only for a generated key; remove publicKey or keyAlgorithm"],
    ],
    [
        "SecurityGroup",
        {
            name: "default",
            description: LONG,
            rule: [],
            rules: [
                { protocol: "gre", ...world },
                { protocol: "tcp", port: 65_536, ...world },
                { protocol: "tcp", port: 443, cidr: "10.0.0.0" },
                { protocol: "tcp", port: 443, group: "web", ...world },
                { protocol: "icmp", port: 8, ...world },
                { protocol: "udp", fromPort: 20, toPort: 10, ...world },
                { protocol: "tcp", fromPort: 80, ...world },
            ],
        },
        [
            'name: "default" is the project\'s own group',
            "description: at most 255 characters",
            '"rule" is not an argument of SecurityGroup; did you mean "rules"?',
            'rules[0].protocol: expected "tcp", "udp" or "icmp" ("icmp" with an IPv6 cidr is ICMPv6)',
            "rules[1].port: expected a whole number from 1 to 65535",
            'rules[2].cidr: not a network in CIDR notation, as "10.0.0.0/8"',
            "rules[3]: give either cidr or group",
            "rules[4]: icmp has no ports; give icmpType and icmpCode",
            "rules[5]: fromPort must not be above toPort",
            "rules[6]: fromPort and toPort go together",
        ],
    ],
    [
        "SecurityGroup",
        {
            rules: [
                { protocol: "tcp", port: 443, ...world },
                { protocol: "tcp", fromPort: 443, toPort: 443, ...world },
            ],
        },
        ["rules[1]: is listed twice: tcp 443 from 0.0.0.0/0"],
    ],
    [
        "FloatingIp",
        { pool: "", serverId: 12, fixedIp: "10.0.0.256", serverID: "x", region: "", cloud: ["one"] },
        [
            "pool: must not be empty",
            "serverId: expected a string, got a number",
            "fixedIp: not an IP address",
            '"serverID" is not an argument of FloatingIp; did you mean "serverId"?',
            "region: must not be empty",
            "cloud: expected a string, got an array",
        ],
    ],
    ["FloatingIp", { fixedIp: "10.0.0.7" }, ["fixedIp: needs serverId"]],
    [
        "Flavor",
        {
            name: "",
            flavorId: "a/b",
            ram: 0.5,
            disk: -1,
            swap: "64",
            rxtxFactor: 0,
            isPublic: "no",
            extraSpecs: { "a/b": "c" },
            projects: ["p", "p"],
            memory: 512,
        },
        [
            "name: must not be empty",
            "flavorId: 1 to 255 letters, digits, spaces and . - _",
            "ram: expected a whole number from 1 to 2147483647",
            "vcpus: required, but missing",
            "disk: expected a whole number from 0 to 2147483647",
            "swap: expected a whole number from 0 to 2147483647",
            "rxtxFactor: must be greater than 0",
            "isPublic: expected true or false",
            "extraSpecs.a/b: a key may have only letters, digits, spaces and - _ : .",
            "projects: a project is named twice",
            '"memory" is not an argument of Flavor',
        ],
    ],
    ["Flavor", { ram: 512, vcpus: 1, projects: ["p"] }, ["projects: only for a flavor with isPublic: false"]],
];

describe("bad arguments", () => {
    let setting: Setting;
    beforeAll(async () => {
        setting = await Setting.start();
    });
    afterAll(() => setting.stop());

    it.each(BAD)("of a %s are refused, and nothing is sent", async (kind, args, complaints) => {
        const mark = setting.cloud.mark();
        const { failures } = await (await setting.provider()).check({ kind, name: "bad", args });
        expect(failures.sort()).toEqual([...complaints].sort());
        // A value may be a secret: it is not repeated.
        expect(failures.join()).not.toContain(LONG);
        expect(setting.cloud.requestsSince(mark)).toEqual([]);
    });
});
