import type { MachineFaults } from "../state/machine";
import type { Server } from "../state/model";
import type { DriverStep, TransitionName } from "../state/transitions";

/** Which requests a fault is for. What is left out matches everything. */
export interface RequestMatch {
    method?: string;
    /** A part of the path, or a pattern of it. */
    path?: string | RegExp;
    /** The key of a server action's body, e.g. "resize". */
    action?: string;
    /** How many matching requests it is for. @default 1 */
    times?: number;
}

/** What happens to a request that a fault is for. */
export type RequestFault =
    | {
          readonly kind: "answer";
          readonly when: "before" | "after";
          readonly status: number;
          readonly message?: string;
          readonly retryAfter?: string;
      }
    | { readonly kind: "drop"; readonly when: "before" | "after" }
    | { readonly kind: "hang"; readonly when: "before" | "after" }
    | { readonly kind: "malformed" }
    | { readonly kind: "delay"; readonly milliseconds: number };

interface Armed {
    readonly match: RequestMatch;
    readonly fault: RequestFault;
    left: number;
}

/** Which servers a fault is for. What is left out matches everything. */
export interface ServerMatch {
    /** The server's name or id. */
    server?: string;
    /** How many times. @default 1 */
    times?: number;
}

interface ArmedStep {
    readonly match: ServerMatch;
    readonly what: string;
    left: number;
}

/** Faults that a test asks the cloud for. Each is used up after `times` uses. */
export class Faults implements MachineFaults {
    private armed: Armed[] = [];
    private steps: ArmedStep[] = [];
    private hosts: ArmedStep[] = [];
    private readonly missing = new Map<string, 400 | 404>();
    private expire: () => void = () => undefined;

    /**
     * Answers the next matching request with this status, without acting on it; or after it has acted, as a gateway
     * does that has lost the service's own answer.
     */
    answer(
        status: number,
        match: RequestMatch & { message?: string; retryAfter?: string | number; when?: "before" | "after" } = {},
    ): void {
        const { message, retryAfter, when = "before", ...rest } = match;
        this.arm(rest, {
            kind: "answer",
            when,
            status,
            ...(message === undefined ? {} : { message }),
            ...(retryAfter === undefined ? {} : { retryAfter: String(retryAfter) }),
        });
    }

    /** Closes the connection instead of answering: before the cloud acts, or after it has. */
    drop(when: "before" | "after", match: RequestMatch = {}): void {
        this.arm(match, { kind: "drop", when });
    }

    /** Never answers, and keeps the connection open: before the cloud acts, or after it has. */
    hang(when: "before" | "after", match: RequestMatch = {}): void {
        this.arm(match, { kind: "hang", when });
    }

    /** Acts, then answers with a body that is cut off in the middle. */
    malformed(match: RequestMatch = {}): void {
        this.arm(match, { kind: "malformed" });
    }

    /** Waits before it acts and answers; on the cloud's clock. */
    delay(milliseconds: number, match: RequestMatch = {}): void {
        this.arm(match, { kind: "delay", milliseconds });
    }

    /** Makes a step of the hypervisor fail, as a server's metadata `osreal:fail` does. */
    failStep(step: DriverStep, match: ServerMatch = {}): void {
        this.steps.push({ match, what: step, left: match.times ?? 1 });
    }

    /** Lets the scheduler find no host for a build, a resize or an unshelve. */
    noValidHost(operation: "create" | "resize" | "unshelve", match: ServerMatch = {}): void {
        this.hosts.push({ match, what: operation, left: match.times ?? 1 });
    }

    /** A cloud that does not have this server action: it answers 400 (as Nova does) or 404 to it. */
    withoutAction(action: string, status: 400 | 404 = 400): void {
        this.missing.set(action, status);
    }

    /** Makes every token that was given out invalid, as a restart of Keystone's key rotation does. */
    expireTokens(): void {
        this.expire();
    }

    /** Forgets all faults. */
    clear(): void {
        this.armed = [];
        this.steps = [];
        this.hosts = [];
        this.missing.clear();
    }

    /** @internal */
    onExpireTokens(expire: () => void): void {
        this.expire = expire;
    }

    /** @internal The fault for a request; it counts as used. */
    take(request: { method: string; path: string; action: string | undefined }): RequestFault | undefined {
        const found = this.armed.find((entry) => entry.left > 0 && matches(entry.match, request));
        if (found === undefined) {
            return undefined;
        }
        found.left -= 1;
        return found.fault;
    }

    /** @internal */
    missingAction(action: string): 400 | 404 | undefined {
        return this.missing.get(action);
    }

    /** @internal */
    failingStep(server: Server, step: string): boolean {
        return use(this.steps, server, step);
    }

    /** @internal */
    noHost(server: Server, operation: TransitionName): boolean {
        return use(this.hosts, server, operation);
    }

    private arm(match: RequestMatch, fault: RequestFault): void {
        this.armed.push({ match, fault, left: match.times ?? 1 });
    }
}

function matches(match: RequestMatch, request: { method: string; path: string; action: string | undefined }): boolean {
    if (match.method !== undefined && match.method.toUpperCase() !== request.method) {
        return false;
    }
    if (match.action !== undefined && match.action !== request.action) {
        return false;
    }
    if (typeof match.path === "string") {
        return request.path.includes(match.path);
    }
    return match.path?.test(request.path) ?? true;
}

function use(armed: ArmedStep[], server: Server, what: string): boolean {
    const found = armed.find(
        ({ match, what: armedFor, left }) =>
            left > 0 &&
            armedFor === what &&
            (match.server === undefined || match.server === server.id || match.server === server.name),
    );
    if (found === undefined) {
        return false;
    }
    found.left -= 1;
    return true;
}
