/** The killed stack: a project, a file backend and a home for Pulumi, in its own folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stringify } from "yaml";
import { GrowingFile, readEvent } from "../demo/events";
import type { PulumiCommand } from "../pulumi/command";
import { repositoryRoot } from "../pulumi/recipe";
import { RUN_VARIABLE, Survivors, startedBy } from "./processes";

const PROJECT = "kills";
const STACK = "kills";

/** How often a running command is checked, in milliseconds. */
const LOOK_EVERY = 20;

/** A command that takes longer hangs. */
const LONGEST_MINUTES = 15;

export type Command = "up" | "destroy";

const OPERATION = ["--yes", "--skip-preview"];

export interface Ended {
    succeeded: boolean;
    printed: string;
    /** From the first step of a resource to the end. */
    seconds: number;
}

export interface Killed {
    /** Undefined if the command ended before. */
    survivors: Survivors | undefined;
    ended: Ended;
    /** What the engine had begun and finished. */
    begun: number;
    done: number;
}

export interface StateResource {
    urn: string;
    type: string;
    id?: string;
    delete?: boolean;
    initErrors?: string[];
}

export interface State {
    resources: readonly StateResource[];
    pendingOperations: readonly { type: string; resource: StateResource }[];
}

export class Stack {
    readonly folder: string;
    /** How often an empty file of attributes was removed, as docs/owner.md says. */
    emptyAttributes = 0;
    private commands = 0;

    constructor(
        private readonly pulumi: PulumiCommand,
        cloudsYaml: string,
        private readonly cloud: string,
        private readonly parallel: number,
    ) {
        const work = join(repositoryRoot(), ".work", "kills");
        mkdirSync(work, { recursive: true });
        this.folder = mkdtempSync(join(work, `${process.pid}-`));
        mkdirSync(join(this.folder, "backend"));
        mkdirSync(join(this.folder, "tmp"));
        writeFileSync(join(this.folder, "clouds.yaml"), cloudsYaml, { mode: 0o600 });
        const project = {
            name: PROJECT,
            runtime: { name: "nodejs", options: { typescript: false } },
            main: "index.js",
        };
        writeFileSync(join(this.folder, "Pulumi.yaml"), stringify(project));
        // A project of its own, in which the package is installed.
        writeFileSync(join(this.folder, "package.json"), JSON.stringify({ name: PROJECT, private: true }));
        mkdirSync(join(this.folder, "node_modules"));
        symlinkSync(repositoryRoot(), join(this.folder, "node_modules", "pulumi-openstack-compute"), "junction");
        this.write("");
    }

    async begin(): Promise<void> {
        await this.successfully(["stack", "init", STACK]);
    }

    write(program: string): void {
        writeFileSync(join(this.folder, "index.js"), program);
    }

    /** Runs a whole operation. */
    async operate(command: Command, flags: readonly "--refresh"[] = []): Promise<Ended> {
        return await this.repaired(() => this.start([command, ...flags, ...OPERATION]).ended);
    }

    /** Starts an operation and kills the CLI `milliseconds` after the first step of a resource has begun. */
    async kill(command: Command, milliseconds: number): Promise<Killed> {
        const running = this.start([command, ...OPERATION]);
        let hasEnded = false;
        const ended = running.ended.then((result) => {
            hasEnded = true;
            return result;
        });
        const moment = async () => {
            while (running.firstStep() === undefined && !hasEnded) {
                await sleep(LOOK_EVERY);
            }
            await sleep(milliseconds - (Date.now() - (running.firstStep() ?? Date.now())));
        };
        await Promise.race([ended, moment()]);
        const survivors = hasEnded ? undefined : new Survivors(running.kill());
        return { survivors, ended: await ended, ...running.steps() };
    }

    /** Unlocks the stack, because a killed CLI leaves its lock. */
    async cancel(): Promise<Ended> {
        return await this.repaired(() => this.start(["cancel", "--yes"]).ended);
    }

    async state(): Promise<State> {
        const { deployment } = JSON.parse(await this.successfully(["stack", "export"])) as {
            deployment: { resources?: StateResource[]; pending_operations?: State["pendingOperations"] };
        };
        return { resources: deployment.resources ?? [], pendingOperations: deployment.pending_operations ?? [] };
    }

    /** Stops the remaining processes of all commands, and removes the files. */
    end(): void {
        for (let command = 1; command <= this.commands; command += 1) {
            for (const { pid } of startedBy(this.runOf(command))) {
                process.kill(pid, "SIGKILL");
            }
        }
        rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
    }

    private async successfully(args: readonly string[]): Promise<string> {
        const { succeeded, printed } = await this.start(args).ended;
        if (!succeeded) {
            throw new Error(`\`pulumi ${args.join(" ")}\` failed:\n${printed}`);
        }
        return printed;
    }

    /** As docs/owner.md says: the CLI may have died while it wrote the attributes of the state's file. */
    private async repaired(run: () => Promise<Ended>): Promise<Ended> {
        const ended = await run();
        if (!/failed to load checkpoint: (.*: )?EOF/.test(ended.printed)) {
            return ended;
        }
        const stacks = join(this.folder, "backend", ".pulumi", "stacks");
        const empty = readdirSync(stacks, { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".attrs"))
            .map((file) => join(stacks, file))
            .filter((file) => statSync(file).size === 0);
        if (empty.length === 0) {
            return ended;
        }
        for (const file of empty) {
            rmSync(file);
        }
        this.emptyAttributes += 1;
        return await run();
    }

    private runOf(command: number): string {
        return `${this.folder}#${command}`;
    }

    private start(args: readonly string[]) {
        const run = this.runOf(++this.commands);
        const log = join(this.folder, `events-${this.commands}.json`);
        const isOperation = args[0] === "up" || args[0] === "destroy";
        const which = args[0] === "stack" && args[1] === "init" ? [] : ["--stack", STACK];
        const added = isOperation ? ["--parallel", `${this.parallel}`, "--event-log", log] : [];
        const child = spawn(
            this.pulumi.command,
            [...args, ...which, ...added, "--non-interactive", "--color", "never"],
            { cwd: this.folder, env: this.environment(run), stdio: ["ignore", "pipe", "pipe"], detached: true },
        );
        const late = setTimeout(() => child.kill("SIGKILL"), LONGEST_MINUTES * 60_000);
        const file = new GrowingFile(log);
        let firstStep: number | undefined;
        let begun = 0;
        let done = 0;
        const listen = () => {
            for (const event of file.newLines().map(readEvent)) {
                if (
                    (event?.kind === "begin" || event?.kind === "end") &&
                    event.op !== "same" &&
                    event.op !== "refresh"
                ) {
                    firstStep ??= Date.now();
                    begun += event.kind === "begin" ? 1 : 0;
                    done += event.kind === "end" ? 1 : 0;
                }
            }
        };
        const timer = setInterval(listen, LOOK_EVERY);
        const ended = finished(child).then(({ code, printed }) => {
            clearTimeout(late);
            clearInterval(timer);
            listen();
            rmSync(log, { force: true });
            return { succeeded: code === 0, printed, seconds: (Date.now() - (firstStep ?? Date.now())) / 1000 };
        });
        return {
            ended,
            firstStep: () => firstStep,
            steps: () => ({ begun, done }),
            kill: () => {
                child.kill("SIGKILL");
                return run;
            },
        };
    }

    private environment(run: string): NodeJS.ProcessEnv {
        const outer = Object.entries(process.env).filter(([name]) => !/^(OS_|PULUMI_)/.test(name));
        return {
            ...Object.fromEntries(outer),
            ...this.pulumi.env,
            PATH: [dirname(process.execPath), this.pulumi.env.PATH].join(delimiter),
            PULUMI_HOME: join(this.folder, "home"),
            PULUMI_BACKEND_URL: `file://${join(this.folder, "backend")}`,
            PULUMI_CONFIG_PASSPHRASE: "kills",
            // Without it the CLI has no --event-log.
            PULUMI_DEBUG_COMMANDS: "1",
            // Pulumi's pipes are left where they are created.
            TMPDIR: join(this.folder, "tmp"),
            OS_CLIENT_CONFIG_FILE: join(this.folder, "clouds.yaml"),
            OS_CLOUD: this.cloud,
            [RUN_VARIABLE]: run,
        };
    }
}

/** Resolves when the CLI's own process ends. After a kill, its child processes may keep its pipes open. */
function finished(child: ChildProcess): Promise<{ code: number | null; printed: string }> {
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding("utf8").on("data", (text: string) => {
            printed += text;
        });
    }
    return new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("exit", (code, signal) => {
            if (signal !== null) {
                resolve({ code, printed });
            }
        });
        child.on("close", (code) => resolve({ code, printed }));
    });
}
