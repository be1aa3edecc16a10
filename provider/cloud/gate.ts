/**
 * Lets so many through at once; the rest wait in order. Requests wait here rather than in the agent's queue, so that
 * an attempt's time starts when it can be sent, and a wait is never mistaken for a request that the cloud may have.
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
