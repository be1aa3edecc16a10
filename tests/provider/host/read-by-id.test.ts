/** What `get` and `adopt` are given in place of an id: the error tells the id. */
import { type Bag, nova, setting, settingForEach, thrown } from "./setting";

settingForEach();

const SERVER = { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }] };

async function idOf(path: string, key: string, name: string): Promise<string> {
    const answer = await nova.get<Record<string, { id: string; name: string }[]>>(path);
    return answer[key]?.find((one) => one.name === name)?.id ?? "";
}

async function get(kind: string, text: string): Promise<Bag | undefined> {
    return (await (await setting.provider()).read(text, { __resource: { kind, name: "seen" } })).outs;
}

test("a security group is read by its id, and its name is answered with that", async () => {
    const id = await idOf("/os-security-groups", "security_groups", "default");
    expect(await get("SecurityGroup", id)).toMatchObject({ name: "default" });
    const { message } = await thrown(get("SecurityGroup", "default"));
    expect(message).toBe(
        `security group "seen" (default): there is no security group "default" in cloud "one" for this project. get takes an id, and "default" is the name of ${id}.`,
    );
});

test("a flavor, a server and a floating IP: what people call them is answered with the id", async () => {
    const pulumi = await setting.provider();
    const { id: web } = await pulumi.first({ kind: "Server", name: "web", args: { ...SERVER, name: "web.one" } });
    const ip = await pulumi.first({ kind: "FloatingIp", name: "ip", args: { pool: "public" } });
    const tiny = await idOf("/flavors", "flavors", "m1.tiny");
    const cases = [
        ["Server", "web.one", web],
        ["Flavor", "m1.tiny", tiny],
        ["FloatingIp", String(ip.outs.address), ip.id],
    ] as const;
    for (const [kind, name, id] of cases) {
        expect((await thrown(get(kind, name))).message).toContain(
            `get takes an id, and "${name}" is the name of ${id}.`,
        );
    }
});

test("a name that several have is told with all their ids", async () => {
    const pulumi = await setting.provider();
    const made = ["one", "two"].map((name) => ({ kind: "Server", name, args: { ...SERVER, name: "web" } }));
    const ids = [];
    for (const one of made) {
        ids.push((await pulumi.first(one)).id);
    }
    const { message } = await thrown(get("Server", "web"));
    expect(message).toMatch(/"web" is the name of [0-9a-f-]{36} and [0-9a-f-]{36}\.$/);
    expect(ids.filter((id) => message.includes(id))).toEqual(ids);
});

test.each(["SecurityGroup", "Server", "Flavor", "FloatingIp", "Keypair"])("a %s that is not there", async (kind) => {
    for (const text of ["nobody", "..", "00000000-0000-4000-8000-000000000000"]) {
        const { message } = await thrown(get(kind, text));
        expect(message).toContain(`"${text}" in cloud "one" for this project.`);
    }
});

test("what is to be adopted is named by its id, and a name is answered with that", async () => {
    const id = await idOf("/os-security-groups", "security_groups", "default");
    const adopting = { kind: "SecurityGroup", name: "web", args: { adopt: "default" } };
    const { message } = await thrown((await setting.provider()).first(adopting));
    expect(message).toContain(
        `there is no security group "default" to adopt in cloud "one" for this project. adopt takes an id, and "default" is the name of ${id}.`,
    );
});
