/**
 * `npm run bench`: what the provider adds to what the engine takes anyway. Each figure is measured beside its floor in
 * the same run, several times; the table shows the median and the spread.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, platform, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { type PulumiCommand, pulumiCommand } from "../tools/pulumi/command";
import { repositoryRoot } from "../tools/pulumi/recipe";
import { type RunResult, runEmbedded, STEPS } from "./embedded";
import { figure, spell, table } from "./figures";
import { type ImportTimes, importTimes } from "./imports";
import { type BenchOptions, readOptions, USAGE, UsageError } from "./options";

interface Results {
    machine: string;
    parallel: number;
    imports: ImportTimes[];
    embedded: RunResult[];
}

async function main(argv: readonly string[]): Promise<void> {
    const options = readOptions(argv);
    if (options === "help") {
        console.log(USAGE);
        return;
    }
    const pulumi = await pulumiCommand();
    const file = join(repositoryRoot(), options.json);
    mkdirSync(dirname(file), { recursive: true });
    // What was measured so far is kept: a run of many servers takes long.
    const keep = (sofar: Results) => writeFileSync(file, `${JSON.stringify(sofar, undefined, 4)}\n`);
    const results = await measure(options, pulumi, keep);
    const report = [machineLine(results), importTable(results.imports), embeddedTable(results.embedded)].join("\n\n");
    console.log(report);
    if (options.docs) {
        writeReport(join(repositoryRoot(), "docs", "performance.md"), report);
    }
}

async function measure(
    { sizes, runs, parallel }: BenchOptions,
    pulumi: PulumiCommand,
    keep: (sofar: Results) => void,
): Promise<Results> {
    const results: Results = { machine: machine(pulumi), parallel, imports: [], embedded: [] };
    for (let run = 1; run <= runs; run += 1) {
        results.imports.push(importTimes());
        for (const size of sizes) {
            process.stderr.write(`run ${run} of ${runs}: ${size} servers on the embedded cloud\n`);
            results.embedded.push(await runEmbedded(pulumi, size, parallel));
            keep(results);
        }
    }
    return results;
}

function machine({ version }: PulumiCommand): string {
    const [cpu] = cpus();
    const memory = Math.round(totalmem() / 2 ** 30);
    return (
        `${cpus().length} × ${cpu?.model.trim() ?? "CPU"}, ${memory} GB, ${platform()} ${arch()}, ` +
        `Node.js ${process.versions.node}, Pulumi ${version}`
    );
}

function machineLine({ machine: name, parallel, imports }: Results): string {
    return `Machine: ${name}. \`--parallel ${parallel}\`. Runs: ${imports.length}; the median, and in parentheses the least and the most.`;
}

function importTable(times: readonly ImportTimes[]): string {
    const row = (title: string, pick: (time: ImportTimes) => number) => [title, spell(figure(times.map(pick)), 0)];
    return table(
        ["import", "ms"],
        [
            row("`@pulumi/pulumi`", ({ pulumi }) => pulumi),
            row("the package adds, in a program", ({ program }) => program),
            row("the provider adds, in its process", ({ provider }) => provider),
        ],
    );
}

/** Times as ratios to the floor of the same run; an unchanged preview as what it takes longer. */
function embeddedTable(runs: readonly RunResult[]): string {
    const sizes = [...new Set(runs.map(({ count }) => count))];
    const rows = sizes.flatMap((size) => {
        const of = runs.filter(({ count }) => count === size);
        return STEPS.map((step) => {
            const results = of.map(({ steps }) => steps[step]);
            const memory = results.flatMap(({ megabytes }) => megabytes ?? []);
            return [
                `${size}`,
                step,
                spell(figure(results.map(({ seconds }) => seconds))),
                spell(figure(results.map(({ floorSeconds }) => floorSeconds))),
                spell(figure(results.map(({ seconds, floorSeconds }) => seconds / floorSeconds)), 2),
                spell(figure(results.map(({ seconds, floorSeconds }) => seconds - floorSeconds))),
                spell(figure(results.map(({ requests }) => requests)), 0),
                memory.length === 0 ? "" : spell(figure(memory), 0),
                step === "create" ? spell(figure(of.map(({ stateBytes }) => stateBytes)), 0) : "",
                step === "preview" ? spell(figure(of.map(({ emptyPreview }) => emptyPreview))) : "",
            ];
        });
    });
    const head = ["servers", "step", "s", "engine's floor, s", "ratio", "more, s", "requests", "provider, MB"];
    return table([...head, "state, bytes a server", "preview of nothing, s"], rows);
}

const [BEGIN, END] = ["<!-- npm run bench -->", "<!-- end -->"];

/** Between its marks; what else the file says stays. */
function writeReport(file: string, report: string): void {
    const before = readFileSync(file, "utf8");
    const [head, rest] = before.split(BEGIN);
    const tail = rest?.split(END)[1];
    if (head === undefined || tail === undefined) {
        throw new Error(`${file} lacks the marks ${BEGIN} and ${END}`);
    }
    writeFileSync(file, `${head}${BEGIN}\n${report}\n${END}${tail}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : error);
    process.exitCode = 1;
});
