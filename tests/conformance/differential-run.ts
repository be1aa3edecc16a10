/** Sends cases to a cloud, one after the other, and reads what it answers. */
import { get } from "lodash";
import type { Nova } from "../support/nova";
import { type Case, type OperationName, operationOf, type Who } from "./cases/case";
import { type Outcome, outcomeOf } from "./differential-outcome";

/** A cloud with things in it that cases may name. */
export interface Stage {
    readonly callers: Readonly<Record<Who, Nova>>;
    /** Ids by name. */
    readonly known: Map<string, string>;
}

export interface Run {
    /** By the case's name. */
    readonly outcomes: Map<string, Outcome>;
    /** Successes whose body the operation's zod schema did not take, each in a line. */
    readonly unread: string[];
}

/**
 * Sends all cases: those of one lane in their order, the lanes side by side. Throws where a server does not come to the
 * status that a case waits for.
 */
export async function run(stage: Stage, lanes: readonly (readonly Case[])[]): Promise<Run> {
    const result: Run = { outcomes: new Map(), unread: [] };
    await Promise.all(lanes.map((lane) => runLane(stage, lane, result)));
    return result;
}

async function runLane(stage: Stage, lane: readonly Case[], { outcomes, unread }: Run): Promise<void> {
    for (const each of lane) {
        const answer = await send(stage, each);
        outcomes.set(each.name, outcomeOf(answer, stage.known));
        if (answer.status < 300) {
            const parsed = operationOf(each.operation).answer.safeParse(answer.body);
            if (!parsed.success) {
                unread.push(`${each.name}: ${parsed.error.message}`);
            }
            keep(stage, each, answer.body);
            await undo(stage, each, answer.body);
            if (each.until !== undefined) {
                await waitFor(stage, ...each.until);
            }
            if (each.untilVolume !== undefined) {
                await waitForVolume(stage, ...each.untilVolume);
            }
        }
    }
}

async function send(stage: Stage, each: Case): Promise<{ status: number; body: unknown }> {
    const operation = operationOf(each.operation);
    const fill = (text: string) => filled(text, stage.known);
    const path = operation.path.replace(/\{(\w+)\}/g, (_, segment: string) =>
        encodeURIComponent(fill(each.path[segment] ?? "")),
    );
    const query = each.query === undefined ? "" : `?${fill(each.query)}`;
    const body: unknown = each.body === undefined ? undefined : JSON.parse(fill(JSON.stringify(each.body)));
    const caller = stage.callers[each.who];
    return caller.call(operation.method, `${each.from ?? ""}${path}${query}`, body, {
        microversion: each.microversion,
        anyStatus: true,
    });
}

function filled(text: string, known: ReadonlyMap<string, string>): string {
    return text.replace(/\$([a-z]\w*)/gi, (_, name: string) => {
        const id = known.get(name);
        if (id === undefined) {
            throw new RangeError(`$${name} in ${text}: no case before kept it`);
        }
        return id;
    });
}

function keep(stage: Stage, { keeps = {}, name }: Case, body: unknown): void {
    for (const [key, place] of Object.entries(keeps)) {
        const id: unknown = get(body, place);
        if (typeof id !== "string" && typeof id !== "number") {
            throw new TypeError(`${name}: no ${place} in the answer`);
        }
        stage.known.set(key, String(id));
    }
}

/** Takes back what a case made that keeps nothing: it was to be refused, or it is of no use to the next ones. */
async function undo(stage: Stage, { operation, keeps, who }: Case, body: unknown): Promise<void> {
    const [place, path] = keeps === undefined ? (MADE[operation] ?? []) : [];
    if (place !== undefined) {
        await stage.callers[who].call("DELETE", `${path}/${String(get(body, place))}`, undefined, {
            microversion: "2.1",
        });
    }
}

/** Where the id of what an operation makes is in its answer, and where it is deleted. */
const MADE: Partial<Record<OperationName, readonly [place: string, path: string]>> = {
    "servers.create": ["server.id", "/servers"],
    "flavors.create": ["flavor.id", "/flavors"],
    "floatingIps.create": ["floating_ip.id", "/os-floating-ips"],
    "securityGroups.create": ["security_group.id", "/os-security-groups"],
    "serverGroups.create": ["server_group.id", "/os-server-groups"],
    "aggregates.create": ["aggregate.id", "/os-aggregates"],
    "securityGroups.createRule": ["security_group_rule.id", "/os-security-group-rules"],
};

const LONGEST_WAIT = 60_000;

/** Nova writes a server's fault after its status, and one that was only set to ERROR has none (milliseconds). */
const FAULT_IS_LATE = 2_000;

/** Looks at a server until it has the status and no task; `gone`: until it is not there. */
export function waitFor(stage: Stage, server: string, status: string): Promise<void> {
    let inErrorSince: number | undefined;
    return waitUntil(stage, `/servers/$${server}`, ({ server: found }: ServerBody) => {
        const task = found["OS-EXT-STS:task_state"];
        if (found.status === "ERROR" && found.fault === undefined) {
            inErrorSince ??= Date.now();
            if (Date.now() - inErrorSince < FAULT_IS_LATE) {
                return "ERROR, without a fault";
            }
        }
        return task === null ? found.status : `${found.status}, doing ${task}`;
    })(status);
}

/** Looks at a volume until it has the status; `gone`: until it is not there. */
export function waitForVolume(stage: Stage, volume: string, status: string): Promise<void> {
    return waitUntil(stage, `/os-volumes/$${volume}`, ({ volume: found }: VolumeBody) => found.status)(status);
}

function waitUntil<Body>(stage: Stage, template: string, statusOf: (body: Body) => string) {
    const path = filled(template, stage.known);
    return async (status: string): Promise<void> => {
        const started = Date.now();
        for (;;) {
            const answer = await stage.callers.admin.call<Body>("GET", path, undefined, { anyStatus: true });
            const now = answer.status === 404 ? "gone" : statusOf(answer.body);
            if (now === status) {
                return;
            }
            const waited = Date.now() - started;
            if (waited > LONGEST_WAIT) {
                throw new Error(`${template} is ${now}, and not ${status}`);
            }
            // An embedded cloud is quick, and a real one is not to be kept busy with questions.
            await new Promise((resolve) => setTimeout(resolve, Math.min(10 + waited / 4, 250)));
        }
    };
}

interface ServerBody {
    server: { status: string; "OS-EXT-STS:task_state": string | null; fault?: object };
}

interface VolumeBody {
    volume: { status: string };
}
