/** The SecurityGroup on the real engine: rules added and removed one by one, in any order, and never touched needlessly. */
import { program, Setting, words } from "./setting";

const GROUP = "/os-security-groups/{id}";
const ADD = "POST /os-security-group-rules";
const REMOVE = "DELETE /os-security-group-rules/{id}";

const https = { protocol: "tcp", port: 443, cidr: "0.0.0.0/0" };
const range = { protocol: "udp", fromPort: 6000, toPort: 6100, cidr: "10.0.0.0/8" };
const own = { protocol: "tcp", group: "self" };
const ping = { protocol: "icmp", icmpType: 8, icmpCode: 0, cidr: "0.0.0.0/0" };
const icmp = { protocol: "icmp", cidr: "192.0.2.0/24" };
const ssh = { protocol: "tcp", port: 22, group: "bastion" };
const v6 = { protocol: "tcp", port: 443, cidr: "2001:db8::/32" };
const RULES = [https, range, own, ping, icmp, ssh, v6];

describe("a security group", () => {
    let setting: Setting;
    let args: Record<string, unknown> = { name: "web", description: "first", rules: RULES };
    let id = "";
    let bastion = "";

    beforeAll(async () => {
        setting = await Setting.make();
        bastion = await made("bastion");
    });
    afterAll(() => setting.end());

    async function made(name: string): Promise<string> {
        const body = { security_group: { name, description: name } };
        return (await setting.nova.post<{ security_group: { id: string } }>("/os-security-groups", body)).security_group
            .id;
    }

    async function addRule(parent: string, port: number): Promise<void> {
        const rule = { parent_group_id: parent, ip_protocol: "tcp", from_port: port, to_port: port, cidr: "0.0.0.0/0" };
        await setting.nova.post("/os-security-group-rules", { security_group_rule: rule });
    }

    function write(change: Record<string, unknown> = {}, options = {}): void {
        args = { ...args, ...change };
        setting.stack.write(program("SecurityGroup", "web", args, options));
    }

    /** What the provider said, and what it wrote, in an `up` in place. */
    async function up(change: Record<string, unknown>, options = {}): Promise<{ said: string[]; writes: string[] }> {
        write(change);
        let said: string[] = [];
        const writes = await setting.writes(async () => {
            const result = await setting.stack.up(options);
            expect(result.ops("web")).toEqual(["update"]);
            said = words(result);
        });
        return { said, writes };
    }

    const group = (wanted = id) => {
        const found = setting.cloud.inspect().securityGroups.find((candidate) => candidate.id === wanted);
        return found ?? { name: "", description: "", rules: [] };
    };
    const ruleIds = (wanted = id) =>
        Object.fromEntries(
            group(wanted).rules.map(({ id: ruleId, protocol, fromPort, toPort, cidr, groupId }) => [
                `${protocol} ${fromPort}-${toPort} ${cidr ?? groupId}`,
                ruleId,
            ]),
        );

    it("is created with every argument: one call for the group, one for each rule", async () => {
        write();
        const writes = await setting.writes(() => setting.stack.up());
        id = String((await setting.stack.outputs()).id);

        expect(writes).toEqual(["POST /os-security-groups", ...RULES.map(() => ADD)]);
        expect(group()).toMatchObject({ name: "web", description: "first" });
        expect(Object.keys(ruleIds()).sort()).toEqual(
            [
                "tcp 443-443 0.0.0.0/0",
                "udp 6000-6100 10.0.0.0/8",
                `tcp 1-65535 ${id}`,
                "icmp 8-0 0.0.0.0/0",
                "icmp null-null 192.0.2.0/24",
                `tcp 22-22 ${bastion}`,
                "tcp 443-443 2001:db8::/32",
            ].sort(),
        );
    });

    it("is proposed no change while nothing changes, also after a refresh", async () => {
        await setting.stack.preview({ expectNoChanges: true });
        const result = await setting.stack.preview({ refresh: true, expectNoChanges: true });
        expect(words(result).join()).not.toContain("->");
    });

    it("is not changed by another order of the rules, or another way to write the same ones", async () => {
        write({
            rules: [
                { protocol: "tcp", fromPort: 1, toPort: 65_535, group: "self" },
                { protocol: "icmp", icmpType: -1, icmpCode: -1, cidr: "192.0.2.0/24" },
                { protocol: "tcp", fromPort: 443, toPort: 443, cidr: "0.0.0.0/0" },
                { ...v6, cidr: "2001:DB8:0::/32" },
                ping,
                { ...ssh, group: bastion },
                range,
            ],
        });
        expect(await setting.calls(() => setting.stack.up({ expectNoChanges: true }))).toEqual([]);
    });

    it("is renamed and described anew in place, by one call; a rule that names the group itself stays", async () => {
        const before = ruleIds();
        const { said, writes } = await up({ name: "www", description: "second", rules: RULES });
        expect(said).toContain('security group "web": name web -> www: updated in place');
        expect(said).toContain('security group "web": description: updated in place');
        expect(writes).toEqual([`PUT ${GROUP}`]);
        expect(group()).toMatchObject({ name: "www", description: "second" });
        expect(ruleIds()).toEqual(before);
    });

    it("has single rules added and removed, new ones first; a rule that did not change keeps its id", async () => {
        const before = ruleIds();
        const rules = [
            icmp,
            https,
            own,
            ssh,
            v6,
            { ...range, toPort: 6200 },
            { protocol: "tcp", port: 80, group: "self" },
        ];
        const { said, writes } = await up({ rules });

        expect(said).toContain(
            'security group "web": rules + udp 6000-6200 from 10.0.0.0/8, + tcp 80 from group self, ' +
                "- udp 6000-6100 from 10.0.0.0/8, - icmp type 8 code 0 from 0.0.0.0/0: " +
                "single rules are added and removed in place",
        );
        expect(writes).toEqual([ADD, ADD, REMOVE, REMOVE]);
        const after = ruleIds();
        const { "udp 6000-6200 10.0.0.0/8": moved, [`tcp 80-80 ${id}`]: added, ...kept } = after;
        const { "udp 6000-6100 10.0.0.0/8": _moved, "icmp 8-0 0.0.0.0/0": _removed, ...left } = before;
        expect([moved, added]).not.toContain(undefined);
        expect(kept).toEqual(left);
    });

    it("gets its default description when that is taken out, and keeps its rules when those are", async () => {
        const before = ruleIds();
        const { writes } = await up({ description: undefined, rules: undefined });
        expect(writes).toEqual([`PUT ${GROUP}`]);
        expect(group().description).toBe("Managed by Pulumi");
        expect(ruleIds()).toEqual(before);
    });

    it("has its declared rules put right when they were not managed for a while", async () => {
        await addRule(id, 8080);
        const { writes } = await up({ description: "third", rules: RULES });
        expect(writes).toEqual([`PUT ${GROUP}`, ADD, ADD, REMOVE, REMOVE, REMOVE]);
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("shows what was changed outside, in the program's words, and up puts it right", async () => {
        await setting.nova.call("PUT", `/os-security-groups/${id}`, {
            security_group: { name: "renamed", description: "otherwise" },
        });
        await setting.nova.call("DELETE", `/os-security-group-rules/${ruleIds()["tcp 443-443 0.0.0.0/0"]}`);
        await setting.nova.call("DELETE", `/os-security-group-rules/${ruleIds()[`tcp 22-22 ${bastion}`]}`);
        await addRule(id, 9999);
        const before = ruleIds();

        const { said, writes } = await up({}, { refresh: true });
        expect(said).toContain('security group "web": name renamed -> www: updated in place');
        expect(said).toContain('security group "web": description: updated in place');
        expect(said).toContain(
            'security group "web": rules + tcp 443 from 0.0.0.0/0, + tcp 22 from group bastion, ' +
                "- tcp 9999 from 0.0.0.0/0: single rules are added and removed in place",
        );
        expect(writes).toEqual([`PUT ${GROUP}`, ADD, ADD, REMOVE]);
        expect(group()).toMatchObject({ name: "www", description: "third" });
        const { "tcp 9999-9999 0.0.0.0/0": _intruder, ...left } = before;
        expect(ruleIds()).toMatchObject(left);
        expect(Object.keys(ruleIds())).toHaveLength(RULES.length);
    });

    it("is made anew when it was deleted outside, after a refresh", async () => {
        await setting.nova.call("DELETE", `/os-security-groups/${id}`);
        const writes = await setting.writes(() => setting.stack.up({ refresh: true }));
        expect(writes).toEqual(["POST /os-security-groups", ...RULES.map(() => ADD)]);
        id = String((await setting.stack.outputs()).id);
    });

    it("is not deleted while a server has it: the cloud's own words say so after customTimeouts.delete", async () => {
        write({}, { customTimeouts: { delete: "1s" } });
        await setting.stack.up();
        const image = setting.cloud.inspect().images[0]?.id;
        const { server } = await setting.nova.post<{ server: { id: string } }>("/servers", {
            server: { name: "user", flavorRef: "1", imageRef: image, security_groups: [{ name: "www" }] },
        });
        while (!setting.cloud.inspect().ports.some((port) => port.serverId === server.id)) {
            await setting.nova.get(`/servers/${server.id}`);
        }

        const { text } = await setting.stack.destroy({ expectFailure: true });
        expect(text).toContain("deleting: still in use");
        expect(text).toMatch(
            new RegExp(
                `security group "web" \\(${id}\\): Delete security group: Security Group ${id} in use\\. \\(HTTP 400\\) \\[request id req-`,
            ),
        );

        await setting.nova.call("DELETE", `/servers/${server.id}`);
        while (!(await setting.nova.isGone(`/servers/${server.id}`))) {
            // It goes by itself.
        }
        await setting.nova.call("DELETE", `/os-security-groups/${id}`);
    });

    it("is deleted without complaint when it is gone already", async () => {
        expect(await setting.writes(() => setting.stack.destroy())).toEqual([`DELETE ${GROUP}`]);
    });

    it("is adopted by reading only, and read without being managed", async () => {
        id = await made("by-hand");
        await addRule(id, 80);
        await addRule(id, 8080);
        args = { adopt: id, name: "by-hand", rules: [{ protocol: "tcp", port: 80, cidr: "0.0.0.0/0" }, ssh] };
        setting.stack.write(`
            ${program("SecurityGroup", "web", args)}
            exports.seen = compute.SecurityGroup.get("seen", ${JSON.stringify(bastion)}).name;
        `);
        const calls = await setting.calls(() => setting.stack.up());
        expect(new Set(calls)).toEqual(new Set([`GET ${GROUP}`, "GET /os-security-groups"]));
        expect((await setting.stack.outputs()).seen).toBe("bastion");
        const { outputs } = await setting.stack.resource("seen");
        expect(outputs).toMatchObject({ name: "bastion", description: "bastion", rules: [] });
    });

    it("shows what differs from the program in the next preview, and up changes that alone", async () => {
        const before = ruleIds();
        const preview = await setting.stack.preview();
        expect(words(preview)).toContain(
            'security group "web": rules + tcp 22 from group bastion, - tcp 8080 from 0.0.0.0/0: ' +
                "single rules are added and removed in place",
        );
        expect(words(preview).join("\n")).not.toContain("description");
        const { writes } = await up({});
        expect(writes).toEqual([ADD, REMOVE]);
        expect(ruleIds()["tcp 80-80 0.0.0.0/0"]).toBe(before["tcp 80-80 0.0.0.0/0"]);
        expect(group().description).toBe("by-hand");
    });

    it("keeps a rule that names a group which the same program renames", async () => {
        const both = (name: string) => `
            const compute = require("pulumi-openstack-compute");
            const inner = new compute.SecurityGroup("inner", { name: ${JSON.stringify(name)}, rules: [] });
            const outer = new compute.SecurityGroup("outer", {
                rules: [{ protocol: "tcp", port: 5432, group: inner.name }],
            });
            exports.id = outer.id;
        `;
        setting.stack.write(both("inner"));
        await setting.stack.up();
        const outer = String((await setting.stack.outputs()).id);
        const before = ruleIds(outer);
        expect(group(outer).name).toMatch(/^outer-[0-9a-f]{7}$/);

        setting.stack.write(both("renamed"));
        const writes = await setting.writes(() => setting.stack.up());
        expect(writes).toEqual([`PUT ${GROUP}`]);
        expect(ruleIds(outer)).toEqual(before);
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });
});
