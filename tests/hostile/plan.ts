/** Which answer of which operation is spoilt, and how: evenly over all of them, and the same in each run. */
import type { Json } from "../../emulator/http/json";
import type { Operation } from "../faults/operation";
import { connects } from "../faults/point";
import type { Spoil } from "../support/spoil";
import type { Assault, Heard } from "./assail";
import { type Field, fieldsOf, spoilsOf } from "./fields";
import { isList, pageSpoils } from "./pages";
import { CONTENTS, makeBomb, WIRES } from "./wires";

/** An operation's answers as they are. */
export interface Recorded {
    readonly operation: Operation;
    readonly heard: readonly Heard[];
}

export interface Case extends Assault {
    readonly operation: Operation;
}

/** What is common to all answers of a kind: an operation's title says of which there are some. */
interface Kind<T> {
    readonly key: string;
    readonly of: T;
    readonly operations: Operation[];
}

/** Everything is tried with `HOSTILE=all`, else every so-manieth. */
const isAll = process.env.HOSTILE === "all";

export interface Plan {
    readonly cases: readonly Case[];
    /** How many there are in all. */
    readonly all: number;
}

/** Each field of each kind of answer, with each of what may stand in its place. */
export function fieldCases(recorded: readonly Recorded[], every: number): Plan {
    const kinds = kindsIn(recorded, ({ key, text }) =>
        text === "" ? [] : fieldsOf(JSON.parse(text) as Json).map((field) => [`${key} ${field.path.join(".")}`, field]),
    );
    return plan(kinds, (field: Field) => spoilsOf(field), every);
}

/** Each kind of answer, with each of what may become of any. */
export function answerCases(recorded: readonly Recorded[], every: number): Plan {
    makeBomb();
    const kinds = kindsIn(recorded, ({ key, text }) => {
        const list = text !== "" && key.startsWith("GET ") && isList(JSON.parse(text) as Json);
        return [[key, list ? "list" : "other"]];
    });
    return plan(kinds, (of) => [...WIRES, ...CONTENTS, ...(of === "list" ? pageSpoils() : [])], every);
}

function kindsIn<T>(recorded: readonly Recorded[], of: (heard: Heard) => readonly (readonly [string, T])[]): Kind<T>[] {
    const kinds = new Map<string, Kind<T>>();
    for (const { operation, heard } of recorded) {
        for (const one of heard) {
            if (connects(one) && operation.connects !== true) {
                continue;
            }
            for (const [id, value] of of(one)) {
                const kind = kinds.get(id) ?? { key: one.key, of: value, operations: [] };
                kinds.set(id, kind);
                if (!kind.operations.includes(operation)) {
                    kind.operations.push(operation);
                }
            }
        }
    }
    return [...kinds.values()];
}

function plan<T>(kinds: readonly Kind<T>[], spoilsOfKind: (of: T) => readonly Spoil[], every: number): Plan {
    const cases = kinds.flatMap(({ key, of, operations }, at) =>
        spoilsOfKind(of).flatMap((spoil, nth): (Case & { chosen: boolean })[] => {
            const operation = operations[(at + nth) % operations.length];
            if (operation === undefined) {
                return [];
            }
            // Each kind has its turn of each spoil, another one for the next kind.
            const chosen = isAll || (at + nth) % every === 0;
            const logged = Math.floor((at + nth) / every) % 2 === 0;
            return [{ operation, point: { key, nth: 0 }, spoil, logged, chosen }];
        }),
    );
    return { cases: cases.filter(({ chosen }) => chosen), all: cases.length };
}
