/** The command line of `npm run fuzz`. */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { RELEASE_NAMES, type Release } from "../openstack/index";

export interface FuzzOptions {
    /** The real one to play on; left out: the embedded cloud. */
    openstack?: Release;
    runs: number;
    seed: number;
    parallel: number;
    /** Only these kinds of resource. */
    kinds?: string;
}

export const USAGE = `npm run fuzz -- [options]
  --openstack latest   run on a real OpenStack (${RELEASE_NAMES.join(" or ")}) instead of the embedded cloud
  --runs 2000          how many cases; each creates a resource, changes it and deletes it
  --seed N             the seed of the random numbers (default: another one each time)
  --parallel 6         how many cases at a time
  --kinds Server,...   only these kinds of resource`;

/** The command line is wrong. The message says why. */
export class UsageError extends Error {
    override readonly name = "UsageError";
}

export function readOptions(argv: readonly string[]): FuzzOptions | "help" {
    const { values } = parse(argv);
    if (values.help) {
        return "help";
    }
    const openstack = RELEASE_NAMES.find((name) => name === values.openstack);
    if (openstack !== values.openstack) {
        throw new UsageError(`--openstack ${values.openstack}: expected ${RELEASE_NAMES.join(" or ")}`);
    }
    return {
        openstack,
        runs: wholeNumber("--runs", values.runs, 1),
        seed: values.seed === undefined ? randomInt(2 ** 31) : wholeNumber("--seed", values.seed, 0),
        parallel: wholeNumber("--parallel", values.parallel, 1),
        kinds: values.kinds,
    };
}

function parse(argv: readonly string[]) {
    try {
        return parseArgs({
            args: [...argv],
            options: {
                openstack: { type: "string" },
                runs: { type: "string", default: "2000" },
                seed: { type: "string" },
                parallel: { type: "string", default: "6" },
                kinds: { type: "string" },
                help: { type: "boolean", default: false },
            },
        });
    } catch (error) {
        throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
    }
}

function wholeNumber(option: string, text: string, least: number): number {
    const number = Number(text);
    if (!Number.isSafeInteger(number) || number < least) {
        throw new UsageError(`${option} ${text}: expected a whole number from ${least} on`);
    }
    return number;
}
