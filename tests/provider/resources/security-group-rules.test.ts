/** A rule as the program writes it and as clouds spell it: one key for both, so that a spelling is never a drift. */
import type { SecurityGroupRecord, SecurityGroupRule } from "../../../provider/api/index";
import {
    declaredKey,
    type RuleArguments,
    spelled,
    standingKey,
} from "../../../provider/resources/security-group-rules";

const ID = "5f1dd7c2-9ed1-4d2f-9a5b-4f3b1b7d2c11";

function group(...rules: Omit<SecurityGroupRule, "id">[]): SecurityGroupRecord {
    return { id: ID, name: "web", description: "", rules: rules.map((rule, index) => ({ id: `${index}`, ...rule })) };
}

const bastion = { id: "0b7d2c11-9ed1-4d2f-9a5b-4f3b1b7d2c11", name: "bastion" };

/** What a program declares, and what a cloud answers for it. Measured on Nova 34 and Neutron, but for the numbers. */
const SPELLINGS: [what: string, declared: RuleArguments, standing: Omit<SecurityGroupRule, "id">][] = [
    ["ICMPv6", { protocol: "icmp", cidr: "::/0" }, { protocol: "ipv6-icmp", fromPort: -1, toPort: -1, cidr: "::/0" }],
    [
        "a type of ICMPv6",
        { protocol: "icmp", icmpType: 128, icmpCode: 0, cidr: "::/0" },
        { protocol: "ipv6-icmp", fromPort: 128, toPort: 0, cidr: "::/0" },
    ],
    [
        "a type with any code",
        { protocol: "icmp", icmpType: 8, cidr: "0.0.0.0/0" },
        { protocol: "icmp", fromPort: 8, cidr: "0.0.0.0/0" },
    ],
    ["the older name of ICMPv6", { protocol: "icmp", cidr: "::/0" }, { protocol: "icmpv6", cidr: "::/0" }],
    ["the number of ICMPv6", { protocol: "icmp", cidr: "::/0" }, { protocol: "58", cidr: "::/0" }],
    ["the number of ICMP", { protocol: "icmp", cidr: "10.0.0.0/8" }, { protocol: "1", cidr: "10.0.0.0/8" }],
    [
        "the number of TCP",
        { protocol: "tcp", port: 22, cidr: "10.0.0.0/8" },
        { protocol: "6", fromPort: 22, toPort: 22, cidr: "10.0.0.0/8" },
    ],
    [
        "the number of UDP",
        { protocol: "udp", port: 53, cidr: "10.0.0.0/8" },
        { protocol: "17", fromPort: 53, toPort: 53, cidr: "10.0.0.0/8" },
    ],
    [
        "host bits, which stay",
        { protocol: "tcp", port: 22, cidr: "10.0.0.5/8" },
        { protocol: "tcp", fromPort: 22, toPort: 22, cidr: "10.0.0.5/8" },
    ],
    [
        "a long IPv6 network",
        { protocol: "tcp", port: 22, cidr: "2001:DB8:0:0::1/032" },
        { protocol: "tcp", fromPort: 22, toPort: 22, cidr: "2001:db8::1/32" },
    ],
    [
        "an IPv4 address within IPv6",
        { protocol: "tcp", port: 22, cidr: "::ffff:102:304/128" },
        { protocol: "tcp", fromPort: 22, toPort: 22, cidr: "::ffff:1.2.3.4/128" },
    ],
    [
        "everywhere, left out",
        { protocol: "tcp", port: 1, cidr: "0.0.0.0/0" },
        { protocol: "tcp", fromPort: 1, toPort: 1 },
    ],
    [
        "all ports",
        { protocol: "tcp", cidr: "0.0.0.0/0" },
        { protocol: "tcp", fromPort: -1, toPort: -1, cidr: "0.0.0.0/0" },
    ],
    [
        "a group by its id",
        { protocol: "tcp", port: 22, group: bastion.id },
        { protocol: "tcp", fromPort: 22, toPort: 22, group: { name: "bastion" } },
    ],
    [
        "the group itself",
        { protocol: "icmp", group: "self" },
        { protocol: "icmp", fromPort: -1, toPort: -1, group: { name: "web" } },
    ],
];

describe("what a cloud spells otherwise is the rule of the program:", () => {
    test.each(SPELLINGS)("%s", (_what, declared, standing) => {
        const record = group(standing);
        const groups = { [bastion.id]: bastion };
        expect(record.rules.map(standingKey)).toEqual([declaredKey(declared, record, groups)]);
        expect(spelled(record, [declared], groups)).toEqual([declared]);
    });
});

test("what a cloud has besides stands after it in the program's words", () => {
    const record = group({ protocol: "ipv6-icmp", fromPort: 128, cidr: "::/0" }, { protocol: "vrrp", cidr: "::/0" });
    expect(spelled(record, [], {})).toEqual([
        { protocol: "icmp", icmpType: 128, cidr: "::/0" },
        { protocol: "vrrp", cidr: "::/0" },
    ]);
});
