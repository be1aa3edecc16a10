/** The options of `npm run bench`. */
import { parseArgs } from "node:util";

export interface BenchOptions {
    sizes: number[];
    runs: number;
    parallel: number;
    json: string;
    /** Writes the tables into docs/performance.md. */
    docs: boolean;
}

export const USAGE = `npm run bench -- [options]
  --sizes 10,100,400,1000   servers on the embedded cloud
  --runs 3                  how often each is measured
  --parallel 64             how many operations Pulumi runs at once
  --json FILE               where the figures go (.work/bench.json)
  --docs                    write the tables into docs/performance.md`;

export class UsageError extends Error {}

export function readOptions(argv: readonly string[]): BenchOptions | "help" {
    const { values } = parseArgs({
        args: [...argv],
        options: {
            sizes: { type: "string", default: "10,100,400,1000" },
            runs: { type: "string", default: "3" },
            parallel: { type: "string", default: "64" },
            json: { type: "string", default: ".work/bench.json" },
            docs: { type: "boolean", default: false },
            help: { type: "boolean", default: false },
        },
    });
    if (values.help) {
        return "help";
    }
    return {
        sizes: values.sizes.split(",").map((size) => count("--sizes", size)),
        runs: count("--runs", values.runs),
        parallel: count("--parallel", values.parallel),
        json: values.json,
        docs: values.docs,
    };
}

function count(option: string, text: string): number {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1) {
        throw new UsageError(`${option} ${text}: expected whole numbers above 0`);
    }
    return value;
}
