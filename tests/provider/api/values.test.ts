import type * as z from "zod";
import { assignedId, identifier, quantity, size, sizeOrZero } from "../../../provider/api/values";

const taken = (schema: z.ZodType, value: unknown) => schema.safeParse(value).data;

test.each(["0f3cb1d8-3d4f-4f43-8f3b-2a6b3f6f6a11", "42", 42])("%p is the id of a server", (id) => {
    expect(taken(assignedId, id)).toBe(String(id));
});

test.each(["", ".", "..", "../flavors/1", "a?b", "a#b", "%2e", "a b", "\u001b[2J", "x".repeat(256), null, true])(
    "%p is not the id of a server",
    (id) => {
        expect(taken(assignedId, id)).toBeUndefined();
    },
);

test("users name flavors and keypairs as they like, but not with nothing, with controls or without end", () => {
    expect([".", "..", "a b/c", "x".repeat(255)].map((id) => taken(identifier, id))).not.toContain(undefined);
    for (const id of ["", "a\u0000", "\u009b", "x".repeat(2_000)]) {
        expect(taken(identifier, id)).toBeUndefined();
    }
});

test("a number is finite, and a size is whole and not below 0", () => {
    expect(["1.5", "-1", 2].map((value) => taken(quantity, value))).toEqual([1.5, -1, 2]);
    expect(["9".repeat(400), JSON.parse("1e999")].map((value) => taken(quantity, value))).toEqual([
        undefined,
        undefined,
    ]);
    expect([0, "20", 2 ** 53, 0.5, -1].map((value) => taken(size, value))).toEqual([
        0,
        20,
        undefined,
        undefined,
        undefined,
    ]);
    expect([null, undefined, "", 512, -1].map((value) => taken(sizeOrZero, value))).toEqual([0, 0, 0, 512, undefined]);
});
