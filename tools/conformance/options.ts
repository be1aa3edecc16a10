/** The command line of `npm run test:openstack`. */
import { parseArgs } from "node:util";
import { RELEASE_NAMES, type Release } from "../openstack/index";

export const USAGE = `npm run test:openstack [-- [--release zed|latest|all] [FILE...]]

Runs tests/conformance/ on a real OpenStack: installs it when it is missing, starts it when it does not run, and stops it
again then. It needs what \`npm run openstack\` needs.

--release   zed (default), latest, or all: one after the other
FILE        the beginning of files' names, to run only those: server-life keypair
`;

export interface Options {
    releases: readonly Release[];
    patterns: readonly string[];
}

/** The command line cannot be understood: the message says why. */
export class UsageError extends Error {
    override readonly name = "UsageError";
}

export function parseOptions(args: string[]): Options | "help" {
    const { values, positionals } = parse(args);
    if (values.help) {
        return "help";
    }
    const { release = "zed" } = values;
    const releases = release === "all" ? RELEASE_NAMES : RELEASE_NAMES.filter((name) => name === release);
    if (releases.length === 0) {
        throw new UsageError(`--release is ${RELEASE_NAMES.join(", ")} or all, not "${release}".`);
    }
    return { releases, patterns: positionals };
}

function parse(args: string[]) {
    try {
        return parseArgs({
            args,
            allowPositionals: true,
            options: { release: { type: "string" }, help: { type: "boolean", short: "h" } },
        });
    } catch (error) {
        throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
    }
}
