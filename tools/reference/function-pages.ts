/** Writes docs/reference/: a page for each function, or for the one that finds one thing and the one that finds several. */
import kebabCase from "lodash/kebabCase";
import upperFirst from "lodash/upperFirst";
import type { FunctionKind } from "../../provider/lifecycle/lookup";
import { functions } from "../../provider/resources/registry";
import { NOTE, program, prose } from "./markdown";
import { members } from "./pages";
import { argumentsOfFunction, resultOf } from "./schema";

/** The pages, by their names in docs/reference/. */
export function functionPages(): Map<string, string> {
    return new Map([...pairs()].map(([file, pair]) => [file, page(pair)]));
}

/** The functions, by their pages: the one and its plural together. */
export function pairs(): Map<string, FunctionKind[]> {
    const all = new Map<string, FunctionKind[]>();
    for (const it of functions.values()) {
        const singular = it.name.replace(/s$/, "");
        const file = `${kebabCase(functions.has(singular) ? singular : it.name)}.md`;
        all.set(file, [...(all.get(file) ?? []), it]);
    }
    return all;
}

function page(pair: readonly FunctionKind[]): string {
    return [
        NOTE,
        `# ${pair.map(({ name }) => name).join(" and ")}\n`,
        "Functions ask the cloud whenever the program runs, in a preview too, and change nothing. " +
            "Each has a form that takes outputs as arguments and returns an output: its name with `Output` at the end.\n",
        ...pair.map((it) => section(it, new Set(pair.map(({ name }) => `${upperFirst(name)}Result`)))),
    ].join("\n");
}

function section(it: FunctionKind, already: ReadonlySet<string>): string {
    return [
        `## ${it.name}\n`,
        `${prose(it.about)}\n`,
        program(`import * as compute from "pulumi-openstack-compute";\n\n${it.example}`),
        `### Arguments of ${it.name}\n`,
        members(argumentsOfFunction(it), "input"),
        `### ${upperFirst(it.name)}Result\n`,
        members(resultOf(it), "output", already),
    ].join("\n");
}
