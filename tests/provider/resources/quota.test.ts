/** Which quota a refusal says was exceeded, in the words of Nova's and Neutron's sources, and of no others. */
import { exceeded } from "../../../provider/lifecycle/quota";
import type { Quotas } from "../../../provider/plan/quota-declaration";
import { kinds } from "../../../provider/resources/registry";

const quotas: Quotas = Object.assign({}, ...[...kinds.values()].map((kind) => kind.quotas));

test.each<[string, string[]]>([
    ["Quota exceeded for instances: Requested 1, but already used 10 of 10 instances", ["instances"]],
    [
        "Quota exceeded for cores, ram: Requested 8, 4096, but already used 18, 100 of 20, 200 cores, ram",
        ["cores", "ram"],
    ],
    [
        "Quota exceeded for instances, cores, ram: Requested 1, 1, 1, but already used 1, 1, 1 of 1, 1, 1",
        ["instances", "cores", "ram"],
    ],
    ["Quota exceeded, too many servers.", ["instances"]],
    ["Quota exceeded, too many server groups.", ["server groups"]],
    ["Quota exceeded, too many servers in group", ["servers in a server group"]],
    ["Quota exceeded, too many key pairs.", ["key pairs"]],
    ["Maximum number of key pairs exceeded", ["key pairs"]],
    ["Maximum number of floating IPs exceeded", ["floating IPs"]],
    ["IP allocation over quota in pool public.", ["floating IPs"]],
    ["Maximum number of security groups or rules exceeded", ["rules of a security group", "security groups"]],
    ["Quota exceeded, too many security groups.", ["security groups"]],
    ["Quota exceeded, too many security group rules.", ["rules of a security group"]],
    ["Quota exceeded for resources: ['security_group_rule'].", ["rules of a security group"]],
    ["Quota exceeded for resources: ['security_group', 'floatingip'].", ["floating IPs", "security groups"]],
    ["Quota exceeded for security_group", ["security groups"]],
    ["Maximum number of metadata items exceeds 128", ["metadata items"]],
    ["Personality file limit exceeded", ["files"]],
    ["Personality file content exceeds maximum 10240", ["files"]],
    [
        "Project 7 is over a limit for [Resource servers is over limit of 1 due to current usage 1 and delta 1]",
        ["instances"],
    ],
    [
        "Resource class:VCPU is over limit of 1 due to current usage 1 and delta 1; Resource class:MEMORY_MB is over limit of 1",
        ["cores", "ram"],
    ],
    ["Maximum number of ports exceeded", []],
    ["Maximum number of fixed IPs exceeded", []],
    ["Quota exceeded for resources: ['port']. The instances of this server group use too much memory.", []],
    ["The server could not allocate memory for the metadata: quota of the address pool", []],
])("%s", (refusal, names) => {
    expect(
        exceeded(refusal, quotas)
            .map(({ name }) => name)
            .sort(),
    ).toEqual([...names].sort());
});

test("a quota is declared once: no two of a kind, and of no other kind, have one key of the limits", () => {
    const limits = [...new Set([...kinds.values()].flatMap((kind) => Object.values(kind.quotas ?? {})))].flatMap(
        ({ limit, used }) => [limit, used].filter((key) => key !== undefined),
    );
    expect(new Set(limits).size).toBe(limits.length);
    const { fields = {} } = kinds.get("QuotaSet") ?? {};
    expect(
        Object.keys(fields)
            .filter((name) => name !== "project" && name !== "user")
            .sort(),
    ).toEqual(Object.keys(quotas).sort());
});
