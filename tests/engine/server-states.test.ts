/** A server's power state and lock on the real engine: what is written, what the preview says, what others do to it. */
import type { Result } from "../support/stack";
import { program, Setting, words } from "./setting";

const BASE = { name: "web", flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }] };

const action = (...names: string[]) => names.map((name) => `POST /servers/{id}/action ${name}`);

interface Seen {
    status: string;
    locked: boolean;
    locked_reason: string | null;
    "OS-EXT-STS:task_state": string | null;
}

let setting: Setting;
let id = "";

async function up(change: Record<string, unknown>, options = {}): Promise<Result> {
    setting.stack.write(program("Server", "web", { ...BASE, ...change }));
    const result = await setting.stack.up(options);
    id = (await setting.stack.resource("web")).id ?? "";
    return result;
}

/** What an `up` writes, and what it says of the server. */
async function told(change: Record<string, unknown>, options = {}): Promise<{ writes: string[]; said: string[] }> {
    let said: string[] = [];
    const writes = await setting.writes(async () => {
        const result = await up(change, options);
        said = words(result);
    });
    return { writes, said };
}

async function seen(): Promise<Seen> {
    return (await setting.nova.get<{ server: Seen }>(`/servers/${id}`, { microversion: "2.93" })).server;
}

const act = (body: object, options = {}) => setting.nova.post(`/servers/${id}/action`, body, options);

async function settled(status: string): Promise<void> {
    for (let looks = 0; looks < 5000; looks += 1) {
        const server = await seen();
        if (server.status === status && server["OS-EXT-STS:task_state"] === null) {
            return;
        }
    }
    throw new Error(`The server does not become ${status}.`);
}

describe("a server's power state", () => {
    beforeAll(async () => {
        setting = await Setting.make();
    });

    afterAll(() => setting.end());

    it("is as declared from the creation on", async () => {
        const { writes } = await told({ powerState: "paused" });
        expect(writes).toEqual(["POST /servers", ...action("pause")]);
        expect(await seen()).toMatchObject({ status: "PAUSED" });
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    const walk: [to: string, writes: string[], status: string, words: string][] = [
        [
            "suspended",
            ["unpause", "suspend"],
            "SUSPENDED",
            "paused -> suspended: the server is suspended: its memory is written to its host's disk",
        ],
        [
            "shelved",
            ["shelve"],
            "SHELVED_OFFLOADED",
            "suspended -> shelved: the server is shelved: stopped, its disk kept as an image",
        ],
        ["shutoff", ["unshelve", "os-stop"], "SHUTOFF", "shelved -> shutoff: the server is stopped"],
        [
            "paused",
            ["os-start", "pause"],
            "PAUSED",
            "shutoff -> paused: the server is paused: it stands still in its host's memory",
        ],
        ["active", ["unpause"], "ACTIVE", "paused -> active: the server is unpaused"],
        [
            "shelved_offloaded",
            ["shelve"],
            "SHELVED_OFFLOADED",
            "active -> shelved_offloaded: the server is shelved and taken off its host",
        ],
        ["active", ["unshelve"], "ACTIVE", "shelved_offloaded -> active: the server is unshelved"],
    ];

    it.each(walk)("goes on to %s", async (powerState, actions, status, said) => {
        const before = id;
        const step = await told({ powerState });
        expect(step.writes).toEqual(action(...actions));
        expect(step.said).toContain(`server "web": powerState ${said}`);
        expect(id).toBe(before);
        expect(await seen()).toMatchObject({ status });
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("that others changed is shown as a drift, and put right", async () => {
        await act({ suspend: null });
        await settled("SUSPENDED");
        const { writes, said } = await told({ powerState: "active" }, { refresh: true });
        expect(said).toContain('server "web": powerState suspended -> active: the server is resumed');
        expect(writes).toEqual(action("resume"));
    });

    it("is left for a resize, and taken up again", async () => {
        await up({ powerState: "suspended" });
        const { writes } = await told({ powerState: "suspended", flavor: "m1.small" });
        expect(writes).toEqual(action("resume", "resize", "confirmResize", "suspend"));
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("that a failed resize left is put back by the next up", async () => {
        setting.cloud.faults.noValidHost("resize");
        await up({ powerState: "suspended", flavor: "m1.medium" }, { expectFailure: true });
        const outputs = (await setting.stack.resource("web")).outputs;
        expect(outputs).toMatchObject({ powerState: "active", flavor: "m1.small", status: "ACTIVE" });
        const { writes, said } = await told({ powerState: "suspended", flavor: "m1.small" });
        expect(said).toContainEqual(expect.stringContaining("powerState active -> suspended: the server is suspended"));
        expect(writes).toEqual(action("suspend"));
    });
});

describe("a server's lock", () => {
    const locked = { reason: "ours" };

    beforeAll(async () => {
        // A member: administrators pass every lock.
        setting = await Setting.make({ as: "demo" });
    });

    afterAll(() => setting.end());

    it("is put on after the creation", async () => {
        const { writes } = await told({ locked });
        expect(writes).toEqual(["POST /servers", ...action("lock")]);
        expect(await seen()).toMatchObject({ locked: true, locked_reason: "ours" });
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("is taken off for a resize and put on again", async () => {
        const { writes, said } = await told({ locked, flavor: "m1.small" });
        expect(writes).toEqual(action("unlock", "resize", "confirmResize", "lock"));
        expect(said.filter((line) => line.includes("locked"))).toEqual([]);
        expect(await seen()).toMatchObject({ locked: true, locked_reason: "ours" });
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("that a failure left off is put on by the next up", async () => {
        setting.cloud.faults.noValidHost("resize");
        await up({ locked, flavor: "m1.medium" }, { expectFailure: true });
        expect(await seen()).toMatchObject({ locked: false });
        const preview = await setting.stack.preview();
        expect(words(preview)).toContain('server "web": locked no -> yes (ours): locked');
        const { writes } = await told({ locked, flavor: "m1.medium" });
        expect(writes).toEqual(action("resize", "confirmResize", "lock"));
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("is put on anew for another reason, and taken off when the program has none", async () => {
        const anew = await told({ locked: { reason: "audit" }, flavor: "m1.medium" });
        expect(anew.said).toContain('server "web": locked yes (ours) -> yes (audit): locked');
        expect(anew.writes).toEqual(action("unlock", "lock"));
        expect(await seen()).toMatchObject({ locked: true, locked_reason: "audit" });

        const off = await told({ flavor: "m1.medium" });
        expect(off.said).toContain('server "web": locked yes (audit) -> no: unlocked');
        expect(off.writes).toEqual(action("unlock"));
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("that is somebody else's ends an up at once, with who can unlock", async () => {
        await act({ lock: { locked_reason: "theirs" } }, { microversion: "2.73" });
        const writes = await setting.writes(async () => {
            const { text } = await up({ flavor: "m1.large" }, { expectFailure: true });
            expect(text).toMatch(
                /server "web" \(\S+\) is locked \("theirs"\): Instance \S+ is locked \(HTTP 409, Resize server\) \[request id req-\S+\]\. Only whoever locked it/,
            );
        });
        expect(writes).toEqual(action("resize"));
        await act({ unlock: null });
    });

    it("of the program's own is none in the way of its end", async () => {
        await up({ locked: true, flavor: "m1.medium" });
        const writes = await setting.writes(() => setting.stack.destroy());
        expect(writes).toEqual([...action("unlock"), "DELETE /servers/{id}"]);
        expect(setting.cloud.inspect().servers).toEqual([]);
    });
});
