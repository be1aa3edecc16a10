/** Builds Pulumi from Go modules into one folder: completely, or not at all. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { hasCode } from "../process-lock";
import {
    BUILT_VERSION,
    GO_SETTINGS,
    LAUNCHER,
    linkerFlags,
    OLDEST_GO,
    PROGRAMS,
    type Program,
    recipeFolder,
} from "./recipe";

/** There is no Pulumi, and it cannot be built here. The message says what to install. */
export class NoPulumiError extends Error {
    override readonly name = "NoPulumiError";
}

/** What a build needs to know. */
export interface BuildOptions {
    /** The environment of the `go` commands. */
    env: NodeJS.ProcessEnv;
    /** Gets one line at a time. */
    progress: (line: string) => void;
    /** Milliseconds between two progress lines. */
    heartbeat?: number;
}

const EXE = process.platform === "win32" ? ".exe" : "";
const SCRIPT = process.platform === "win32" ? ".cmd" : "";
const DAY = 24 * 60 * 60 * 1000;

/** Builds into `target`, which appears when everything is complete. */
export async function buildPulumi(target: string, options: BuildOptions): Promise<void> {
    const { env, progress } = options;
    await checkGo(env);
    mkdirSync(dirname(target), { recursive: true });
    removeLeftovers(dirname(target));
    progress(
        `building Pulumi ${BUILT_VERSION} from Go modules, once: about 3 minutes on 2 cores, ` +
            "2.2 GB of modules and 0.9 GB of build cache below Go's own folders",
    );
    const folder = mkdtempSync(join(dirname(target), ".building-"));
    const removeOnExit = () => rmSync(folder, { recursive: true, force: true });
    process.once("exit", removeOnExit);
    try {
        for (const program of PROGRAMS) {
            await buildProgram(program, join(folder, program.name + EXE), options);
        }
        const module = await go(["list", "-m", "-f", "{{.Dir}}", LAUNCHER.module], LAUNCHER.folder, env);
        const launcher = join(folder, LAUNCHER.name + SCRIPT);
        copyFileSync(join(module.trim(), "nodejs", "dist", LAUNCHER.name + SCRIPT), launcher);
        chmodSync(launcher, 0o755);
        chmodSync(folder, 0o755);
        moveInto(folder, target);
    } finally {
        process.removeListener("exit", removeOnExit);
        removeOnExit();
    }
    progress(`built Pulumi ${BUILT_VERSION} in ${target}`);
}

/** Fails with what to install, if `go` is missing or cannot build the recipe. */
async function checkGo(env: NodeJS.ProcessEnv): Promise<void> {
    try {
        // Run where go.mod is: an older Go either downloads the required one, or says why it does not.
        await go(["env", "GOVERSION"], LAUNCHER.folder, env);
    } catch (error) {
        if (hasCode(error, "ENOENT")) {
            throw new NoPulumiError(`and no Go to build one.\n${whatToInstall()}`);
        }
        const reason = error instanceof Error ? error.message : String(error);
        throw new NoPulumiError(`and the Go that is here cannot build one.\n${reason}\n${whatToInstall()}`);
    }
}

function whatToInstall(): string {
    return (
        "Install Pulumi (https://www.pulumi.com/docs/install/), or " +
        `Go ${OLDEST_GO} or later (https://go.dev/doc/install), and run this again.`
    );
}

/** Builds one program. Reports its progress every few seconds. */
async function buildProgram(program: Program, output: string, options: BuildOptions): Promise<void> {
    const started = Date.now();
    const seen = { downloaded: 0, compiled: 0, latest: "" };
    const say = () => {
        const steps = [`${Math.round((Date.now() - started) / 1000)} s`];
        if (seen.downloaded > 0) {
            steps.push(`${seen.downloaded} modules downloaded`);
        }
        if (seen.compiled > 0) {
            steps.push(`${seen.compiled} of ${program.packages} packages compiled`);
        }
        options.progress(`${program.title}: ${steps.join(", ")}${seen.latest === "" ? "" : ` (${seen.latest})`}`);
    };
    const timer = setInterval(say, options.heartbeat ?? 10_000);
    try {
        const flags = ["-v", "-ldflags", linkerFlags(program), "-o", output];
        await go(["build", ...flags, program.goPackage], program.folder, options.env, (line) => {
            const module = /^go: downloading (\S+)/.exec(line)?.[1];
            if (module !== undefined) {
                seen.downloaded++;
                seen.latest = module;
            } else if (/^[\w./-]+$/.test(line)) {
                seen.compiled++;
                seen.latest = line;
            }
        });
    } finally {
        clearInterval(timer);
    }
    seen.latest = "";
    say();
}

/** Runs `go` in a folder of the recipe and returns its output. An error contains the end of its messages. */
function go(
    args: string[],
    folder: string,
    env: NodeJS.ProcessEnv,
    onLine: (line: string) => void = () => {},
): Promise<string> {
    return new Promise((resolve, reject) => {
        const child = spawn("go", args, {
            cwd: join(recipeFolder(), folder),
            env: { ...env, ...GO_SETTINGS },
            stdio: ["ignore", "pipe", "pipe"],
        });
        const stop = stopWithParent(child);
        let output = "";
        const messages: string[] = [];
        child.stdout.setEncoding("utf8").on("data", (text: string) => {
            output += text;
        });
        createInterface({ input: child.stderr }).on("line", (line) => {
            messages.push(line);
            onLine(line);
        });
        child.on("error", (error) => {
            stop();
            reject(error);
        });
        child.on("close", (code, signal) => {
            stop();
            if (code === 0) {
                resolve(output);
                return;
            }
            const end = messages.slice(-20).map((line) => `    ${line}`);
            reject(new Error([`\`go ${args[0]}\` failed (${signal ?? `exit code ${code}`}):`, ...end].join("\n")));
        });
    });
}

/** Stops the child if this process ends first. */
function stopWithParent(child: ChildProcess): () => void {
    const kill = () => child.kill();
    process.once("exit", kill);
    return () => process.removeListener("exit", kill);
}

/** Moves the finished folder to its place. If another process has just put one there, that one is used. */
function moveInto(folder: string, target: string): void {
    try {
        renameSync(folder, target);
    } catch (error) {
        if (!hasCode(error, "EEXIST", "ENOTEMPTY")) {
            throw error;
        }
    }
}

/** Removes the remains of builds that were killed a day ago or longer. */
function removeLeftovers(folder: string): void {
    for (const name of readdirSync(folder)) {
        const path = join(folder, name);
        if (basename(path).startsWith(".building-") && Date.now() - statSync(path).mtimeMs > DAY) {
            rmSync(path, { recursive: true, force: true });
        }
    }
}
