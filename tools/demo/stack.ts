/**
 * The demo's stack: a project, a state backend and a home for Pulumi, in one temporary folder. The program is the
 * example that the repository's Pulumi.yaml names.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { PulumiCommand } from "../pulumi/command";
import { repositoryRoot } from "../pulumi/recipe";
import { type EngineEvent, GrowingFile, readEvent, type Subject, subjectOf } from "./events";
import { type Printer, seconds } from "./print";

const STACK = "demo";

/** How often a running command is checked, in milliseconds. */
const LOOK_EVERY = 100;

/** The result of one command. */
export interface Outcome {
    /** Whether it exited with 0. */
    succeeded: boolean;
    /** The messages of the provider and the engine, and the CLI's standard error. */
    words: string;
    /** How many resources of each operation: `{ create: 7 }`. */
    changes: Readonly<Record<string, number>>;
    /** The resources that it changed, or would change: `update server "front"`. */
    steps: readonly string[];
    milliseconds: number;
}

/** A resource in the state. */
export interface Resource extends Subject {
    id: string;
}

/** Ctrl-C was pressed while a command ran. */
export class InterruptedError extends Error {
    override readonly name = "InterruptedError";
}

export class Stack {
    private readonly passphrase = randomBytes(18).toString("base64url");
    private running: ChildProcess | undefined;
    private interrupted = false;
    private commands = 0;
    /** The messages of the last preview. The following update repeats them, and they are not printed twice. */
    private previewed: readonly string[] = [];

    private constructor(
        private readonly pulumi: PulumiCommand,
        /** The temporary folder. */
        readonly folder: string,
        private readonly cloud: Readonly<Record<string, string>>,
        private readonly printer: Printer,
    ) {}

    /** Creates project and stack in `folder`. `cloud`: the OS_* variables of the cloud. */
    static async create(
        pulumi: PulumiCommand,
        folder: string,
        cloud: Readonly<Record<string, string>>,
        printer: Printer,
    ): Promise<Stack> {
        const stack = new Stack(pulumi, folder, cloud, printer);
        mkdirSync(join(folder, "backend"));
        mkdirSync(join(folder, "tmp"));
        const project = parse(readFileSync(join(repositoryRoot(), "Pulumi.yaml"), "utf8")) as { main: string };
        const main = join(repositoryRoot(), project.main);
        writeFileSync(join(folder, "Pulumi.yaml"), stringify({ ...project, main }));
        await stack.quietly(["stack", "init", STACK]);
        return stack;
    }

    /** `pulumi config set`, shown to the reader. */
    async configure(settings: Readonly<Record<string, string>>): Promise<void> {
        this.printer.blank();
        for (const [key, value] of Object.entries(settings)) {
            this.printer.commandLine(`pulumi config set ${key} ${value}`);
            await this.quietly(["config", "set", key, value]);
        }
    }

    /** `pulumi preview`: what it would do, in the provider's words. */
    preview(flags: readonly ("--refresh" | "--expect-no-changes")[] = []): Promise<Outcome> {
        return this.operate(["preview", ...flags]);
    }

    up(flags: readonly "--refresh"[] = []): Promise<Outcome> {
        return this.operate(["up", ...flags, "--yes", "--skip-preview"]);
    }

    destroy(): Promise<Outcome> {
        return this.operate(["destroy", "--yes", "--skip-preview"]);
    }

    /** What is in the state. */
    async resources(): Promise<Resource[]> {
        const { deployment } = JSON.parse(await this.quietly(["stack", "export"])) as {
            deployment: { resources?: { urn: string; id?: string }[] };
        };
        return (deployment.resources ?? []).flatMap(({ urn, id }) => {
            const subject = subjectOf(urn);
            return subject === undefined || id === undefined ? [] : [{ ...subject, id }];
        });
    }

    /** The stack's outputs, without secrets. */
    async outputs(): Promise<Record<string, unknown>> {
        return JSON.parse(await this.quietly(["stack", "output", "--json"])) as Record<string, unknown>;
    }

    /** The state file in the backend. */
    stateFile(): string {
        const stacks = join(this.folder, "backend", ".pulumi", "stacks");
        const file = readdirSync(stacks, { recursive: true, encoding: "utf8" }).find((path) =>
            path.endsWith(`${STACK}.json`),
        );
        return file === undefined ? "" : readFileSync(join(stacks, file), "utf8");
    }

    /** Stops the running command like one Ctrl-C: current steps are finished and recorded, and no new one starts. */
    interrupt(): void {
        this.interrupted = true;
        this.running?.kill("SIGINT");
    }

    /** Commands run again after this, to clean up after an interruption. */
    resume(): void {
        this.interrupted = false;
    }

    /** The variables that make any `pulumi` in `folder` work on this stack. */
    environment(): Record<string, string> {
        return {
            ...this.pulumi.env,
            PULUMI_HOME: join(this.folder, "home"),
            PULUMI_BACKEND_URL: `file://${join(this.folder, "backend")}`,
            PULUMI_CONFIG_PASSPHRASE: this.passphrase,
            ...this.cloud,
        };
    }

    /** One operation of the engine. Its events are printed as they arrive. */
    private async operate(args: readonly string[]): Promise<Outcome> {
        this.printer.command(`pulumi ${args.join(" ")}`);
        const log = join(this.folder, `events-${++this.commands}.json`);
        const file = new GrowingFile(log);
        const teller = new Teller(this.printer, args[0] === "preview", args[0] === "up" ? this.previewed : []);
        const timer = setInterval(() => teller.hear(file.newLines()), LOOK_EVERY);
        const began = Date.now();
        try {
            const { code, stderr } = await this.run([...args, "--event-log", log], {
                // Without it the CLI has no --event-log.
                PULUMI_DEBUG_COMMANDS: "1",
                // The first command checks the program's types; after that it is the same program.
                ...(this.commands > 1 ? { PULUMI_NODEJS_TRANSPILE_ONLY: "true" } : {}),
            });
            const milliseconds = Date.now() - began;
            teller.hear(file.newLines());
            const complaint = stderr.replace(/^(error: )+/gm, "").trim();
            if (code !== 0 && complaint !== "") {
                this.printer.output(complaint, "red");
            }
            teller.conclude(milliseconds);
            this.previewed = args[0] === "preview" ? teller.words : [];
            return {
                succeeded: code === 0,
                words: [...teller.words, complaint].join("\n"),
                changes: teller.changes,
                steps: teller.steps,
                milliseconds,
            };
        } finally {
            clearInterval(timer);
            // It contains the resources' properties, and is not needed any more.
            rmSync(log, { force: true });
        }
    }

    /** A command whose output is not part of the story. Throws if it fails. */
    private async quietly(args: readonly string[]): Promise<string> {
        const { code, stdout, stderr } = await this.run(args);
        if (code !== 0) {
            throw new Error(`\`pulumi ${args.join(" ")}\` failed: ${stderr.trim()}`);
        }
        return stdout;
    }

    private async run(
        args: readonly string[],
        added: Readonly<Record<string, string>> = {},
    ): Promise<{ code: number | null; stdout: string; stderr: string }> {
        if (this.interrupted) {
            throw new InterruptedError("interrupted");
        }
        const own = Object.entries(process.env).filter(([name]) => !/^(OS_|PULUMI_)/.test(name));
        const child = spawn(this.pulumi.command, [...args, "--non-interactive", "--color", "never"], {
            cwd: this.folder,
            env: {
                ...Object.fromEntries(own),
                ...this.environment(),
                // Pulumi's pipes and the compiler's cache are left where they are created.
                TMPDIR: join(this.folder, "tmp"),
                ...added,
            },
            stdio: ["ignore", "pipe", "pipe"],
            // Ctrl-C in a terminal must not reach it: `interrupt` decides when.
            detached: true,
        });
        this.running = child;
        const kill = () => child.kill("SIGKILL");
        process.once("exit", kill);
        const result = await finished(child).finally(() => {
            process.removeListener("exit", kill);
            this.running = undefined;
        });
        if (this.interrupted) {
            throw new InterruptedError("interrupted");
        }
        return result;
    }
}

function finished(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
        stderr += text;
    });
    return new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code) => resolve({ code, stdout, stderr }));
    });
}

/** What an operation has done to a resource, in a word. */
const DONE: Readonly<Record<string, string>> = {
    create: "created",
    update: "updated",
    delete: "deleted",
    replace: "replaced",
    "create-replacement": "created anew",
    "delete-replaced": "old one deleted",
};

const SIGNS: Readonly<Record<string, string>> = { create: "+", update: "~", delete: "-", replace: "±" };

/** Prints what the engine does, and remembers it. */
class Teller {
    readonly words: string[] = [];
    readonly steps: string[] = [];
    changes: Readonly<Record<string, number>> = {};
    private readonly begun = new Map<string, number>();

    constructor(
        private readonly printer: Printer,
        private readonly isPreview: boolean,
        /** What the reader knows already. */
        private readonly known: readonly string[],
    ) {}

    hear(lines: readonly string[]): void {
        for (const line of lines) {
            const event = readEvent(line);
            if (event !== undefined) {
                this.tell(event);
            }
        }
    }

    conclude(milliseconds: number): void {
        const counted = Object.entries(this.changes)
            .filter(([op]) => op !== "refresh")
            .map(
                ([op, count]) =>
                    `${count} ${op === "same" ? "unchanged" : this.isPreview ? `to ${op}` : (DONE[op] ?? op)}`,
            );
        this.printer.output(`${[...counted, seconds(milliseconds)].join(", ")}`, "dim");
    }

    private tell(event: EngineEvent): void {
        switch (event.kind) {
            case "begin":
                this.begin(event.op, event.subject);
                break;
            case "end":
                this.end(event.op, event.subject);
                break;
            case "failed":
                this.printer.output(`${event.subject.title}: ${event.op} failed`, "red");
                break;
            case "said":
                this.say(event.severity, event.text);
                break;
            case "summary":
                this.changes = event.changes;
                break;
        }
    }

    private begin(op: string, { title }: Subject): void {
        this.begun.set(title, Date.now());
        if (op === "same" || op === "refresh") {
            return;
        }
        this.steps.push(`${op} ${title}`);
        if (this.isPreview) {
            this.printer.output(`${SIGNS[op] ?? "·"} ${title}`);
        }
    }

    private end(op: string, { title }: Subject): void {
        const done = DONE[op];
        if (!this.isPreview && done !== undefined) {
            this.printer.output(`${title} ${done} in ${seconds(Date.now() - (this.begun.get(title) ?? Date.now()))}`);
        }
    }

    /** A refresh with a preview or an update in it repeats each difference. */
    private say(severity: "info" | "warning" | "error", text: string): void {
        if (text === "" || this.words.includes(text)) {
            return;
        }
        this.words.push(text);
        if (this.known.includes(text)) {
            return;
        }
        // The id of a server is in many lines, and makes them hard to read.
        this.printer.output(
            text.replace(/ \([0-9a-f-]{36}\)/g, ""),
            severity === "error" ? "red" : severity === "warning" ? "yellow" : "dim",
        );
    }
}
