/** The SecurityGroup on every cloud: through Compute's proxy, rules one by one, in any order, and never touched needlessly. */
import { securityGroup } from "../../provider/resources/security-group";
import { type Scene, scenarios } from "./scenario";
import type { SeenGroup } from "./witness";

const https = { protocol: "tcp", port: 443, cidr: "0.0.0.0/0" };
const range = { protocol: "udp", fromPort: 6000, toPort: 6100, cidr: "10.0.0.0/8" };
const own = { protocol: "tcp", group: "self" };
const ping = { protocol: "icmp", icmpType: 8, icmpCode: 0, cidr: "0.0.0.0/0" };
const icmp = { protocol: "icmp", cidr: "192.0.2.0/24" };
const v6 = { protocol: "tcp", port: 443, cidr: "2001:db8::/32" };
const ping6 = { protocol: "icmp", cidr: "::/0" };
const RULES = [https, range, own, ping, icmp, v6];

scenarios("a security group", (scenario) => {
    for (const as of ["admin", "member"] as const) {
        scenario(
            `of a${as === "admin" ? "n admin" : " member"} is created with every kind of rule, and written otherwise is no change`,
            async (scene) => {
                const bastion = scene.byHand("bastion");
                const bastionId = await scene.witness.makeGroup(bastion);
                const name = scene.name("web");
                const ssh = { protocol: "tcp", port: 22, group: bastion };
                const args = { name, description: "größer", rules: [...RULES, ssh] };
                const group = scene.declare("SecurityGroup", args);
                await scene.stack.up(group);
                const seen = await scene.witness.group(scene.id(group));
                expect(seen).toMatchObject({ name, description: "größer" });
                expect(rulesOf(seen)).toEqual(
                    [
                        "tcp 443-443 0.0.0.0/0",
                        "udp 6000-6100 10.0.0.0/8",
                        `tcp 1-65535 ${name}`,
                        "icmp 8-0 0.0.0.0/0",
                        "icmp -1--1 192.0.2.0/24",
                        "tcp 443-443 2001:db8::/32",
                        `tcp 22-22 ${bastion}`,
                    ].sort(),
                );
                await scene.unchanged(group);
                await scene.unchanged(
                    scene.declare("SecurityGroup", {
                        ...args,
                        rules: [
                            { ...own, fromPort: 1, toPort: 65_535 },
                            { ...icmp, icmpType: -1, icmpCode: -1 },
                            { protocol: "tcp", fromPort: 443, toPort: 443, cidr: "0.0.0.0/0" },
                            { ...v6, cidr: "2001:DB8:0::/32" },
                            ping,
                            { ...ssh, group: bastionId },
                            range,
                        ],
                    }),
                );
            },
            { as },
        );
    }

    scenario("is renamed and described anew in place, and gets its default description back", async (scene) => {
        const before = scene.declare("SecurityGroup", { name: scene.name("a"), description: "first", rules: RULES });
        await scene.stack.up(before);
        const ids = await ruleIds(scene, before.name);
        const name = scene.name("b");
        const after = scene.declare("SecurityGroup", { name, description: "second", rules: RULES });
        await scene.inPlace(after);
        expect(await scene.witness.group(scene.id(after))).toMatchObject({ name, description: "second" });
        expect(scene.said).toContain(`name ${before.args.name} -> ${name}: updated in place`);
        await scene.inPlace(scene.declare("SecurityGroup", { name, rules: RULES }));
        expect(await scene.witness.group(scene.id(after))).toMatchObject({ name, description: "Managed by Pulumi" });
        expect(Object.values(await ruleIds(scene, after.name)).sort()).toEqual(Object.values(ids).sort());
    });

    scenario("has single rules added and removed; a rule that did not change keeps its id", async (scene) => {
        await scene.stack.up(scene.declare("SecurityGroup", { rules: RULES }));
        const { name } = scene.declare("SecurityGroup", {});
        const before = await ruleIds(scene, name);
        const rules = [icmp, https, own, v6, { ...range, toPort: 6200 }, { protocol: "tcp", port: 80, group: "self" }];
        await scene.inPlace(scene.declare("SecurityGroup", { rules }));
        expect(scene.said).toContain(
            "rules + udp 6000-6200 from 10.0.0.0/8, + tcp 80 from group self, - udp 6000-6100 from 10.0.0.0/8, " +
                "- icmp type 8 code 0 from 0.0.0.0/0: single rules are added and removed in place",
        );
        const after = await ruleIds(scene, name);
        const gone = Object.keys(before).filter((rule) => !(rule in after));
        const added = Object.keys(after).filter((rule) => !(rule in before));
        expect(gone.sort()).toEqual(["icmp 8-0 0.0.0.0/0", "udp 6000-6100 10.0.0.0/8"]);
        expect(added).toHaveLength(2);
        for (const rule of Object.keys(after).filter((kept) => kept in before)) {
            expect(after[rule]).toBe(before[rule]);
        }
    });

    scenario("shows what others changed, has it put right, and is made anew when it was deleted", async (scene) => {
        const name = scene.name("web");
        const group = scene.declare("SecurityGroup", { name, description: "mine", rules: RULES });
        await scene.stack.up(group);
        const id = scene.id(group);
        const ids = await ruleIds(scene, group.name);
        await scene.witness.nova.call(
            "PUT",
            `/os-security-groups/${id}`,
            { security_group: { name: scene.byHand("renamed"), description: "otherwise" } },
            { microversion: "2.35" },
        );
        await scene.witness.removeRule(ids["tcp 443-443 0.0.0.0/0"] ?? "");
        await scene.witness.addRule(id, 9999);
        await scene.stack.refresh();
        await scene.inPlace(group);
        expect(scene.said).toContain(
            "rules + tcp 443 from 0.0.0.0/0, - tcp 9999 from 0.0.0.0/0: single rules are added and removed in place",
        );
        expect(await scene.witness.group(id)).toMatchObject({ name, description: "mine" });
        expect(Object.keys(await ruleIds(scene, group.name)).sort()).toEqual(Object.keys(ids).sort());

        await scene.witness.removeGroup(id);
        await scene.stack.refresh();
        expect(await scene.stack.up(group)).toEqual([`${group.name} create`]);
        await scene.witness.removeGroup(scene.id(group));
        await scene.stack.destroy();
    });

    scenario("has rules that the cloud spells otherwise, which are no drift, and change one by one", async (scene) => {
        const rules = [
            ping6,
            { protocol: "icmp", icmpType: 128, cidr: "2001:db8::/32" },
            { protocol: "icmp", icmpType: 8, cidr: "0.0.0.0/0" },
            { protocol: "tcp", port: 22, cidr: "10.0.0.5/8" },
            { protocol: "tcp", port: 23, cidr: "2001:DB8:0:0::1/32" },
            { protocol: "tcp", port: 24, cidr: "10.0.0.0/08" },
            { protocol: "icmp", group: "self" },
        ];
        const group = (...more: object[]) => scene.declare("SecurityGroup", { rules: [...rules, ...more] });
        await scene.stack.up(group());
        const seen = await scene.witness.group(scene.id(group()));
        expect(rulesOf(seen)).toEqual(
            [
                "ipv6-icmp -1--1 ::/0",
                "ipv6-icmp 128-null 2001:db8::/32",
                "icmp 8-null 0.0.0.0/0",
                "tcp 22-22 10.0.0.5/8",
                "tcp 23-23 2001:db8::1/32",
                "tcp 24-24 10.0.0.0/8",
                `icmp -1--1 ${seen.name}`,
            ].sort(),
        );
        await scene.unchanged(group());
        const before = await ruleIds(scene, group().name);
        await scene.inPlace(group(https));
        const { "tcp 443-443 0.0.0.0/0": added, ...after } = await ruleIds(scene, group().name);
        expect(added).toBeDefined();
        expect(after).toEqual(before);
    });

    scenario("takes a rule that others have added in the meantime for its own", async (scene) => {
        const group = (...rules: object[]) => scene.declare("SecurityGroup", { rules });
        await scene.stack.up(group(https));
        const id = scene.id(group());
        const rule = { parent_group_id: id, ip_protocol: "icmp", from_port: -1, to_port: -1, cidr: "::/0" };
        await scene.witness.nova.call(
            "POST",
            "/os-security-group-rules",
            { security_group_rule: rule },
            { microversion: "2.35" },
        );
        const twin = await scene.witness.nova.call(
            "POST",
            "/os-security-group-rules",
            { security_group_rule: rule },
            { microversion: "2.35", anyStatus: true },
        );
        expect(twin.status).toBe(403);
        await scene.inPlace(group(https, ping6));
        expect(rulesOf(await scene.witness.group(id))).toEqual(["ipv6-icmp -1--1 ::/0", "tcp 443-443 0.0.0.0/0"]);
    });

    scenario("leaves the rules alone that the program does not declare", async (scene) => {
        const group = scene.declare("SecurityGroup", {});
        await scene.stack.up(group);
        await scene.witness.addRule(scene.id(group), 8080);
        await scene.unchanged(group);
        expect((await scene.witness.group(scene.id(group))).rules).toHaveLength(1);
    });

    scenario("guards a server of the same program, and cannot be deleted before it lets go", async (scene) => {
        const group = scene.declare("SecurityGroup", { name: scene.name("web"), rules: [https] }, { name: "group" });
        const impatient = { ...group, timeouts: { delete: 2500 } };
        await scene.stack.up(impatient);
        const server = scene.server({ securityGroups: [group.args.name] });
        await scene.stack.up(impatient, server);
        expect(await scene.witness.groupsOf(scene.id(server))).toEqual([group.args.name]);
        await scene.unchanged(impatient, server);

        await expect(scene.stack.up(server)).rejects.toThrow(/in use\..* \(HTTP 400\) \[request id req-/);
        expect(await scene.witness.group(scene.id(group))).toMatchObject({ name: group.args.name });
        // The server goes first, as the engine has it; the group a moment later.
        await scene.stack.up(group, server);
    });

    scenario("is adopted as it is; what differs is put right by the next up", async (scene) => {
        const name = scene.byHand("group");
        const id = await scene.witness.makeGroup(name);
        await scene.witness.addRule(id, 80);
        await scene.witness.addRule(id, 8080);
        const rules = [{ protocol: "tcp", port: 80, cidr: "0.0.0.0/0" }, ping];
        const group = scene.declare("SecurityGroup", { adopt: id, name, rules });
        await scene.stack.up(group);
        expect(rulesOf(await scene.witness.group(id))).toEqual(["tcp 80-80 0.0.0.0/0", "tcp 8080-8080 0.0.0.0/0"]);
        await scene.inPlace(group);
        expect(await scene.witness.group(id)).toMatchObject({ description: "by hand" });
        expect(rulesOf(await scene.witness.group(id))).toEqual(["icmp 8-0 0.0.0.0/0", "tcp 80-80 0.0.0.0/0"]);
    });

    it("has every row of its change table told here", () => {
        expect(Object.keys(securityGroup.changes)).toEqual(["name", "description", "rules"]);
    });
});

function told({
    ip_protocol: protocol,
    from_port: from,
    to_port: to,
    ip_range: { cidr },
    group,
}: SeenGroup["rules"][0]) {
    return `${protocol} ${from}-${to} ${cidr ?? group.name}`;
}

function rulesOf({ rules }: SeenGroup): string[] {
    return rules.map(told).sort();
}

async function ruleIds(scene: Scene, name: string): Promise<Record<string, string>> {
    const { rules } = await scene.witness.group(scene.stack.resource(name).id);
    return Object.fromEntries(rules.map((rule) => [told(rule), rule.id]));
}
