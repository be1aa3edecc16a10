/** What `pulumi up --non-interactive` prints, which is what CI prints, of servers that are on their way. */
import type { Result } from "../support/stack";
import { Setting, servers } from "./setting";

let setting: Setting;
beforeAll(async () => {
    // So slow that each state is seen.
    setting = await Setting.make({ cloud: { speed: 2 } });
});
afterAll(() => setting.end());

const SERVER = /server "(\w+)"/;

/** What a server that is on its way is doing, and in which state it is. */
const STATE = /\b(?:creating|resizing to \S+|confirming the resize|deleting): [A-Z_]+(?: \(\w+\))?/;

/** The lines about a server's states, by server and state. */
function linesOf({ text }: Result): Map<string, string[]> {
    const found = new Map<string, string[]>();
    for (const line of text.split("\n")) {
        const [, server] = SERVER.exec(line) ?? [];
        const [state] = STATE.exec(line) ?? [];
        if (server !== undefined && state !== undefined) {
            const key = `${server} ${state}`;
            found.set(key, [...(found.get(key) ?? []), line]);
        }
    }
    return found;
}

/** That each state is one line; the lines of that server. */
function eachOnce(result: Result): (server: string) => string[] {
    const lines = linesOf(result);
    expect([...lines.values()].filter((all) => all.length > 1)).toEqual([]);
    return (server) => [...lines].filter(([key]) => key.startsWith(`${server} `)).flatMap(([, all]) => all);
}

it("each state of two servers that are created at once is one line, on the server's own row", async () => {
    setting.stack.write(servers({ web: {}, db: {} }));
    const result = await setting.stack.up();
    const of = eachOnce(result);
    for (const name of ["web", "db"]) {
        expect(of(name)).not.toEqual([]);
        expect(of(name).filter((line) => !line.includes(`openstack-compute:Server ${name} creating (`))).toEqual([]);
    }
    expect(result.text).not.toContain("Diagnostics:");
});

it("so is each state of a resize, while what the plan said of it stays under Diagnostics", async () => {
    setting.stack.write(servers({ web: { flavor: "m1.small" }, db: {} }));
    const result = await setting.stack.up();
    const of = eachOnce(result);
    expect(of("web")).not.toEqual([]);
    expect(of("web").filter((line) => !line.includes("Server web updating ("))).toEqual([]);
    const [, diagnostics = ""] = result.text.split("Diagnostics:");
    expect(diagnostics).toContain("flavor m1.tiny -> m1.small: resize in place");
    expect(diagnostics).not.toContain("resizing to");
});

it("so is each state of a deletion, of which the provider knows no URN: on the stack's row", async () => {
    const result = await setting.stack.destroy();
    const of = eachOnce(result);
    for (const name of ["web", "db"]) {
        expect(of(name)).not.toEqual([]);
    }
    expect(result.text).not.toContain("Diagnostics:");
});

it("so is each state where the stack has no owner, and no resource a URN: on the stack's row", async () => {
    setting.stack.setConfig("openstack-compute:owner", "false");
    setting.stack.write(servers({ web: {}, db: {} }));
    const of = eachOnce(await setting.stack.up());
    for (const name of ["web", "db"]) {
        expect(of(name)).not.toEqual([]);
        expect(of(name).filter((line) => !line.includes("pulumi:pulumi:Stack engine-test creating ("))).toEqual([]);
    }
});
