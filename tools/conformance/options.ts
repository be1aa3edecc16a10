/** The command line of `npm run test:openstack`. */
import { parseArgs } from "node:util";
import { RELEASE_NAMES, type Release } from "../openstack/index";

export const USAGE = `npm run test:openstack [-- [--release zed|latest|all] [FILE...]]

Runs tests/conformance/ on a real OpenStack. Installs it if it is missing. Starts it if it is not running, and stops it
afterwards. The requirements are those of \`npm run openstack\`.

--release   zed (default), latest, or all: one after the other
FILE        run only files whose names begin with this: server-life keypair
`;

export interface Options {
    releases: readonly Release[];
    patterns: readonly string[];
}

/** The command line is wrong. The message says why. */
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
