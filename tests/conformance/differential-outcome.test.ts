import { anonymous, differencesBetween, type Outcome, outcomeOf, shapeOf } from "./differential-outcome";

const known = new Map([
    ["server", "0b4f0000-0000-4000-8000-000000000001"],
    ["tiny", "1"],
]);

describe("a shape", () => {
    test("has a line for each place, with the type that stands there", () => {
        expect(shapeOf({ server: { id: "x", tags: [], image: null, size: 1, links: [{ href: "y" }] } })).toEqual([
            "server.id string",
            "server.image null",
            "server.links[].href string",
            "server.size number",
            "server.tags array",
        ]);
    });

    test("takes the elements of an array together", () => {
        expect(shapeOf([{ a: 1 }, { a: null, b: {} }])).toEqual(["[].a null|number", "[].b? object"]);
    });

    test("names keys that are ids", () => {
        expect(shapeOf({ "0b4f0000-0000-4000-8000-000000000001": 1 }, known)).toEqual(["$server number"]);
    });

    test("of a text or of nothing is its type", () => {
        expect(shapeOf("text")).toEqual(["string"]);
        expect(shapeOf({})).toEqual(["object"]);
    });
});

describe("an outcome", () => {
    test("of a fault has its kind and its words, and no usual shape", () => {
        const body = { itemNotFound: { code: 404, message: "Instance 0b4f0000-0000-4000-8000-000000000001 is not." } };
        expect(outcomeOf({ status: 404, body }, known)).toEqual({
            status: 404,
            fault: "itemNotFound",
            message: "Instance $server is not.",
            shape: [],
        });
    });

    test("of an unusual fault tells what else is in it", () => {
        const body = { overLimit: { code: 413, message: "Slow.", retryAfter: "3" } };
        expect(outcomeOf({ status: 413, body }, known).shape).toContain("retryAfter string");
    });

    test("of an error that is no fault has the shape of its body", () => {
        const body = { message: "No.", code: "404 Not Found", title: "Not Found" };
        expect(outcomeOf({ status: 404, body }, known)).toEqual({
            status: 404,
            shape: ["code string", "message string", "title string"],
        });
    });

    test("without a body has no shape", () => {
        expect(outcomeOf({ status: 204, body: undefined }, known)).toEqual({ status: 204, shape: [] });
    });
});

test("words lose ids, request ids and counts, and keep short names", () => {
    expect(
        anonymous(
            "1 of 0b4f0000-0000-4000-8000-000000000001, ffffffff-ffff-4fff-8fff-ffffffffffff, req-0b4f0000-0000-4000-8000-000000000002, already used 3 of 10",
            known,
        ),
    ).toBe("1 of $server, $uuid, $request, already used N of N");
    expect(anonymous("'x' is not one of ['b', 'a']", known)).toBe("'x' is not one of ['a', 'b']");
});

describe("a difference", () => {
    const fault: Outcome = { status: 404, fault: "itemNotFound", message: "Gone.", shape: [] };

    test("is none between equal outcomes", () => {
        expect(differencesBetween(fault, { ...fault })).toEqual([]);
    });

    test("of status and fault is told with the words, and hides the rest", () => {
        const other: Outcome = { status: 400, fault: "badRequest", message: "No.", shape: ["a string"] };
        expect(differencesBetween(fault, other)).toEqual([
            { aspect: "status", text: "status: 400 instead of 404 (No. instead of Gone.)" },
            { aspect: "fault", text: "fault: badRequest instead of itemNotFound (No. instead of Gone.)" },
        ]);
    });

    test("of words alone is one of its own kind", () => {
        expect(differencesBetween(fault, { ...fault, message: "Away." })).toEqual([
            { aspect: "message", text: "message: Away. instead of Gone." },
        ]);
    });

    test("of shape is told place by place", () => {
        const expected: Outcome = { status: 200, shape: ["a string", "b number"] };
        expect(differencesBetween(expected, { status: 200, shape: ["a null", "b number"] })).toEqual([
            { aspect: "shape", text: "shape: lacks a string" },
            { aspect: "shape", text: "shape: has a null" },
        ]);
    });
});

test("the keys of a free map in a list, which others' records have too, are no difference; their types are", () => {
    const listed = (specs: object) =>
        outcomeOf({ status: 200, body: { flavors: [{ extra_specs: specs }] } }, new Map());
    const recorded = listed({ "a:b": "c", "hw:cpu_policy": "shared" });
    expect(differencesBetween(recorded, listed({ ":category": "x" }))).toEqual([]);
    expect(differencesBetween(recorded, listed({ ":category": 1 }))).toEqual([
        { aspect: "shape", text: "shape: lacks flavors[].extra_specs.* string" },
        { aspect: "shape", text: "shape: has flavors[].extra_specs.* number" },
    ]);
});
