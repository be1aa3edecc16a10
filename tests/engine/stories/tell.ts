/** Tells many stories at once: one stack on the real engine, and a cloud for each story. */
import { stringify } from "yaml";
import type { RequestFault } from "../../../emulator/http/faults";
import { BLOWS, LOSES } from "../../faults/blows";
import { violations } from "../../faults/judge";
import { type Plan, programOf } from "../../faults/model";
import { meddle } from "../../faults/outside";
import { DEATHS, underWay } from "../../support/deaths";
import { logicalName } from "../../support/engine-events";
import { type Result, type Running, Stack } from "../../support/stack";
import { PATIENCE, StoryCloud, type Strike } from "./cloud";
import { programText } from "./program";
import { remedyIn } from "./remedy";
import type { Blow, Round } from "./rounds";

/** Which death a round's `up` dies, and after how many requests of it. */
export interface Death {
    readonly how: keyof typeof DEATHS;
    readonly after: number;
}

export interface Told {
    /** Of each story, its outside changes, `up`s and the clean ones. */
    readonly steps: number;
    /** The blows that fell, and the deaths died. */
    readonly struck: number;
    readonly violations: readonly string[];
}

export async function tell(stories: readonly (readonly Round[])[], deaths: readonly Death[] = []): Promise<Told> {
    const clouds = await Promise.all(stories.map((_, index) => StoryCloud.start(`s${index}`)));
    const entries = Object.assign({}, ...clouds.map(({ entry }) => entry)) as object;
    const stack = await Stack.create({ cloud: { cloudsYaml: () => stringify({ clouds: entries }) } });
    try {
        // Without a death, what strikes one story is not to end the `up` of the others.
        const flags = deaths.length === 0 ? ["--continue-on-error"] : [];
        return await new Telling(flags, stories, clouds, stack).tell(deaths);
    } finally {
        await stack.dispose();
        await Promise.all(clouds.map(({ cloud }) => cloud.stop()));
    }
}

/** The most remedies that are followed one after the other. */
const MOST = 4;

class Telling {
    private steps = 0;
    private struck = 0;
    /** What the program of each story is now. */
    private plans = new Map<string, Plan>();

    constructor(
        /** Of each `up`. */
        private readonly flags: string[],
        private readonly stories: readonly (readonly Round[])[],
        private readonly clouds: readonly StoryCloud[],
        private readonly stack: Stack,
    ) {}

    async tell(deaths: readonly Death[]): Promise<Told> {
        const rounds = Math.max(...this.stories.map(({ length }) => length));
        for (let index = 0; index < rounds; index += 1) {
            const round = this.clouds.map((_, story): Round => this.stories[story]?.[index] ?? { plan: {} });
            await this.meddle(round);
            await this.play(round, deaths[index]);
        }
        const wrong = [...(await this.cleanUp(undefined)), ...(await this.judge()), ...(await this.drift())];
        return { steps: this.steps, struck: this.struck, violations: [...wrong, ...(await this.destroy())] };
    }

    private async meddle(round: readonly Round[]): Promise<void> {
        await Promise.all(
            this.clouds.map(async (cloud, index) => {
                const { outside } = round[index] ?? {};
                if (outside !== undefined) {
                    this.steps += 1;
                    await meddle(cloud, outside.what, outside.of, (kind) => cloud.stack.all(kind));
                    await cloud.settle();
                }
            }),
        );
    }

    private async play(round: readonly Round[], death: Death | undefined): Promise<void> {
        this.plans = new Map(this.clouds.map(({ name }, index) => [name, round[index]?.plan ?? {}]));
        const blows = this.clouds.map((_, index) => round[index]?.blow);
        for (const [index, cloud] of this.clouds.entries()) {
            cloud.arm(strikeOf(blows[index]));
        }
        const result = await this.up({ death });
        const losing = this.clouds.filter(({ struck }, index) => struck > 0 && LOSES.test(blows[index]?.name ?? ""));
        this.struck += this.clouds.filter(({ struck }) => struck > 0).length + (death === undefined ? 0 : 1);
        for (const cloud of this.clouds) {
            cloud.arm(undefined);
            await cloud.settle();
        }
        // A creation that died is found by the next one of the same resource, and by nothing else.
        if (losing.length > 0 || death !== undefined) {
            await this.cleanUp(result);
        }
        await this.look();
    }

    /** One `up` of what stands in the programs now. It may fail, and goes on with what does not depend on what failed. */
    private async up(options: { death?: Death; refresh?: boolean; adopted?: Map<string, string> }): Promise<Result> {
        this.steps += this.clouds.length;
        this.stack.write(programText(this.plans, options.adopted));
        const marks = this.clouds.map(({ cloud }) => cloud.mark());
        const running = this.stack.startUp({ refresh: options.refresh, args: this.flags });
        if (options.death !== undefined) {
            const { how, after } = options.death;
            const asked = () =>
                this.clouds.reduce((sum, { cloud }, index) => sum + cloud.requestsSince(marks[index] ?? 0).length, 0);
            await underWay(running, after, () => new Promise((resolve) => setImmediate(() => resolve(asked()))));
            await DEATHS[how]?.(running, this.stack);
        }
        return ended(running);
    }

    /** A refresh and an `up`, and what their messages ask for. What is wrong then, in words. */
    private async cleanUp(failed: Result | undefined): Promise<string[]> {
        let result = failed === undefined ? undefined : await this.follow(failed, "at once");
        for (let tried = 0; tried <= MOST; tried += 1) {
            result ??= await this.up({ refresh: true });
            if (result.code === 0) {
                return [];
            }
            const next = await this.follow(result, "any");
            if (next === undefined) {
                break;
            }
            result = next;
        }
        return [`the up of the end failed:\n${result?.text}`];
    }

    /** The `up` after what the messages of a failed one ask for; undefined: they ask for nothing. */
    private async follow(failed: Result, which: "at once" | "any"): Promise<Result | undefined> {
        const { adopted, broken } = remedyIn(failed);
        const { resources } = await this.stack.state();
        // What the state still has to delete is not lost: a refresh tells the provider of it.
        const kept = resources.filter((one) => one.pendingReplacement !== true);
        const isKept = (name: string, id: string) => kept.some((one) => logicalName(one.urn) === name && one.id === id);
        const lost = new Map([...adopted].filter(([name, id]) => !isKept(name, id)));
        if (lost.size > 0) {
            await this.up({ adopted: lost, refresh: true });
        }
        if (adopted.size > 0) {
            return this.up({ refresh: true });
        }
        if (which === "at once" || broken.length === 0) {
            return undefined;
        }
        for (const id of broken) {
            const home = this.clouds.find(({ cloud }) => cloud.inspect().servers.some((one) => one.id === id));
            await home?.nova.call("DELETE", `/servers/${id}`);
            await home?.settle();
        }
        return this.up({ refresh: true });
    }

    private async look(): Promise<void> {
        const { resources } = await this.stack.state();
        for (const cloud of this.clouds) {
            cloud.know(resources);
        }
    }

    private async judge(): Promise<string[]> {
        await this.look();
        const wrong = await Promise.all(
            this.clouds.map(async (cloud) => {
                const found = await violations(cloud, programOf(this.plans.get(cloud.name) ?? {}));
                return found.map((violation) => `${cloud.name}: ${violation}`);
            }),
        );
        return wrong.flat();
    }

    /** What a refresh and a preview still find to do. */
    private async drift(): Promise<string[]> {
        this.steps += this.clouds.length;
        const result = await this.stack.start(["preview", "--refresh", "--expect-no-changes"]).result;
        return result.code === 0 ? [] : [`after all there is something to do:\n${result.text}`];
    }

    /** Whether anything of a program is left in a cloud when it is destroyed. */
    private async destroy(): Promise<string[]> {
        this.steps += this.clouds.length;
        await this.stack.destroy();
        this.plans = new Map();
        return this.judge();
    }
}

/** Milliseconds: longer than any command takes. */
const LATEST = 600_000;

async function ended(running: Running): Promise<Result> {
    let isLate = false;
    const timer = setTimeout(() => {
        isLate = true;
        running.kill();
    }, LATEST);
    const result = await running.result.finally(() => clearTimeout(timer));
    if (isLate) {
        throw new Error(`the command did not end by itself:\n${result.text}`);
    }
    return result;
}

/** What leaves a thing of these that is being made unknown to the state; nobody can then tell whose it is (tests/faults/known.ts). */
const UNTOLD = /os-floating-ips|os-security-group|addFloatingIp/;

function strikeOf(blow: Blow | undefined): Strike | undefined {
    const fault = blow === undefined ? undefined : (BLOWS[blow.name] as RequestFault | undefined);
    if (blow === undefined || fault === undefined) {
        return undefined;
    }
    // Here time is real.
    const timed = fault.kind === "delay" ? { ...fault, milliseconds: (PATIENCE + 1) * 1000 } : fault;
    // A limit of requests that is never lifted is borne until the operation's time is up.
    const always =
        blow.always && (fault.kind === "drop" || (fault.kind === "answer" && fault.retryAfter === undefined));
    return { nth: blow.nth, fault: timed, always, ...(LOSES.test(blow.name) ? { spares: UNTOLD } : {}) };
}
