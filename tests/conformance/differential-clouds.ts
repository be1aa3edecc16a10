/** The clouds that the check is made of: the embedded one, and a real one where the environment names it. */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { EmbeddedCloud } from "../../emulator";
import { Nova } from "../support/nova";
import { lanes } from "./cases";
import { type Run, run, type Stage } from "./differential-run";
import { emptyStage, setUp, tearDown } from "./differential-stage";

/** The names of two entries of a clouds.yaml: that of an administrator, that of a member of another project. */
export interface LiveCloud {
    admin: string;
    member: string;
}

/** `OPENSTACK_CLOUD` and `OPENSTACK_DEMO_CLOUD` (left out: the first one's name with `-demo`). */
export function liveCloud(environment: NodeJS.ProcessEnv): LiveCloud | undefined {
    const { OPENSTACK_CLOUD: admin, OPENSTACK_DEMO_CLOUD: member } = environment;
    return admin === undefined || admin === "" ? undefined : { admin, member: member || `${admin}-demo` };
}

/** Makes all requests to a fresh embedded cloud. */
export async function runEmbedded(): Promise<Run> {
    const cloud = await EmbeddedCloud.start({ speed: 100 });
    try {
        const admin = await Nova.connect(cloud.cloudsYaml({ project: "admin" }));
        const member = await Nova.connect(cloud.cloudsYaml({ project: "demo" }));
        // As on the test bed: a request that one quota refuses would not reach what it is to show.
        for (const { projectId } of [admin, member]) {
            const quotas = { instances: 1000, cores: 4000, ram: 8_000_000, key_pairs: 1000 };
            await admin.call("PUT", `/os-quota-sets/${projectId}`, { quota_set: quotas });
        }
        return await runAll(emptyStage(admin, member));
    } finally {
        await cloud.stop();
    }
}

/** Makes all requests to a real cloud, and tells the newest microversion that it has. */
export async function runLive(cloud: LiveCloud): Promise<Run & { newest: string }> {
    const file = process.env.OS_CLIENT_CONFIG_FILE || join(homedir(), ".config", "openstack", "clouds.yaml");
    const cloudsYaml = readFileSync(file, "utf8");
    const admin = await Nova.connect(cloudsYaml, cloud.admin);
    const member = await Nova.connect(cloudsYaml, cloud.member);
    const { version } = await admin.get<{ version: { version: string } }>("/");
    return { ...(await runAll(emptyStage(admin, member))), newest: version.version };
}

async function runAll(stage: Stage): Promise<Run> {
    try {
        await setUp(stage);
        return await run(stage, lanes);
    } finally {
        await tearDown(stage);
    }
}
