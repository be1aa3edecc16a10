/** The options of `npm run bench`. */
import { parseArgs } from "node:util";
import { RELEASE_NAMES, type Release } from "../tools/openstack/index";

export interface BenchOptions {
    /** The real one to measure on; left out: the embedded cloud. */
    openstack?: Release;
    /** Beside Terraform and its OpenStack provider. */
    terraform: boolean;
    sizes: number[];
    runs: number;
    parallel: number;
    json: string;
    /** Writes the tables into docs/performance.md. */
    docs: boolean;
}

export const USAGE = `npm run bench -- [options]
  --openstack latest        on the real OpenStack of that release (${RELEASE_NAMES.join(" or ")}), instead of on the embedded cloud
  --terraform               there, beside terraform and its OpenStack provider
  --sizes 10,100,400,1000   how many servers; on a real OpenStack 1,10,30, and 20 that take 12 s to boot
  --runs 3                  how often each is measured
  --parallel 64             how many operations Pulumi runs at once
  --json FILE               where the figures go (.work/bench.json)
  --docs                    write the tables into docs/performance.md`;

export class UsageError extends Error {}

export function readOptions(argv: readonly string[]): BenchOptions | "help" {
    const { values } = parseArgs({
        args: [...argv],
        options: {
            openstack: { type: "string" },
            terraform: { type: "boolean", default: false },
            sizes: { type: "string" },
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
    const openstack = RELEASE_NAMES.find((name) => name === values.openstack);
    if (openstack !== values.openstack) {
        throw new UsageError(`--openstack ${values.openstack}: expected ${RELEASE_NAMES.join(" or ")}`);
    }
    if (values.terraform && openstack === undefined) {
        throw new UsageError("--terraform is for a real OpenStack: --openstack latest");
    }
    const sizes = values.sizes ?? (openstack === undefined ? "10,100,400,1000" : "1,10,30");
    return {
        ...(openstack === undefined ? {} : { openstack }),
        terraform: values.terraform,
        sizes: sizes.split(",").map((size) => count("--sizes", size)),
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
