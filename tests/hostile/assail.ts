/** One operation of which an answer is spoilt, then one clean `up`, then the judgement. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Arriving } from "../../emulator/http/exchange";
import { violations } from "../faults/judge";
import type { Operation } from "../faults/operation";
import type { Point } from "../faults/point";
import { remedied } from "../faults/remedy";
import { World } from "../faults/world";
import type { Delivered, Spoil } from "../support/spoil";
import { complaintsAbout } from "./form";
import type { SpoilingFront } from "./front";
import { MOST_PAGES } from "./pages";
import { Secrets } from "./secrets";

/** An answer, as it came when nothing went wrong. */
export interface Heard extends Point, Delivered {}

/** What is done to which answer. */
export interface Assault {
    readonly point: Point;
    readonly spoil: Spoil;
    /** The debug log is on. */
    readonly logged: boolean;
}

export interface Assailed {
    readonly heard: readonly Heard[];
    readonly struck: number;
    /** The error's message, where the operation ended with one. */
    readonly failure: string | undefined;
    readonly wrong: readonly Wrong[];
    /** Milliseconds of a processor for each spoilt answer. */
    readonly cpu: number;
}

export interface Wrong {
    readonly kind: "hang" | "raw error" | "secret" | "orphan";
    readonly what: string;
}

/** Which world an operation is played in. */
export interface Setting {
    /** Over HTTP; left out: on the direct line, which the file must have mocked. */
    readonly front?: (world: World) => Promise<SpoilingFront>;
    readonly folder: string;
}

/** What the time allowed for an operation may be exceeded by: an attempt that was under way, and a last look. */
const GRACE = 60_000;
/** Each creation, update and deletion has so long; one operation may have several. */
export const ALLOWED = 60_000;

export async function assail(operation: Operation, setting: Setting, assault?: Assault): Promise<Assailed> {
    const log = join(setting.folder, "log");
    rmSync(log, { force: true });
    let front: SpoilingFront | undefined;
    const { front: open } = setting;
    const world = await World.start(
        open === undefined
            ? {}
            : {
                  front: async (it) => {
                      front = await open(it);
                      return front;
                  },
              },
    );
    const before = process.env.OPENSTACK_COMPUTE_LOG;
    const secrets = new Secrets();
    const heard: Heard[] = [];
    const own = listen(world, secrets, heard, setting.front === undefined);
    const output = capture();
    try {
        await operation.prepare?.(world);
        await world.stack.up(...operation.before);
        await operation.outside?.(world);
        if (assault?.logged === true) {
            process.env.OPENSTACK_COMPUTE_LOG = log;
        }
        heard.splice(0);
        world.watch(assault && { point: assault.point, blow: { kind: "spoil", spoil: assault.spoil }, always: true });
        own.cpu = 0;
        const began = { cpu: process.cpuUsage(), time: world.time.clock.now() };
        const failure = await failureOf(
            operation.by === "refresh" ? world.stack.refresh() : world.stack.up(...operation.after),
        );
        const used = milliseconds(process.cpuUsage(began.cpu)) - own.cpu;
        const took = world.time.clock.now() - began.time;
        const { struck } = world.disarm();
        delete process.env.OPENSTACK_COMPUTE_LOG;
        const wrong = [
            ...(took > ALLOWED * 3 + GRACE ? [hang(`it took ${took / 1000} s`)] : []),
            ...(struck > MOST_PAGES ? [hang(`it asked for ${struck} answers`)] : []),
            ...((front?.strays ?? 0) > 0 ? [leak("another host got a request")] : []),
            ...(failure === undefined ? [] : complaintsAbout(failure)),
            ...secrets.leaksIn({
                "the terminal": [...world.said, output.text()].join("\n"),
                "the log": existsSync(log) ? readFileSync(log, "utf8") : "",
                "the error": failure === undefined ? "" : `${messageOf(failure)}\n${stackOf(failure)}`,
            }),
            ...(assault === undefined ? [] : await aftermath(world, operation, failure)),
        ];
        const cpu = used / Math.max(1, struck);
        return { heard, struck, failure: failure === undefined ? undefined : messageOf(failure), wrong, cpu };
    } finally {
        output.end();
        if (before !== undefined) {
            process.env.OPENSTACK_COMPUTE_LOG = before;
        } else {
            delete process.env.OPENSTACK_COMPUTE_LOG;
        }
        await world.stop();
    }
}

const leak = (what: string): Wrong => ({ kind: "secret", what });
const hang = (what: string): Wrong => ({ kind: "hang", what });
const orphan = (what: string): Wrong => ({ kind: "orphan", what });

/** Takes note of each answer, and lets what is to become of it happen. */
function listen(world: World, secrets: Secrets, heard: Heard[], spoils: boolean): { cpu: number } {
    /** What it takes to spoil answers, which is not the provider's. */
    const own = { cpu: 0 };
    const { cloud } = world;
    const accept = cloud.accept.bind(cloud);
    cloud.accept = (request: Arriving, deliver) => {
        secrets.learn(request.body, request.headers);
        return accept(request, (delivery) => {
            if (delivery === "dropped") {
                return deliver(delivery);
            }
            secrets.learn(delivery.text, delivery.headers);
            const key = world.seen.at(-1) ?? "";
            heard.push({ key, nth: world.seen.filter((one) => one === key).length - 1, ...delivery });
            const began = process.cpuUsage();
            const spoilt = spoils ? (world.takeSpoil()?.answer?.(delivery, request) ?? delivery) : delivery;
            own.cpu += milliseconds(process.cpuUsage(began));
            deliver(spoilt);
        });
    };
    return own;
}

const milliseconds = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1000;

async function aftermath(world: World, operation: Operation, failure: unknown): Promise<Wrong[]> {
    const { before, by, after: program } = operation;
    try {
        if (by === "refresh") {
            await world.stack.refresh();
        }
        await remedied(world, program, failure);
        const kinds = [...before, ...program].map(({ kind }) => kind);
        const wrong = await violations(world, program, kinds);
        await world.stack.refresh();
        const proposed = await world.stack.preview(...program);
        return [...wrong, ...proposed.map((step) => `after a refresh the preview proposes: ${step}`)].map(orphan);
    } catch (error) {
        return [orphan(`the clean up failed: ${messageOf(error)}`)];
    }
}

async function failureOf(doing: Promise<unknown>): Promise<unknown> {
    try {
        await doing;
        return undefined;
    } catch (error) {
        return error;
    }
}

/** What is written to the terminal past `console.log`. */
function capture(): { text(): string; end(): void } {
    const written: string[] = [];
    const streams = [process.stdout, process.stderr];
    const before = streams.map((stream) => stream.write);
    for (const stream of streams) {
        stream.write = ((chunk: string | Uint8Array) => {
            written.push(String(chunk));
            return true;
        }) as typeof stream.write;
    }
    return {
        text: () => written.join(""),
        end: () => {
            for (const [index, stream] of streams.entries()) {
                stream.write = before[index] ?? stream.write;
            }
        },
    };
}

export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

function stackOf(error: unknown): string {
    return error instanceof Error
        ? `${error.stack ?? ""}\n${error.cause === undefined ? "" : stackOf(error.cause)}`
        : "";
}
