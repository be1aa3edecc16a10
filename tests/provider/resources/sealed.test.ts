/** What is sealed comes out again with its key, and with no other. */
import fc from "fast-check";
import { isSealed, newKey, seal, unsealed } from "../../../provider/state/sealed";

const KEY = newKey();

test("whatever is sealed is the same when it is opened, and does not show meanwhile", () => {
    fc.assert(
        fc.property(fc.string({ unit: "grapheme", minLength: 4 }), (text) => {
            const sealed = seal(text, KEY);
            expect(isSealed(sealed)).toBe(true);
            expect(sealed).not.toContain(text);
            expect(unsealed(sealed, KEY)).toBe(text);
        }),
    );
});

test("the same text is another one each time, as each key is another", () => {
    expect(new Set([1, 2, 3].map(() => seal("s3cret", KEY))).size).toBe(3);
    expect(newKey()).not.toBe(KEY);
});

test("it does not open with another key", () => {
    expect(unsealed(seal("s3cret", KEY), newKey())).toBeUndefined();
});

test("it does not open when it was changed, wherever, or cut off", () => {
    // With these 5 bytes its base64 has no padding: each of its characters counts.
    const sealed = seal("s3crt", KEY);
    for (let at = "sealed:".length; at < sealed.length; at += 1) {
        const other = sealed[at] === "A" ? "B" : "A";
        expect(unsealed(sealed.slice(0, at) + other + sealed.slice(at + 1), KEY)).toBeUndefined();
        expect(unsealed(sealed.slice(0, at), KEY)).toBeUndefined();
    }
});
