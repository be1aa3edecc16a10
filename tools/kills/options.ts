/** The command line of `npm run kills`. */
import { parseArgs } from "node:util";
import { RELEASE_NAMES, type Release } from "../openstack/index";

export const USAGE = `npm run kills [-- options]

Kills the Pulumi CLI (SIGKILL) while it creates, updates, replaces or destroys a stack, runs \`pulumi cancel\` and
\`pulumi up --refresh\`, and compares the cloud with the program and the state.

--openstack latest   run on a real OpenStack (${RELEASE_NAMES.join(" or ")}), in a project of its own
                     (default: the embedded cloud)
--times 50           how many kills
--from 0             the number of the first kill; a number always means the same step and the same moment
--servers 20         how many servers the stack has
--parallel 64        how many operations Pulumi runs at once
`;

export interface Options {
    /** Undefined: the embedded cloud. */
    openstack: Release | undefined;
    times: number;
    from: number;
    servers: number;
    parallel: number;
}

/** The command line is wrong. The message says why. */
export class UsageError extends Error {
    override readonly name = "UsageError";
}

export function parseOptions(args: string[]): Options | "help" {
    const values = parse(args);
    if (values.help) {
        return "help";
    }
    const openstack = RELEASE_NAMES.find((name) => name === values.openstack);
    if (openstack !== values.openstack) {
        throw new UsageError(`--openstack is ${RELEASE_NAMES.join(" or ")}, not "${values.openstack}".`);
    }
    return {
        openstack,
        times: count("times", values.times, 1),
        from: count("from", values.from, 0),
        servers: count("servers", values.servers, 1),
        parallel: count("parallel", values.parallel, 1),
    };
}

function parse(args: string[]) {
    try {
        return parseArgs({
            args,
            options: {
                openstack: { type: "string" },
                times: { type: "string", default: "50" },
                from: { type: "string", default: "0" },
                servers: { type: "string", default: "20" },
                parallel: { type: "string", default: "64" },
                help: { type: "boolean", short: "h" },
            },
        }).values;
    } catch (error) {
        throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
    }
}

function count(name: string, text: string, least: number): number {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least) {
        throw new UsageError(`--${name} is a whole number of at least ${least}, not "${text}".`);
    }
    return value;
}
