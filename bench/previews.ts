/** An unchanged preview of a stack in TypeScript: with servers, with empty resources, and without resources. */
import { randomUUID } from "node:crypto";
import { EmbeddedCloud } from "../emulator/index";
import type { PulumiCommand } from "../tools/pulumi/command";
import { SPEED } from "./embedded";
import { empty, noops, type Program, type Shape, servers } from "./programs";
import { Stack } from "./stack";

/** How Pulumi runs a program in TypeScript. The second is its default. */
export const COMPILATIONS = ["transpile-only", "type-checked"] as const;
export type Compilation = (typeof COMPILATIONS)[number];

/** Seconds. */
export interface PreviewTimes {
    ours: number;
    floor: number;
    empty: number;
}

export type Previews = Record<Compilation, PreviewTimes>;

/** The number of resources. */
export const COUNT = 10;

const SHAPE: Shape = { count: COUNT, round: 1, flavor: "m1.tiny", image: "debian-12", network: "private" };

/** One run: each stack is created, and then previewed once for each compilation. */
export async function previewTimes(pulumi: PulumiCommand, parallel: number): Promise<Previews> {
    const cloud = await EmbeddedCloud.start({ speed: SPEED });
    const stacks: Stack[] = [];
    const begin = async (program: Program, cloudsYaml?: string) => {
        const stack = new Stack(pulumi, cloudsYaml, parallel, "typescript");
        stacks.push(stack);
        await stack.begin();
        stack.write(program(SHAPE));
        await stack.command("up");
        return stack;
    };
    try {
        const ours = await begin(servers, cloud.cloudsYaml({ name: "bench", project: "admin" }));
        const floor = await begin(noops);
        const none = await begin(empty);
        const previews: Partial<Previews> = {};
        for (const compilation of COMPILATIONS) {
            const time = async (stack: Stack, program: Program) => {
                const { imports, body } = program(SHAPE);
                // Pulumi caches what it has compiled, so the text must differ.
                stack.write({ imports, body: `${body}\n// ${compilation} ${randomUUID()}` });
                return (await stack.command("preview", ENVIRONMENT[compilation])).seconds;
            };
            previews[compilation] = {
                ours: await time(ours, servers),
                floor: await time(floor, noops),
                empty: await time(none, empty),
            };
        }
        await ours.command("destroy");
        return previews as Previews;
    } finally {
        for (const stack of stacks) {
            stack.end();
        }
        await cloud.stop();
    }
}

const ENVIRONMENT: Readonly<Record<Compilation, Record<string, string>>> = {
    "transpile-only": { PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
    "type-checked": {},
};
