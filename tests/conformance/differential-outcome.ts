/**
 * What is compared of an answer: its status, the kind of fault, the shape of the body, and, apart from these, the words
 * of a fault. Ids differ from cloud to cloud, so that known ones are told by name and the others by kind.
 */

import uniq from "lodash/uniq";

/** An answer without what differs from cloud to cloud. */
export interface Outcome {
    readonly status: number;
    /** The key of a fault's body: `itemNotFound`. */
    readonly fault?: string;
    /** The words of a fault. */
    readonly message?: string;
    /** Each place in the body with the types that stand there: see {@link shapeOf}. Empty for a body that is usual for a fault. */
    readonly shape: readonly string[];
}

/** How two outcomes differ. */
export type Aspect = "status" | "fault" | "shape" | "message";

export interface Difference {
    readonly aspect: Aspect;
    /** `status: 404 instead of 400`. */
    readonly text: string;
}

/** Reads an answer. `known` are the ids of this cloud, by their names in the cases. */
export function outcomeOf(answer: { status: number; body: unknown }, known: ReadonlyMap<string, string>): Outcome {
    const { status, body } = answer;
    const fault = status >= 400 ? faultIn(body) : undefined;
    if (fault === undefined) {
        return { status, shape: body === undefined ? [] : shapeOf(body, known) };
    }
    return { status, fault: fault.kind, message: shortened(anonymous(fault.message, known)), shape: fault.extra };
}

/** What of `actual` is not as in `expected`. Two faults of another kind differ in their words too; that is not told. */
export function differencesBetween(expected: Outcome, actual: Outcome): Difference[] {
    const found: Difference[] = [];
    const compare = (aspect: Aspect, wanted: unknown, got: unknown) => {
        if (wanted !== got) {
            found.push({ aspect, text: `${aspect}: ${got ?? "none"} instead of ${wanted ?? "none"}` });
        }
    };
    compare("status", expected.status, actual.status);
    compare("fault", expected.fault, actual.fault);
    if (found.length > 0) {
        const words = [actual.message, expected.message].map((message) => message ?? "no message");
        return found.map(({ aspect, text }) => ({ aspect, text: `${text} (${words.join(" instead of ")})` }));
    }
    const [wanted, got] = [expected, actual].map(({ shape }) => shape.map(withoutOwnKeys));
    const missing = uniq(wanted).filter((line) => !got?.includes(line));
    const additional = uniq(got).filter((line) => !wanted?.includes(line));
    for (const line of missing) {
        found.push({ aspect: "shape", text: `shape: lacks ${line}` });
    }
    for (const line of additional) {
        found.push({ aspect: "shape", text: `shape: has ${line}` });
    }
    compare("message", expected.message, actual.message);
    return found;
}

/**
 * In a list stand others' records too (on a real cloud those of scenarios that run at the same time), and which keys
 * their users gave to a free map is no part of a shape: `flavors[].extra_specs.a:b?` is `flavors[].extra_specs.*`.
 */
function withoutOwnKeys(line: string): string {
    return line.replace(/(\[\]\.(?:extra_specs|metadata))\..+ (\S+)$/, "$1.* $2");
}

/** What stands at one place of a body, or at all places of an array taken together. */
interface Node {
    readonly types: Set<string>;
    readonly keys: Map<string, Node>;
    elements: Node | undefined;
    /** How many values were looked at, and how many of them were objects. */
    values: number;
    objects: number;
}

/**
 * The shape of a body, a line for each place, sorted: `servers[].image.id string`. The elements of an array are taken
 * together: a key that some of them lack has a `?`, types that differ are joined by `|`.
 */
export function shapeOf(body: unknown, known: ReadonlyMap<string, string> = new Map()): string[] {
    const root = newNode();
    look(root, body, known);
    return lines(root, "").sort();
}

function newNode(): Node {
    return { types: new Set(), keys: new Map(), elements: undefined, values: 0, objects: 0 };
}

function look(node: Node, value: unknown, known: ReadonlyMap<string, string>): void {
    node.values += 1;
    if (Array.isArray(value)) {
        node.types.add("array");
        for (const element of value) {
            node.elements ??= newNode();
            look(node.elements, element, known);
        }
    } else if (typeof value === "object" && value !== null) {
        node.types.add("object");
        node.objects += 1;
        for (const [key, item] of Object.entries(value)) {
            const name = anonymous(key, known);
            const child = node.keys.get(name) ?? newNode();
            node.keys.set(name, child);
            look(child, item, known);
        }
    } else {
        node.types.add(value === null ? "null" : typeof value);
    }
}

function lines(node: Node, path: string): string[] {
    const below = [...node.keys].flatMap(([key, child]) => {
        const optional = child.values < node.objects ? "?" : "";
        return lines(child, `${path === "" ? key : `${path}.${key}`}${optional}`);
    });
    const inside = node.elements === undefined ? [] : lines(node.elements, `${path}[]`);
    const types = [...node.types].sort().join("|");
    // An object says what it is by its keys, an array by its elements.
    const plain = (types === "object" && below.length > 0) || (types === "array" && inside.length > 0);
    return [...(plain ? [] : [`${path} ${types}`.trim()]), ...below, ...inside];
}

interface Fault {
    kind: string;
    message: string;
    /** The shape, where there is more or less in it than a code and a message. */
    extra: string[];
}

/** Nova's faults have one key, the kind; what no service of Nova's answered has the message at its top. */
function faultIn(body: unknown): Fault | undefined {
    if (typeof body !== "object" || body === null) {
        return undefined;
    }
    const [[kind, inner] = ["", undefined]] = Object.entries(body);
    if (typeof inner !== "object" || inner === null || !("message" in inner) || typeof inner.message !== "string") {
        return undefined;
    }
    const shape = shapeOf(inner);
    const usual = shape.join() === "code number,message string" && Object.keys(body).length === 1;
    return { kind, message: inner.message, extra: usual ? [] : shape };
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** A text with names instead of ids: `Instance $active could not be found.` */
export function anonymous(text: string, known: ReadonlyMap<string, string>): string {
    let result = text;
    for (const [name, id] of [...known].sort((a, b) => b[1].length - a[1].length)) {
        // A short id ("1") stands for other things too.
        result = id.length < 6 ? result : result.replaceAll(id, `$${name}`);
    }
    return result
        .replace(/req-[0-9a-f-]{36}/g, "$request")
        .replace(UUID, "$uuid")
        .replace(/\b[0-9a-f]{32}\b/g, "$hex")
        .replace(/\nNeutron server returns request_ids: .*$/, "")
        .replace(/(is not one of )\[([^\]]*)\]/g, (_, words: string, list: string) => `${words}[${sorted(list)}]`)
        .replace(/already used \d+ of \d+/g, "already used N of N");
}

/** Nova repeats what it was sent; the ends of that are enough. */
function shortened(text: string): string {
    return text.length <= 300 ? text : `${text.slice(0, 150)} … ${text.slice(-100)}`;
}

/** Some of Nova's lists are sets, in another order with each start. */
function sorted(list: string): string {
    return list.split(", ").sort().join(", ");
}
