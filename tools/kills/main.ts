/**
 * `npm run kills`: kills the Pulumi CLI in the middle of every step of a stack's life, recovers as docs/owner.md says,
 * and compares the cloud with the program and the state. Exit code 1 means that they differed after a kill.
 */
import { constants } from "node:os";
import type { Nova } from "../../bench/nova";
import type { PulumiCommand } from "../pulumi/command";
import { pulumiCommand } from "../pulumi/command";
import { judge, type Verdict } from "./judge";
import { type Options, parseOptions, USAGE, UsageError } from "./options";
import { embeddedPlace, type Place, realPlace, sweep } from "./place";
import { type Names, namesOf, programText } from "./program";
import { BESIDE_CREATE, changed, FIRST_LOOK, type Look, momentOf, STEPS, type Step, stepOf } from "./rounds";
import { type Command, type Ended, type Killed, Stack } from "./stack";

/** A step that ends before its kill is repeated, with an earlier kill. */
const TRIES = 3;

async function main(): Promise<void> {
    const options = parseOptions(process.argv.slice(2));
    if (options === "help") {
        console.log(USAGE);
        return;
    }
    const tag = `kills${process.pid}`;
    const pulumi = await pulumiCommand();
    const place = options.openstack === undefined ? await embeddedPlace() : await realPlace(options.openstack, tag);
    console.log(`${options.times} kills of ${options.servers} servers on ${place.title}, Pulumi ${pulumi.version}`);
    const runner = new Runner(options, pulumi, place, tag);
    // Ctrl-C ends the run properly: everything that it created is deleted.
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.once(signal, () => {
            runner.stop();
            process.exitCode = 128 + constants.signals[signal];
        });
    }
    try {
        const failed = await runner.run();
        process.exitCode ??= failed ? 1 : 0;
    } finally {
        await runner.end();
        await place.end();
    }
}

/** The duration of each step, from its first resource to its end, in seconds. */
type Durations = Map<Step, number>;

class Runner {
    private readonly stack: Stack;
    private readonly names: Names;
    private readonly durations: Durations = new Map();
    private readonly lifetimes = new Map<string, number>();
    private looks: Look[];
    private kills = 0;
    private failures = 0;
    private unowned = 0;
    private stopped = false;

    constructor(
        private readonly options: Options,
        pulumi: PulumiCommand,
        private readonly place: Place,
        private readonly tag: string,
    ) {
        this.stack = new Stack(pulumi, place.cloudsYaml, place.cloud, options.parallel);
        this.names = namesOf(tag);
        this.looks = Array.from({ length: options.servers }, () => FIRST_LOOK);
    }

    /** Whether the cloud differed after any kill. */
    async run(): Promise<boolean> {
        await this.stack.begin();
        await this.timeSteps();
        const began = Date.now();
        const { from, times } = this.options;
        for (let kill = from; kill < from + times && !this.stopped; kill += 1) {
            await this.round(kill);
        }
        const minutes = Math.round((Date.now() - began) / 60_000);
        console.log(`\n${this.summary()} In ${minutes} min.`);
        return this.failures > 0;
    }

    stop(): void {
        this.stopped = true;
    }

    /** Deletes everything, in the cloud and on this machine. */
    async end(): Promise<void> {
        await this.stack.operate("destroy");
        const nova = await this.place.signIn();
        await sweep(nova, this.tag);
        nova.end();
        this.stack.end();
    }

    /** The stack's first creation, without a kill. The durations of the other steps are estimated from it. */
    private async timeSteps(): Promise<void> {
        this.write("create");
        const ended = await this.stack.operate("up");
        if (!ended.succeeded) {
            throw new Error(`The first up failed:\n${ended.printed}`);
        }
        for (const step of STEPS) {
            this.durations.set(step, ended.seconds * BESIDE_CREATE[step]);
        }
        console.log(`created in ${ended.seconds.toFixed(1)} s`);
    }

    private async round(kill: number): Promise<void> {
        const step = stepOf(kill);
        const killed = await this.killed(kill, step);
        if (killed?.survivors === undefined) {
            return;
        }
        this.kills += 1;
        const began = Date.now();
        const cancelled = await this.stack.cancel();
        const recovered = await this.recover();
        const seconds = (Date.now() - began) / 1000;
        const problems = [cancelled, recovered].filter(({ succeeded }) => !succeeded).map(({ printed }) => printed);
        const verdict = await this.judge();
        await killed.survivors.over;
        const left = killed.survivors.providers.map(
            ({ pid, what }) => `${what} (${pid}) is still running a minute later`,
        );
        for (const [what, age] of killed.survivors.lifetimes) {
            this.lifetimes.set(what, Math.max(age, this.lifetimes.get(what) ?? 0));
        }
        const differences = [...problems, ...verdict.differences, ...left];
        const share = `${Math.round(100 * momentOf(kill))} %`;
        const progress = `${killed.done} of ${killed.begun} begun operations done`;
        const outcome = differences.length === 0 ? "as declared" : "DIFFERS";
        console.log(
            `kill ${kill}: ${step} at ${share} (${killed.ended.seconds.toFixed(1)} s), ${progress}; ` +
                `recovered in ${seconds.toFixed(1)} s; ${outcome}`,
        );
        if (differences.length > 0) {
            this.failures += 1;
            console.log(differences.map((line) => `    ${line.replaceAll("\n", "\n    ")}`).join("\n"));
        }
        if (problems.length > 0 || verdict.differences.length > 0) {
            await this.startOver();
        }
    }

    /**
     * A floating IP whose creation was killed is associated with its server, but is not in the state. The error of the
     * next one names it and says to delete it (docs/owner.md).
     */
    private async recover(): Promise<Ended> {
        const first = await this.stack.operate("up", ["--refresh"]);
        const [, id] =
            /is associated with it already\. If `pulumi stack export` shows ([0-9a-f-]{36})/.exec(first.printed) ?? [];
        if (id === undefined || JSON.stringify(await this.stack.state()).includes(id)) {
            return first;
        }
        const nova = await this.place.signIn();
        try {
            await this.release(nova, id);
        } finally {
            nova.end();
        }
        return this.stack.operate("up", ["--refresh"]);
    }

    private async release(nova: Nova, id: string): Promise<void> {
        console.log(
            `floating IP ${id} is in no state, because its creation was killed (docs/owner.md). It is released now.`,
        );
        await nova.call("DELETE", `/os-floating-ips/${id}`, undefined, "2.1");
        this.unowned += 1;
    }

    /** Undefined if it ended before its kill each time. */
    private async killed(kill: number, step: Step): Promise<Killed | undefined> {
        for (let tries = 0; tries < TRIES && !this.stopped; tries += 1) {
            if (step === "create") {
                this.demand(await this.stack.operate("destroy"));
            }
            this.write(step);
            const killed = await this.stack.kill(
                commandOf(step),
                1000 * momentOf(kill) * (this.durations.get(step) ?? 0),
            );
            if (killed.survivors !== undefined) {
                return killed;
            }
            this.durations.set(step, killed.ended.seconds);
            console.log(`kill ${kill}: ${step} ended before the kill, after ${killed.ended.seconds.toFixed(1)} s`);
            this.demand(killed.ended);
            if (step === "destroy") {
                this.demand(await this.stack.operate("up"));
            }
        }
        return undefined;
    }

    private demand({ succeeded, printed }: Ended): void {
        if (!succeeded) {
            this.failures += 1;
            console.log(`a command without a kill failed:\n${printed}`);
        }
    }

    private async judge(): Promise<Verdict> {
        const nova = await this.place.signIn();
        try {
            const { tag, names, looks } = this;
            const verdict = await judge({ nova, tag, names, looks, state: await this.stack.state() });
            for (const id of verdict.unowned) {
                await this.release(nova, id);
            }
            return verdict;
        } finally {
            nova.end();
        }
    }

    /** After a difference, start again: its remains would cause differences in each following round. */
    private async startOver(): Promise<void> {
        await this.stack.operate("destroy", ["--refresh"]);
        const nova = await this.place.signIn();
        await sweep(nova, this.tag);
        nova.end();
        await this.stack.operate("up", ["--refresh"]);
    }

    private write(step: Step): void {
        this.looks = changed(this.looks, step);
        this.stack.write(programText(this.looks, this.names));
    }

    private summary(): string {
        const lived = [...this.lifetimes].map(([what, seconds]) => `${what} ${seconds.toFixed(1)} s`);
        return (
            `${this.kills} kills, ${this.failures} of them with differences. ` +
            `Longest life of a process after a kill: ${lived.join(", ") || "none was seen"}. ` +
            `Empty .attrs files removed: ${this.stack.emptyAttributes}. ` +
            `Floating IPs without an owner: ${this.unowned}.`
        );
    }
}

function commandOf(step: Step): Command {
    return step === "destroy" ? "destroy" : "up";
}

main().catch((error: unknown) => {
    console.error(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
});
