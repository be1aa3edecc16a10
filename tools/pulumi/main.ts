/** `node dist/tools/pulumi/main.js`: makes sure that there is a Pulumi CLI, and prints which one. */
import { constants } from "node:os";
import { NoPulumiError } from "./build";
import { pulumiCommand } from "./command";

async function main(): Promise<void> {
    // `exit` handlers remove the remains of a build. A signal alone would skip them.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
        process.once(signal, () => process.exit(128 + constants.signals[signal]));
    }
    const { command, version, origin } = await pulumiCommand();
    console.log(`Pulumi ${version}: ${command}${origin === "path" ? " (on the PATH)" : " (in the cache)"}`);
}

main().catch((error: unknown) => {
    console.error(error instanceof NoPulumiError ? error.message : error);
    process.exitCode = 1;
});
