/** Many servers on the embedded cloud, compared with as many empty resources: what the provider adds to the engine. */
import { EmbeddedCloud } from "../emulator/index";
import type { PulumiCommand } from "../tools/pulumi/command";
import { Nova } from "./nova";
import { empty, noops, type Program, type Shape, servers } from "./programs";
import { type Command, Stack } from "./stack";

/** What is measured in every run, in this order. */
export const STEPS = ["create", "preview", "refresh", "update", "destroy"] as const;
export type StepName = (typeof STEPS)[number];

const COMMANDS: Readonly<Record<StepName, { command: Command; round: number }>> = {
    create: { command: "up", round: 1 },
    preview: { command: "preview", round: 1 },
    refresh: { command: "refresh", round: 1 },
    update: { command: "up", round: 2 },
    destroy: { command: "destroy", round: 2 },
};

export interface StepResult {
    seconds: number;
    /** The time of as many empty resources, on the same engine in the same run. */
    floorSeconds: number;
    /** To Compute. */
    requests: number;
    megabytes: number | undefined;
}

export interface RunResult {
    count: number;
    steps: Record<StepName, StepResult>;
    /** Bytes of the state for each resource, without the stack's own share. */
    stateBytes: { ours: number; floor: number };
    /** Seconds of a preview of an empty stack. */
    emptyPreview: number;
}

/** How many times faster than a real cloud it is, because the provider is measured, not the boots. */
export const SPEED = 50;

/** The cloud's network has this many addresses. */
const MOST_ADDRESSES = 240;

/** One run: each step for the servers, and directly after it for the floor. */
export async function runEmbedded(pulumi: PulumiCommand, count: number, parallel: number): Promise<RunResult> {
    const cloud = await EmbeddedCloud.start({ speed: SPEED });
    const cloudsYaml = cloud.cloudsYaml({ name: "bench", project: "admin" });
    const {
        OS_USERNAME: user = "",
        OS_PASSWORD: password = "",
        OS_PROJECT_NAME: project = "",
    } = cloud.environment("admin");
    const nova = await Nova.signIn({ authUrl: cloud.authUrl, user, password, project });
    await nova.raiseQuotas();
    nova.end();
    const ours = new Stack(pulumi, cloudsYaml, parallel);
    const floor = new Stack(pulumi, undefined, parallel);
    const none = new Stack(pulumi, undefined, parallel);
    const stacks = [ours, floor, none];
    try {
        await Promise.all(stacks.map((stack) => stack.begin()));
        const steps: Partial<Record<StepName, StepResult>> = {};
        const bare = ours.stateSize();
        const bytesOf = (stack: Stack) => (stack.stateSize() - bare) / count;
        let stateBytes = { ours: 0, floor: 0 };
        for (const step of STEPS) {
            const { command, round } = COMMANDS[step];
            const mark = cloud.mark();
            const measured = await measure(ours, servers, command, shape(count, round));
            const requests = cloud.requestsSince(mark).filter(({ service }) => service === "compute").length;
            const { seconds: floorSeconds } = await measure(floor, noops, command, shape(count, round));
            steps[step] = { ...measured, requests, floorSeconds };
            if (step === "update") {
                stateBytes = { ours: bytesOf(ours), floor: bytesOf(floor) };
            }
        }
        none.write(empty(shape(0, 0)));
        await none.command("up");
        const { seconds: emptyPreview } = await none.command("preview");
        return { count, steps: steps as Record<StepName, StepResult>, stateBytes, emptyPreview };
    } finally {
        for (const stack of stacks) {
            stack.end();
        }
        await cloud.stop();
    }
}

function measure(stack: Stack, program: Program, command: Command, of: Shape) {
    stack.write(program(of));
    return stack.command(command);
}

function shape(count: number, round: number): Shape {
    const network = count > MOST_ADDRESSES ? undefined : "private";
    return { count, round, flavor: "m1.tiny", image: "debian-12", network };
}
