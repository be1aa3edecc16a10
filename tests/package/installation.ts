/** The package as its users have it: packed, and installed by a package manager outside of the repository. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { repositoryRoot } from "../../tools/pulumi/recipe";

const run = promisify(execFile);
const root = repositoryRoot(__dirname);

export interface Manifest {
    version: string;
    main: string;
    types: string;
    bin: Record<string, string>;
    exports: Record<string, string | { types: string; default: string }>;
    devDependencies: Record<string, string>;
    files: string[];
    scripts: Record<string, string>;
}

/** The repository's package.json. */
export const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;

/** How each package manager installs, preferring what it has in its cache. */
const INSTALL = {
    npm: ["npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"],
    pnpm: ["npx", "--yes", "pnpm@10", "install", "--prefer-offline", "--reporter=silent"],
} as const;

/** A project of ours inside an installation, ready for `Stack.create({ project })`. */
export interface Project {
    folder: string;
    main: string;
}

/** One package of a workspace. */
export interface WorkspacePackage {
    /** This package, Pulumi's SDK, and packages of the workspace. */
    uses: readonly string[];
    files: Record<string, string>;
}

/** A folder with a package.json and what a package manager installed for it; projects below it share that. */
export class Installation {
    private constructor(
        readonly folder: string,
        private readonly manager: keyof typeof INSTALL,
    ) {}

    /** Installs this package, of the version of the repository, with Pulumi and whatever else is named. */
    static async create(manager: keyof typeof INSTALL, others: Record<string, string> = {}): Promise<Installation> {
        const installation = new Installation(mkdtempSync(join(tmpdir(), `package-${manager}-`)), manager);
        try {
            await installation.install(manifest.version, others);
        } catch (error) {
            installation.dispose();
            throw error;
        }
        return installation;
    }

    /** A workspace of pnpm's: its packages by name, each with what it depends on and its files. Nothing is at the root. */
    static async workspace(packages: Readonly<Record<string, WorkspacePackage>>): Promise<Installation> {
        const installation = new Installation(mkdtempSync(join(tmpdir(), "package-workspace-")), "pnpm");
        try {
            const known: Record<string, string> = {
                "@pulumi/pulumi": manifest.devDependencies["@pulumi/pulumi"] ?? "",
                "pulumi-openstack-compute": `file:${await pack(join(installation.folder, "tarballs"))}`,
            };
            const { folder } = installation;
            writeFileSync(join(folder, "pnpm-workspace.yaml"), `packages: ${JSON.stringify(Object.keys(packages))}\n`);
            writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
            for (const [name, { uses, files }] of Object.entries(packages)) {
                const dependencies = Object.fromEntries(uses.map((used) => [used, known[used] ?? "workspace:*"]));
                installation.project(name, files, { name, version: "1.0.0", dependencies });
            }
            const [command, ...args] = INSTALL.pnpm;
            await installation.run(command, args);
        } catch (error) {
            installation.dispose();
            throw error;
        }
        return installation;
    }

    /** Installs a version of this package: the repository's files under that number. */
    async install(version: string, others: Record<string, string> = {}): Promise<void> {
        const tarball = await pack(join(this.folder, "tarballs"), version);
        const dependencies = {
            "@pulumi/pulumi": manifest.devDependencies["@pulumi/pulumi"],
            "pulumi-openstack-compute": `file:${tarball}`,
            ...others,
        };
        writeFileSync(join(this.folder, "package.json"), JSON.stringify({ private: true, dependencies }));
        const [command, ...args] = INSTALL[this.manager];
        await this.run(command, args);
    }

    /** Runs a command; throws, with all that it printed, when it fails. */
    async run(command: string, args: readonly string[], folder = this.folder): Promise<string> {
        try {
            const { stdout } = await run(command, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
            return stdout;
        } catch (error) {
            const { stdout, stderr } = error as { stdout?: string; stderr?: string };
            throw new Error(`\`${command} ${args.join(" ")}\` failed:\n${stdout ?? ""}${stderr ?? ""}`, {
                cause: error,
            });
        }
    }

    /** Writes the files of a project below this installation; `main` is the first of them. */
    project(name: string, files: Record<string, string>, packageJson: object = {}): Project {
        const folder = join(this.folder, name);
        mkdirSync(folder);
        writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, ...packageJson }));
        for (const [file, text] of Object.entries(files)) {
            mkdirSync(dirname(join(folder, file)), { recursive: true });
            writeFileSync(join(folder, file), text);
        }
        return { folder, main: Object.keys(files)[0] ?? "" };
    }

    dispose(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }
}

/** Packs what `npm run build` made, under a version number; returns the tarball's path. */
export async function pack(folder: string, version = manifest.version): Promise<string> {
    mkdirSync(folder, { recursive: true });
    const packed = await npmPack(root, folder);
    if (version === manifest.version) {
        return packed;
    }
    await run("tar", ["-xzf", packed, "-C", folder]);
    const unpacked = join(folder, "package");
    const file = join(unpacked, "package.json");
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), version }));
    return npmPack(unpacked, folder);
}

async function npmPack(source: string, destination: string): Promise<string> {
    const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", destination], {
        cwd: source,
    });
    return join(destination, stdout.trim());
}

/** The paths in a tarball, below its `package/`. */
export async function filesIn(tarball: string): Promise<string[]> {
    const { stdout } = await run("tar", ["-tzf", tarball]);
    return stdout
        .trim()
        .split("\n")
        .map((path) => path.replace(/^package\//, ""));
}
