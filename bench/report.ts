/** The measurements, as the tables in docs/performance.md. */
import uniqBy from "lodash/uniqBy";
import { type RunResult, STEPS } from "./embedded";
import { figure, spell, table } from "./figures";
import type { ImportTimes } from "./imports";
import { COMPILATIONS, COUNT, type Previews } from "./previews";
import { REAL_STEPS, type RealRun, type RealStepResult } from "./real";
import { DEFAULT_PARALLELISM, TITLE } from "./terraform";

export interface Results {
    machine: string;
    parallel: number;
    imports: ImportTimes[];
    previews: Previews[];
    embedded: RunResult[];
    /** The runs on a real OpenStack, and its release. */
    real: RealRun[];
    openstack?: string;
}

function machineLine({ machine: name, parallel }: Results): string {
    return `Machine: ${name}. \`--parallel ${parallel}\`. Each figure is the median of the runs, with the minimum and the maximum in parentheses.`;
}

export function embeddedReport(results: Results): string {
    const { imports, previews, embedded } = results;
    return [
        machineLine(results),
        importTable(imports),
        previewTable(previews),
        embeddedTable(embedded),
        stateTable(embedded),
    ].join("\n\n");
}

export function realReport(results: Results): string {
    const { real, openstack } = results;
    const terraform = real.some(({ steps }) => steps.create.terraform !== undefined);
    const beside = terraform
        ? ` Compared with ${TITLE}, with its default of ${DEFAULT_PARALLELISM} operations at once, and with as many as ours. Up to ${DEFAULT_PARALLELISM} servers both are the same run.`
        : "";
    return [`${machineLine(results)} OpenStack: ${openstack}, on the same machine.${beside}`, realTable(real)].join(
        "\n\n",
    );
}

/** The target: this ratio to both floors together, plus this many seconds. */
const BOUND = { ratio: 1.15, seconds: 0.5 };

function realTable(runs: readonly RealRun[]): string {
    const kinds = uniqBy(runs, ({ count, boot }) => `${count} ${boot}`);
    const rows = kinds.flatMap(({ count, boot }) => {
        const of = runs.filter((run) => run.count === count && run.boot === boot);
        return REAL_STEPS.map((step) => {
            const results = of.map(({ steps }) => steps[step]);
            const bounds = results.map((one) => (one.cloudSeconds + one.engineSeconds) * BOUND.ratio + BOUND.seconds);
            return [
                boot === 0 ? `${count}` : `${count}, boots of ${boot} s`,
                `${of.length}`,
                step,
                spell(figure(results.map(({ seconds }) => seconds))),
                spell(figure(results.map(({ cloudSeconds }) => cloudSeconds))),
                spell(figure(results.map(({ engineSeconds }) => engineSeconds))),
                spell(figure(results.map(({ seconds }, index) => seconds / (bounds[index] ?? 1))), 2),
                spell(figure(results.map(({ requests }) => requests)), 0),
                ...besides(results, ({ terraform }) => terraform),
                ...besides(results, ({ terraformAtOnce }) => terraformAtOnce).slice(0, 2),
            ];
        });
    });
    const head = ["servers", "runs", "step", "s", "cloud's floor, s", "engine's floor, s", "of the target", "requests"];
    const peers = ["Terraform, s", "ratio", "its requests", "Terraform, same parallelism, s", "ratio"];
    return table([...head, ...peers], rows);
}

type Peer = RealStepResult["terraform"];

/** Terraform's seconds, our ratio to it, and its requests. */
function besides(results: readonly RealStepResult[], pick: (result: RealStepResult) => Peer): string[] {
    const peers = results.flatMap((result) => pick(result) ?? []);
    const ratios = results.flatMap((result) => {
        const peer = pick(result);
        return peer === undefined ? [] : [result.seconds / peer.seconds];
    });
    return peers.length === 0
        ? ["", "", ""]
        : [
              spell(figure(peers.map(({ seconds }) => seconds))),
              spell(figure(ratios), 2),
              spell(figure(peers.map(({ requests }) => requests)), 0),
          ];
}

function importTable(times: readonly ImportTimes[]): string {
    const row = (title: string, pick: (time: ImportTimes) => number) => [title, spell(figure(times.map(pick)), 0)];
    return table(
        [`import, ${times.length} runs`, "ms"],
        [
            row("`@pulumi/pulumi`", ({ pulumi }) => pulumi),
            row("the package adds, in a program", ({ program }) => program),
            row("the provider adds, in its process", ({ provider }) => provider),
        ],
    );
}

function previewTable(previews: readonly Previews[]): string {
    const rows = COMPILATIONS.map((compilation) => {
        const times = previews.map((one) => one[compilation]);
        return [
            compilation,
            spell(figure(times.map(({ ours }) => ours))),
            spell(figure(times.map(({ floor }) => floor))),
            spell(figure(times.map(({ ours, floor }) => ours - floor))),
            spell(figure(times.map(({ empty }) => empty))),
        ];
    });
    const title = `unchanged preview of ${COUNT} servers, in TypeScript, ${previews.length} runs`;
    return table([title, "s", "engine's floor, s", "difference, s", "empty program, s"], rows);
}

/** Times as ratios to the floors of the same run. */
function embeddedTable(runs: readonly RunResult[]): string {
    const sizes = [...new Set(runs.map(({ count }) => count))];
    const rows = sizes.flatMap((size) => {
        const of = runs.filter(({ count }) => count === size);
        return STEPS.map((step) => {
            const results = of.map(({ steps }) => steps[step]);
            const memory = results.flatMap(({ megabytes }) => megabytes ?? []);
            return [
                `${size}`,
                `${of.length}`,
                step,
                spell(figure(results.map(({ seconds }) => seconds))),
                spell(figure(results.map(({ floorSeconds }) => floorSeconds))),
                spell(figure(results.map(({ seconds, floorSeconds }) => seconds / floorSeconds)), 2),
                spell(figure(results.map(({ requests }) => requests)), 0),
                memory.length === 0 ? "" : spell(figure(memory), 0),
            ];
        });
    });
    const head = ["servers", "runs", "step", "s", "engine's floor, s", "ratio"];
    return table([...head, "requests", "provider, MB"], rows);
}

function stateTable(runs: readonly RunResult[]): string {
    const sizes = [...new Set(runs.map(({ count }) => count))];
    const rows = sizes.map((size) => {
        const bytes = runs.filter(({ count }) => count === size).map(({ stateBytes }) => stateBytes);
        const of = (pick: (one: RunResult["stateBytes"]) => number) => spell(figure(bytes.map(pick)), 0);
        return [`${size}`, of(({ ours }) => ours), of(({ floor }) => floor)];
    });
    return table(["resources", "bytes of state for each server", "for each empty resource"], rows);
}
