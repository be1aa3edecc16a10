/** Each field of an answer, and what may stand in its place: null, nothing, another type, or what no cloud means. */
import { isObject, type Json } from "../../emulator/http/json";
import type { Delivered, Spoil } from "../support/spoil";

/** Names of keys; `[]` is each entry of a list. The empty path is the body itself. */
export type Path = readonly string[];

const EACH = "[]";

/** Spelt as a number that JSON has and JavaScript does not. */
const BEYOND = "\u{e000}beyond";

type Change = readonly [name: string, change: (value: Json) => Json | undefined];

const to = (name: string, value: Json): Change => [name, () => value];

/** Only where the text looks like this: elsewhere it is a text as good as any, and nobody can tell that it is not true. */
const of = (like: RegExp, name: string, text: string): Change => [
    name,
    (value) => (typeof value === "string" && like.test(value) ? text : value),
];

/** Under keys that every object has already. */
const KEYS: Change = [
    "one with keys of every object",
    (value) =>
        isObject(value) ? { ...value, ...(JSON.parse('{"__proto__": {}, "constructor": 1}') as object) } : value,
];

const ANY: readonly Change[] = [to("null", null), ["left out", () => undefined]];

const NO_SCALAR: readonly Change[] = [to("a list", []), to("an object", {})];

const BY_TYPE = {
    string: [
        to("a number", 7),
        to("true", true),
        ...NO_SCALAR,
        to("an empty text", ""),
        to("two dots", ".."),
        to("a path", "../../flavors/1?x=%2f#y"),
        to("control characters", "\u001b[31m\u0000\r\n\u202e"),
        to("a long text", "x<".repeat(50_000)),
        of(/^\d{4}-\d\d-\d\dT/, "no time", "9999-99-99T99:99:99Z"),
        of(/^\d+(\.\d+)?$/, "beyond all numbers", "9".repeat(400)),
    ],
    number: [
        to("a text", "x"),
        to("true", true),
        ...NO_SCALAR,
        to("a negative number", -1),
        to("a fraction", 0.5),
        to("beyond all numbers", BEYOND),
        to("a number that is not exact", 2 ** 60),
    ],
    boolean: [to("a text", "x"), to("a number", 2), ...NO_SCALAR],
    null: [to("a number", 7), to("a text", "x"), to("true", true), ...NO_SCALAR],
    list: [
        to("an object", {}),
        to("a text", "x"),
        to("a number", 7),
        to("a list of null", [null]),
        to("a list of lists", [[]]),
        ["each entry twice", (value) => (Array.isArray(value) ? [...value, ...value] : value)],
        [
            "100,000 entries",
            (value) =>
                Array.isArray(value) ? Array.from({ length: mostOf(value[0] ?? null) }, () => value[0] ?? null) : value,
        ],
    ],
    object: [to("a list", []), to("a text", "x"), to("a number", 7), to("an empty object", {}), to("true", true), KEYS],
} as const satisfies Record<string, readonly Change[]>;

/** So many that the answer stays within what the provider takes of one. */
function mostOf(entry: Json): number {
    return Math.min(100_000, Math.floor(20_000_000 / JSON.stringify(entry).length));
}

type TypeName = keyof typeof BY_TYPE;

/** A field of a kind of answer, and of which type it was seen. */
export interface Field {
    readonly path: Path;
    readonly type: TypeName;
}

/** Every field of a body, each once. */
export function fieldsOf(body: Json): Field[] {
    const found = new Map<string, Field>();
    visit(body, [], (field) => found.set(JSON.stringify(field.path), field));
    return [...found.values()];
}

function visit(value: Json, path: Path, see: (field: Field) => void): void {
    see({ path, type: typeOf(value) });
    if (Array.isArray(value)) {
        for (const item of value) {
            visit(item, [...path, EACH], see);
        }
    } else if (isObject(value)) {
        for (const [key, item] of Object.entries(value)) {
            visit(item, [...path, key], see);
        }
    }
}

function typeOf(value: Json): TypeName {
    if (value === null) {
        return "null";
    }
    const type = Array.isArray(value) ? "list" : typeof value;
    return type as TypeName;
}

/** What may become of a field, each as a spoil of the answer that has it. */
export function spoilsOf({ path, type }: Field): Spoil[] {
    const own = type === "null" ? BY_TYPE.null : [...ANY, ...BY_TYPE[type]];
    return own.map(([name, change]) => ({
        name: `${path.join(".").replaceAll(".[]", "[]") || "the body"} is ${name}`,
        answer: (delivered) => changed(delivered, path, change),
    }));
}

function changed(delivered: Delivered, path: Path, change: Change[1]): Delivered {
    if (delivered.text === "") {
        return delivered;
    }
    const body = replaced(JSON.parse(delivered.text) as Json, path, change);
    return { ...delivered, text: (JSON.stringify(body) ?? "").replaceAll(JSON.stringify(BEYOND), "1e999") };
}

function replaced(value: Json, path: Path, change: Change[1]): Json | undefined {
    const [key, ...rest] = path;
    if (key === undefined) {
        return change(value);
    }
    if (key === EACH) {
        return Array.isArray(value)
            ? value.flatMap((item) => {
                  const next = replaced(item, rest, change);
                  return next === undefined ? [] : [next];
              })
            : value;
    }
    if (!isObject(value) || !Object.hasOwn(value, key)) {
        return value;
    }
    return Object.fromEntries(
        Object.entries(value).flatMap(([name, item]) => {
            const next = name === key ? replaced(item, rest, change) : item;
            return next === undefined ? [] : [[name, next]];
        }),
    );
}
