/** How long something takes, by a clock that nobody sets. */
export async function secondsOf(doing: () => Promise<unknown>): Promise<number> {
    const began = process.hrtime.bigint();
    await doing();
    return Number(process.hrtime.bigint() - began) / 1e9;
}
