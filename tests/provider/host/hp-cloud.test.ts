/** What HP Cloud has not, and what is done instead. */
import { type Declared, nova, pulumi, setting, settingForEach, thrown } from "./setting";

settingForEach();

const ALWAYS = { times: 1_000 };
const GROUPS_OF_SERVER = { method: "GET", path: /\/servers\/[^/]+\/os-security-groups$/, ...ALWAYS };

const server = (securityGroups: string[]): Declared => ({
    kind: "Server",
    name: "web",
    args: { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }], securityGroups },
});

async function groupsInCloud(id: string): Promise<string[]> {
    const answer = await nova.get<{ server: { security_groups: { name: string }[] } }>(`/servers/${id}`);
    return answer.server.security_groups.map(({ name }) => name).sort();
}

describe("a cloud without a list of a server's security groups", () => {
    beforeEach(async () => {
        for (const name of ["web", "db"]) {
            await nova.post("/os-security-groups", { security_group: { name, description: name } });
        }
        setting.cloud.faults.answer(404, GROUPS_OF_SERVER);
    });

    test("has them changed by what the server's record tells", async () => {
        const stood = await pulumi.first(server(["web"]));
        await pulumi.next(server(["db"]), stood);
        expect(await groupsInCloud(stood.id)).toEqual(["db"]);
    });

    test("shows a group that another has added", async () => {
        const stood = await pulumi.first(server(["web"]));
        await nova.post(`/servers/${stood.id}/action`, { addSecurityGroup: { name: "db" } });
        const { outs } = await pulumi.refreshed(stood);
        expect(outs.securityGroups).toEqual(["web", "db"]);
    });
});

test("a cloud without a list of pools asks for any pool", async () => {
    setting.cloud.faults.answer(404, { method: "GET", path: /\/os-floating-ip-pools$/, ...ALWAYS });
    const { message } = await thrown(pulumi.first({ kind: "FloatingIp", name: "entry", args: {} }));
    expect(message).toContain("has no list of pools (HTTP 404). Set pool:");
    expect(message).toContain("any name where the cloud has only one pool");
});
