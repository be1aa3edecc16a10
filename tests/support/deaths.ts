/** How an `up` of the real engine dies half-way. */
import type { Running, Stack } from "./stack";

/** Each kills a running `up`, and leaves the stack as its user would before the next one. */
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
        // The dead CLI's lock of a file backend, which each `up` until then refuses to go past.
        await stack.run(["cancel", "--yes"]);
    },
    "a SIGKILL of the provider": async (running) => {
        running.killProvider();
        await running.result;
    },
};

/** Ends when the cloud has at least so many; fails when the command ends before. */
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
