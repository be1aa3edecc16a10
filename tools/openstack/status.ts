/** What of a test bed is running: its processes, by the files of the scripts, and its APIs, by requests. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasCode } from "../process-lock";
import { type Bed, type Listener, urlOf } from "./releases";

/** The state of a test bed. */
export interface Status {
    installed: boolean;
    /** Nova's is "26.2.2"; empty if nothing is installed. */
    versions: Record<string, string>;
    /** Its processes, and whether each is running. */
    processes: Record<string, boolean>;
    /** Its APIs, and whether each answers. */
    apis: Record<Api, boolean>;
    /** Nova's highest microversion, when it answers. */
    microversion?: string;
    /** Started completely, with every process running and every API answering. */
    healthy: boolean;
}

const APIS = ["keystone", "placement", "glance", "neutron", "nova", "cinder"] as const satisfies Listener[];

type Api = (typeof APIS)[number];

/** Milliseconds for an API to answer in. */
const PATIENCE = 10_000;

/** Changes nothing. */
export async function statusOf(bed: Bed): Promise<Status> {
    const ready = readReady(bed);
    const processes = {
        ...Object.fromEntries((ready ?? []).map((name) => [name, false])),
        ...readProcesses(join(bed.root, "run")),
    };
    const runs = Object.values(processes).some((alive) => alive);
    // If none of our processes is running, whatever answers on the ports is not this bed.
    const answers = await Promise.all(APIS.map((api) => (runs ? ask(urlOf(bed.ports[api])) : undefined)));
    const apis = Object.fromEntries(APIS.map((api, index) => [api, answers[index] !== undefined])) as Status["apis"];
    return {
        ...readInstalled(join(bed.root, "installed")),
        processes,
        apis,
        microversion: highestMicroversion(answers[APIS.indexOf("nova")]),
        healthy:
            ready !== undefined && runs && [...Object.values(processes), ...Object.values(apis)].every((good) => good),
    };
}

/** Records that a start is complete, and its processes. stop.sh removes the record. */
export function markReady(bed: Bed): void {
    const names = Object.keys(readProcesses(join(bed.root, "run")));
    writeFileSync(readyFile(bed), names.map((name) => `${name}\n`).join(""));
}

/** The processes of the bed; undefined if no start was completed. */
function readReady(bed: Bed): string[] | undefined {
    const file = readyFile(bed);
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : undefined;
}

function readyFile(bed: Bed): string {
    return join(bed.root, "run", "ready");
}

/** In words: a line or more. */
export function describe(bed: Bed, status: Status): string[] {
    const { processes, apis, versions } = status;
    const version = versions.nova === undefined ? "" : `, Nova ${versions.nova}`;
    if (!status.installed) {
        return [`${bed.release}: not installed`];
    }
    const up = Object.values(processes).filter((alive) => alive).length;
    if (up === 0) {
        return [`${bed.release}: stopped${version}`];
    }
    if (status.healthy) {
        const microversion = status.microversion === undefined ? "" : `, microversions to ${status.microversion}`;
        const others = APIS.filter((api) => api !== "nova").map((api) => `${api} ${versions[api] ?? "?"}`);
        return [
            `${bed.release}: running${version}${microversion}; ${up} processes; Identity at ${bed.authUrl}`,
            `    ${others.join(", ")}`,
        ];
    }
    const dead = Object.keys(processes).filter((name) => !processes[name]);
    const silent = APIS.filter((api) => !apis[api]);
    return [
        `${bed.release}: not healthy${version}; ${up} processes run`,
        ...(dead.length > 0 ? [`    have ended: ${dead.join(", ")}`] : []),
        ...(silent.length > 0 ? [`    do not answer: ${silent.join(", ")}`] : []),
        `    logs: ${join(bed.root, "log")}`,
    ];
}

/** The file that install.sh wrote: a key, then a line "name version" for each service. */
function readInstalled(file: string): Pick<Status, "installed" | "versions"> {
    if (!existsSync(file)) {
        return { installed: false, versions: {} };
    }
    const [, ...lines] = readFileSync(file, "utf8").trim().split("\n");
    const versions = lines.map((line) => line.split(" ") as [string, string]);
    return { installed: true, versions: Object.fromEntries(versions) };
}

/** The files that common.sh wrote: NAME.pid with a process's id and start. */
function readProcesses(folder: string): Record<string, boolean> {
    const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".pid")) : [];
    return Object.fromEntries(
        files.map((name) => {
            const [pid = "", start = ""] = readFileSync(join(folder, name), "utf8").trim().split(" ");
            return [name.slice(0, -".pid".length), startOf(pid) === start && start !== ""];
        }),
    );
}

/** When a process started, in the kernel's ticks: the 22nd field of its stat, 20th after the name in parentheses. */
function startOf(pid: string): string | undefined {
    try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    } catch (error) {
        if (hasCode(error, "ENOENT", "ESRCH")) {
            return undefined;
        }
        throw error;
    }
}

/** The answer of an API's root; undefined if it does not answer, or with a server error. */
async function ask(url: string): Promise<unknown> {
    let response: Response;
    try {
        response = await fetch(`${url}/`, { signal: AbortSignal.timeout(PATIENCE) });
    } catch {
        // Refused, reset or too slow: it does not answer.
        return undefined;
    }
    const text = await response.text();
    return response.status < 500 ? JSON.parse(text) : undefined;
}

function highestMicroversion(root: unknown): string | undefined {
    if (typeof root !== "object" || root === null || !("versions" in root) || !Array.isArray(root.versions)) {
        return undefined;
    }
    const versions = root.versions as { id?: string; version?: string }[];
    return versions.find((version) => version.id === "v2.1")?.version;
}
