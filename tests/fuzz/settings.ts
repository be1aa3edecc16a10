/** What a run is told by `npm run fuzz` (tools/fuzz), in its environment. */

export interface Settings {
    runs: number;
    seed: number;
    parallel: number;
    /** Only these kinds; left out: all. */
    kinds: readonly string[] | undefined;
    /** Prints how far it is. */
    progress: boolean;
}

/** What `npm test` plays: always the same. */
const FIXED = { runs: 60, seed: 20_261_130, parallel: 8 };

export function settings(env: NodeJS.ProcessEnv = process.env): Settings {
    const { FUZZ_RUNS, FUZZ_SEED, FUZZ_PARALLEL, FUZZ_KINDS } = env;
    return {
        runs: Number(FUZZ_RUNS ?? FIXED.runs),
        seed: Number(FUZZ_SEED ?? FIXED.seed),
        parallel: Number(FUZZ_PARALLEL ?? FIXED.parallel),
        kinds: FUZZ_KINDS?.split(","),
        progress: FUZZ_RUNS !== undefined,
    };
}
