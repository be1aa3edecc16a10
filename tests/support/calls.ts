/**
 * Makes calls of the provider comparable: values that always differ between two stacks on two clouds get the same
 * placeholder in both. Ids and generated names are numbered by their first appearance, so that they can be told apart.
 * Times and addresses are not numbered. Nothing else is changed.
 */
import groupBy from "lodash/groupBy";
import sortBy from "lodash/sortBy";
import { UNKNOWN } from "../../provider/arguments/unknown";
import type { Call } from "./engine";
import { type Bag, declarationIn, PROVIDER } from "./wire";

/** The calls in comparable form. */
export interface Account {
    /** By resource, because the engine takes independent resources in any order. */
    calls: Record<string, { method: Call["method"]; args: unknown }[]>;
    /** The calls of a dependent pair, in order: `{ "deploy, web": ["deploy create", "web check"] }`. */
    order: Record<string, string[]>;
}

/** Two resources of which one depends on the other. */
export type Link = readonly [string, string];

/** Compares a real stack and a simulated one that run the same commands. Numbers stay the same in all commands. */
export class Comparison {
    private readonly real: Teller;
    private readonly played = new Teller(PROVIDER);

    /** @param first the calls of one command of the real stack, which all have the same `__provider` */
    constructor(first: readonly Call[]) {
        this.real = new Teller(first.map(propertiesIn)[0]?.__provider);
    }

    /** The same command in both. Omit the links for a refresh, which takes all resources at once. */
    of(real: readonly Call[], played: readonly Call[], links?: readonly Link[]): [real: Account, played: Account] {
        return [this.real.account(real, links), this.played.account(played, links)];
    }
}

/** The values that get placeholders, and whether these are numbered. The first match counts. */
const NATURE: readonly [what: string, pattern: RegExp, numbered: boolean][] = [
    ["sealed", /\bsealed:[A-Za-z0-9+/]+=*/, true],
    ["key", /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=/, true],
    ["id", /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/, true],
    ["host", /\b[0-9a-f]{56}\b/, true],
    ["hex", /\b[0-9a-f]{32}\b/, true],
    ["suffix", /(?<=\w-)[0-9a-f]{7}\b/, true],
    ["time", /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/, false],
    ["mac", /\bfa:16:3e(?::[0-9a-f]{2}){3}\b/, false],
    ["cloud", /http:\/\/127\.0\.0\.1:\d+/, false],
    ["address", /\b(?:10\.20|203\.0\.113)(?:\.\d{1,3})+\b/, false],
    ["stack", /urn:pulumi:\w+::\w+(?=::)/, false],
];

const ANY = new RegExp(NATURE.map(([, pattern]) => `(${pattern.source})`).join("|"), "g");

/** The placeholders of one stack on one cloud. */
class Teller {
    private readonly numbers = new Map<string, string>();

    constructor(
        /** The value of `__provider` in its resources. */
        private readonly provider: unknown,
    ) {}

    account(calls: readonly Call[], links?: readonly Link[]): Account {
        // A refresh also takes, at once, resources of the same name that are still to be deleted.
        const sorted = links === undefined ? sortBy(calls, ({ args: [id] }) => this.numberOf(id)) : calls;
        const resources = groupBy(sorted, resourceOf);
        // In the same order for both, or the numbers would differ.
        const names = Object.keys(resources).sort();
        return {
            calls: Object.fromEntries(
                names.map((name) => [
                    name,
                    (resources[name] ?? []).map(({ method, args }) => ({ method, args: this.normal(args) })),
                ]),
            ),
            order: Object.fromEntries((links ?? []).map((link) => [link.join(", "), between(calls, link)])),
        };
    }

    private numberOf(id: unknown): number {
        return [...this.numbers.keys()].indexOf(String(id));
    }

    private normal(value: unknown, key?: string): unknown {
        if (typeof value === "string") {
            return key === "__provider" && value === this.provider ? "(the provider)" : this.named(value);
        }
        if (Array.isArray(value)) {
            return value.map((one) => this.normal(one));
        }
        if (typeof value === "object" && value !== null) {
            const entries = sortBy(Object.entries(value), ([name]) => name);
            return Object.fromEntries(entries.map(([name, inner]) => [this.named(name), this.normal(inner, name)]));
        }
        return value;
    }

    private named(text: string): string {
        return text.replace(ANY, (found, ...groups: (string | undefined)[]) => {
            const [what, , numbered] = NATURE[groups.findIndex((group) => group !== undefined)] ?? [];
            if (found === UNKNOWN || what === undefined) {
                return found;
            }
            if (numbered !== true) {
                return `(${what})`;
            }
            const number = this.numbers.get(found) ?? `(${what} ${this.numbers.size + 1})`;
            this.numbers.set(found, number);
            return number;
        });
    }
}

function between(calls: readonly Call[], link: Link): string[] {
    return calls.filter((call) => link.includes(resourceOf(call))).map(nameOf);
}

/** For example `web create`. */
export function nameOf(call: Call): string {
    return `${resourceOf(call)} ${call.method}`;
}

function resourceOf(call: Call): string {
    const { name } = declarationIn(propertiesIn(call));
    if (typeof name !== "string") {
        throw new TypeError(`a call without a resource: ${JSON.stringify(call)}`);
    }
    return name;
}

/** The last argument of a call is a bag that names its resource. */
function propertiesIn({ args }: Call): Bag {
    return args.at(-1) as Bag;
}
