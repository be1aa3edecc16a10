/**
 * The rolling limit: how many servers may be resizing, rebuilding or restarting at once. After the first that fails no
 * new one begins, so that a change that breaks servers breaks no more of them than the limit.
 */
import type { Plan } from "../plan/plan";

export const MAX_DISRUPTIVE = "openstack-compute:maxDisruptive";

/** The limit, `undefined` for none, or what is wrong with it. */
export function rollingLimit(text: string | undefined): { most: number | undefined } | { complaint: string } {
    if (text === undefined) {
        return { most: undefined };
    }
    const most = Number(text);
    return Number.isInteger(most) && most >= 1
        ? { most }
        : { complaint: `config ${MAX_DISRUPTIVE}: expected a whole number from 1 on` };
}

/** Whether a server is not at its users' service while these changes are made. */
export function disrupts(changes: Plan): boolean {
    return changes.some(({ change: { level } }) => level === "restart" || level === "rebuild");
}

/** Another one failed before this one began. Nothing has been changed. */
class NotBegunError extends Error {
    constructor(subject: string, failed: string) {
        super(
            `${subject}: not started, because ${failed} failed before it (config ${MAX_DISRUPTIVE}). Nothing was changed. ` +
                "Fix that, and run `pulumi up` again: it changes the rest.",
        );
    }
}

export class RollingUpdate {
    private running = 0;
    private failed: string | undefined;
    private readonly waiting: (() => void)[] = [];

    /**
     * Does it as soon as fewer than `most` are being done; at once where there is no limit.
     *
     * @throws {NotBegunError} one failed before.
     */
    async run<T>(subject: string, most: number | undefined, doing: () => Promise<T>): Promise<T> {
        if (most === undefined) {
            return doing();
        }
        if (this.running >= most) {
            await new Promise<void>((turn) => this.waiting.push(turn));
        } else {
            this.running += 1;
        }
        try {
            if (this.failed !== undefined) {
                throw new NotBegunError(subject, this.failed);
            }
            return await doing();
        } catch (error) {
            this.failed ??= subject;
            throw error;
        } finally {
            this.leave();
        }
    }

    /** The place goes to who waits longest. */
    private leave(): void {
        const next = this.waiting.shift();
        if (next === undefined) {
            this.running -= 1;
        } else {
            next();
        }
    }
}
