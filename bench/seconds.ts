/** Measures a duration with a monotonic clock. */
export async function secondsOf(doing: () => Promise<unknown>): Promise<number> {
    const began = process.hrtime.bigint();
    await doing();
    return Number(process.hrtime.bigint() - began) / 1e9;
}
