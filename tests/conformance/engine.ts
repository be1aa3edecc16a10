/**
 * The engine's part of the dynamic-provider contract, for a provider in this process: what is called, in which order,
 * with what of the state, and what of the answers is kept. As pulumi/pulumi has it in pkg/resource/deploy
 * (step_generator.go, step.go) and sdk/nodejs/cmd/dynamic-provider.
 */
import type { dynamic } from "@pulumi/pulumi";
import { provider } from "../../provider/host";
import { type Bag, onWire, PROVIDER } from "../provider/host/setting";

/** A resource of a program: `new KIND(name, args, { customTimeouts })`, with the time-outs in milliseconds. */
export interface Declared {
    kind: string;
    name: string;
    args: Bag;
    timeouts?: Readonly<Record<string, number>>;
}

/** A resource in the state. */
export interface Resource {
    id: string;
    inputs: Bag;
    outs: Bag;
    /** Why its last operation ended half-way: the next `up` updates it, changed or not. */
    initErrors: readonly string[];
}

export type Op = "same" | "create" | "update" | "create-replacement" | "delete-replaced" | "delete";

/** What an `up` did, in order: `["web create-replacement", "web delete-replaced"]`; what stayed the same is left out. */
export type Steps = string[];

/** One stack, with the provider of its own that a process of Pulumi would have. */
export class Deployment {
    private readonly state = new Map<string, Resource>();
    /** Replaced, and not deleted yet. */
    private readonly condemned: { name: string; resource: Resource }[] = [];
    private readonly provider = provider();
    private readonly created: { kind: unknown; id: string }[] = [];

    private constructor() {}

    static async on(config: Readonly<Record<string, string>>): Promise<Deployment> {
        const deployment = new Deployment();
        const get = (key: string) => config[key];
        await deployment.provider.configure?.({ config: { get, require: (key) => get(key) ?? "" } });
        return deployment;
    }

    /** The same state in the hands of another configuration. */
    async under(config: Readonly<Record<string, string>>): Promise<Deployment> {
        const other = await Deployment.on(config);
        for (const [name, resource] of this.state) {
            other.state.set(name, resource);
        }
        return other;
    }

    /** The resource of that name in the state. */
    resource(name: string): Resource {
        const found = this.state.get(name);
        if (found === undefined) {
            throw new Error(`There is no "${name}" in the state, which has: ${[...this.state.keys()].join(", ")}`);
        }
        return found;
    }

    holds(name: string): boolean {
        return this.state.has(name);
    }

    /** The ids of all of a kind that were ever made. */
    made(kind: string): string[] {
        return this.created.filter((one) => one.kind === kind).map(({ id }) => id);
    }

    /** `pulumi preview`: what an `up` would do. Nothing is done. */
    async preview(...program: Declared[]): Promise<Steps> {
        const steps: Steps = [];
        for (const declared of program) {
            const { ops } = await this.planned(declared);
            steps.push(...ops.filter((op) => op !== "same").map((op) => `${declared.name} ${op}`));
        }
        return [...steps, ...this.undeclared(program).map((name) => `${name} delete`)];
    }

    /** `pulumi up`. Ends at the first failure; what was done before it is in the state. */
    async up(...program: Declared[]): Promise<Steps> {
        const steps: Steps = [];
        for (const declared of program) {
            await this.step(declared, (op) => steps.push(`${declared.name} ${op}`));
        }
        for (const name of this.undeclared(program)) {
            await this.remove(name);
            steps.push(`${name} delete`);
        }
        for (const { name, resource } of [...this.condemned]) {
            await this.provider.delete?.(resource.id, onWire(resource.outs));
            this.condemned.splice(0, 1);
            steps.push(`${name} delete-replaced`);
        }
        return steps;
    }

    /** `pulumi up` of resources that do not depend on one another: all of them side by side. */
    async atOnce(...program: Declared[]): Promise<void> {
        await Promise.all(program.map((declared) => this.step(declared, () => undefined)));
    }

    /** `pulumi refresh`: all are read at once. */
    async refresh(): Promise<void> {
        const all = [...this.state];
        const reads = await Promise.all(
            all.map(async ([, { id, outs }]) => (await this.provider.read?.(id, onWire(outs))) ?? {}),
        );
        for (const [index, [name, before]] of all.entries()) {
            const { id, props, inputs } = reads[index] ?? {};
            if (id === undefined || id === "") {
                this.state.delete(name);
                continue;
            }
            this.state.set(name, {
                id,
                outs: withProvider(props),
                inputs: inputs === undefined ? before.inputs : withProvider(inputs),
                initErrors: [],
            });
        }
    }

    /** `pulumi destroy`: the last one first. */
    async destroy(): Promise<void> {
        await this.up();
    }

    /** `pulumi destroy` of resources that do not depend on one another. */
    async destroyAtOnce(): Promise<void> {
        await Promise.all([...this.state.keys()].map((name) => this.remove(name)));
    }

    private undeclared(program: readonly Declared[]): string[] {
        return [...this.state.keys()].filter((name) => !program.some((declared) => declared.name === name)).reverse();
    }

    private async step(declared: Declared, did: (op: Op) => void): Promise<void> {
        const { name } = declared;
        const { inputs, ops } = await this.planned(declared);
        for (const op of ops) {
            switch (op) {
                case "same":
                    this.state.set(name, { ...this.resource(name), inputs });
                    continue;
                case "create":
                    await this.create(name, inputs);
                    break;
                case "create-replacement":
                    await this.replace(declared, this.state.get(name));
                    break;
                case "update":
                    await this.update(name, this.resource(name), inputs);
                    break;
                case "delete-replaced":
                    await this.remove(name);
                    break;
                case "delete":
                    throw new Error("what a program declares is not deleted");
            }
            did(op);
        }
    }

    /** The steps for one resource. A replacement that is created first is deleted at the end of the `up`. */
    private async planned(declared: Declared): Promise<{ inputs: Bag; ops: Op[] }> {
        const before = this.state.get(declared.name);
        const inputs = await this.check(declared, before?.inputs ?? {});
        if (before === undefined) {
            return { inputs, ops: ["create"] };
        }
        const diff: dynamic.DiffResult =
            (await this.provider.diff?.(before.id, onWire(before.outs), onWire(inputs))) ?? {};
        if ((diff.replaces ?? []).length > 0) {
            const last: Op[] = diff.deleteBeforeReplace === true ? ["delete-replaced"] : [];
            return { inputs, ops: [...last, "create-replacement"] };
        }
        return { inputs, ops: [diff.changes === true || before.initErrors.length > 0 ? "update" : "same"] };
    }

    private async check({ kind, name, args, timeouts }: Declared, olds: Bag): Promise<Bag> {
        const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
        const about = { kind, name, ...(timeouts === undefined ? {} : { timeouts }) };
        const news = onWire({ ...given, __provider: PROVIDER, __resource: about });
        const { inputs, failures = [] } = (await this.provider.check?.(onWire(olds), news)) ?? {};
        if (failures.length > 0) {
            throw new Error(failures.map(({ property, reason }) => `${property}${reason}`).join("\n"));
        }
        return withProvider(inputs);
    }

    private async create(name: string, inputs: Bag): Promise<void> {
        await this.keepingHalves(name, inputs, async () => {
            const { id, outs } = await this.provider.create(onWire(inputs));
            this.keep(name, { id, inputs, outs: withProvider(outs), initErrors: [] });
        });
    }

    /** What replaces begins anew: nothing of the old inputs is carried over. What is there in its place is to go. */
    private async replace(declared: Declared, before: Resource | undefined): Promise<void> {
        const { name } = declared;
        try {
            await this.create(name, await this.check(declared, {}));
        } finally {
            if (before !== undefined && this.state.get(name) !== before) {
                this.condemned.push({ name, resource: before });
            }
        }
    }

    private keep(name: string, resource: Resource): void {
        const { kind } = resource.inputs.__resource as { kind?: unknown };
        this.created.push({ kind, id: resource.id });
        this.state.set(name, resource);
    }

    private async update(name: string, before: Resource, inputs: Bag): Promise<void> {
        await this.keepingHalves(name, inputs, async () => {
            const answer = await this.provider.update?.(before.id, onWire(before.outs), onWire(inputs));
            this.state.set(name, { id: before.id, inputs, outs: withProvider(answer?.outs), initErrors: [] });
        });
    }

    private async remove(name: string): Promise<void> {
        const { id, outs } = this.resource(name);
        await this.provider.delete?.(id, onWire(outs));
        this.state.delete(name);
    }

    /** An error with an id says what exists all the same: that is kept, with the inputs that it was to have. */
    private async keepingHalves(name: string, inputs: Bag, doing: () => Promise<void>): Promise<void> {
        try {
            await doing();
        } catch (error) {
            if (isPartial(error)) {
                const { id, properties, reasons } = error;
                this.keep(name, { id, inputs, outs: onWire(properties), initErrors: reasons });
            }
            throw error;
        }
    }
}

interface Partial extends Error {
    id: string;
    properties: Bag;
    reasons: string[];
}

function isPartial(error: unknown): error is Partial {
    return error instanceof Error && "id" in error && "properties" in error && "reasons" in error;
}

/** Pulumi puts the provider's text beside what succeeds. */
function withProvider(properties: Bag | undefined): Bag {
    return onWire({ ...properties, __provider: PROVIDER });
}
