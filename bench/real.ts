/**
 * Many servers on a real OpenStack, compared with the cloud itself, the engine itself, and Terraform, one after the
 * other in each run.
 */
import { readFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { ensureOpenStack, type OpenStack, PASSWORD, type Release } from "../tools/openstack/index";
import type { PulumiCommand } from "../tools/pulumi/command";
import { CloudFloor, type Wanted } from "./cloud-floor";
import { Nova } from "./nova";
import { noops, type Shape, type Source, servers } from "./programs";
import { RequestLog } from "./request-log";
import { type Command, Stack } from "./stack";
import { DEFAULT_PARALLELISM, type Terraform, type TerraformCommand } from "./terraform";

/** What is measured in every run, in this order. */
export const REAL_STEPS = ["create", "preview", "refresh", "resize", "rebuild", "destroy"] as const;
export type RealStep = (typeof REAL_STEPS)[number];

interface Move {
    command: Command;
    terraform: TerraformCommand;
    /** What the servers must become. */
    look: Pick<Shape, "flavor" | "image">;
    /** The same step on the cloud itself. Default: none. */
    floor?: (floor: CloudFloor, wanted: Wanted) => Promise<number>;
}

/** What both releases of the test bed have. */
const BEFORE = { flavor: "m1.tiny", image: "debian-12" };
const RESIZED = { ...BEFORE, flavor: "m1.small" };
const REBUILT = { ...RESIZED, image: "debian-13" };
const NETWORK = "private";

const MOVES: Readonly<Record<RealStep, Move>> = {
    create: { command: "up", terraform: "apply", look: BEFORE, floor: (floor, wanted) => floor.create(wanted) },
    preview: { command: "preview", terraform: "plan", look: BEFORE },
    refresh: { command: "refresh", terraform: "refresh", look: BEFORE },
    resize: { command: "up", terraform: "apply", look: RESIZED, floor: (floor, wanted) => floor.resize(wanted) },
    rebuild: { command: "up", terraform: "apply", look: REBUILT, floor: (floor, wanted) => floor.rebuild(wanted) },
    destroy: { command: "destroy", terraform: "destroy", look: REBUILT, floor: (floor) => floor.destroy() },
};

/** The names of the bench's servers. */
const OURS = /^(bench-(floor|terraform)-|server-)\d+/;

export interface RealStepResult {
    seconds: number;
    requests: number;
    cloudSeconds: number;
    engineSeconds: number;
    /** With its default parallelism. */
    terraform?: Counted;
    /** With the same parallelism as ours. */
    terraformAtOnce?: Counted;
}

interface Counted {
    seconds: number;
    requests: number;
}

export interface RealRun {
    count: number;
    /** Additional seconds of each boot. */
    boot: number;
    steps: Record<RealStep, RealStepResult>;
}

/** A real OpenStack to measure on. */
export class RealBench {
    private readonly log: RequestLog;

    private constructor(
        private readonly pulumi: PulumiCommand,
        readonly cloud: OpenStack,
        private readonly nova: Nova,
        private readonly cloudsYaml: string,
        private readonly terraform: Terraform | undefined,
    ) {
        this.log = new RequestLog(cloud.root);
    }

    static async on(release: Release, pulumi: PulumiCommand, terraform: Terraform | undefined): Promise<RealBench> {
        const cloud = await ensureOpenStack(release);
        const { clouds } = parse(readFileSync(cloud.cloudsYaml, "utf8")) as { clouds: Record<string, object> };
        const cloudsYaml = stringify({ clouds: { bench: clouds[cloud.cloud] } });
        const admin = { user: "admin", password: PASSWORD, project: "admin" };
        const nova = await Nova.signIn({ authUrl: cloud.authUrl, ...admin });
        await nova.raiseQuotas();
        return new RealBench(pulumi, cloud, nova, cloudsYaml, terraform);
    }

    async end(): Promise<void> {
        await this.nova.restoreQuotas();
        this.nova.end();
    }

    /**
     * One run: each step on the cloud itself, then with a stack and with the engine itself, then with Terraform, with
     * its default parallelism and with ours.
     */
    async run(count: number, boot: number, parallel: number): Promise<RealRun> {
        const metadata: Record<string, string> = boot === 0 ? {} : { "osreal:delay": `spawn=${boot}` };
        await this.sweep();
        const shapeOf = (step: RealStep): Shape => ({ count, network: NETWORK, metadata, ...MOVES[step].look });
        const cloudSeconds = await this.cloudFloor(count, metadata);
        const ours = new Stack(this.pulumi, this.cloudsYaml, parallel);
        const engine = new Stack(this.pulumi, undefined, parallel);
        try {
            await Promise.all([ours.begin(), engine.begin()]);
            const steps: Partial<Record<RealStep, RealStepResult>> = {};
            for (const step of REAL_STEPS) {
                const measured = await this.counted(() =>
                    commandSeconds(ours, servers(shapeOf(step)), MOVES[step].command),
                );
                const engineSeconds = await commandSeconds(engine, noops(shapeOf(step)), MOVES[step].command);
                steps[step] = { ...measured, engineSeconds, cloudSeconds: cloudSeconds[step] ?? 0 };
            }
            const byDefault = await this.terraformed(shapeOf);
            // This many run at once by default too.
            const atOnce = count > DEFAULT_PARALLELISM ? await this.terraformed(shapeOf, parallel) : byDefault;
            for (const step of REAL_STEPS) {
                Object.assign(steps[step] ?? {}, { terraform: byDefault[step], terraformAtOnce: atOnce[step] });
            }
            return { count, boot, steps: steps as Record<RealStep, RealStepResult> };
        } finally {
            ours.end();
            engine.end();
            await this.sweep();
        }
    }

    /** Deletes what a failed run left. */
    private async sweep(): Promise<void> {
        const { servers: all } = await this.nova.call<{ servers: { id: string; name: string }[] }>("GET", "/servers");
        const left = all.filter(({ name }) => OURS.test(name));
        await Promise.all(left.map(({ id }) => this.nova.call("DELETE", `/servers/${id}`)));
    }

    private async cloudFloor(
        count: number,
        metadata: Record<string, string>,
    ): Promise<Partial<Record<RealStep, number>>> {
        const floor = await CloudFloor.on(this.nova);
        const seconds: Partial<Record<RealStep, number>> = {};
        for (const step of REAL_STEPS) {
            const { floor: ask, look } = MOVES[step];
            seconds[step] = await ask?.(floor, { count, network: NETWORK, metadata, ...look });
        }
        return seconds;
    }

    private async terraformed(
        shapeOf: (step: RealStep) => Shape,
        parallel?: number,
    ): Promise<Partial<Record<RealStep, Counted>>> {
        if (this.terraform === undefined) {
            return {};
        }
        const stack = this.terraform.stack(this.cloudsYaml, parallel);
        const counted: Partial<Record<RealStep, Counted>> = {};
        try {
            for (const step of REAL_STEPS) {
                counted[step] = await this.counted(() => stack.run(MOVES[step].terraform, shapeOf(step)));
            }
            return counted;
        } finally {
            stack.end();
        }
    }

    private async counted(doing: () => Promise<number>): Promise<Counted> {
        const mark = this.log.mark();
        const seconds = await doing();
        return { seconds, requests: this.log.since(mark) };
    }
}

async function commandSeconds(stack: Stack, program: Source, command: Command): Promise<number> {
    stack.write(program);
    return (await stack.command(command)).seconds;
}
