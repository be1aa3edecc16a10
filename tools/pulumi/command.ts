/**
 * A Pulumi CLI to run programs with: the one on the PATH if it is new enough; otherwise one that is built once, from Go
 * modules, into the user's cache.
 */
import { mkdirSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { cacheFolder } from "../cache";
import { acquireLock } from "../process-lock";
import { buildPulumi, NoPulumiError } from "./build";
import { findProgram, type OnPath, pulumiOnPath } from "./path";
import { BUILT_VERSION, LAUNCHER, OLDEST_VERSION, PROGRAMS, recipeKey } from "./recipe";

/** How to run Pulumi. */
export interface PulumiCommand {
    /** The path of the binary. */
    command: string;
    /** Additions to the environment: a PATH with the CLI's companions, and no telemetry. */
    env: Record<string, string>;
    version: string;
    origin: "path" | "cache";
}

/** What {@link pulumiCommand} uses. Default: this process. */
export interface PulumiCommandOptions {
    env?: NodeJS.ProcessEnv;
    /** Gets the progress of a build, line by line. Default: standard error. */
    progress?: (line: string) => void;
}

/**
 * Finds a Pulumi CLI, or builds one. Two processes that ask at the same time get one build.
 * @throws NoPulumiError if there is none and Go is missing or too old. The message says what to install.
 */
export async function pulumiCommand(options: PulumiCommandOptions = {}): Promise<PulumiCommand> {
    const env = options.env ?? process.env;
    const progress = options.progress ?? ((line: string) => process.stderr.write(`pulumi: ${line}\n`));
    const onPath = await pulumiOnPath(env);
    if (onPath.kind === "usable") {
        return { command: onPath.command, env: settings(env.PATH ?? ""), version: onPath.version, origin: "path" };
    }
    const folder = builtPulumiFolder(env);
    if (!isComplete(folder)) {
        if (onPath.kind === "unusable") {
            progress(onPath.why);
        }
        await build(folder, onPath, env, progress);
    }
    return {
        command: findProgram("pulumi", [folder]) ?? join(folder, "pulumi"),
        env: settings([folder, env.PATH ?? ""].join(delimiter)),
        version: BUILT_VERSION,
        origin: "cache",
    };
}

/** The folder of the built Pulumi in the cache, for each version and recipe. */
export function builtPulumiFolder(env: NodeJS.ProcessEnv): string {
    return join(cacheFolder(env), `pulumi-${BUILT_VERSION}-${recipeKey()}`);
}

function isComplete(folder: string): boolean {
    const names = [...PROGRAMS.map((program) => program.name), LAUNCHER.name];
    return names.every((name) => findProgram(name, [folder]) !== undefined);
}

async function build(
    folder: string,
    onPath: OnPath,
    env: NodeJS.ProcessEnv,
    progress: (line: string) => void,
): Promise<void> {
    mkdirSync(dirname(folder), { recursive: true });
    const lock = await acquireLock(`${folder}.lock`, () =>
        progress("another process is building Pulumi: waiting for it"),
    );
    process.once("exit", lock.release);
    try {
        if (!isComplete(folder)) {
            rmSync(folder, { recursive: true, force: true });
            await buildPulumi(folder, { env, progress });
        }
    } catch (error) {
        if (error instanceof NoPulumiError) {
            const found = onPath.kind === "unusable" ? ` (${onPath.why.replace(/\.$/, "")})` : "";
            throw new NoPulumiError(
                `There is no Pulumi ${OLDEST_VERSION} or later on the PATH${found}, ${error.message}`,
            );
        }
        throw error;
    } finally {
        process.removeListener("exit", lock.release);
        lock.release();
    }
}

function settings(path: string): Record<string, string> {
    return { PATH: path, PULUMI_SKIP_UPDATE_CHECK: "1", PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "1" };
}
