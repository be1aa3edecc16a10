/** What passes during an operation: on the row of its resource where an engine takes it, printed where none does. */
import type { EngineLog } from "../../../../provider/host/dynamic/engine-log";
import { StatusRows } from "../../../../provider/host/dynamic/status-rows";
import type { Subject } from "../../../../provider/host/requests";

const WEB: Subject = { urn: "urn:pulumi:a::b::c::web", name: 'server "web"', whole: 'server "web" (0f3c)' };
const DELETED: Subject = { ...WEB, urn: undefined };

/** An engine that takes every status. */
class Taking implements EngineLog {
    readonly taken: [urn: string, message: string][] = [];

    async status(urn: string, message: string): Promise<void> {
        this.taken.push([urn, message]);
    }
}

let printed: string[] = [];
beforeEach(() => {
    printed = [];
    jest.spyOn(console, "log").mockImplementation((line: string) => {
        printed.push(line);
    });
});
afterEach(() => jest.restoreAllMocks());

test("a status is on the resource's own row, and off it when the operation has ended", async () => {
    const engine = new Taking();
    const rows = new StatusRows(() => engine);
    const result = await rows.during(WEB.urn, async () => {
        rows.show(WEB, "creating: BUILD");
        rows.show(WEB, "creating: BUILD (spawning)");
        return "made";
    });
    expect(result).toBe("made");
    expect(engine.taken).toEqual([
        [WEB.urn, 'creating: BUILD [server "web"]'],
        [WEB.urn, 'creating: BUILD (spawning) [server "web"]'],
        [WEB.urn, ""],
    ]);
    expect(printed).toEqual([]);
});

test("an operation without a status leaves its row alone, and opens no log", async () => {
    const open = jest.fn();
    await new StatusRows(open).during(WEB.urn, async () => undefined);
    expect(open).not.toHaveBeenCalled();
});

test("one that fails takes its status off too, and fails as it would", async () => {
    const engine = new Taking();
    const rows = new StatusRows(() => engine);
    const failing = rows.during(WEB.urn, async () => {
        rows.show(WEB, "creating: BUILD");
        throw new RangeError("No valid host");
    });
    await expect(failing).rejects.toThrow(new RangeError("No valid host"));
    expect(engine.taken.at(-1)).toEqual([WEB.urn, ""]);
});

test("without a URN the stack's row has it until the last operation has ended", async () => {
    const engine = new Taking();
    const rows = new StatusRows(() => engine);
    let end = () => {};
    const other = rows.during(undefined, () => new Promise<void>((resolve) => (end = resolve)));
    await rows.during(undefined, async () => rows.show(DELETED, "deleting: ACTIVE"));
    await new Promise(setImmediate);
    expect(engine.taken).toEqual([["", 'server "web": deleting: ACTIVE']]);
    end();
    await other;
    expect(engine.taken.at(-1)).toEqual(["", ""]);
});

test("control characters of a cloud are made visible", async () => {
    const engine = new Taking();
    const rows = new StatusRows(() => engine);
    await rows.during(WEB.urn, async () => rows.show(WEB, "creating: BUILD (\u001b[2J)"));
    expect(engine.taken[0]).toEqual([WEB.urn, 'creating: BUILD (\\u001b[2J) [server "web"]']);
});

test.each([
    ["there is none", () => undefined],
    [
        "its log is elsewhere",
        () => {
            throw new Error("Cannot find module");
        },
    ],
])("a status is printed at once where %s", (_title, open) => {
    new StatusRows(open).show(WEB, "creating: BUILD (\u001b[2J)");
    expect(printed).toEqual(['server "web" (0f3c): creating: BUILD (\\u001b[2J)']);
});

test("a status that the engine does not take is printed, and no other is sent", async () => {
    const status = jest.fn().mockRejectedValue(new Error("14 UNAVAILABLE"));
    const rows = new StatusRows(() => ({ status }));
    await rows.during(WEB.urn, async () => {
        rows.show(WEB, "creating: BUILD");
        rows.show(WEB, "creating: BUILD (spawning)");
    });
    rows.show(WEB, "confirming: VERIFY_RESIZE");
    expect(printed).toEqual([
        'server "web" (0f3c): creating: BUILD',
        'server "web" (0f3c): creating: BUILD (spawning)',
        'server "web" (0f3c): confirming: VERIFY_RESIZE',
    ]);
    expect(status).toHaveBeenCalledTimes(1);
});

test("an engine that does not answer holds an operation up by a tenth of a second", async () => {
    const rows = new StatusRows(() => ({ status: () => new Promise(() => {}) }));
    const began = performance.now();
    await rows.during(WEB.urn, async () => rows.show(WEB, "creating: BUILD"));
    expect(performance.now() - began).toBeLessThan(1_000);
});
