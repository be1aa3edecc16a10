/**
 * One Pulumi stack on the real CLI, with a backend, a home and a clouds.yaml of its own. Its project is inside the
 * repository, so that a program's `require("pulumi-openstack-compute")` and the provider's process find the package by
 * its reference to itself. They run `dist/`, so build first.
 *
 * @example
 * const stack = await Stack.create({ cloud, program: `
 *     const compute = require("pulumi-openstack-compute");
 *     new compute.Keypair("deploy");
 * ` });
 * const result = await stack.up();
 * expect(result.ops("deploy")).toEqual(["create"]);
 * await stack.dispose();
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { parse, stringify } from "yaml";
import { hasCode } from "../../tools/process-lock";
import { type PulumiCommand, pulumiCommand } from "../../tools/pulumi/command";
import { repositoryRoot } from "../../tools/pulumi/recipe";
import { type EngineEvents, logicalName, type Message, type Op, readEvents, type Step } from "./engine-events";

/** A cloud for a stack: the embedded one, or any other with a clouds.yaml. */
export interface CloudUnderTest {
    /** The text of a clouds.yaml; its first entry becomes OS_CLOUD. */
    cloudsYaml(): string;
}

/** Options of a stack. */
export interface StackOptions {
    /** Default: no clouds.yaml and no OS_CLOUD. */
    cloud?: CloudUnderTest;
    /** The text of index.js. Default: an empty program. */
    program?: string;
    /**
     * The stack's configuration: `{ "openstack-compute:allow": "restart" }`. A key without a colon is the project's.
     */
    config?: Record<string, string>;
    /** The stack's name. @default "test" */
    name?: string;
    /** Added to the environment of every command; `undefined` removes a variable. */
    env?: Record<string, string | undefined>;
    /** An existing project with its package.json. Default: a new folder inside the repository. */
    project?: { folder: string; main: string };
    /** Whether its processes use Pulumi's SDK unchanged, without lean-sdk.js. @default for a `project`: true */
    startsAsUsers?: boolean;
}

/** Options of every operation. */
export interface RunOptions {
    /** Whether the command must fail. Default: it must succeed. */
    expectFailure?: boolean;
    /** Further arguments of the CLI. */
    args?: string[];
    /** Added to the environment of this command. */
    env?: Record<string, string | undefined>;
    /** How long it may take, in seconds. @default 300 */
    timeout?: number;
}

/** The project's name. */
const PROJECT = "engine";

const LEAN_SDK = join(__dirname, "lean-sdk.js");

/** What one command of the CLI printed and did. */
export class Result {
    constructor(
        readonly code: number | null,
        /** Complete and unchanged. */
        readonly stdout: string,
        readonly stderr: string,
        readonly events: EngineEvents,
    ) {}

    /** Both outputs without colours. */
    get text(): string {
        return stripVTControlCharacters(`${this.stdout}${this.stderr}`);
    }

    /** The steps of the program's resources, in the order in which they started. */
    get steps(): Step[] {
        return this.events.steps;
    }

    /** What the provider, the program and the engine printed, each message once. */
    get messages(): Message[] {
        return this.events.messages;
    }

    /** The engine's count by operation. */
    get changes(): EngineEvents["changes"] {
        return this.events.changes;
    }

    /**
     * What was done to the resource of that logical name, without `same` and `refresh`: `["update"]` in place,
     * `["delete-replaced", "replace", "create-replacement"]` for a replacement that deletes first.
     */
    ops(name: string): Op[] {
        return this.steps
            .filter((step) => step.name === name && step.op !== "same" && step.op !== "refresh")
            .map((step) => step.op);
    }

    /** What a refresh found for that resource. */
    found(name: string): Step["found"] {
        return this.steps.find((step) => step.name === name && step.op === "refresh")?.found;
    }
}

/** A command of the CLI that is still running. */
export interface Running {
    /** Resolves when the command ends, whatever its exit code. */
    result: Promise<Result>;
    /** What it has printed so far. */
    text(): string;
    /** Sends SIGINT to the CLI, as Ctrl-C does: the first lets steps in flight end, the second does not. */
    interrupt(): void;
    /** Resolves when the command has printed this text; fails if it ends without printing it. */
    says(text: string): Promise<void>;
    /** Resolves when the CLI's own process ends. Processes that it started may still run. */
    dies: Promise<void>;
    /**
     * Kills the CLI alone, as the system does when memory runs out. Processes that it started may still run. It is
     * killed between two writes of the state: with each, the file backend rewrites a file of attributes in place
     * (gocloud.dev/blob/fileblob, attrs.go), and if that file is empty, Pulumi says "failed to load checkpoint: EOF".
     */
    killCli(): Promise<void>;
    /** Kills the provider's process alone. Fails if there is none. */
    killProvider(): void;
    /** Kills the CLI and all processes that it started. */
    kill(): void;
}

/** One resource in a state. */
export interface StateResource {
    urn: string;
    type: string;
    id?: string;
    inputs?: Record<string, unknown>;
    outputs?: Record<string, unknown>;
    initErrors?: string[];
    parent?: string;
    protect?: boolean;
    delete?: boolean;
    pendingReplacement?: boolean;
}

/** The state, as `pulumi stack export` shows it. */
export interface State {
    resources: StateResource[];
    pendingOperations: { type: string; resource: StateResource }[];
}

interface StoredDeployment {
    resources?: StateResource[];
    pending_operations?: State["pendingOperations"];
}

/** What `pulumi stack export` prints. */
interface Exported {
    deployment: StoredDeployment;
}

/** A file of the backend; a stack that was never updated has no deployment. */
interface Stored {
    checkpoint: { latest?: StoredDeployment | null };
}

export class Stack {
    /** The project's folder. */
    readonly folder: string;
    private name: string;
    private readonly running = new Set<Running>();
    private commands = 0;
    private printed = "";

    private constructor(
        private readonly pulumi: PulumiCommand,
        /** Backend, home, clouds.yaml and event logs. */
        private readonly privateFolder: string,
        private readonly options: StackOptions,
    ) {
        this.folder = options.project?.folder ?? join(privateFolder, "project");
        this.name = options.name ?? "test";
    }

    /** Creates the project and an empty stack. */
    static async create(options: StackOptions = {}): Promise<Stack> {
        const pulumi = await pulumiCommand();
        const work = join(repositoryRoot(__dirname), ".work", "stacks");
        mkdirSync(work, { recursive: true });
        const stack = new Stack(pulumi, mkdtempSync(join(work, `${process.pid}-`)), options);
        try {
            await stack.initialize();
        } catch (error) {
            await stack.dispose();
            throw error;
        }
        return stack;
    }

    private async initialize(): Promise<void> {
        for (const folder of ["project", "backend", "home", "logs"]) {
            mkdirSync(join(this.privateFolder, folder), { recursive: true });
        }
        if (this.options.cloud !== undefined) {
            writeFileSync(this.cloudsFile, this.options.cloud.cloudsYaml(), { mode: 0o600 });
        }
        if (this.options.project === undefined) {
            // Plain JavaScript: without the TypeScript compiler a command starts faster.
            this.writeFile("Pulumi.yaml", stringify(projectFile("index.js", { typescript: false })));
            this.write(this.options.program ?? "");
        } else {
            this.writeFile("Pulumi.yaml", stringify(projectFile(this.options.project.main)));
        }
        await this.run(["stack", "init", this.name, "--no-select"], { expectFailure: false });
        for (const [key, value] of Object.entries(this.options.config ?? {})) {
            this.setConfig(key, value);
        }
    }

    /** Replaces the program: the text of index.js. */
    write(program: string): void {
        this.writeFile("index.js", program);
    }

    /** Writes a file of the project. */
    writeFile(name: string, text: string): void {
        writeFileSync(join(this.folder, name), text);
    }

    /** Sets one value of the stack's configuration; `undefined` removes it. */
    setConfig(key: string, value: string | undefined): void {
        const file = join(this.folder, `Pulumi.${this.name}.yaml`);
        const settings = parse(readFileSync(file, "utf8")) as { config?: Record<string, unknown> };
        const config = { ...settings.config, [key.includes(":") ? key : `${PROJECT}:${key}`]: value };
        writeFileSync(file, stringify({ ...settings, config }));
    }

    /** `pulumi preview`. With `expectNoChanges`, proposed changes make it fail. */
    preview(
        options: RunOptions & { refresh?: boolean; expectNoChanges?: boolean; diff?: boolean } = {},
    ): Promise<Result> {
        const flags = flagsOf({ "--refresh": options.refresh, "--expect-no-changes": options.expectNoChanges });
        return this.operate("preview", [...flags, ...flagsOf({ "--diff": options.diff })], options);
    }

    /** `pulumi up`. The preview before it is skipped unless `skipPreview` is false. */
    up(
        options: RunOptions & { skipPreview?: boolean; refresh?: boolean; expectNoChanges?: boolean } = {},
    ): Promise<Result> {
        return this.operate("up", upFlags(options), options);
    }

    /** `pulumi up` that is left running, to interrupt it. */
    startUp(options: RunOptions & { refresh?: boolean } = {}): Running {
        return this.start(["up", ...upFlags(options), ...(options.args ?? [])], options);
    }

    /** `pulumi refresh`. With `previewOnly` the state is left as it is. */
    refresh(options: RunOptions & { previewOnly?: boolean; expectNoChanges?: boolean } = {}): Promise<Result> {
        const flags = flagsOf({ "--expect-no-changes": options.expectNoChanges });
        const how = options.previewOnly ? ["--preview-only"] : ["--yes", "--skip-preview"];
        return this.operate("refresh", [...how, ...flags], options);
    }

    /** `pulumi destroy`. */
    destroy(options: RunOptions = {}): Promise<Result> {
        return this.operate("destroy", ["--yes", "--skip-preview"], options);
    }

    private operate(command: string, flags: string[], options: RunOptions): Promise<Result> {
        return this.run([command, ...flags, ...(options.args ?? [])], { ...options, args: [] });
    }

    /** `pulumi stack rename`. */
    async rename(name: string): Promise<void> {
        await this.run(["stack", "rename", name]);
        this.name = name;
    }

    /**
     * Takes over the state of another stack, as users move it to another backend: with
     * `pulumi stack export --show-secrets` and `pulumi stack import`. This stack's passphrase encrypts its secrets.
     */
    async importFrom(other: Stack): Promise<void> {
        const { stdout } = await other.run(["stack", "export", "--show-secrets"]);
        const exported = JSON.parse(stdout) as { deployment: object };
        const settings = parse(readFileSync(join(this.folder, `Pulumi.${this.name}.yaml`), "utf8")) as {
            encryptionsalt: string;
        };
        const secrets_providers = { type: "passphrase", state: { salt: settings.encryptionsalt } };
        const deployment = { ...exported.deployment, secrets_providers };
        this.writeFile("state.json", JSON.stringify({ ...exported, deployment }));
        await this.run(["stack", "import", "--file", "state.json"]);
    }

    /** The URL of the backend. As PULUMI_BACKEND_URL of another stack, it lets that stack find this one. */
    get backendUrl(): string {
        return `file://${join(this.privateFolder, "backend")}`;
    }

    /** Runs any command of the CLI. Throws, with everything that was printed, if it does not end as expected. */
    async run(args: string[], options: RunOptions = {}): Promise<Result> {
        const command = [...args, ...(options.args ?? [])];
        const running = this.start(command, options);
        const seconds = options.timeout ?? 300;
        let isLate = false;
        const timer = setTimeout(() => {
            isLate = true;
            running.kill();
        }, seconds * 1000);
        const result = await running.result.finally(() => clearTimeout(timer));
        const shown = `pulumi ${command.join(" ")}`;
        if (isLate) {
            throw new Error(`\`${shown}\` took longer than ${seconds} s. It printed:\n${result.text}`);
        }
        if ((result.code !== 0) !== (options.expectFailure ?? false)) {
            const how = result.code === 0 ? "succeeded, but should have failed" : `failed (exit code ${result.code})`;
            throw new Error(`\`${shown}\` ${how}. It printed:\n${result.text}`);
        }
        return result;
    }

    /** Starts any command of the CLI. */
    start(args: string[], options: Pick<RunOptions, "env"> = {}): Running {
        const log = join(this.privateFolder, "logs", `${++this.commands}-${args[0]}.json`);
        const hasEvents = ["preview", "up", "refresh", "destroy"].includes(args[0] ?? "");
        const child = spawn(
            this.pulumi.command,
            [...args, "--non-interactive", "--color", "never", ...(hasEvents ? ["--event-log", log] : [])].concat(
                args[0] === "stack" && args[1] === "init" ? [] : ["--stack", this.name],
            ),
            { cwd: this.folder, env: this.environment(options.env) },
        );
        child.stdin.end();
        const running = this.watch(child, log);
        this.running.add(running);
        return running;
    }

    private watch(child: ChildProcessWithoutNullStreams, log: string): Running {
        let stdout = "";
        let stderr = "";
        const add = (text: string) => {
            this.printed += text;
            return text;
        };
        child.stdout.setEncoding("utf8").on("data", (text: string) => {
            stdout += add(text);
        });
        child.stderr.setEncoding("utf8").on("data", (text: string) => {
            stderr += add(text);
        });
        const kill = () => killProcesses(child, this.home);
        const text = () => stripVTControlCharacters(`${stdout}${stderr}`);
        process.once("exit", kill);
        const running: Running = {
            result: ended(child).then((code) => {
                process.removeListener("exit", kill);
                this.running.delete(running);
                const events = existsSync(log) ? readFileSync(log, "utf8") : "";
                return new Result(code, stdout, stderr, readEvents(events));
            }),
            text,
            says: (wanted) =>
                new Promise((resolve, reject) => {
                    const look = () => text().includes(wanted) && resolve();
                    child.stdout.on("data", look);
                    child.stderr.on("data", look);
                    child.once("close", () => reject(new Error(`never said "${wanted}", but:\n${text()}`)));
                    look();
                }),
            dies: new Promise((resolve) => child.once("exit", () => resolve())),
            killCli: () => this.killBetweenWrites(child),
            killProvider: () => killProvider(this.home),
            interrupt: () => child.kill("SIGINT"),
            kill,
        };
        return running;
    }

    private async killBetweenWrites(child: ChildProcessWithoutNullStreams): Promise<void> {
        const folder = this.states;
        for (;;) {
            child.kill("SIGSTOP");
            while (!isStopped(child.pid)) {
                await new Promise(setImmediate);
            }
            const attributes = readdirSync(folder).filter((file) => file.endsWith(".attrs"));
            if (attributes.every((file) => readFileSync(join(folder, file), "utf8").endsWith("}\n"))) {
                child.kill("SIGKILL");
                return;
            }
            child.kill("SIGCONT");
            await new Promise(setImmediate);
        }
    }

    /** The processes of this stack's dynamic provider, including those of a killed command. */
    providers(): number[] {
        return providersOf(this.home);
    }

    /** The stack's state, from the backend. `showSecrets` makes secrets readable, but takes a command of the CLI. */
    async state(options: { showSecrets?: boolean } = {}): Promise<State> {
        const deployment = options.showSecrets
            ? (JSON.parse((await this.run(["stack", "export", "--show-secrets"])).stdout) as Exported).deployment
            : (JSON.parse(readFileSync(join(this.states, `${this.name}.json`), "utf8")) as Stored).checkpoint.latest;
        return { resources: deployment?.resources ?? [], pendingOperations: deployment?.pending_operations ?? [] };
    }

    /** The resource of that logical name in the state. Fails if there is none, or more than one. */
    async resource(name: string, options: { showSecrets?: boolean } = {}): Promise<StateResource> {
        const { resources } = await this.state(options);
        const found = resources.filter(({ urn, type }) => logicalName(urn) === name && !type.startsWith("pulumi:"));
        if (found.length !== 1 || found[0] === undefined) {
            const names = resources.map(({ urn }) => logicalName(urn)).join(", ");
            throw new Error(`${found.length} resources named "${name}" in the state, which has: ${names}`);
        }
        return found[0];
    }

    /** The stack's outputs, secrets readable. */
    async outputs(): Promise<Record<string, unknown>> {
        const { stdout } = await this.run(["stack", "output", "--json", "--show-secrets"]);
        return JSON.parse(stdout) as Record<string, unknown>;
    }

    /** Everything that commands of this stack have printed. It must not contain a secret. */
    get transcript(): string {
        return this.printed;
    }

    /** Kills what still runs and removes the files. Set KEEP_STACKS to keep the files. */
    async dispose(): Promise<void> {
        for (const running of this.running) {
            running.kill();
            await running.result;
        }
        // Processes that have outlived a killed CLI.
        endProcesses(this.home);
        if (!process.env.KEEP_STACKS) {
            rmSync(this.privateFolder, { recursive: true, force: true, maxRetries: 3 });
        }
    }

    private get states(): string {
        const { PULUMI_BACKEND_URL: backend = this.backendUrl } = this.options.env ?? {};
        return join(fileURLToPath(backend), ".pulumi", "stacks", PROJECT);
    }

    private get home(): string {
        return join(this.privateFolder, "home", ".pulumi");
    }

    private get cloudsFile(): string {
        return join(this.privateFolder, "clouds.yaml");
    }

    private environment(added: Record<string, string | undefined> = {}): NodeJS.ProcessEnv {
        const outer = Object.entries(process.env).filter(([name]) => !/^(OS_|PULUMI_|NODE_ENV$|JEST_)/.test(name));
        const cloud =
            this.options.cloud === undefined
                ? {}
                : {
                      OS_CLIENT_CONFIG_FILE: this.cloudsFile,
                      OS_CLOUD: firstCloud(readFileSync(this.cloudsFile, "utf8")),
                  };
        const environment: NodeJS.ProcessEnv = {
            ...Object.fromEntries(outer),
            ...this.pulumi.env,
            // The node of this test run, even if `node` on the PATH is another one, or a shim that needs its own HOME.
            PATH: [dirname(process.execPath), this.pulumi.env.PATH].join(delimiter),
            HOME: join(this.privateFolder, "home"),
            XDG_CONFIG_HOME: join(this.privateFolder, "home", ".config"),
            PULUMI_HOME: this.home,
            PULUMI_BACKEND_URL: this.backendUrl,
            PULUMI_CONFIG_PASSPHRASE: "engine tests",
            // The CLI runs for seconds, so it need not collect garbage often.
            GOGC: "400",
            PROGRAM_IN: this.options.project === undefined ? "JavaScript" : "its own language",
            // The file backend would copy each state once more.
            PULUMI_DISABLE_CHECKPOINT_BACKUPS: "true",
            // Without it the CLI has no --event-log.
            PULUMI_DEBUG_COMMANDS: "1",
            ...cloud,
            ...this.options.env,
            ...added,
        };
        const { startsAsUsers = this.options.project !== undefined } = this.options;
        const lean = startsAsUsers ? [] : [`--require ${JSON.stringify(LEAN_SDK)}`];
        return { ...environment, NODE_OPTIONS: [environment.NODE_OPTIONS, ...lean].filter(Boolean).join(" ") };
    }
}

/** The exit code of a process, after it has ended and all its output was read; null if a signal ended it. */
function ended(child: ChildProcessWithoutNullStreams): Promise<number | null> {
    return new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", resolve);
    });
}

function projectFile(main: string, nodejs: Record<string, unknown> = {}): object {
    return { name: PROJECT, runtime: { name: "nodejs", options: nodejs }, main };
}

/** The name of the first entry of a clouds.yaml. */
function firstCloud(cloudsYaml: string): string {
    const { clouds } = parse(cloudsYaml) as { clouds?: Record<string, unknown> };
    const [name] = Object.keys(clouds ?? {});
    if (name === undefined) {
        throw new Error("The clouds.yaml of the cloud under test has no cloud.");
    }
    return name;
}

function upFlags(options: { skipPreview?: boolean; refresh?: boolean; expectNoChanges?: boolean }): string[] {
    return [
        "--yes",
        ...flagsOf({
            "--skip-preview": options.skipPreview ?? true,
            "--refresh": options.refresh,
            "--expect-no-changes": options.expectNoChanges,
        }),
    ];
}

function flagsOf(flags: Record<string, boolean | undefined>): string[] {
    return Object.keys(flags).filter((flag) => flags[flag] === true);
}

/**
 * Kills every process of a stack: the CLI, and the language host and providers, which the CLI puts into process groups
 * of their own. They are found by the stack's folder in their environment, whoever their parent is by now.
 */
function killProcesses(child: ChildProcessWithoutNullStreams, home: string): void {
    if (endProcesses(home) === 0 && child.pid !== undefined) {
        const { pid } = child;
        ignoring(["ESRCH"], () => process.kill(pid, "SIGKILL"));
    }
}

function endProcesses(home: string): number {
    const own = ownProcesses(home);
    for (const pid of own) {
        ignoring(["ESRCH"], () => process.kill(pid, "SIGKILL"));
    }
    return own.length;
}

function ownProcesses(home: string): number[] {
    return processIds().filter((pid) => environmentOf(pid).split("\0").includes(`PULUMI_HOME=${home}`));
}

/** Kills the process of this stack's dynamic provider, and no other. */
function killProvider(home: string): void {
    const providers = providersOf(home);
    if (providers.length === 0) {
        throw new Error("no process of a dynamic provider was found");
    }
    for (const pid of providers) {
        ignoring(["ESRCH"], () => process.kill(pid, "SIGKILL"));
    }
}

function providersOf(home: string): number[] {
    return ownProcesses(home).filter((pid) =>
        commandOf(pid).some((argument) => /\/dynamic-provider(\/|$)/.test(argument)),
    );
}

/** The ids of all processes; empty if there is no /proc. */
function processIds(): number[] {
    return existsSync("/proc/self/environ") ? readdirSync("/proc").map(Number).filter(Number.isInteger) : [];
}

/** The environment that a process started with; empty if it has ended or belongs to another user. */
function environmentOf(pid: number): string {
    return ignoring(["ENOENT", "ESRCH", "EACCES", "EPERM"], () => readFileSync(`/proc/${pid}/environ`, "utf8")) ?? "";
}

/** Whether a process is stopped or has ended; true if there is no /proc. */
function isStopped(pid: number | undefined): boolean {
    const stat = ignoring(["ENOENT", "ESRCH"], () => readFileSync(`/proc/${pid}/stat`, "utf8"));
    // The status follows the name, which may contain anything: `) T …`.
    return stat === undefined || /\) [TtZX] [^)]*$/.test(stat);
}

/** The command and arguments of a process. */
function commandOf(pid: number): string[] {
    const gone = ["ENOENT", "ESRCH", "EACCES", "EPERM"];
    return (ignoring(gone, () => readFileSync(`/proc/${pid}/cmdline`, "utf8")) ?? "").split("\0");
}

/** The value, or undefined if the system call failed in one of these ways. */
function ignoring<T>(codes: string[], call: () => T): T | undefined {
    try {
        return call();
    } catch (error) {
        if (hasCode(error, ...codes)) {
            return undefined;
        }
        throw error;
    }
}
