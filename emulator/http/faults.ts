import type { MachineFaults } from "../state/machine";
import type { Server } from "../state/model";
import type { DriverStep, TransitionName } from "../state/transitions";

/** Selects requests for a fault. Omitted fields match everything. */
export interface RequestMatch {
    method?: string;
    /** A part of the path, or a pattern. */
    path?: string | RegExp;
    /** The key of a server action's body, e.g. "resize". */
    action?: string;
    /** How many matching requests get the fault. @default 1 */
    times?: number;
}

/** What happens to a request with a fault. */
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

/** Selects servers for a fault. Omitted fields match everything. */
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

/** Faults that a test injects. Each is used up after `times` uses. */
export class Faults implements MachineFaults {
    private armed: Armed[] = [];
    private steps: ArmedStep[] = [];
    private hosts: ArmedStep[] = [];
    private readonly missing = new Map<string, 400 | 404>();
    private expire: () => void = () => undefined;

    /**
     * Answers the next matching request with this status without acting on it; or after acting on it, like a gateway
     * that lost the service's own answer.
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

    /** Closes the connection without an answer, before or after the cloud acts. */
    drop(when: "before" | "after", match: RequestMatch = {}): void {
        this.arm(match, { kind: "drop", when });
    }

    /** Never answers, and keeps the connection open, before or after the cloud acts. */
    hang(when: "before" | "after", match: RequestMatch = {}): void {
        this.arm(match, { kind: "hang", when });
    }

    /** Acts, then answers with a body that is cut off. */
    malformed(match: RequestMatch = {}): void {
        this.arm(match, { kind: "malformed" });
    }

    /** Waits, then acts and answers. The wait is on the cloud's clock. */
    delay(milliseconds: number, match: RequestMatch = {}): void {
        this.arm(match, { kind: "delay", milliseconds });
    }

    /** Makes a step of the hypervisor fail, like a server's metadata `osreal:fail`. */
    failStep(step: DriverStep, match: ServerMatch = {}): void {
        this.steps.push({ match, what: step, left: match.times ?? 1 });
    }

    /** Makes the scheduler find no host for a build, a resize or an unshelve. */
    noValidHost(operation: "create" | "resize" | "unshelve", match: ServerMatch = {}): void {
        this.hosts.push({ match, what: operation, left: match.times ?? 1 });
    }

    /** Removes a server action: the cloud answers 400 (as Nova does) or 404 to it. */
    withoutAction(action: string, status: 400 | 404 = 400): void {
        this.missing.set(action, status);
    }

    /** Makes all existing tokens invalid, like a restart of Keystone's key rotation. */
    expireTokens(): void {
        this.expire();
    }

    /** Removes all faults. */
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
