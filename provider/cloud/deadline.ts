/**
 * The deadline of an operation. All its requests know it, also lookups and the connection, so that none of them takes
 * longer than `customTimeouts` allows.
 */
import { AsyncLocalStorage } from "node:async_hooks";

const current = new AsyncLocalStorage<number>();

/** Requests of `operation` have this deadline (milliseconds since the epoch), unless they set their own. */
export function endingBy<T>(deadline: number, operation: () => Promise<T>): Promise<T> {
    return current.run(deadline, operation);
}

/** The deadline of the current operation; undefined outside an operation. */
export function currentDeadline(): number | undefined {
    return current.getStore();
}
