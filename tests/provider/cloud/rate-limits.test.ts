/** Rate limits of old clouds: kept before the cloud has to refuse. The clock is the test's. */
import fc from "fast-check";
import { openCompute } from "../../../provider/cloud";
import { Pace, readLimits } from "../../../provider/cloud/rate-limits";
import { ScriptedCloud } from "./scripted-cloud";

/** As HP Cloud's API document has them (4.4.4.1, "List Limits"). */
const HP = {
    rate: [
        {
            regex: "/{suburi}",
            uri: "/{suburi}",
            limit: [limit("GET", 3000), limit("GET", 200), limit("PUT", 10), limit("POST", 40), limit("DELETE", 60)],
        },
    ],
};

/** As the source documents' example of v2. */
const VANILLA = {
    rate: [
        { regex: ".*", uri: "*", limit: [limit("POST", 120), limit("PUT", 120), limit("DELETE", 120)] },
        { regex: "^/servers", uri: "*/servers", limit: [limit("POST", 120)] },
        { regex: ".*changes-since.*", uri: "*changes-since*", limit: [limit("GET", 120)] },
    ],
};

function limit(verb: string, value: number, remaining = value) {
    return { verb, value, remaining, unit: "MINUTE", "next-available": "2030-01-01T00:00:00Z" };
}

/** When each of so many requests, all made at once, may be sent: milliseconds from now. */
function paced(limits: object, verb: string, path: string, count: number): number[] {
    const pace = new Pace(readLimits({ limits }), 0);
    return Array.from({ length: count }, () => pace.take(verb, path, 0));
}

/** A bucket as Nova keeps it: whether it refuses any of these. */
function refuses(times: readonly number[], value: number): boolean {
    let [water, last] = [0, 0];
    return times.some((time) => {
        water = Math.max(0, water - ((time - last) * value) / 60_000) + 1;
        last = time;
        // Times are whole milliseconds: what drains in one of them is none too much.
        return water > value * (1 + 1 / 60_000) + 1e-6;
    });
}

test.each([
    ["PUT", "/servers/0f3c", 10],
    ["POST", "/servers", 40],
    ["DELETE", "/servers/0f3c", 60],
    ["GET", "/servers/detail?changes-since=2030-01-01T00%3A00%3A00Z", 200],
])("HP: the %s of a minute are sent at once, the next ones as room is made for them", (verb, path, most) => {
    const times = paced(HP, verb, path, most + 2);
    expect(times.slice(0, most)).toEqual(Array.from({ length: most }, () => 0));
    expect(times.slice(most)).toEqual([Math.ceil(60_000 / most), Math.ceil(120_000 / most)]);
});

test("v2: 120 lists of changes a minute, and no limit to other reads", () => {
    expect(paced(VANILLA, "GET", "/servers/detail?changes-since=2030", 121).at(-1)).toBe(500);
    expect(paced(VANILLA, "GET", "/servers/0f3c", 1_000).at(-1)).toBe(0);
});

test("where two limits match both hold", () => {
    const limits = {
        rate: [
            { regex: ".*", limit: [limit("POST", 100)] },
            { regex: "/os", limit: [limit("POST", 2)] },
        ],
    };
    expect(paced(limits, "POST", "/os-keypairs", 3)).toEqual([0, 0, 30_000]);
    expect(paced(limits, "POST", "/servers", 3)).toEqual([0, 0, 0]);
});

test("what others have used of the minute is not there to use", () => {
    expect(paced({ rate: [{ regex: ".*", limit: [limit("PUT", 10, 1)] }] }, "PUT", "/servers/1", 2)).toEqual([
        0, 6_000,
    ]);
});

test("whatever the requests and their times, none comes before the cloud has room for it", () => {
    fc.assert(
        fc.property(
            fc.integer({ min: 1, max: 120 }),
            fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 300 }),
            (value, gaps) => {
                const pace = new Pace(
                    readLimits({ limits: { rate: [{ regex: ".*", limit: [limit("PUT", value)] }] } }),
                    0,
                );
                let now = 0;
                const sent = gaps.map((gap) => {
                    now += gap;
                    return now + pace.take("PUT", "/servers/1", now);
                });
                expect(refuses(sent, value)).toBe(false);
            },
        ),
    );
});

test.each([[undefined], [{}], [{ limits: { rate: [] } }], ["<html>"], [{ limits: { rate: [{ regex: ".*" }] } }]])(
    "an answer that tells no rates, %j, limits nothing",
    (body) => {
        expect(readLimits(body)).toEqual([]);
    },
);

describe("a connection", () => {
    let cloud: ScriptedCloud;
    beforeEach(async () => {
        cloud = await ScriptedCloud.start();
    });
    afterEach(() => cloud.stop());

    const put = { operation: "Update server", method: "PUT", path: "/servers/1", body: {} } as const;

    test("to a cloud with rates sends no more than they allow, and is never refused", async () => {
        cloud.version = { version: { id: "v1.1", status: "CURRENT" } };
        cloud.responder = ({ path }) =>
            path.endsWith("/limits") ? { status: 200, body: { limits: { ...HP, absolute: {} } } } : undefined;
        const compute = await openCompute(cloud.settings());
        const began = cloud.timing.time;
        for (let sent = 0; sent < 13; sent += 1) {
            await compute.call(put);
        }
        expect(cloud.timing.time - began).toBe(18_000);
        expect(cloud.requests("/servers")).toHaveLength(13);
    });

    test("fails what would come after its deadline, without sending it", async () => {
        cloud.version = { version: { id: "v1.1", status: "CURRENT" } };
        cloud.responder = ({ path }) =>
            path.endsWith("/limits")
                ? { status: 200, body: { limits: { rate: [{ regex: ".*", limit: [limit("PUT", 10, 0)] }] } } }
                : undefined;
        const compute = await openCompute(cloud.settings());
        const began = cloud.timing.time;
        await expect(compute.call({ ...put, deadline: began + 2_000 })).rejects.toThrow(/Update server/);
        expect(cloud.requests("/servers")).toEqual([]);
        expect(cloud.timing.time - began).toBe(2_001);
    });

    test("to a cloud with microversions asks for no limits: Nova has none since", async () => {
        const compute = await openCompute(cloud.settings());
        await compute.call(put);
        expect(cloud.requests("/limits")).toEqual([]);
    });

    test("to a cloud that hides its limits works without", async () => {
        cloud.version = { version: { id: "v2.0", status: "CURRENT" } };
        cloud.responder = ({ path }) => (path.endsWith("/limits") ? { status: 403, body: {} } : undefined);
        const compute = await openCompute(cloud.settings());
        expect((await compute.call(put)).status).toBe(200);
    });

    test("knows the cloud's clock from its answers", async () => {
        const compute = await openCompute(cloud.settings());
        cloud.responder = () => ({
            status: 200,
            body: { servers: [] },
            headers: { Date: new Date(cloud.timing.time - 90_000).toUTCString() },
        });
        await compute.call({ operation: "List servers", method: "GET", path: "/servers" });
        expect(compute.ahead).toBe(-90_000);
    });

    test("counts what it writes, and no reads", async () => {
        const compute = await openCompute(cloud.settings());
        await compute.call({ operation: "List servers", method: "GET", path: "/servers" });
        await compute.call(put);
        expect(compute.writes).toBe(1);
    });
});

test("an expression that would take for ever is not tried: it is meant for all", () => {
    const [limit] = readLimits({
        limits: { rate: [{ regex: "(a+)+$", limit: [{ verb: "GET", value: 1, remaining: -1e300, unit: "DAY" }] }] },
    });
    expect(limit?.matches(`/${"a".repeat(400)}!`)).toBe(true);
    expect(limit?.remaining).toBe(0);
});

test.each(["(", "[", "a{9999999}", ".*.*.*x", "a|b"])("%s is meant for all", (regex) => {
    const [limit] = readLimits({
        limits: { rate: [{ regex, limit: [{ verb: "GET", value: 1, remaining: 1, unit: "DAY" }] }] },
    });
    expect(limit?.matches("/servers")).toBe(true);
});
