/**
 * Whether Pulumi finds the provider. Its process looks for this package from the folder in which the program runs. There a
 * package that only a library depends on is found where a package manager hoists it, and not under pnpm.
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, parse } from "node:path";
import { ProgramError } from "./program-error";

const NAME = "pulumi-openstack-compute";

/** Folders from which it has been found. */
const found = new Set<string>();

/**
 * Throws, without a stack, where the provider is not found: the engine would print twenty lines that say less. Only a
 * process that Pulumi has started for a program runs in the same folder as the provider's: an inline program of the
 * Automation API is not checked.
 */
export function demandFindable(folder = process.cwd(), script = process.argv[1] ?? ""): void {
    if (found.has(folder) || !/[/\\]cmd[/\\]run([/\\]|$)/.test(script)) {
        return;
    }
    try {
        createRequire(join(folder, "index.js")).resolve(`${NAME}/provider`);
    } catch (error) {
        const where = manifestAbove(folder) ?? join(folder, "package.json");
        throw new ProgramError(
            `Pulumi cannot load the provider: ${NAME} is not installed for the project in ${folder}, only for a library ` +
                `that the program uses. Add "${NAME}" to the dependencies in ${where}, and install.`,
            { cause: error },
        );
    }
    found.add(folder);
}

function manifestAbove(folder: string): string | undefined {
    for (let at = folder; ; at = dirname(at)) {
        const manifest = join(at, "package.json");
        if (existsSync(manifest)) {
            return manifest;
        }
        if (at === parse(at).root) {
            return undefined;
        }
    }
}
