/** The Compute service of one cloud: implements {@link Compute} with a session and a line. */

import { hasDotSegment } from "./address";
import type { Answer, Call, CloudIdentity, Compute } from "./compute";
import type { Discovery } from "./discovery";
import { needDotSegments } from "./dot-segments";
import { InvalidAnswerError, MicroversionError } from "./errors";
import type { Line } from "./exchange-request";
import { refusalError } from "./faults";
import { type ExchangeAnswer, exchange } from "./http-exchange";
import { BASE_MICROVERSION, compareMicroversions, KNOWN_MAXIMUM, lowest, releaseOf } from "./microversions";
import type { Pace } from "./rate-limits";
import type { Session } from "./session";
import type { Token } from "./tokens";

interface Parts {
    line: Line;
    session: Session;
    discovery: Discovery;
    identity: CloudIdentity;
    /** `the Compute endpoint in …`: remedies name it. */
    addressFrom: string;
    maximumMicroversion: string | undefined;
    /** Undefined if the cloud has no rate limits. */
    pace?: Pace | undefined;
    userId: string | undefined;
    /** Milliseconds by which the cloud's clock is ahead of ours, according to the Identity service. */
    ahead: number | undefined;
}

export class ComputeService implements Compute {
    readonly identity: CloudIdentity;
    readonly userId: string | undefined;
    readonly name: string;
    readonly microversions: { readonly minimum: string; readonly maximum: string };
    ahead: number | undefined;
    writes = 0;
    writing = 0;
    private dotSegmentsArrive = false;

    constructor(private readonly parts: Parts) {
        const { minimum, maximum } = parts.discovery;
        this.identity = parts.identity;
        this.userId = parts.userId;
        this.ahead = parts.ahead;
        this.name = parts.line.cloud;
        this.microversions = { minimum, maximum: lowest(maximum, parts.maximumMicroversion) };
    }

    readLevel(cap?: string): string {
        const { minimum, maximum } = this.microversions;
        const level = lowest(maximum, KNOWN_MAXIMUM, cap);
        return compareMicroversions(level, minimum) < 0 ? minimum : level;
    }

    serves(microversion: string): boolean {
        const { minimum, maximum } = this.microversions;
        return compareMicroversions(microversion, minimum) >= 0 && compareMicroversions(microversion, maximum) <= 0;
    }

    need(microversion: string, argument: string, resource?: string): void {
        if (!this.serves(microversion)) {
            throw new MicroversionError(
                argument,
                microversion,
                releaseOf(microversion),
                this.microversions.maximum,
                resource,
            );
        }
    }

    async call(call: Call): Promise<Answer> {
        const microversion = call.microversion ?? BASE_MICROVERSION;
        this.need(microversion, `the operation "${call.operation}"`, call.resource);
        if (call.method === "GET") {
            return this.answered(call, microversion);
        }
        this.writes += 1;
        this.writing += 1;
        try {
            return await this.answered(call, microversion);
        } finally {
            this.writing -= 1;
        }
    }

    private async answered(call: Call, microversion: string): Promise<Answer> {
        await this.takeTurn(call);
        const token = await this.parts.session.token(call.deadline);
        if (hasDotSegment(call.path)) {
            await this.needDotSegments(call, token);
        }
        let answer = await this.send(call, microversion, token);
        if (answer.status === 401) {
            // The cloud checks the token first, so a request that was refused with 401 was not executed.
            answer = await this.send(call, microversion, await this.parts.session.renew(token, call.deadline));
        }
        if (answer.fault !== undefined) {
            const { line } = this.parts;
            throw refusalError({ ...call, ...answer, fault: answer.fault, cloud: line.cloud });
        }
        return understood(call, answer);
    }

    /**
     * Waits until the cloud's rate limits allow the call. If the deadline passes meanwhile, the call fails like any
     * late call.
     */
    private async takeTurn(call: Call): Promise<void> {
        const { pace, line } = this.parts;
        const wait = pace?.take(call.method, `${call.path}${queryOf(call.query)}`, line.timing.now()) ?? 0;
        if (wait > 0) {
            const left = call.deadline === undefined ? LONGEST_TURN : call.deadline - line.timing.now();
            await line.timing.sleep(Math.min(wait, Math.max(0, left) + 1));
        }
    }

    private async needDotSegments({ operation, resource, deadline }: Call, token: Token): Promise<void> {
        if (!this.dotSegmentsArrive) {
            const { line, discovery, addressFrom } = this.parts;
            const headers = { "X-Auth-Token": token.id };
            const context = { resource, deadline, headers, addressFrom };
            await needDotSegments(line, operation, { ...context, endpoint: discovery.url });
            this.dotSegmentsArrive = true;
        }
    }

    private async send(call: Call, microversion: string, token: Token): Promise<ExchangeAnswer> {
        const { line, discovery, addressFrom } = this.parts;
        const answer = await exchange(line, {
            operation: call.operation,
            resource: call.resource,
            method: call.method,
            url: `${discovery.url}${call.path}${queryOf(call.query)}`,
            headers: { "X-Auth-Token": token.id, ...(discovery.microversions ? versionHeaders(microversion) : {}) },
            body: call.body,
            repeatable: call.method !== "POST" || call.repeatable === true,
            microversion: discovery.microversions ? microversion : undefined,
            deadline: call.deadline,
            brief: call.brief,
            addressFrom,
        });
        const theirs = Date.parse(answer.headers.date ?? "");
        this.ahead = Number.isNaN(theirs) ? this.ahead : theirs - line.timing.now();
        return answer;
    }
}

/** Milliseconds that a call without a deadline waits for its turn. */
const LONGEST_TURN = 300_000;

/** The first header exists since 2.27. Older clouds know the second, and all clouds of today still do. */
function versionHeaders(microversion: string): Record<string, string> {
    return {
        "OpenStack-API-Version": `compute ${microversion}`,
        "X-OpenStack-Nova-API-Version": microversion,
    };
}

function queryOf(query: Call["query"]): string {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query ?? {})) {
        if (value !== undefined) {
            parameters.append(name, String(value));
        }
    }
    return parameters.size === 0 ? "" : `?${parameters}`;
}

function understood(call: Call, answer: ExchangeAnswer): Answer {
    // An action may be accepted with plain text ("202 Accepted …"). A read without JSON is not an answer of Compute.
    if (
        (call.method === "GET" && answer.status !== 204 && answer.body === undefined) ||
        answer.status < 200 ||
        isRedirect(answer.status)
    ) {
        throw new InvalidAnswerError({
            operation: call.operation,
            resource: call.resource,
            requestId: answer.requestId,
            problem: `HTTP ${answer.status} without a JSON body`,
        });
    }
    return { status: answer.status, headers: answer.headers, body: answer.body, requestId: answer.requestId };
}

/** 300 is the list of versions. Other redirects are not in the API reference. */
function isRedirect(status: number): boolean {
    return status > 300 && status < 400;
}
