/** Starts and stops a test bed. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { acquireLock } from "../process-lock";
import { adminCloud, cloudsYaml, demoCloud } from "./clouds";
import { type Bed, bedOf, type Release } from "./releases";
import { OpenStackError, type Progress, runScript } from "./scripts";
import { seedCloud } from "./seed/cloud";
import { seedIdentity } from "./seed/identity";
import { markReady, statusOf } from "./status";

/** A running OpenStack, and its credentials. */
export interface OpenStack {
    release: Release;
    /** The path of a clouds.yaml. */
    cloudsYaml: string;
    /** Its entry of a user with the admin role, in the project `admin`. */
    cloud: string;
    /** Its entry of a user without it, in the project `demo`. */
    demoCloud: string;
    /** Keystone's, with its version. */
    authUrl: string;
    /** Of Nova: "26.2.2". */
    novaVersion: string;
    /** Nova's highest: "2.93". */
    microversion: string;
    /** The folder of its data and logs. */
    root: string;
}

export interface StartOptions {
    env?: NodeJS.ProcessEnv;
    /** First delete everything except the installed software. */
    wipe?: boolean;
    /** Default: standard error. */
    progress?: Progress;
}

/**
 * A healthy OpenStack of that release. If none is running, it is installed and started; each takes about a minute and a
 * half the first time. Processes that ask at the same time get the same one.
 * @throws OpenStackError if this machine cannot run one. The message says what it needs.
 */
export async function ensureOpenStack(release: Release, options: StartOptions = {}): Promise<OpenStack> {
    const bed = bedOf(release, options.env);
    // Without the lock, because this is the usual case and changes nothing.
    return (await running(bed)) ?? startOpenStack(release, options);
}

/** Installs what is missing, in a minute and a half the first time. Starts nothing. */
export async function installOpenStack(release: Release, options: StartOptions = {}): Promise<void> {
    const bed = bedOf(release, options.env);
    const progress = timed(options.progress ?? toStandardError);
    checkMachine();
    await locked(bed, progress, () => runScript(bed, "install.sh", [], progress));
}

/** Like {@link ensureOpenStack}; `wipe` deletes the data first. */
export async function startOpenStack(release: Release, options: StartOptions = {}): Promise<OpenStack> {
    const bed = bedOf(release, options.env);
    const progress = timed(options.progress ?? toStandardError);
    checkMachine();
    return await locked(bed, progress, async () => {
        if (options.wipe) {
            progress(`removing the data of ${release}`);
            await runScript(bed, "stop.sh", ["wipe"], progress);
        }
        const already = await running(bed);
        if (already !== undefined) {
            return already;
        }
        progress(`starting ${bed.title}`);
        await runScript(bed, "install.sh", [], progress);
        await runScript(bed, "start.sh", ["apis"], progress);
        await seedIdentity(bed);
        progress("users and catalog are there");
        await runScript(bed, "start.sh", ["computes"], progress);
        await seedCloud(bed);
        progress("flavors, images and networks are there");
        writeFileSync(join(bed.root, "clouds.yaml"), cloudsYaml(bed), { mode: 0o600 });
        markReady(bed);
        const started = await running(bed);
        if (started === undefined) {
            throw new OpenStackError(`${release} has started, but is not healthy; see ${join(bed.root, "log")}`);
        }
        progress("ready");
        return started;
    });
}

/** Stops what was started, and nothing else. `wipe` also deletes the data. */
export async function stopOpenStack(release: Release, options: StartOptions = {}): Promise<void> {
    const bed = bedOf(release, options.env);
    const progress = timed(options.progress ?? toStandardError);
    if (!existsSync(bed.root)) {
        return;
    }
    await locked(bed, progress, () => runScript(bed, "stop.sh", options.wipe ? ["wipe"] : [], progress));
}

async function running(bed: Bed): Promise<OpenStack | undefined> {
    const { healthy, versions, microversion } = await statusOf(bed);
    if (!healthy) {
        return undefined;
    }
    return {
        release: bed.release,
        cloudsYaml: join(bed.root, "clouds.yaml"),
        cloud: adminCloud(bed.release),
        demoCloud: demoCloud(bed.release),
        authUrl: bed.authUrl,
        novaVersion: versions.nova ?? "",
        microversion: microversion ?? "",
        root: bed.root,
    };
}

/** One start or stop of a bed at a time. */
async function locked<T>(bed: Bed, progress: Progress, work: () => Promise<T>): Promise<T> {
    mkdirSync(dirname(bed.root), { recursive: true });
    const lock = await acquireLock(`${bed.root}.lock`, () =>
        progress(`another process is starting or stopping ${bed.release}: waiting for it`),
    );
    process.once("exit", lock.release);
    try {
        return await work();
    } finally {
        process.removeListener("exit", lock.release);
        lock.release();
    }
}

/** The database and the key repositories run as root, and the packages are those of bookworm. */
function checkMachine(): void {
    const needs = "The test bed needs Debian 12 (bookworm) and root";
    if (process.platform !== "linux" || !/^VERSION_CODENAME=bookworm$/m.test(osRelease())) {
        throw new OpenStackError(`${needs}, and this machine is not. A container of debian:bookworm is enough.`);
    }
    if (process.getuid?.() !== 0) {
        throw new OpenStackError(`${needs}: it installs packages, and its services run as root. Try it with sudo.`);
    }
}

function osRelease(): string {
    const file = "/etc/os-release";
    return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** Puts the elapsed seconds before each line. */
function timed(progress: Progress): Progress {
    const start = Date.now();
    return (line) => progress(`${String(Math.round((Date.now() - start) / 1000)).padStart(4)} s  ${line}`);
}

function toStandardError(line: string): void {
    process.stderr.write(`openstack: ${line}\n`);
}
