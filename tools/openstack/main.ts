/** `npm run openstack -- start | stop | status`: the test bed, by hand. */
import { constants } from "node:os";
import { parseOptions, USAGE, UsageError } from "./options";
import { bedOf } from "./releases";
import { OpenStackError } from "./scripts";
import { type OpenStack, startOpenStack, stopOpenStack } from "./start";
import { describe, statusOf } from "./status";

async function main(): Promise<void> {
    // `exit` handlers release the lock and stop a script. A signal alone would skip them.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
        process.once(signal, () => process.exit(128 + constants.signals[signal]));
    }
    const options = parseOptions(process.argv.slice(2));
    switch (options.command) {
        case "help":
            console.log(USAGE);
            return;
        case "start":
            console.log(howToUse(await startOpenStack(options.release, options)));
            return;
        case "stop":
            for (const release of options.releases) {
                await stopOpenStack(release, options);
            }
            break;
        case "status":
            break;
    }
    for (const release of options.releases) {
        const bed = bedOf(release);
        const status = await statusOf(bed);
        console.log(describe(bed, status).join("\n"));
        if (options.command === "status" && options.mustRun && !status.healthy) {
            process.exitCode = 1;
        }
    }
}

function howToUse(openstack: OpenStack): string {
    return `OpenStack ${openstack.release} runs: Nova ${openstack.novaVersion}, microversions to ${openstack.microversion}.

    export OS_CLIENT_CONFIG_FILE=${openstack.cloudsYaml}
    export OS_CLOUD=${openstack.cloud}     # ${openstack.demoCloud}: a user without the admin role

Flavors m1.tiny to m1.xlarge, images debian-12 and others, networks private and public.
Logs are in ${openstack.root}/log; \`npm run openstack -- stop\` stops it.`;
}

main().catch((error: unknown) => {
    console.error(error instanceof OpenStackError || error instanceof UsageError ? error.message : error);
    if (error instanceof UsageError) {
        console.error(`\n${USAGE}`);
    }
    process.exitCode = error instanceof UsageError ? 2 : 1;
});
