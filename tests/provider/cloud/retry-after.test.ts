import { retryAfter } from "../../../provider/cloud/retry-after";

const now = Date.parse("2030-01-01T00:00:00Z");

test.each([
    ["seconds", "120", 120_000],
    ["zero", "0", 0],
    ["fractions, which some gateways send", "1.5", 1_500],
    ["an HTTP date", "Tue, 01 Jan 2030 00:00:30 GMT", 30_000],
    ["a date that has passed", "Mon, 31 Dec 2029 23:00:00 GMT", 0],
    ["nothing", undefined, undefined],
    ["an empty header", "", undefined],
    ["words", "soon", undefined],
    ["a negative number", "-5", undefined],
])("Retry-After of %s", (_, header, expected) => {
    expect(retryAfter(header, now)).toBe(expected);
});
