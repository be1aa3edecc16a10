/**
 * The provider's transport without sockets: an attempt goes to the embedded cloud directly, and fails in the same ways.
 * Thousands of operations with faults take a tenth of the time. It is enabled for single clouds: requests to others go
 * over HTTP as usual.
 *
 * tools/jest/direct-line.js puts it in place of the real one:
 * jest.mock("../../provider/cloud/transport", () => directLine(jest.requireActual("../../provider/cloud/transport")));
 */
import { setImmediate as rounds } from "node:timers/promises";
import type { EmbeddedCloud } from "../../emulator";
import type { Delivery } from "../../emulator/http/exchange";
import type { Agents } from "../../provider/cloud/agents";
import type * as transport from "../../provider/cloud/transport";

const clouds = new Map<string, EmbeddedCloud>();

/** Connects a cloud directly, until the returned function is called. */
export function connectDirectly(cloud: EmbeddedCloud): () => void {
    clouds.set(cloud.url, cloud);
    return () => clouds.delete(cloud.url);
}

/** `fetch` of text, for the tests' own client: directly, if the cloud is connected directly. */
export async function fetchText(
    url: string,
    { method, headers, body }: { method: string; headers: Record<string, string>; body?: string },
): Promise<{ status: number; headers: Headers; text: string }> {
    const { href, origin } = new URL(url);
    const cloud = clouds.get(origin);
    if (cloud === undefined) {
        const answer = await fetch(url, { method, headers, body });
        return { status: answer.status, headers: answer.headers, text: await answer.text() };
    }
    const delivery = await new Promise<Delivery>((resolve) => {
        cloud.accept({ method, url: href, headers: lowered(headers), body: body ?? "" }, resolve);
    });
    if (delivery === "dropped") {
        throw new TypeError(`${method} ${url}: socket hang up`);
    }
    // As an answer over HTTP does, so that a loop of requests lets others run.
    await rounds();
    return { ...delivery, headers: new Headers(lowered(delivery.headers)) };
}

/** The module `provider/cloud/transport` with direct lines. */
export function directLine(actual: typeof transport): typeof transport {
    const { AttemptFailure } = actual;
    return {
        ...actual,
        AttemptFailure,
        createTransport(agents: Agents) {
            const overHttp = actual.createTransport(agents);
            return {
                proxyFor: overHttp.proxyFor,
                send(attempt) {
                    const cloud = clouds.get(new URL(attempt.url).origin);
                    return cloud === undefined ? overHttp.send(attempt) : sendTo(cloud, attempt, AttemptFailure);
                },
            };
        },
    };
}

function sendTo(
    cloud: EmbeddedCloud,
    { method, url, headers, body = "", timeout }: transport.Attempt,
    Failure: typeof transport.AttemptFailure,
): Promise<transport.RawAnswer> {
    return new Promise((resolve, reject) => {
        let isOver = false;
        const over = () => {
            isOver = true;
            clearTimeout(timer);
        };
        const timer = setTimeout(() => {
            over();
            giveUp();
            reject(new Failure("TIMEOUT", true, `no complete answer within ${timeout / 1000} s`));
        }, timeout);
        const giveUp = cloud.accept({ method, url, headers: lowered(headers), body }, (delivery) => {
            if (isOver) {
                return;
            }
            over();
            if (delivery === "dropped") {
                reject(new Failure("ECONNRESET", true, "socket hang up"));
            } else {
                resolve({ ...delivery, headers: lowered(delivery.headers) });
            }
        });
    });
}

function lowered(headers: Readonly<Record<string, string | readonly string[]>>): Record<string, string> {
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
