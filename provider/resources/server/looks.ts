/** Reads servers: one by its id, or many with one list. There is one watcher per cloud, and one batch per command. */
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

/**
 * Reads a server. Many that are read at once share one list.
 * @throws {NotFoundError} the server does not exist.
 */
export async function readServer({ compute, run, subject }: Context, id: string): Promise<ServerRecord> {
    const batch = await run.once("reads of servers", async () => new Batch(listOf(compute)));
    return batch.read(id, () => getServer(compute, id, { resource: subject }));
}

/**
 * Reads a server before it is deleted, for its owner. All deletions of a command share one list, because this process
 * does not change the owners of servers that it deletes.
 */
export async function readStamped({ compute, run, subject }: Context, id: string): Promise<ServerRecord> {
    const listed = { ...listOf(compute), mark: () => undefined, lasting: true };
    const batch = await run.once("owners of servers", async () => new Batch(listed));
    return batch.read(id, () => getServer(compute, id, { resource: subject }));
}

/** Whether a wait goes on after this error: while a cloud does not answer, only the deadline ends the wait. */
export function passes(error: unknown): boolean {
    return error instanceof ConnectionError || (error instanceof CloudError && error.status >= 500);
}

/** Whether the record in a list is enough: for a server that found no host, only the record by id has the fault. */
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

/** How far a cloud's clock may be behind ours, if nothing shows its time (milliseconds). */
const SKEW = 60_000;

/**
 * The cloud's time is known from the `Date` header of its answers, or from its token (`compute.ahead`). Without both,
 * it is at least the time of the latest change in a list.
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

/** A time without a zone is UTC. */
function timeOf(text = ""): number {
    return Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
}
