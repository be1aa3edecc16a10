/**
 * Until when an operation's requests go on: known to each of them, also to a look-up that is made on the way and to the
 * connection, so that none of them outlasts what the user allows by `customTimeouts`.
 */
import { AsyncLocalStorage } from "node:async_hooks";

const current = new AsyncLocalStorage<number>();

/** What this asks for has this deadline (milliseconds since the epoch), unless it names one of its own. */
export function endingBy<T>(deadline: number, operation: () => Promise<T>): Promise<T> {
    return current.run(deadline, operation);
}

/** Of the operation that is under way; undefined outside any. */
export function currentDeadline(): number | undefined {
    return current.getStore();
}
