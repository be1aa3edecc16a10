/** The Pulumi on the PATH: whether there is one, and whether it can run this provider's programs. */
import { execFile } from "node:child_process";
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import semver from "semver";
import { OLDEST_VERSION } from "./recipe";

const run = promisify(execFile);

/** The result of the search. */
export type OnPath =
    | { kind: "usable"; command: string; version: string }
    /** It exists but cannot be used. `why` is a sentence for the user. */
    | { kind: "unusable"; command: string; why: string }
    | { kind: "none" };

/** The programs beside `pulumi` that a dynamic provider in Node.js needs. */
const COMPANIONS = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

/** Looks for `pulumi` on the PATH of `env`. The first one is used, as in a shell. */
export async function pulumiOnPath(env: NodeJS.ProcessEnv): Promise<OnPath> {
    const folders = pathFolders(env);
    const command = findProgram("pulumi", folders);
    if (command === undefined) {
        return { kind: "none" };
    }
    let version: string | undefined;
    try {
        const { stdout } = await run(command, ["version"], {
            env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "1" },
            timeout: 30_000,
        });
        version = parseVersion(stdout);
    } catch (error) {
        const reason = error instanceof Error ? error.message.trim() : String(error);
        return { kind: "unusable", command, why: `${command} does not print its version: ${reason}` };
    }
    if (version === undefined) {
        return { kind: "unusable", command, why: `${command} does not print its version.` };
    }
    if (semver.lt(version, OLDEST_VERSION)) {
        return { kind: "unusable", command, why: `${command} is ${version}, older than ${OLDEST_VERSION}.` };
    }
    // The CLI looks for them beside itself, links resolved, and on the PATH.
    const places = [dirname(command), dirname(realpathSync(command)), ...folders];
    const missing = COMPANIONS.filter((name) => findProgram(name, places) === undefined);
    if (missing.length > 0) {
        return { kind: "unusable", command, why: `${command} has no ${missing.join(" and no ")} beside it.` };
    }
    return { kind: "usable", command, version };
}

/**
 * The version in the output of `pulumi version`: `v3.220.0`, perhaps with a suffix of the build, perhaps after
 * warnings.
 */
export function parseVersion(output: string): string | undefined {
    for (const line of output.split("\n")) {
        const version = semver.valid(line.trim());
        if (version !== null) {
            // A pre-release or a local build has the features of its version.
            return semver.coerce(version)?.version;
        }
    }
    return undefined;
}

function pathFolders(env: NodeJS.ProcessEnv): string[] {
    return (env.PATH ?? env.Path ?? "").split(delimiter).filter((folder) => folder !== "");
}

/** The first executable file of that name in the folders. */
export function findProgram(name: string, folders: readonly string[]): string | undefined {
    const endings = process.platform === "win32" ? [".exe", ".cmd"] : [""];
    for (const folder of folders) {
        for (const ending of endings) {
            const file = join(folder, name + ending);
            if (isExecutable(file)) {
                return file;
            }
        }
    }
    return undefined;
}

function isExecutable(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
    } catch {
        // It does not exist, or may not be run. The search continues, as in a shell.
        return false;
    }
}
