#!/usr/bin/env node
/** `npx pulumi-openstack-compute COMMAND`. */
import { readFileSync } from "node:fs";

interface Command {
    summary: string;
    run(argv: string[]): Promise<void>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
    emulator: {
        summary: "run the embedded OpenStack cloud, to try things out and for CI",
        run: async (argv) => (await import("../emulator/command.js")).run(argv),
    },
};

const USAGE = `Usage: pulumi-openstack-compute COMMAND [OPTIONS]

${Object.entries(COMMANDS)
    .map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`)
    .join("\n")}

  Run COMMAND --help for its options, and --version for the version of this package.`;

function version(): string {
    const { version: own } = JSON.parse(readFileSync(require.resolve("pulumi-openstack-compute/package.json"), "utf8"));
    return String(own);
}

async function main([name, ...argv]: string[]): Promise<void> {
    const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command !== undefined) {
        await command.run(argv);
        return;
    }
    if (name === "--version" || name === "-V") {
        console.log(version());
        return;
    }
    const asked = name === "--help" || name === "-h";
    (asked ? console.log : console.error)(
        asked || name === undefined ? USAGE : `unknown command "${name}"\n\n${USAGE}`,
    );
    process.exitCode = asked ? 0 : 2;
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
