/** Ways to kill an `up` of the real engine half-way. */
import type { Running, Stack } from "./stack";

/** Each kills a running `up`, and prepares the stack for the next one, as its user would. */
export const DEATHS: Readonly<Record<string, (running: Running, stack: Stack) => Promise<void>>> = {
    "two interrupts": async (running) => {
        running.interrupt();
        await running.says("^C received");
        running.interrupt();
        await running.result;
    },
    "a SIGKILL of the CLI": async (running, stack) => {
        await running.killCli();
        await running.dies;
        // Removes the lock of the dead CLI in the file backend, because of which every `up` would fail.
        await stack.run(["cancel", "--yes"]);
    },
    "a SIGKILL of the provider": async (running) => {
        running.killProvider();
        await running.result;
    },
};

/** Resolves when the cloud has at least so many; fails if the command ends before that. */
export async function underWay(running: Running, least: number, count: () => Promise<number>): Promise<void> {
    let ended = false;
    void running.result.then(() => {
        ended = true;
    });
    while ((await count()) < least) {
        if (ended) {
            throw new Error(`the command ended before it was interrupted:\n${running.text()}`);
        }
    }
}
