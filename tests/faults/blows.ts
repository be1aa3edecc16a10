/** What can happen to a request, by name; and what is to happen at each point of an operation. */
import type { Point } from "./point";
import { type Blow, PATIENCE, type Strike } from "./world";

interface Kind {
    readonly name: string;
    readonly blow: Blow;
    /** Only where the cloud acts: a read that was done and one that was not are the same to everybody. */
    readonly writesOnly?: true;
    /** Also on the request and all like it from there on, until the operation has ended: at the first look of a wait. */
    readonly also?: "each time";
}

/** Longer than the provider waits for an answer. */
const LATE = (PATIENCE + 10) * 1000;

const KINDS: readonly Kind[] = [
    { name: "a reset before the cloud acts", blow: { kind: "drop", when: "before" }, also: "each time" },
    { name: "a reset after the cloud acted", blow: { kind: "drop", when: "after" }, also: "each time" },
    { name: "500", blow: { kind: "answer", when: "before", status: 500 }, also: "each time" },
    { name: "500 after the cloud acted", blow: { kind: "answer", when: "after", status: 500 }, writesOnly: true },
    { name: "503", blow: { kind: "answer", when: "before", status: 503 }, also: "each time" },
    { name: "413 with Retry-After", blow: { kind: "answer", when: "before", status: 413, retryAfter: "2" } },
    { name: "429 with Retry-After", blow: { kind: "answer", when: "before", status: 429, retryAfter: "2" } },
    { name: "401", blow: { kind: "answer", when: "before", status: 401 }, also: "each time" },
    { name: "a malformed body", blow: { kind: "malformed" }, also: "each time" },
    { name: "no answer in time, and nothing done", blow: { kind: "hang", when: "before" } },
    { name: "no answer in time, though it was done", blow: { kind: "hang", when: "after" }, writesOnly: true },
    { name: "no answer in time, and done later", blow: { kind: "delay", milliseconds: LATE }, writesOnly: true },
    { name: "a kill before the cloud acts", blow: { kind: "kill", when: "before" } },
    { name: "a kill after the cloud acted", blow: { kind: "kill", when: "after" }, writesOnly: true },
];

/** By their names. */
export const BLOWS: Readonly<Record<string, Blow>> = Object.fromEntries(KINDS.map(({ name, blow }) => [name, blow]));

/** Of these names: what leaves a thing that is being made unknown to the state. */
export const LOSES = /kill|after|malformed|no answer|reset/;

export interface NamedStrike extends Strike {
    /** `POST /servers (1): a reset before the cloud acts` */
    readonly name: string;
}

/** All that can strike at the points of an operation's requests and of its steps on hypervisors. */
export function strikesAt(requests: readonly Point[], steps: readonly Point[]): NamedStrike[] {
    return [
        ...requests.flatMap((point) => KINDS.flatMap((kind) => strikesOf(kind, point))),
        ...steps.map((point) => ({ name: nameOf(point, "the step fails"), point, blow: { kind: "fail" } as const })),
    ];
}

function strikesOf({ name, blow, writesOnly, also }: Kind, point: Point): NamedStrike[] {
    if (writesOnly && point.key.startsWith("GET ")) {
        return [];
    }
    const strike = { name: nameOf(point, name), point, blow, late: blow.kind === "delay" };
    return also === undefined || point.later === true
        ? [strike]
        : [strike, { ...strike, name: `${strike.name}, ${also}`, always: true }];
}

function nameOf({ key, nth }: Point, what: string): string {
    return `${key} (${nth + 1}): ${what}`;
}
