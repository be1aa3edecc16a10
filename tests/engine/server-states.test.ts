/**
 * A server's power state and lock on the real engine: what is written, what the preview says, what others do to it. Many
 * servers are in one program, and each `up` takes a step with all of them.
 */
import type { Result } from "../support/stack";
import { idsAfter, Setting, servers, words } from "./setting";

const action = (...names: string[]) => names.map((name) => `POST /servers/{id}/action ${name}`);

interface Seen {
    status: string;
    locked: boolean;
    locked_reason: string | null;
    "OS-EXT-STS:task_state": string | null;
}

type Program = Record<string, Record<string, unknown>>;

/** Four servers that go from state to state, and what others do to one, a resize or a failure to the rest. */
const CREATED: Program = {
    first: { powerState: "paused" },
    second: { powerState: "shelved" },
    third: { powerState: "paused" },
    fourth: { powerState: "shelved_offloaded" },
    drifting: { powerState: "active" },
    resized: { powerState: "suspended" },
    held: { locked: { reason: "ours" } },
    audited: { locked: { reason: "ours" } },
    theirs: {},
    owned: { locked: true },
};

const CREATIONS: [server: string, then: string[], seen: Partial<Seen>][] = [
    ["first", ["pause"], { status: "PAUSED" }],
    ["second", ["shelve"], { status: "SHELVED_OFFLOADED" }],
    ["fourth", ["shelve"], { status: "SHELVED_OFFLOADED" }],
    ["drifting", [], { status: "ACTIVE" }],
    ["resized", ["suspend"], { status: "SUSPENDED" }],
    ["held", ["lock"], { locked: true, locked_reason: "ours" }],
    ["theirs", [], { locked: false }],
    ["owned", ["lock"], { locked: true, locked_reason: null }],
];

type Move = [server: string, from: string, to: string, writes: string[], status: string, said: string];

const FIRST_MOVES: Move[] = [
    [
        "first",
        "paused",
        "suspended",
        ["unpause", "suspend"],
        "SUSPENDED",
        "the server is suspended: its memory is written to its host's disk",
    ],
    ["second", "shelved", "shutoff", ["unshelve", "os-stop"], "SHUTOFF", "the server is stopped"],
    ["third", "paused", "active", ["unpause"], "ACTIVE", "the server is unpaused"],
    ["fourth", "shelved_offloaded", "active", ["unshelve"], "ACTIVE", "the server is unshelved"],
];

const SECOND_MOVES: Move[] = [
    [
        "first",
        "suspended",
        "shelved",
        ["shelve"],
        "SHELVED_OFFLOADED",
        "the server is shelved: stopped, its disk kept as an image",
    ],
    [
        "second",
        "shutoff",
        "paused",
        ["os-start", "pause"],
        "PAUSED",
        "the server is paused: it stands still in its host's memory",
    ],
    [
        "third",
        "active",
        "shelved_offloaded",
        ["shelve"],
        "SHELVED_OFFLOADED",
        "the server is shelved and taken off its host",
    ],
];

const moved = (moves: Move[]): Program =>
    Object.fromEntries(moves.map(([server, , to]) => [server, { powerState: to }]));

let setting: Setting;
/** What the program has by now. */
let program: Program = {};
/** Of the last command. */
let result: Result;
let writes: (id: string) => string[];
let id: (server: string) => string;

async function up(change: Program, options = {}): Promise<void> {
    program = { ...program, ...change };
    setting.stack.write(servers(program));
    writes = await setting.writesById(async () => {
        result = await setting.stack.up(options);
    });
    id = idsAfter(result);
}

async function seen(server: string): Promise<Seen> {
    return (await setting.nova.get<{ server: Seen }>(`/servers/${id(server)}`, { microversion: "2.93" })).server;
}

const act = (server: string, body: object, options = {}) =>
    setting.nova.post(`/servers/${id(server)}/action`, body, options);

async function settled(name: string, status: string): Promise<void> {
    for (let looks = 0; looks < 5000; looks += 1) {
        const server = await seen(name);
        if (server.status === status && server["OS-EXT-STS:task_state"] === null) {
            return;
        }
    }
    throw new Error(`The server "${name}" does not become ${status}.`);
}

/** The servers that the last command's refresh found otherwise than they were left. */
const differing = () => Object.keys(program).filter((server) => result.found(server) !== "same");

beforeAll(async () => {
    // A member: administrators pass every lock.
    setting = await Setting.make({ as: "demo" });
    await setting.liftQuotas();
});

afterAll(() => setting.end());

describe("a server's power state and lock, from the creation on", () => {
    it("are asked for after the creation", async () => {
        await up(CREATED);
        const creations = writes("v2.1").filter((call) => call === "POST /servers");
        expect(creations).toHaveLength(Object.keys(CREATED).length);
    });

    it.each(CREATIONS)("are as declared: %s", async (server, then, looks) => {
        expect(writes(id(server))).toEqual(action(...then));
        expect(await seen(server)).toMatchObject(looks);
    });
});

describe("a server's power state and lock, changed", () => {
    let before: (server: string) => string;

    it("are found by a refresh as they were left, but where others changed them", async () => {
        await act("drifting", { suspend: null });
        await settled("drifting", "SUSPENDED");
        before = id;
        await up(
            {
                ...moved(FIRST_MOVES),
                resized: { powerState: "suspended", flavor: "m1.small" },
                held: { locked: { reason: "ours" }, flavor: "m1.small" },
                audited: { locked: { reason: "audit" } },
            },
            { refresh: true },
        );
        expect(differing()).toEqual(["drifting"]);
    });

    it.each(FIRST_MOVES)("goes on: the %s, %s -> %s", async (server, from, to, actions, status, said) => {
        expect(words(result)).toContain(`server "${server}": powerState ${from} -> ${to}: ${said}`);
        expect(writes(id(server))).toEqual(action(...actions));
        expect(id(server)).toBe(before(server));
        expect(await seen(server)).toMatchObject({ status });
    });

    it("that others changed is put right", () => {
        expect(words(result)).toContain('server "drifting": powerState suspended -> active: the server is resumed');
        expect(writes(id("drifting"))).toEqual(action("resume"));
    });

    it("is left for a resize, and taken up again", () => {
        expect(writes(id("resized"))).toEqual(action("resume", "resize", "confirmResize", "suspend"));
    });

    it("is taken off for a resize and put on again", async () => {
        const said = words(result).filter((line) => line.startsWith('server "held"') && line.includes("locked"));
        expect(said).toEqual([]);
        expect(writes(id("held"))).toEqual(action("unlock", "resize", "confirmResize", "lock"));
        expect(await seen("held")).toMatchObject({ locked: true, locked_reason: "ours" });
    });

    it("is put on anew for another reason", async () => {
        expect(words(result)).toContain('server "audited": locked yes (ours) -> yes (audit): locked');
        expect(writes(id("audited"))).toEqual(action("unlock", "lock"));
        expect(await seen("audited")).toMatchObject({ locked: true, locked_reason: "audit" });
    });
});

describe("a resize that fails", () => {
    it("leaves the server running, and without its lock", async () => {
        await act("theirs", { lock: { locked_reason: "theirs" } }, { microversion: "2.73" });
        setting.cloud.faults.noValidHost("resize", { times: 2 });
        await up(
            {
                resized: { powerState: "suspended", flavor: "m1.medium" },
                held: { locked: { reason: "ours" }, flavor: "m1.medium" },
                theirs: { flavor: "m1.large" },
            },
            { refresh: true, expectFailure: true, args: ["--continue-on-error"] },
        );
        // A lock that is not declared touches the server's `updated`, which alone is no difference.
        expect(differing()).toEqual([]);
        expect((await setting.stack.resource("resized")).outputs).toMatchObject({
            powerState: "active",
            flavor: "m1.small",
            status: "ACTIVE",
        });
        expect(await seen("held")).toMatchObject({ locked: false });
    });

    it("ends at once at somebody else's lock, with who can unlock", async () => {
        expect(result.text).toMatch(
            /server "theirs" \(\S+\) is locked \("theirs"\): Instance \S+ is locked \(HTTP 409, Resize server\) \[request id req-\S+\]\. Only whoever locked it/,
        );
        expect(writes(id("theirs"))).toEqual(action("resize"));
        await act("theirs", { unlock: null });
    });

    it("is made up for by the next up", async () => {
        await up({
            ...moved(SECOND_MOVES),
            resized: { powerState: "suspended", flavor: "m1.small" },
            audited: {},
            theirs: {},
        });
        expect(words(result)).toContainEqual(
            expect.stringContaining('server "resized": powerState active -> suspended: the server is suspended'),
        );
        expect(writes(id("resized"))).toEqual(action("suspend"));
        expect(words(result)).toContain('server "held": locked no -> yes (ours): locked');
        expect(writes(id("held"))).toEqual(action("resize", "confirmResize", "lock"));
    });
});

describe("a server's power state and lock, changed again", () => {
    it.each(SECOND_MOVES)("goes on: the %s, %s -> %s", async (server, from, to, actions, status, said) => {
        expect(words(result)).toContain(`server "${server}": powerState ${from} -> ${to}: ${said}`);
        expect(writes(id(server))).toEqual(action(...actions));
        expect(await seen(server)).toMatchObject({ status });
    });

    it("is taken off when the program has none", async () => {
        expect(words(result)).toContain('server "audited": locked yes (audit) -> no: unlocked');
        expect(writes(id("audited"))).toEqual(action("unlock"));
        expect(await seen("audited")).toMatchObject({ locked: false });
    });

    it("is proposed no further change", async () => {
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("of the program's own is none in the way of its end", async () => {
        const ended = await setting.writesById(() => setting.stack.destroy());
        expect(ended(id("owned"))).toEqual([...action("unlock"), "DELETE /servers/{id}"]);
        expect(ended(id("theirs"))).toEqual(["DELETE /servers/{id}"]);
        expect(setting.cloud.inspect().servers).toEqual([]);
    });
});
