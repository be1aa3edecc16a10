/**
 * The SecurityGroup on the real engine: rules added and removed one by one, in any order, and never touched needlessly.
 * Each group stands for a row of what can happen to one: all are made, changed and found otherwise at once.
 */

import type { RecordedRequest } from "../../emulator/http/exchange";
import type { Result } from "../support/stack";
import { resources, Setting, words } from "./setting";

const https = { protocol: "tcp", port: 443, cidr: "0.0.0.0/0" };
const range = { protocol: "udp", fromPort: 6000, toPort: 6100, cidr: "10.0.0.0/8" };
const own = { protocol: "tcp", group: "self" };
const ping = { protocol: "icmp", icmpType: 8, icmpCode: 0, cidr: "0.0.0.0/0" };
const icmp = { protocol: "icmp", cidr: "192.0.2.0/24" };
const ssh = { protocol: "tcp", port: 22, group: "bastion" };
const v6 = { protocol: "tcp", port: 443, cidr: "2001:db8::/32" };
const RULES = [https, range, own, ping, icmp, ssh, v6];
const http = { protocol: "tcp", port: 80, cidr: "0.0.0.0/0" };

const full = (name: string) => ({ name, description: "first", rules: RULES });
const CREATED = ["POST group", ...RULES.map(() => "POST rule")];

describe("a security group", () => {
    let setting: Setting;
    let bastion = "";
    /** By resource; of those that were made, by their names. */
    const ids: Record<string, string> = {};
    /** Who had a rule, by its id. */
    const owners = new Map<string, string>();
    /** What the latest command was, and what it wrote of each group. */
    let result: Result;
    let writes: (resource: string) => string[];
    let all: Record<string, object>;

    beforeAll(async () => {
        setting = await Setting.make();
        bastion = await made("bastion");
        ids.adopted = await made("by-hand");
        await addRule(ids.adopted, 80);
        await addRule(ids.adopted, 8080);
        all = {
            renamed: full("renamed"),
            ruled: full("ruled"),
            bare: full("bare"),
            spelled: full("spelled"),
            adopted: { adopt: ids.adopted, name: "by-hand", rules: [http, ssh] },
        };
    });
    afterAll(() => setting.end());

    async function made(name: string): Promise<string> {
        const body = { security_group: { name, description: name } };
        const { security_group } = await setting.nova.post<{ security_group: { id: string } }>(
            "/os-security-groups",
            body,
        );
        return security_group.id;
    }

    async function addRule(parent: string | undefined, port: number): Promise<void> {
        const rule = { parent_group_id: parent, ip_protocol: "tcp", from_port: port, to_port: port, cidr: "0.0.0.0/0" };
        await setting.nova.post("/os-security-group-rules", { security_group_rule: rule });
    }

    /** Also one whose rule names another of the program, which is deleted only after it. */
    function write(inner: string, change: Record<string, object> = {}): void {
        all = { ...all, ...change };
        const { renamed, ...others } = all;
        setting.stack.write(`
            ${resources("SecurityGroup", others)}
            new compute.SecurityGroup("renamed", ${JSON.stringify(renamed)}, { customTimeouts: { delete: "1s" } });
            const inner = new compute.SecurityGroup("inner", { name: ${JSON.stringify(inner)}, rules: [] });
            new compute.SecurityGroup("outer", { rules: [{ protocol: "tcp", port: 5432, group: inner.name }] });
            exports.seen = compute.SecurityGroup.get("seen", ${JSON.stringify(bastion)}).name;
        `);
    }

    const up = (options: { refresh?: boolean } = {}) => run(() => setting.stack.up(options));

    async function run(command: () => Promise<Result>): Promise<void> {
        const mark = setting.cloud.mark();
        result = await command();
        const requests = setting.cloud
            .requestsSince(mark)
            .filter(({ method, path }) => method !== "GET" && path.includes("/os-security-group"));
        for (const group of setting.cloud.inspect().securityGroups) {
            ids[group.name.replace(/-[0-9a-f]{7}$/, "")] ??= group.id;
        }
        writes = (resource) =>
            requests.filter((request) => [resource, ids[resource]].includes(ownerOf(request))).map(told);
        expect(requests.map(ownerOf)).not.toContain(undefined);
    }

    /** The id of the group that a request is about; where it is to be created, its name. */
    function ownerOf({ path, body }: RecordedRequest): string | undefined {
        const { security_group_rule: rule, security_group: group } = (body ?? {}) as {
            security_group_rule?: { parent_group_id: string };
            security_group?: { name: string };
        };
        const id = path.split("/").at(-1) ?? "";
        const isNew = path.endsWith("/os-security-groups");
        return isNew ? group?.name.replace(/-[0-9a-f]{7}$/, "") : (rule?.parent_group_id ?? owners.get(id) ?? id);
    }

    const told = ({ method, path }: RecordedRequest) => `${method} ${path.includes("-rules") ? "rule" : "group"}`;

    const group = (resource: string) => {
        const found = setting.cloud.inspect().securityGroups.find(({ id }) => id === ids[resource]);
        return found ?? { name: "", description: "", rules: [] };
    };
    const ruleIds = (resource: string) =>
        Object.fromEntries(
            group(resource).rules.map(({ id, protocol, fromPort, toPort, cidr, groupId }) => {
                owners.set(id, ids[resource] ?? "");
                return [`${protocol} ${fromPort}-${toPort} ${cidr ?? groupId}`, id];
            }),
        );
    const rulesOfAll = () => Object.fromEntries(Object.keys(ids).map((resource) => [resource, ruleIds(resource)]));
    let before: ReturnType<typeof rulesOfAll>;

    it("is created with every argument: one call for the group, one for each rule", async () => {
        write("inner");
        await up();
        for (const name of ["renamed", "ruled", "bare", "spelled"]) {
            expect(writes(name)).toEqual(CREATED);
            expect(group(name)).toMatchObject({ name, description: "first" });
            expect(Object.keys(ruleIds(name)).sort()).toEqual(
                [
                    "tcp 443-443 0.0.0.0/0",
                    "udp 6000-6100 10.0.0.0/8",
                    `tcp 1-65535 ${ids[name]}`,
                    "icmp 8-0 0.0.0.0/0",
                    "icmp null-null 192.0.2.0/24",
                    `tcp 22-22 ${bastion}`,
                    "tcp 443-443 2001:db8::/32",
                ].sort(),
            );
        }
        expect(group("outer").name).toMatch(/^outer-[0-9a-f]{7}$/);
    });

    it("is adopted by reading only, and read without being managed", async () => {
        expect(writes("adopted")).toEqual([]);
        expect((await setting.stack.outputs()).seen).toBe("bastion");
        const { outputs } = await setting.stack.resource("seen");
        expect(outputs).toMatchObject({ name: "bastion", description: "bastion", rules: [] });
    });

    it("is proposed no change while nothing changes, also after a refresh; only what was adopted and differs from the program is", async () => {
        const preview = await setting.stack.preview({ refresh: true });
        expect(words(preview).filter((line) => line.includes('security group "'))).toEqual([
            'security group "adopted": rules + tcp 22 from group bastion, - tcp 8080 from 0.0.0.0/0: ' +
                "single rules are added and removed in place",
        ]);
        expect(preview.changes).toMatchObject({ update: 1 });
        expect(preview.ops("adopted")).toEqual(["update"]);
    });

    it("is not changed by another order of the rules, or another way to write the same ones", async () => {
        const spelled = [
            { protocol: "tcp", fromPort: 1, toPort: 65_535, group: "self" },
            { protocol: "icmp", icmpType: -1, icmpCode: -1, cidr: "192.0.2.0/24" },
            { protocol: "tcp", fromPort: 443, toPort: 443, cidr: "0.0.0.0/0" },
            { ...v6, cidr: "2001:DB8:0::/32" },
            ping,
            { ...ssh, group: bastion },
            range,
        ];
        const ruled = [
            icmp,
            https,
            own,
            ssh,
            v6,
            { ...range, toPort: 6200 },
            { protocol: "tcp", port: 80, group: "self" },
        ];
        before = rulesOfAll();
        write("changed", {
            spelled: { ...full("spelled"), rules: spelled },
            renamed: { name: "www", description: "second", rules: RULES },
            ruled: { ...full("ruled"), rules: ruled },
            bare: { name: "bare" },
        });
        await up();
        expect(result.ops("spelled")).toEqual([]);
        expect(writes("spelled")).toEqual([]);
    });

    it("is renamed and described anew in place, by one call; a rule that names the group itself stays", () => {
        expect(result.ops("renamed")).toEqual(["update"]);
        expect(words(result)).toContain('security group "renamed": name renamed -> www: updated in place');
        expect(words(result)).toContain('security group "renamed": description: updated in place');
        expect(writes("renamed")).toEqual(["PUT group"]);
        expect(group("renamed")).toMatchObject({ name: "www", description: "second" });
        expect(ruleIds("renamed")).toEqual(before.renamed);
    });

    it("has single rules added and removed, new ones first; a rule that did not change keeps its id", () => {
        expect(result.ops("ruled")).toEqual(["update"]);
        expect(words(result)).toContain(
            'security group "ruled": rules + udp 6000-6200 from 10.0.0.0/8, + tcp 80 from group self, ' +
                "- udp 6000-6100 from 10.0.0.0/8, - icmp type 8 code 0 from 0.0.0.0/0: " +
                "single rules are added and removed in place",
        );
        expect(writes("ruled")).toEqual(["POST rule", "POST rule", "DELETE rule", "DELETE rule"]);
        const after = ruleIds("ruled");
        const { "udp 6000-6200 10.0.0.0/8": moved, [`tcp 80-80 ${ids.ruled}`]: added, ...kept } = after;
        const { "udp 6000-6100 10.0.0.0/8": _moved, "icmp 8-0 0.0.0.0/0": _removed, ...left } = before.ruled ?? {};
        expect([moved, added]).not.toContain(undefined);
        expect(kept).toEqual(left);
    });

    it("gets its default description when that is taken out, and keeps its rules when those are", () => {
        expect(result.ops("bare")).toEqual(["update"]);
        expect(writes("bare")).toEqual(["PUT group"]);
        expect(group("bare").description).toBe("Managed by Pulumi");
        expect(ruleIds("bare")).toEqual(before.bare);
    });

    it("that was adopted is changed in what differs alone", () => {
        expect(writes("adopted")).toEqual(["POST rule", "DELETE rule"]);
        expect(ruleIds("adopted")["tcp 80-80 0.0.0.0/0"]).toBe(before.adopted?.["tcp 80-80 0.0.0.0/0"]);
        expect(group("adopted").description).toBe("by-hand");
    });

    it("keeps a rule that names a group which the same program renames", () => {
        expect(writes("inner")).toEqual(["PUT group"]);
        expect(writes("outer")).toEqual([]);
        expect(ruleIds("outer")).toEqual(before.outer);
    });

    it("shows what was changed outside, in the program's words, and up puts it right", async () => {
        const { "tcp 443-443 0.0.0.0/0": first, [`tcp 22-22 ${bastion}`]: second } = ruleIds("renamed");
        const security_group = { name: "otherwise", description: "otherwise" };
        await setting.nova.call("PUT", `/os-security-groups/${ids.renamed}`, { security_group });
        for (const rule of [first, second]) {
            await setting.nova.call("DELETE", `/os-security-group-rules/${rule}`);
        }
        await addRule(ids.renamed, 9999);
        await addRule(ids.bare, 8080);
        await addRule(ids.bare, 8081);
        await setting.nova.call("DELETE", `/os-security-groups/${ids.spelled}`);
        delete ids.spelled;
        before = rulesOfAll();
        write("changed", { bare: { ...full("bare"), description: "third", rules: [https, own, http, icmp] } });
        await up({ refresh: true });

        expect(result.ops("renamed")).toEqual(["update"]);
        expect(words(result)).toContain('security group "renamed": name otherwise -> www: updated in place');
        expect(words(result)).toContain('security group "renamed": description: updated in place');
        expect(words(result)).toContain(
            'security group "renamed": rules + tcp 443 from 0.0.0.0/0, + tcp 22 from group bastion, ' +
                "- tcp 9999 from 0.0.0.0/0: single rules are added and removed in place",
        );
        expect(writes("renamed")).toEqual(["PUT group", "POST rule", "POST rule", "DELETE rule"]);
        expect(group("renamed")).toMatchObject({ name: "www", description: "second" });
        const { "tcp 9999-9999 0.0.0.0/0": _intruder, ...left } = before.renamed ?? {};
        expect(ruleIds("renamed")).toMatchObject(left);
        expect(Object.keys(ruleIds("renamed"))).toHaveLength(RULES.length);
    });

    it("has its declared rules put right when they were not managed for a while", () => {
        expect(writes("bare")).toEqual(["PUT group", "POST rule", ...Array(6).fill("DELETE rule")]);
        expect(group("bare").description).toBe("third");
        expect(Object.keys(ruleIds("bare"))).toHaveLength(4);
    });

    it("is made anew when it was deleted outside, after a refresh, and nothing else is then proposed", async () => {
        expect(result.ops("spelled")).toEqual(["create"]);
        expect(writes("spelled")).toEqual(CREATED);
        for (const name of ["ruled", "adopted", "inner", "outer"]) {
            expect([name, result.ops(name), writes(name)]).toEqual([name, [], []]);
        }
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("is not deleted while a server has it: the cloud's own words say so after customTimeouts.delete", async () => {
        const image = setting.cloud.inspect().images[0]?.id;
        const { server } = await setting.nova.post<{ server: { id: string } }>("/servers", {
            server: { name: "user", flavorRef: "1", imageRef: image, security_groups: [{ name: "www" }] },
        });
        while (!setting.cloud.inspect().ports.some((port) => port.serverId === server.id)) {
            await setting.nova.get(`/servers/${server.id}`);
        }
        await setting.nova.call("DELETE", `/os-security-groups/${ids.spelled}`);

        await run(() => setting.stack.destroy({ expectFailure: true, args: ["--continue-on-error"] }));
        expect(result.text).toContain("deleting: still in use");
        expect(result.text).toMatch(
            new RegExp(
                `security group "renamed" \\(${ids.renamed}\\): Delete security group: Security Group ${ids.renamed} in use\\. \\(HTTP 400\\) \\[request id req-`,
            ),
        );

        await setting.nova.call("DELETE", `/servers/${server.id}`);
        while (!(await setting.nova.isGone(`/servers/${server.id}`))) {
            // It goes by itself.
        }
    });

    it("is deleted without complaint when it is gone already", () => {
        expect(writes("spelled")).toEqual(["DELETE group"]);
        expect(result.steps.filter(({ failed }) => failed).map(({ name }) => name)).toEqual(["renamed"]);
    });

    it("is deleted as soon as no server has it", async () => {
        await run(() => setting.stack.destroy());
        expect(writes("renamed")).toEqual(["DELETE group"]);
        expect(setting.cloud.inspect().securityGroups.map(({ name }) => name)).not.toContain("www");
    });
});
