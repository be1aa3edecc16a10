/** What the cloud tells of an action, and when its silence means that nothing will come of it. */

import type { ServerRecord } from "../../../provider/api/index";
import { NotFoundError } from "../../../provider/cloud/index";
import type { Context } from "../../../provider/lifecycle/kind";
import { Exchange } from "../../../provider/lifecycle/resource-exchange";
import { accountOf, LAG, OVERTAKEN, UNTOLD } from "../../../provider/resources/server/account";
import { FakeCompute } from "../api/fake-compute";

const NOW = Date.parse("2026-07-30T12:00:00Z");

const compute = new FakeCompute();
const context: Context = {
    compute,
    run: {
        exchange: new Exchange().party("", ""),
        isInState: () => false,
        isReplaced: () => false,
        isToBeReplaced: () => false,
        made: () => undefined,
        take: () => undefined,
        wrote: () => undefined,
        writtenByAnother: () => ({}),
        once: (_what, look) => look(),
    },
    subject: 'server "web"',
    quotas: {},
    declaration: { kind: "Server", name: "web" },
    deadline: NOW + 3_600_000,
    say: () => undefined,
    progress: () => undefined,
    record: () => undefined,
    unsealed: (secret) => secret,
};

const record = (status: string, taskState?: string): ServerRecord => ({
    id: "0f3c",
    name: "web",
    status,
    ...(taskState === undefined ? {} : { taskState }),
    flavor: {},
    metadata: {},
    addresses: {},
    configDrive: false,
    volumesAttached: [],
    partial: false,
});

const action = (message: string | null, ...results: (string | null)[]) => ({
    body: {
        instanceAction: {
            request_id: "req-1",
            action: "stop",
            message,
            events: results.map((result) => ({ event: "compute_stop_instance", result, details: "the host is down" })),
        },
    },
});

const NOT_FOUND = new NotFoundError({ operation: "Show server action details", status: 404, cloudMessage: "no" });

let now: number;

beforeEach(() => {
    now = NOW;
    jest.spyOn(Date, "now").mockImplementation(() => now);
});

afterEach(() => jest.restoreAllMocks());

const said = (answer: ReturnType<typeof action> | Error) => {
    const cloud = new FakeCompute().answering(answer);
    return accountOf({ ...context, compute: cloud }, "0f3c", "req-1");
};

test.each([
    ["whose events have not ended", action(null, "Success", null)],
    ["that has no events yet", action(null)],
])("an action %s has not failed, however long it rests", async (_which, told) => {
    const account = said(told);
    for (const later of [0, UNTOLD, 100 * UNTOLD]) {
        now = NOW + later;
        expect(await account(record("ACTIVE"))).toBeUndefined();
    }
});

test("an action whose events have ended well may have a status that lags, but not for long", async () => {
    const told = action(null, "Success", "Success");
    const nothingAfter = { body: { instanceActions: [{ request_id: "req-1", action: "stop" }] } };
    const cloud = new FakeCompute().answering(told, told, nothingAfter, told, nothingAfter);
    const account = accountOf({ ...context, compute: cloud }, "0f3c", "req-1");
    expect(await account(record("ACTIVE"))).toBeUndefined();
    now = NOW + LAG - 1;
    expect(await account(record("ACTIVE"))).toBeUndefined();
    now = NOW + LAG;
    expect(await account(record("ACTIVE"))).toBe("it stays ACTIVE, although the cloud says that the action succeeded");
});

test.each(["start", "revertResize", "shelve", "rebuild"])(
    "an action that somebody else's %s came after leads nowhere any more",
    async (other) => {
        const told = action(null, "Success");
        const after = {
            body: {
                instanceActions: [
                    { request_id: "req-3", action: "attach_volume" },
                    { request_id: "req-2", action: other },
                    { request_id: "req-1", action: "stop" },
                    { request_id: "req-0", action: "create" },
                ],
            },
        };
        const cloud = new FakeCompute().answering(told, told, after);
        const account = accountOf({ ...context, compute: cloud }, "0f3c", "req-1");
        expect(await account(record("ACTIVE"))).toBeUndefined();
        now = NOW + OVERTAKEN;
        expect(await account(record("ACTIVE"))).toBe(
            `it is ACTIVE after somebody else requested ${other} [request id req-2]`,
        );
    },
);

test("an action with an event that failed has failed, for the event's reason", async () => {
    expect(await said(action(null, "Success", "Error"))(record("ACTIVE"))).toBe("the host is down");
});

test("a member, who is not told the details, is told which step failed", async () => {
    const body = { instanceAction: { request_id: "req-1", action: "resize", message: "Error", events: [EVENT] } };
    const account = accountOf({ ...context, compute: new FakeCompute().answering({ body }) }, "0f3c", "req-1");
    expect(await account(record("ACTIVE"))).toBe(
        "its step conductor_migrate_server failed; the cloud shows the reason only to administrators",
    );
});

const EVENT = { event: "conductor_migrate_server", result: "Error", details: null };

test("an action that is marked as failed has failed, though the cloud shows no events", async () => {
    expect(await said(action("Error"))(record("ACTIVE"))).toBe(
        "it failed; the cloud shows the reason only to administrators",
    );
});

test("silence means nothing before the server has rested for a while", async () => {
    const account = said(NOT_FOUND);
    expect(await account(record("ACTIVE"))).toBeUndefined();
    now += UNTOLD - 1;
    expect(await account(record("ACTIVE"))).toBeUndefined();
    now += 1;
    expect(await account(record("ACTIVE"))).toBe(
        "it stays ACTIVE, and the cloud does not say why (os-instance-actions does not show this request)",
    );
});

test("a server that sets out again has not rested", async () => {
    const account = said(NOT_FOUND);
    await account(record("ACTIVE"));
    now += UNTOLD;
    expect(await account(record("ACTIVE", "powering-off"))).toBeUndefined();
    expect(await account(record("ACTIVE"))).toBeUndefined();
    now += UNTOLD;
    expect(await account(record("ACTIVE"))).toContain("it stays ACTIVE");
});

test("an answer without a request id is one that the cloud tells nothing of", async () => {
    const account = accountOf(context, "0f3c", undefined);
    expect(await account(record("ACTIVE"))).toBeUndefined();
    now += UNTOLD;
    expect(await account(record("ACTIVE"))).toContain("it stays ACTIVE");
    expect(compute.calls).toEqual([]);
});
