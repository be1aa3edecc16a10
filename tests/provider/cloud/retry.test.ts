import { createServer } from "node:net";
import { type Call, CloudError, type Compute, ConnectionError, endingBy, openCompute } from "../../../provider/cloud";
import { type Outcome, retryDelay } from "../../../provider/cloud/retry";
import { type Reply, ScriptedCloud } from "./scripted-cloud";

let cloud: ScriptedCloud;
let compute: Compute;
beforeEach(async () => {
    cloud = await ScriptedCloud.start();
    compute = await openCompute(cloud.settings());
});
afterEach(() => cloud.stop());

const get: Call = { operation: "Show server", method: "GET", path: "/servers/1" };
const put: Call = { operation: "Update server", method: "PUT", path: "/servers/1", body: {} };
const del: Call = { operation: "Delete server", method: "DELETE", path: "/servers/1" };
const post: Call = { operation: "Create server", method: "POST", path: "/servers", body: { server: {} } };
const repeatable: Call = { ...post, repeatable: true };

/** Answers the first requests as told, then as ever. */
function script(...replies: Reply[]): void {
    const left = [...replies];
    cloud.responder = ({ path }) => (path.includes("/servers") ? left.shift() : undefined);
}

async function outcome(call: Call): Promise<{ attempts: number; error: unknown }> {
    const before = cloud.requests("/servers").length;
    const error = await compute.call(call).then(
        () => undefined,
        (reason: unknown) => reason,
    );
    return { attempts: cloud.requests("/servers").length - before, error };
}

const overLimit = (message: string, headers: Record<string, string> = {}): Reply => ({
    status: 413,
    headers,
    body: { overLimit: { code: 413, message } },
});
const times = (count: number, reply: Reply) => Array.from({ length: count }, () => reply);

describe("how often a call is sent that is to fail after a few attempts, while the failure lasts", () => {
    test.each<[string, Call, Reply, number]>([
        ["GET, 503", get, { status: 503 }, 5],
        ["PUT, 503", put, { status: 503 }, 5],
        ["POST, 503", post, { status: 503 }, 1],
        ["POST, 503 with Retry-After", post, { status: 503, headers: { "Retry-After": "1" } }, 5],
        ["repeatable POST, 503", repeatable, { status: 503 }, 5],
        ["POST, 429", post, { status: 429 }, 10],
        ["POST, 413 of a rate limit", post, overLimit("This request was rate-limited.", { "Retry-After": "6" }), 10],
        ["POST, 413 of a quota", post, overLimit("Quota exceeded for cores", { "Retry-After": "0" }), 1],
        ["GET, 413 without Retry-After", get, { status: 413, text: "Request Entity Too Large" }, 1],
        ["GET, 500", get, { status: 500 }, 3],
        ["DELETE, 500", del, { status: 500 }, 2],
        ["POST, 500", post, { status: 500 }, 1],
        ["GET, 502", get, { status: 502 }, 5],
        ["POST, 504", post, { status: 504 }, 1],
        ["repeatable POST, 504", repeatable, { status: 504 }, 5],
        ["GET, 400", get, { status: 400 }, 1],
        ["GET, 409", get, { status: 409 }, 1],
        ["GET, 404", get, { status: 404 }, 1],
        ["GET, a cut connection", get, "cut", 5],
        ["DELETE, a cut connection", del, "cut", 5],
        ["POST, a cut connection", post, "cut", 1],
        ["repeatable POST, a cut connection", repeatable, "cut", 5],
    ])("%s: %#", async (_, call, reply, attempts) => {
        script(...times(20, reply));
        const result = await outcome({ ...call, brief: true });
        expect(result.attempts).toBe(attempts);
        expect(result.error).toBeInstanceOf(reply === "cut" ? ConnectionError : CloudError);
    });
});

describe("a service that was there and is gone", () => {
    let said: string[];
    beforeEach(() => {
        said = [];
        jest.spyOn(console, "log").mockImplementation((line: string) => {
            said.push(line);
        });
    });
    afterEach(() => jest.restoreAllMocks());

    const MINUTE = 60_000;
    const isToken = (path: string) => path.endsWith("/auth/tokens");

    /** From now on, for so long, what `when` is true for is answered so. */
    function gone(milliseconds: number, reply: Reply, when: (path: string) => boolean): void {
        const end = cloud.timing.now() + milliseconds;
        cloud.responder = ({ path }) => (cloud.timing.now() < end && when(path) ? reply : undefined);
    }

    test.each<[string, Call, Reply]>([
        ["a read, cut off", get, "cut"],
        ["a change that may be repeated, 502", put, { status: 502 }],
        ["a deletion, 503", del, { status: 503 }],
        ["a creation that is told to come again, 503", post, { status: 503, headers: { "Retry-After": "1" } }],
    ])("is tried until it is there again: %s", async (_, call, reply) => {
        gone(30_000, reply, (path) => path.includes("/servers"));
        const { error, attempts } = await outcome({ ...call, deadline: cloud.timing.now() + 5 * MINUTE });
        expect(error).toBeUndefined();
        expect(attempts).toBeGreaterThan(5);
        expect(said).toEqual([
            expect.stringMatching(
                /^cloud "test": http:\/\/127\.0\.0\.1:\d+ does not answer \(.+\): retrying for up to 5 min$/,
            ),
        ]);
    });

    test("is not asked twice for what it may have done", async () => {
        gone(30_000, "cut", (path) => path.includes("/servers"));
        expect((await outcome({ ...post, deadline: cloud.timing.now() + 5 * MINUTE })).attempts).toBe(1);
    });

    test("is tried until the deadline, and no longer", async () => {
        gone(60 * MINUTE, { status: 503 }, (path) => path.includes("/servers"));
        const deadline = cloud.timing.now() + 5 * MINUTE;
        const { error } = await outcome({ ...get, deadline });
        expect(error).toMatchObject({ status: 503 });
        expect(cloud.timing.now()).toBeLessThanOrEqual(deadline);
        expect(cloud.timing.now()).toBeGreaterThan(deadline - 21_000);
    });

    test("is tried for five minutes where there is no deadline", async () => {
        const began = cloud.timing.now();
        gone(60 * MINUTE, "cut", (path) => path.includes("/servers"));
        expect((await outcome(get)).error).toBeInstanceOf(ConnectionError);
        expect(cloud.timing.now() - began).toBeGreaterThan(4 * MINUTE);
        expect(cloud.timing.now() - began).toBeLessThanOrEqual(5 * MINUTE);
    });

    test.each([
        ["as long as the operation may take", 12 * MINUTE, 12 * MINUTE],
        ["half a minute where the operation's time is over: it puts back what it began", -MINUTE, MINUTE / 2],
    ])("is tried, by a look-up that names no deadline, for %s", async (_, allowed, tried) => {
        script(...times(500, "cut"));
        const began = cloud.timing.now();
        await endingBy(began + allowed, () => outcome(get));
        expect(cloud.timing.now()).toBeLessThanOrEqual(began + tried);
        expect(cloud.timing.now()).toBeGreaterThan(began + tried - 21_000);
    });

    test("is asked for a new token until the deadline of each call that needs one", async () => {
        cloud.timing.time += cloud.lifetime;
        gone(2 * MINUTE, { status: 503 }, isToken);
        const now = cloud.timing.now();
        const [short, long] = await Promise.all([
            outcome({ ...get, deadline: now + MINUTE }),
            outcome({ ...get, deadline: now + 5 * MINUTE }),
        ]);
        expect(short.error).toBeInstanceOf(Error);
        expect(long.error).toBeUndefined();
    });

    test("fails a first connection after a few attempts", async () => {
        for (const when of [isToken, (path: string) => path.endsWith("/v2.1/")]) {
            const began = cloud.timing.now();
            gone(60 * MINUTE, { status: 503 }, when);
            await expect(openCompute(cloud.settings())).rejects.toThrow("HTTP 503");
            expect(cloud.timing.now() - began).toBeLessThan(10_000);
        }
        expect(said).toEqual([]);
    });
});

test("a failure that passes is not told", async () => {
    script({ status: 503 }, "cut", { status: 502 });
    expect(await outcome(get)).toEqual({ attempts: 4, error: undefined });
});

test("the attempts of one call have one request id", async () => {
    script({ status: 503 }, { status: 503 });
    await compute.call(get);
    expect(new Set(cloud.requests("/servers").map((one) => one.headers["x-openstack-request-id"])).size).toBe(1);
});

test("a call that failed for good says how often it was tried", async () => {
    script(...times(9, { status: 503, text: "maintenance" }));
    expect(((await outcome({ ...get, brief: true })).error as Error).message).toBe(
        "Show server: maintenance (HTTP 503) [request id req-from-the-cloud]. " +
            "The cloud is overloaded or in maintenance. Try again later. Tried 5 times.",
    );
});

describe("a POST that the cloud may have carried out", () => {
    test("is not repeated when its connection breaks, and the error says so", async () => {
        script("cut");
        const { error, attempts } = await outcome({ ...post, resource: 'server "web"' });
        expect(attempts).toBe(1);
        expect(error).toMatchObject({
            name: "ConnectionError",
            executed: "maybe",
            requestId: expect.stringMatching(/^req-/),
        });
        expect((error as Error).message).toContain('server "web": Create server');
        expect((error as Error).message).toContain(
            "The cloud may have carried out the request. Check before you run it again.",
        );
    });

    test("stays one when a later attempt could not even be sent", async () => {
        script("cut", { status: 503, headers: { "Retry-After": "1" } });
        const passing = await outcome(repeatable);
        expect(passing).toEqual({ attempts: 3, error: undefined });
        const sleep = cloud.timing.sleep;
        cloud.timing.sleep = async (milliseconds) => {
            await sleep(milliseconds);
            await cloud.stop();
        };
        script("cut");
        const { error } = await outcome(put);
        cloud = await ScriptedCloud.start();
        expect(error).toMatchObject({ name: "ConnectionError", executed: "maybe" });
    });

    test("is not repeated when no answer comes in time", async () => {
        compute = await openCompute(cloud.settings({ timeout: 100 }));
        script("silent");
        const { error, attempts } = await outcome(post);
        expect(attempts).toBe(1);
        expect(error).toMatchObject({ executed: "maybe" });
        expect((error as Error).message).toContain("no complete answer within 0.1 s");
    });
});

describe("waiting", () => {
    test("backs off twice as long each time, with jitter", async () => {
        script(...times(4, { status: 503 }));
        await compute.call(get);
        expect(cloud.timing.slept).toEqual([250, 500, 1_000, 2_000]);
    });

    test("a Retry-After in seconds is honoured, with a spread", async () => {
        script({ status: 429, headers: { "Retry-After": "7" } });
        await compute.call(post);
        expect(cloud.timing.slept).toEqual([7_500]);
    });

    test("a Retry-After as a date is honoured, by the cloud's own clock", async () => {
        const theirs = cloud.timing.now() - 3_600_000;
        const headers = {
            Date: new Date(theirs).toUTCString(),
            "Retry-After": new Date(theirs + 30_000).toUTCString(),
        };
        script({ status: 503, headers });
        await compute.call(get);
        expect(cloud.timing.slept).toEqual([30_500]);
    });

    test("a Retry-After beyond the deadline fails at once, in words", async () => {
        script({ status: 429, text: "slow down", headers: { "Retry-After": "3600" } });
        const { error } = await outcome({ ...get, deadline: cloud.timing.now() + 60_000 });
        expect(cloud.timing.slept).toEqual([]);
        expect((error as Error).message).toContain(
            "The cloud asks to wait 3600 s (Retry-After), which is longer than the time that is left.",
        );
    });

    test("without a deadline nobody waits for more than five minutes", async () => {
        script({ status: 429, headers: { "Retry-After": "301" } });
        expect((await outcome(get)).error).toBeInstanceOf(CloudError);
        script({ status: 429, headers: { "Retry-After": "299" } });
        expect((await outcome(get)).error).toBeUndefined();
    });

    test("no attempt starts after the deadline", async () => {
        script(...times(9, { status: 503 }));
        const { attempts } = await outcome({ ...get, deadline: cloud.timing.now() + 300 });
        expect(attempts).toBe(2);
        const late = await outcome({ ...get, deadline: cloud.timing.now() - 1 });
        expect(late).toMatchObject({ attempts: 0, error: { name: "ConnectionError", executed: "no" } });
    });

    test("backoff never exceeds 20 s", () => {
        const limited: Outcome = { kind: "answer", status: 429, asked: undefined, message: "" };
        const trial = { method: "GET", repeatable: true, attempt: 9, random: 0.999 };
        expect(retryDelay(limited, trial)).toBeLessThan(20_000);
    });
});

describe("a connection that cannot be made", () => {
    test("is tried again even for a POST, and its error says that nothing was executed", async () => {
        const closed = createServer();
        await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
        const port = (closed.address() as { port: number }).port;
        await new Promise((resolve) => closed.close(resolve));
        const error: unknown = await openCompute(cloud.settings({ authUrl: `http://127.0.0.1:${port}` })).catch(
            (reason) => reason,
        );
        expect(cloud.timing.slept).toHaveLength(4);
        expect(error).toMatchObject({ name: "ConnectionError", executed: "no" });
        expect((error as Error).message).toContain(
            "Check auth_url in /etc/openstack/clouds.yaml and the network. Tried 5 times.",
        );
        expect((error as Error).cause).toBeUndefined();
    });

    test("by a name that DNS does not know says so", () => {
        const unknown: Outcome = { kind: "failure", code: "ENOTFOUND", sent: false };
        expect(retryDelay(unknown, { method: "POST", repeatable: false, attempt: 1, random: 0.5 })).toBe(250);
    });

    test.each(["ALTERED", "REDIRECT", "PROXY"])("for %s is not tried again", (code) => {
        const outcome: Outcome = { kind: "failure", code, sent: false };
        expect(retryDelay(outcome, { method: "GET", repeatable: true, attempt: 1, random: 0 })).toBeUndefined();
    });

    test("for its certificate is not tried again", () => {
        const untrusted: Outcome = { kind: "failure", code: "SELF_SIGNED_CERT_IN_CHAIN", sent: false };
        expect(retryDelay(untrusted, { method: "GET", repeatable: true, attempt: 1, random: 0.5 })).toBeUndefined();
    });
});
