/** What the time of a token's answer tells: how far the cloud's clock is off, and when the token ends by ours. */
import { type Clocks, readTokenV2, readTokenV3 } from "../../../provider/cloud/tokens";

const OURS = Date.parse("2026-11-29T12:00:00Z");
const HOUR = 3_600_000;
const BEHIND = -3 * HOUR;

const clocks = (given: Partial<Clocks> = {}): Clocks => ({ ours: OURS, theirs: undefined, isNew: true, ...given });
const iso = (time: number) => new Date(time).toISOString();

const readers = {
    "Identity v3": (issued: number, given?: Partial<Clocks>) =>
        readTokenV3("t", { token: { issued_at: iso(issued), expires_at: iso(issued + HOUR) } }, clocks(given)),
    "Identity v2.0": (issued: number, given?: Partial<Clocks>) =>
        readTokenV2(
            { access: { token: { id: "t", issued_at: iso(issued), expires: iso(issued + HOUR) } } },
            clocks(given),
        ),
};

describe.each(Object.entries(readers))("%s", (_name, read) => {
    test("a new token tells the cloud's time where no Date does", () => {
        expect(read(OURS + BEHIND)).toMatchObject({ ahead: BEHIND, expiresAt: OURS + HOUR });
    });

    test("a Date is nearer to it", () => {
        const theirs = new Date(OURS + BEHIND + 2_000).toUTCString();
        expect(read(OURS + BEHIND, { theirs })).toMatchObject({
            ahead: BEHIND + 2_000,
            expiresAt: OURS + HOUR - 2_000,
        });
    });

    test("one that was issued before tells nothing of now, and ends when it says", () => {
        expect(read(OURS - HOUR / 2, { isNew: false })).toMatchObject({ ahead: undefined, expiresAt: OURS + HOUR / 2 });
    });
});

test("one without times tells nothing, and does not end", () => {
    expect(readTokenV3("t", { token: {} }, clocks())).toMatchObject({ ahead: undefined, expiresAt: undefined });
});
