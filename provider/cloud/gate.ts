/**
 * Limits how many run at the same time; the others wait in order. Requests wait here and not in the agent's queue. So
 * an attempt's timeout starts when it can be sent, and a waiting request is never mistaken for one that the cloud may
 * have received.
 */
export class Gate {
    private readonly waiting: (() => void)[] = [];

    constructor(private free: number) {}

    async through<T>(work: () => Promise<T>): Promise<T> {
        if (this.free > 0) {
            this.free -= 1;
        } else {
            await new Promise<void>((resolve) => this.waiting.push(resolve));
        }
        try {
            return await work();
        } finally {
            const next = this.waiting.shift();
            if (next === undefined) {
                this.free += 1;
            } else {
                next();
            }
        }
    }
}
