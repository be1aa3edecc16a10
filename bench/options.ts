/** The options of `npm run bench`. */
import { parseArgs } from "node:util";
import { RELEASE_NAMES, type Release } from "../tools/openstack/index";

export interface BenchOptions {
    /** The release of the real cloud. Default: the embedded cloud. */
    openstack?: Release;
    /** Also measure Terraform and its OpenStack provider. */
    terraform: boolean;
    sizes: Size[];
    /** The highest number of runs of any size. */
    runs: number;
    parallel: number;
    json: string;
    /** Writes the tables into docs/performance.md. */
    docs: boolean;
}

/** A number of servers. */
export interface Size {
    count: number;
    /** Additional seconds of each boot, on a real OpenStack only. */
    boot: number;
    runs: number;
}

/** The default sizes. */
const SIZES = { embedded: "10,100,400,1000", real: "1,10,30,20+12" };

export const USAGE = `npm run bench -- [options]
  --openstack latest        measure on a real OpenStack (${RELEASE_NAMES.join(" or ")}) instead of the embedded cloud
  --terraform               also measure Terraform and its OpenStack provider there
  --sizes ${SIZES.embedded}   how many servers; on a real OpenStack ${SIZES.real}, where +12 makes each boot 12 s longer
  --runs 3                  how often each size is measured; --sizes 10,1000:1 measures one size only once
  --parallel 64             how many operations Pulumi runs at once
  --json FILE               the file for the figures (default: .work/bench.json)
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
    const runs = count("--runs", values.runs);
    const text = values.sizes ?? (openstack === undefined ? SIZES.embedded : SIZES.real);
    const sizes = text.split(",").map((one) => size(one, runs));
    if (openstack === undefined && sizes.some(({ boot }) => boot > 0)) {
        throw new UsageError(`--sizes ${text}: longer boots are for a real OpenStack`);
    }
    return {
        ...(openstack === undefined ? {} : { openstack }),
        terraform: values.terraform,
        sizes,
        runs: Math.max(...sizes.map((one) => one.runs)),
        parallel: count("--parallel", values.parallel),
        json: values.json,
        docs: values.docs,
    };
}

/** `10`, `1000:1` or `20+12:2`. */
function size(text: string, runs: number): Size {
    const [, servers = text, boot, own] = /^(\d+)(?:\+(\d+))?(?::(\d+))?$/.exec(text) ?? [];
    return {
        count: count("--sizes", servers),
        boot: boot === undefined ? 0 : count("--sizes", boot),
        runs: own === undefined ? runs : count("--sizes", own),
    };
}

function count(option: string, text: string): number {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1) {
        throw new UsageError(`${option} ${text}: expected whole numbers above 0`);
    }
    return value;
}
