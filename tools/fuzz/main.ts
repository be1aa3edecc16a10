/**
 * `npm run fuzz`: runs tests/fuzz/ with the requested number of cases, on the embedded cloud or on a real OpenStack.
 */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { OpenStackError, startOpenStack } from "../openstack/index";
import { repositoryRoot } from "../pulumi/recipe";
import { type FuzzOptions, readOptions, USAGE, UsageError } from "./options";

async function main(): Promise<void> {
    const options = readOptions(process.argv.slice(2));
    if (options === "help") {
        console.log(USAGE);
        return;
    }
    process.exitCode = await jest(options, await environmentOf(options));
}

/** An OpenStack that already runs is used as it is. */
async function environmentOf({ openstack }: FuzzOptions): Promise<NodeJS.ProcessEnv> {
    if (openstack === undefined) {
        return {};
    }
    const { cloudsYaml } = await startOpenStack(openstack);
    return { OPENSTACK_UNDER_TEST: openstack, OS_CLIENT_CONFIG_FILE: cloudsYaml };
}

function jest({ runs, seed, parallel, kinds }: FuzzOptions, environment: NodeJS.ProcessEnv): Promise<number> {
    const child = spawn(process.execPath, [require.resolve("jest/bin/jest"), "--selectProjects", "fuzz"], {
        cwd: repositoryRoot(),
        stdio: "inherit",
        env: {
            ...process.env,
            ...environment,
            FUZZ_RUNS: String(runs),
            FUZZ_SEED: String(seed),
            FUZZ_PARALLEL: String(parallel),
            ...(kinds === undefined ? {} : { FUZZ_KINDS: kinds }),
        },
    });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
        process.once(signal, () => {
            child.kill(signal);
            process.exitCode = 128 + constants.signals[signal];
        });
    }
    return new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("exit", (code) => resolve(code ?? 1));
    });
}

main().catch((error: unknown) => {
    console.error(error instanceof OpenStackError || error instanceof UsageError ? error.message : error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
});
