/** A program that changes on the way: told once, as Pulumi runs it and as tests/support/engine.ts takes it. */
import type { Link } from "../support/calls";
import type { Declared } from "../support/engine";
import type { Bag } from "../support/wire";

/** An output of another resource, as an argument. */
export class Ref {
    constructor(
        readonly resource: string,
        readonly output: string,
    ) {}
}

export interface Part {
    kind: string;
    args: Bag;
    /** Names of resources that come first though no argument refers to them: then there is one order only. */
    after?: readonly string[];
    /** In milliseconds. */
    timeouts?: Readonly<Record<string, number>>;
}

/** The resources by their names, in the order of the program. */
export type Program = Readonly<Record<string, Part>>;

/** What becomes of some of them; undefined: the program has it no more. */
export type Change = Readonly<Record<string, Part | undefined>>;

/** The program after a change: what is new comes last. */
export function changed(program: Program, change: Change = {}): Program {
    const all = Object.entries({ ...program, ...change });
    return Object.fromEntries(all.filter((entry): entry is [string, Part] => entry[1] !== undefined));
}

/** Which depends on which. */
export function linksOf(program: Program): Link[] {
    return Object.entries(program).flatMap(([name, { args, after = [] }]) => {
        const refs = Object.values(args).filter((value) => value instanceof Ref);
        return [...refs.map(({ resource }) => resource), ...after].map((above): Link => [above, name]);
    });
}

/** For tests/support/engine.ts. */
export function declared(program: Program): Declared[] {
    return Object.entries(program).map(([name, { kind, args, timeouts }]) => ({
        kind,
        name,
        ...(timeouts === undefined ? {} : { timeouts }),
        args: (stack) =>
            Object.fromEntries(
                Object.entries(args).map(([key, value]) => {
                    if (!(value instanceof Ref)) {
                        return [key, value];
                    }
                    const { id, outs } = stack.resource(value.resource);
                    return [key, value.output === "id" ? id : outs[value.output]];
                }),
            ),
    }));
}

/** For Pulumi: the text of index.js. */
export function written(program: Program): string {
    const made = Object.entries(program).map(([name, { kind, args, after = [], timeouts }]) => {
        const given = Object.entries(args).map(([key, value]) => `${JSON.stringify(key)}: ${inProgram(value)}`);
        const options = [
            `dependsOn: [${after.filter((one) => one in program).map(variable)}]`,
            ...(timeouts === undefined ? [] : [`customTimeouts: ${JSON.stringify(durations(timeouts))}`]),
        ];
        return `${variable(name)} = new compute.${kind}("${name}", { ${given} }, { ${options} });`;
    });
    return ['const compute = require("pulumi-openstack-compute");', "const all = {};", ...made].join("\n");
}

const variable = (name: string): string => `all[${JSON.stringify(name)}]`;

function inProgram(value: unknown): string {
    return value instanceof Ref ? `${variable(value.resource)}.${value.output}` : JSON.stringify(value);
}

function durations(timeouts: Readonly<Record<string, number>>): Record<string, string> {
    const all = Object.entries(timeouts).map(([operation, milliseconds]) => [operation, `${milliseconds / 1000}s`]);
    return Object.fromEntries(all);
}
