/**
 * How a Pulumi is built where there is none on the PATH: from two Go modules, pinned by the go.mod and go.sum files in
 * `recipe/`. Two, because the CLI and the Node.js language host need two versions of `github.com/pulumi/pulumi/sdk/v3`.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The version of the CLI that is built. */
export const BUILT_VERSION = "3.220.0";

/** Below this, `read` of a dynamic resource cannot return inputs, and drift goes unseen. */
export const OLDEST_VERSION = "3.216.0";

/** The `go` line of `recipe/cli/go.mod`: what the CLI's own modules ask for. */
export const OLDEST_GO = "1.24.7";

/** The flags and settings of each `go` command; go.sum covers every module, so no checksum database is asked. */
export const GO_SETTINGS = {
    GOFLAGS: "-mod=readonly -trimpath -buildvcs=false",
    GOWORK: "off",
    CGO_ENABLED: "0",
} as const;

const SDK = "github.com/pulumi/pulumi/sdk/v3";

/** One program to build. */
export interface Program {
    /** The name of the binary. */
    name: string;
    /** In words, for the progress lines. */
    title: string;
    /** The folder in `recipe/` with its go.mod. */
    folder: string;
    /** The package with its `main`. */
    goPackage: string;
    /** What it answers to `version`. */
    version: string;
    /** How many packages a cold build compiles, the standard library's among them. */
    packages: number;
}

export const PROGRAMS: readonly Program[] = [
    {
        name: "pulumi",
        title: "the Pulumi CLI",
        folder: "cli",
        goPackage: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        version: BUILT_VERSION,
        packages: 1353,
    },
    {
        name: "pulumi-language-nodejs",
        title: "the Node.js language host",
        folder: "language-nodejs",
        goPackage: `${SDK}/nodejs/cmd/pulumi-language-nodejs`,
        version: "3.60.0",
        packages: 521,
    },
];

/** A script, not a program: it lies ready in the CLI's module `sdk/v3`, below `nodejs/dist`. */
export const LAUNCHER = { name: "pulumi-resource-pulumi-nodejs", module: SDK, folder: "cli" } as const;

/** The linker flags that give a program its version and leave out the symbols. */
export function linkerFlags(program: Program): string {
    return `-s -w -X ${SDK}/go/common/version.Version=v${program.version}`;
}

/** The repository's root, wherever this file runs from: `tools/pulumi` or `dist/tools/pulumi`. */
export function repositoryRoot(from = __dirname): string {
    for (let folder = from; ; folder = dirname(folder)) {
        if (readdirSync(folder).includes("package.json")) {
            return folder;
        }
        if (dirname(folder) === folder) {
            throw new Error(`No package.json above ${from}: this tool runs inside the repository only.`);
        }
    }
}

/** The folder with the go.mod and go.sum of each program. */
export function recipeFolder(): string {
    return join(repositoryRoot(), "tools", "pulumi", "recipe");
}

/** What a build depends on, as twelve hex digits: a changed recipe, flag or platform is another place in the cache. */
export function recipeKey(folder = recipeFolder(), platform = `${process.platform}-${process.arch}`): string {
    const hash = createHash("sha256").update(JSON.stringify([platform, GO_SETTINGS, PROGRAMS, LAUNCHER]));
    for (const program of PROGRAMS) {
        for (const file of ["go.mod", "go.sum"]) {
            hash.update(readFileSync(join(folder, program.folder, file)));
        }
    }
    return hash.digest("hex").slice(0, 12);
}
