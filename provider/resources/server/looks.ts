/** How servers are looked at: each by its id, or many by one list; one watcher for each cloud, one batch for each command. */
import { getServer, listServers, type ServerRecord } from "../../api/index";
import { CloudError, type Compute, ConnectionError } from "../../cloud/index";
import type { Context } from "../../lifecycle/kind";
import { Batch } from "../../wait/batch";
import { Watcher } from "../../wait/watcher";

const watchers = new WeakMap<Compute, Watcher<ServerRecord>>();

/** The loop that all waits for servers of this cloud share. */
export function watcherOf(compute: Compute): Watcher<ServerRecord> {
    const known = watchers.get(compute) ?? new Watcher(changesOf(compute));
    watchers.set(compute, known);
    return known;
}

/** Reads a server; many that are read at once are read by one list. Throws NotFoundError when it is not there. */
export async function readServer({ compute, run, subject }: Context, id: string): Promise<ServerRecord> {
    const batch = await run.once("reads of servers", async () => new Batch(listOf(compute)));
    return batch.read(id, () => getServer(compute, id, { resource: subject }));
}

/**
 * Reads a server for its owner before it is deleted. One list serves all deletions of a command: what this process
 * changes meanwhile is no owner of what it deletes.
 */
export async function readStamped({ compute, run, subject }: Context, id: string): Promise<ServerRecord> {
    const listed = { ...listOf(compute), mark: () => undefined, lasting: true };
    const batch = await run.once("owners of servers", async () => new Batch(listed));
    return batch.read(id, () => getServer(compute, id, { resource: subject }));
}

/** A cloud that does not answer for a moment does not end a wait: only the deadline does. */
export function passes(error: unknown): boolean {
    return error instanceof ConnectionError || (error instanceof CloudError && error.status >= 500);
}

/** A list has no fault of a server that found no host: the look by id has. */
function tells({ status, fault }: ServerRecord): boolean {
    return status !== "ERROR" || fault !== undefined;
}

function byId(servers: readonly ServerRecord[]): ReadonlyMap<string, ServerRecord> {
    return new Map(servers.map((server) => [server.id, server]));
}

function listOf(compute: Compute) {
    return {
        all: async () => byId(await listServers(compute, {}, { resource: "servers" })),
        tells,
        mark: () => compute.writes,
    };
}

/** How far a cloud's clock may be behind ours where nothing tells (milliseconds). */
const SKEW = 60_000;

/**
 * The cloud's clock is in the `Date` of its answers, or told by its token (`compute.ahead`); where neither tells, it is at
 * least as late as the last change that a list told of.
 */
function changesOf(compute: Compute) {
    let least = -SKEW;
    return {
        now: () => Date.now() + (compute.ahead ?? least),
        async since(time: number, deadline: number) {
            const changesSince = `${new Date(time).toISOString().slice(0, 19)}Z`;
            const servers = await listServers(
                compute,
                { changesSince },
                { resource: "servers", deadline, brief: true },
            );
            const changes = servers.map(({ updated }) => timeOf(updated)).filter((at) => !Number.isNaN(at));
            least = Math.max(least, ...changes.map((at) => at - Date.now()));
            return byId(servers);
        },
        coming: () => compute.writing,
        tells,
        bears: passes,
    };
}

/** Without a zone it is UTC. */
function timeOf(text = ""): number {
    return Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
}
