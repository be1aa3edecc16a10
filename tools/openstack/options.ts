/** The command line of `npm run openstack`. */
import { parseArgs } from "node:util";
import { isRelease, RELEASE_NAMES, type Release } from "./releases";

export const USAGE = `Runs a real OpenStack on this machine, with fake hypervisors, for tests.

usage: npm run openstack -- start  [--release zed|latest] [--wipe]
       npm run openstack -- stop   [--release zed|latest] [--wipe]
       npm run openstack -- status [--release zed|latest]

start   installs what is missing, starts it, waits until everything is healthy, creates flavors, images, networks and
        users, and writes a clouds.yaml. Without --release: zed. If it is running already, it says so.
stop    stops what start started. Without --release: every release.
status  prints what is running. With --release: exit code 1 if that release is not.

--wipe  deletes servers, images and users: everything except the installed software.

It needs Debian 12 (bookworm), root, 2 cores and 3 GB of memory for each release, and 2 GB of disk.`;

export type Options =
    | { command: "start"; release: Release; wipe: boolean }
    | { command: "stop"; releases: Release[]; wipe: boolean }
    | { command: "status"; releases: Release[]; mustRun: boolean }
    | { command: "help" };

/** The command line is wrong. The message says why. */
export class UsageError extends Error {
    override readonly name = "UsageError";
}

/** Reads the arguments after the program's name. */
export function parseOptions(args: string[]): Options {
    const { positionals, values } = parse(args);
    const [command, ...rest] = positionals;
    if (values.help || command === undefined || command === "help") {
        return { command: "help" };
    }
    if (rest.length > 0) {
        throw new UsageError(`One command at a time: unexpected "${rest.join(" ")}".`);
    }
    const release = values.release === undefined ? undefined : parseRelease(values.release);
    const wipe = values.wipe ?? false;
    switch (command) {
        case "start":
            return { command, release: release ?? "zed", wipe };
        case "stop":
            return { command, releases: release ? [release] : RELEASE_NAMES, wipe };
        case "status":
            if (wipe) {
                throw new UsageError("status changes nothing: use --wipe with start or stop.");
            }
            return { command, releases: release ? [release] : RELEASE_NAMES, mustRun: release !== undefined };
        default:
            throw new UsageError(`There is no command "${command}". The commands are start, stop and status.`);
    }
}

function parse(args: string[]) {
    try {
        return parseArgs({
            args,
            allowPositionals: true,
            options: {
                release: { type: "string" },
                wipe: { type: "boolean" },
                help: { type: "boolean", short: "h" },
            },
        });
    } catch (error) {
        throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
    }
}

function parseRelease(name: string): Release {
    if (!isRelease(name)) {
        throw new UsageError(`--release is ${RELEASE_NAMES.join(" or ")}, not "${name}".`);
    }
    return name;
}
