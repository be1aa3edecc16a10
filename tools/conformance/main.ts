/**
 * `npm run test:openstack`: starts a real OpenStack and runs the scenarios and the comparison of `tests/conformance/`
 * on it. A release that did not run before is stopped again.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as z from "zod";
import {
    bedOf,
    installOpenStack,
    type OpenStack,
    OpenStackError,
    type Release,
    startOpenStack,
    statusOf,
    stopOpenStack,
} from "../openstack/index";
import { repositoryRoot } from "../pulumi/recipe";
import { type Options, parseOptions, USAGE, UsageError } from "./options";

/** As tools/jest/reporter.js writes them. */
const Totals = z.object({
    passed: z.number(),
    failed: z.number(),
    skipped: z.number(),
    brokenFiles: z.number(),
    focused: z.number(),
});

type Totals = z.output<typeof Totals>;

/** One release's run. Times in milliseconds. */
interface Run {
    openstack: OpenStack;
    totals: Totals;
    /** Jest's. */
    exitCode: number;
    install: number;
    start: number;
    run: number;
}

async function main(): Promise<void> {
    // `exit` handlers stop child processes. A signal alone would skip them.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
        process.once(signal, () => process.exit(128 + constants.signals[signal]));
    }
    const options = parseOptions(process.argv.slice(2));
    if (options === "help") {
        console.log(USAGE);
        return;
    }
    const runs: Run[] = [];
    for (const release of options.releases) {
        runs.push(await runOn(release, options));
        console.log(table(runs));
    }
    const file = process.env.TEST_TOTALS;
    if (file !== undefined && file !== "") {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, JSON.stringify(sum(runs.map(({ totals }) => totals))));
    }
    process.exitCode = runs.every(isGood) ? 0 : 1;
}

async function runOn(release: Release, { patterns }: Options): Promise<Run> {
    const ranBefore = (await statusOf(bedOf(release))).healthy;
    const [, install] = await timed(() => (ranBefore ? Promise.resolve() : installOpenStack(release)));
    const [openstack, start] = await timed(() => startOpenStack(release));
    try {
        const [{ exitCode, totals }, run] = await timed(() => jest(openstack, patterns));
        return { openstack, exitCode, totals, install, start, run };
    } finally {
        if (!ranBefore) {
            await stopOpenStack(release);
        }
    }
}

async function timed<T>(doing: () => Promise<T>): Promise<[result: T, milliseconds: number]> {
    const began = Date.now();
    const result = await doing();
    return [result, Date.now() - began];
}

async function jest(
    { release, cloudsYaml, cloud, demoCloud }: OpenStack,
    patterns: readonly string[],
): Promise<{ exitCode: number; totals: Totals }> {
    const folder = mkdtempSync(join(tmpdir(), "conformance-"));
    const file = join(folder, "totals.json");
    try {
        const files = patterns.length > 0 ? patterns.map((pattern) => `tests/conformance/.*${pattern}`) : [];
        const child = spawn(
            process.execPath,
            [
                require.resolve("jest/bin/jest"),
                ...files,
                ...["--selectProjects", "conformance", "--verbose"],
                // For each of the two files that run at a time. More would only wait in the queue of the network
                // service.
                ...["--maxConcurrency", "3"],
            ],
            {
                cwd: repositoryRoot(),
                stdio: "inherit",
                env: {
                    ...process.env,
                    OPENSTACK_UNDER_TEST: release,
                    OS_CLIENT_CONFIG_FILE: cloudsYaml,
                    OPENSTACK_CLOUD: cloud,
                    OPENSTACK_DEMO_CLOUD: demoCloud,
                    TEST_TOTALS: file,
                },
            },
        );
        const kill = () => child.kill();
        process.once("exit", kill);
        const exitCode = await new Promise<number>((resolve, reject) => {
            child.on("error", reject);
            child.on("exit", (code) => resolve(code ?? 1));
        });
        process.removeListener("exit", kill);
        return { exitCode, totals: existsSync(file) ? Totals.parse(JSON.parse(readFileSync(file, "utf8"))) : NOTHING };
    } finally {
        rmSync(folder, { recursive: true });
    }
}

/** Jest did not finish. */
const NOTHING: Totals = { passed: 0, failed: 0, skipped: 0, brokenFiles: 1, focused: 0 };

function isGood({ exitCode, totals }: Run): boolean {
    return exitCode === 0 && totals.passed > 0 && failures(totals) === 0;
}

/** A test that did not run is not a success. */
function failures({ failed, skipped, brokenFiles, focused }: Totals): number {
    return failed + skipped + brokenFiles + focused;
}

function sum(all: readonly Totals[]): Totals {
    const total = (key: keyof Totals) => all.reduce((so, totals) => so + totals[key], 0);
    return {
        passed: total("passed"),
        failed: total("failed"),
        skipped: total("skipped"),
        brokenFiles: total("brokenFiles"),
        focused: total("focused"),
    };
}

function table(runs: readonly Run[]): string {
    const seconds = (milliseconds: number) => `${Math.round(milliseconds / 1000)} s`;
    const rows = [
        ["release", "Nova", "passed", "failed", "install", "start", "run"],
        ...runs.map(({ openstack, totals, install, start, run }) => [
            openstack.release,
            openstack.novaVersion,
            String(totals.passed),
            String(failures(totals)),
            ...[install, start, run].map(seconds),
        ]),
    ];
    return `\n${rows
        .map((row) =>
            row
                .map((cell) => cell.padEnd(10))
                .join("")
                .trimEnd(),
        )
        .join("\n")}\n`;
}

main().catch((error: unknown) => {
    console.error(error instanceof OpenStackError || error instanceof UsageError ? error.message : error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
});
