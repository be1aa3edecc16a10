/** One `up`, and where it stops with a message that says what to do, just that, and the `up` that it asks for. */
import type { Declared, Steps } from "../support/engine";
import type { Program } from "./operation";
import type { World } from "./world";

interface Remedy {
    readonly name: string;
    readonly asked: RegExp;
    /** What names it is said once: another `up` in place of it would not name it again. */
    readonly atOnce?: true;
    /** Does what the message asks for; the program is the one to go on with. */
    follow(world: World, program: Program, asked: RegExpExecArray): Promise<Steps>;
}

const REMEDIES: readonly Remedy[] = [
    {
        name: "take over the candidate, unless the state has it",
        atOnce: true,
        asked: /\b\w[\w ]* "([^"]+)"(?: \([^)]*\))?: [\s\S]*adopt: "([^"]+)"/,
        async follow({ stack }, program, [, name, id = ""]) {
            if (stack.shows(id)) {
                return stack.upRefreshed(...program);
            }
            await stack.up(...program.map((one) => (one.name === name ? adopting(one, id) : one)));
            return stack.up(...program);
        },
    },
    {
        name: "delete what is broken and was kept",
        asked: /\(([0-9a-f-]{36})\)[\s\S]*It is kept, because it has been ACTIVE/,
        async follow(world, program, [, id]) {
            await world.nova.call("DELETE", `/servers/${id}`);
            await world.time.settle(world.cloud);
            await world.stack.refresh();
            return world.stack.up(...program);
        },
    },
    {
        name: "refresh what is gone",
        asked: /is gone from cloud [\s\S]*Run `pulumi refresh`/,
        async follow({ stack }, program) {
            await stack.refresh();
            return stack.up(...program);
        },
    },
];

/** At most so many remedies one after the other. */
const MOST = 3;

/** After `failure`, where what came before ended with one. */
export async function remedied(
    world: World,
    program: Program,
    failure?: unknown,
): Promise<{ steps: Steps; remedies: string[] }> {
    const remedies: string[] = [];
    let next = () => world.stack.up(...program);
    const [first, names] = remedyFor(messageOf(failure));
    if (first?.atOnce === true && names !== undefined) {
        remedies.push(first.name);
        next = () => first.follow(world, program, names);
    }
    for (;;) {
        try {
            return { steps: await next(), remedies };
        } catch (error) {
            const [remedy, asked] = remedyFor(messageOf(error));
            if (remedy === undefined || asked === undefined || remedies.length === MOST) {
                throw error;
            }
            remedies.push(remedy.name);
            next = () => remedy.follow(world, program, asked);
        }
    }
}

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

function remedyFor(message: string): [Remedy, RegExpExecArray] | [] {
    for (const remedy of REMEDIES) {
        const asked = remedy.asked.exec(message);
        if (asked !== null) {
            return [remedy, asked];
        }
    }
    return [];
}

function adopting(declared: Declared, id: string): Declared {
    const { args } = declared;
    return {
        ...declared,
        args: (stack) => ({ ...(typeof args === "function" ? args(stack) : args), adopt: id }),
    };
}
