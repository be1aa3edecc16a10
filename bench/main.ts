/**
 * `npm run bench`: what the provider adds to the engine's own time. Each figure is measured together with its floor in
 * the same run, several times. The tables show the median and the spread.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, platform, totalmem } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type PulumiCommand, pulumiCommand } from "../tools/pulumi/command";
import { repositoryRoot } from "../tools/pulumi/recipe";
import { runEmbedded } from "./embedded";
import { importTimes } from "./imports";
import { type BenchOptions, readOptions, USAGE, UsageError } from "./options";
import { previewTimes } from "./previews";
import { RealBench } from "./real";
import { embeddedReport, type Results, realReport } from "./report";
import { Terraform } from "./terraform";

async function main(argv: readonly string[]): Promise<void> {
    const options = readOptions(argv);
    if (options === "help") {
        console.log(USAGE);
        return;
    }
    const pulumi = await pulumiCommand();
    const file = resolve(repositoryRoot(), options.json);
    mkdirSync(dirname(file), { recursive: true });
    // Intermediate results are saved, because a run of many servers takes long.
    const keep = (sofar: Results) => writeFileSync(file, `${JSON.stringify(sofar, undefined, 4)}\n`);
    const results: Results = {
        machine: machine(pulumi),
        parallel: options.parallel,
        imports: [],
        previews: [],
        embedded: [],
        real: [],
    };
    const isReal = options.openstack !== undefined;
    await (isReal ? measureReal(options, pulumi, results, keep) : measureEmbedded(options, pulumi, results, keep));
    const report = isReal ? realReport(results) : embeddedReport(results);
    console.log(report);
    if (options.docs) {
        writeReport(join(repositoryRoot(), "docs", "performance.md"), isReal ? "real" : "embedded", report);
    }
}

async function measureEmbedded(
    { sizes, runs, parallel }: BenchOptions,
    pulumi: PulumiCommand,
    results: Results,
    keep: (sofar: Results) => void,
): Promise<void> {
    for (let run = 1; run <= runs; run += 1) {
        results.imports.push(importTimes());
        process.stderr.write(`run ${run} of ${runs}: previews of a stack in TypeScript\n`);
        results.previews.push(await previewTimes(pulumi, parallel));
        for (const { count } of sizes.filter((size) => run <= size.runs)) {
            process.stderr.write(`run ${run} of ${runs}: ${count} servers on the embedded cloud\n`);
            results.embedded.push(await runEmbedded(pulumi, count, parallel));
            keep(results);
        }
    }
}

async function measureReal(
    { sizes, runs, parallel, terraform, openstack = "latest" }: BenchOptions,
    pulumi: PulumiCommand,
    results: Results,
    keep: (sofar: Results) => void,
): Promise<void> {
    const bench = await RealBench.on(openstack, pulumi, terraform ? await Terraform.find() : undefined);
    results.openstack = `${openstack}, Nova ${bench.cloud.novaVersion}`;
    try {
        for (let run = 1; run <= runs; run += 1) {
            for (const { count, boot } of sizes.filter((size) => run <= size.runs)) {
                process.stderr.write(
                    `run ${run} of ${runs}: ${count} servers on ${openstack}, boots ${boot} s longer\n`,
                );
                results.real.push(await bench.run(count, boot, parallel));
                keep(results);
            }
        }
    } finally {
        await bench.end();
    }
}

function machine({ version }: PulumiCommand): string {
    const [cpu] = cpus();
    const memory = Math.round(totalmem() / 2 ** 30);
    return (
        `${cpus().length} × ${cpu?.model.trim() ?? "CPU"}, ${memory} GB, ${platform()} ${arch()}, ` +
        `Node.js ${process.versions.node}, Pulumi ${version}`
    );
}

const MARKS = { embedded: "<!-- npm run bench -->", real: "<!-- npm run bench -- --openstack -->" };
const END = "<!-- end -->";

/** Replaces the text between the marks. The rest of the file stays. */
function writeReport(file: string, which: keyof typeof MARKS, report: string): void {
    const begin = MARKS[which];
    const before = readFileSync(file, "utf8");
    const [head, rest] = before.split(begin);
    const at = rest?.indexOf(END) ?? -1;
    if (head === undefined || rest === undefined || at < 0) {
        throw new Error(`${file} has no marks ${begin} and ${END}`);
    }
    writeFileSync(file, `${head}${begin}\n${report}\n${rest.slice(at)}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : error);
    process.exitCode = 1;
});
