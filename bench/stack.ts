/** One stack on the real Pulumi, in its own folder: each command with its time and its provider's memory. */
import { spawn } from "node:child_process";
import {
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { stringify } from "yaml";
import type { PulumiCommand } from "../tools/pulumi/command";
import { repositoryRoot } from "../tools/pulumi/recipe";
import { type Language, type Source, written } from "./programs";
import { secondsOf } from "./seconds";

const STACK = "bench";

const SOURCES: Readonly<Record<Language, { file: string; options: object }>> = {
    javascript: { file: "index.js", options: { typescript: false } },
    typescript: { file: "index.ts", options: {} },
};

/** As projects have it. */
const COMPILER_OPTIONS = { strict: true, target: "es2022", module: "node16", moduleResolution: "node16" };

/** How often the provider's memory is read, in milliseconds. */
const LOOK_EVERY = 250;

export interface Measured {
    seconds: number;
    /** The peak memory of a provider process, in MB; undefined without /proc. */
    megabytes: number | undefined;
}

export type Command = "up" | "preview" | "refresh" | "destroy";

const FLAGS: Readonly<Record<Command, readonly string[]>> = {
    up: ["--yes", "--skip-preview"],
    preview: ["--expect-no-changes"],
    refresh: ["--yes", "--skip-preview"],
    destroy: ["--yes", "--skip-preview"],
};

export class Stack {
    private readonly folder: string;

    constructor(
        private readonly pulumi: PulumiCommand,
        /** A clouds.yaml; undefined for programs that use no cloud. */
        cloudsYaml: string | undefined,
        private readonly parallel: number,
        private readonly language: Language = "javascript",
    ) {
        const work = join(repositoryRoot(), ".work", "bench");
        mkdirSync(work, { recursive: true });
        this.folder = mkdtempSync(join(work, `${process.pid}-`));
        mkdirSync(join(this.folder, "backend"));
        writeFileSync(join(this.folder, "clouds.yaml"), cloudsYaml ?? "", { mode: 0o600 });
        const { file, options } = SOURCES[language];
        const project = { name: "bench", runtime: { name: "nodejs", options }, main: file };
        writeFileSync(join(this.folder, "Pulumi.yaml"), stringify(project));
        writeFileSync(join(this.folder, "tsconfig.json"), JSON.stringify({ compilerOptions: COMPILER_OPTIONS }));
        // A project of its own, with the package installed.
        writeFileSync(join(this.folder, "package.json"), JSON.stringify({ name: "bench", private: true }));
        mkdirSync(join(this.folder, "node_modules"));
        symlinkSync(repositoryRoot(), join(this.folder, "node_modules", "pulumi-openstack-compute"), "junction");
        symlinkSync(join(repositoryRoot(), "dist", "bench", "nothing.js"), join(this.folder, "nothing.js"));
        this.write({ imports: {}, body: "" });
    }

    async begin(): Promise<void> {
        await this.run(["stack", "init", STACK]);
    }

    write(source: Source): void {
        writeFileSync(join(this.folder, SOURCES[this.language].file), written(source, this.language));
    }

    command(command: Command, variables: Readonly<Record<string, string>> = {}): Promise<Measured> {
        const args = [command, "--stack", STACK, ...FLAGS[command], "--parallel", `${this.parallel}`];
        return this.run(args, variables);
    }

    /** Bytes of the state, without the indentation that the file backend adds. */
    stateSize(): number {
        const stacks = join(this.folder, "backend", ".pulumi", "stacks");
        const file = readdirSync(stacks, { recursive: true, encoding: "utf8" }).find((path) =>
            path.endsWith(`${STACK}.json`),
        );
        return file === undefined ? 0 : JSON.stringify(JSON.parse(readFileSync(join(stacks, file), "utf8"))).length;
    }

    end(): void {
        rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
    }

    private async run(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Measured> {
        let megabytes: number | undefined;
        const timer = setInterval(() => {
            megabytes = largest(megabytes, providerMemory(this.home));
        }, LOOK_EVERY);
        const seconds = await secondsOf(() => this.ended(args, variables)).finally(() => clearInterval(timer));
        return { seconds, megabytes };
    }

    private async ended(args: readonly string[], variables: Readonly<Record<string, string>>): Promise<void> {
        const child = spawn(this.pulumi.command, [...args, "--non-interactive", "--color", "never"], {
            cwd: this.folder,
            env: { ...this.environment(), ...variables },
            stdio: ["ignore", "pipe", "pipe"],
        });
        let printed = "";
        const add = (text: string) => {
            printed += text;
        };
        child.stdout.setEncoding("utf8").on("data", add);
        child.stderr.setEncoding("utf8").on("data", add);
        const code = await new Promise<number | null>((resolve, reject) => {
            child.on("error", reject);
            child.on("close", resolve);
        });
        if (code !== 0) {
            throw new Error(`pulumi ${args.join(" ")} failed (${code}):\n${printed.slice(-4_000)}`);
        }
    }

    private get home(): string {
        return join(this.folder, "home");
    }

    private environment(): NodeJS.ProcessEnv {
        const outer = Object.entries(process.env).filter(([name]) => !/^(OS_|PULUMI_)/.test(name));
        return {
            ...Object.fromEntries(outer),
            ...this.pulumi.env,
            PATH: [dirname(process.execPath), this.pulumi.env.PATH].join(delimiter),
            PULUMI_HOME: this.home,
            PULUMI_BACKEND_URL: `file://${join(this.folder, "backend")}`,
            PULUMI_CONFIG_PASSPHRASE: "bench",
            OS_CLIENT_CONFIG_FILE: join(this.folder, "clouds.yaml"),
            OS_CLOUD: "bench",
        };
    }
}

function largest(one: number | undefined, other: number | undefined): number | undefined {
    return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}

/** The peak memory so far of the provider processes of one Pulumi home. */
function providerMemory(home: string): number | undefined {
    if (!existsSync("/proc/self/status")) {
        return undefined;
    }
    const peaks = readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .flatMap((pid) => {
            if (!text(pid, "cmdline").includes("dynamic-provider") || !text(pid, "environ").includes(home)) {
                return [];
            }
            const kilobytes = /VmHWM:\s+(\d+) kB/.exec(text(pid, "status"))?.[1];
            return kilobytes === undefined ? [] : [Number(kilobytes) / 1024];
        });
    return peaks.length === 0 ? undefined : Math.max(...peaks);
}

/** Empty if the process has ended, or belongs to another user. */
function text(pid: string, file: string): string {
    try {
        return readFileSync(`/proc/${pid}/${file}`, "utf8");
    } catch (error) {
        if (error instanceof Error && "code" in error && ["ENOENT", "ESRCH", "EACCES"].includes(String(error.code))) {
            return "";
        }
        throw error;
    }
}
