/**
 * The engine's part of the dynamic-provider contract, for a provider in this process: what is called, in which order,
 * with what of the state, and what of the answers is kept. As pulumi/pulumi has it in pkg/resource/deploy
 * (step_generator.go, step.go), pkg/engine/update.go and sdk/nodejs/cmd/dynamic-provider; tests/engine/adapter.test.ts
 * holds it to the real one.
 *
 * It knows no parallelism and no dependencies: a program's resources are taken in order, and deleted in the reverse. So
 * it differs from the real one in this:
 * - What does not depend on one another, two of one name too, the real one takes at once; where one fails, it lets the
 *   others end.
 * - Before it deletes something first, the real one calls `diff` of all that has an argument from there, with unknown in
 *   its place, and deletes what that says must be replaced too.
 */

import { randomBytes } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import pull from "lodash/pull";
import sortBy from "lodash/sortBy";
import { UNKNOWN } from "../../provider/arguments/unknown";
import { provider } from "../../provider/host";
import { type Bag, declarationIn, onWire, PROVIDER } from "./wire";

/** A resource of a program: `new KIND(name, args, { customTimeouts })`, with the time-outs in milliseconds. */
export interface Declared {
    kind: string;
    name: string;
    /** A function where they come from resources further up. */
    args: Bag | ((stack: Standing) => Bag);
    timeouts?: Readonly<Record<string, number>>;
}

/** What a state has. */
export type Standing = Pick<Deployment, "holds" | "resource">;

/** A resource in the state. */
export interface Resource {
    id: string;
    inputs: Bag;
    outs: Bag;
    /** Why its last operation ended half-way: the next `up` updates it, changed or not. */
    initErrors: readonly string[];
    /** It was deleted to be replaced, and its replacement is not there yet. */
    pendingReplacement?: boolean;
}

export type Op = "same" | "create" | "update" | "create-replacement" | "delete-replaced" | "delete";

/** What an `up` did, in order: `["web create-replacement", "web delete-replaced"]`; what stayed the same is left out. */
export type Steps = string[];

/** One call of the provider. */
export interface Call {
    method: "check" | "diff" | "create" | "read" | "update" | "delete";
    args: readonly unknown[];
}

/** How the calls are made. */
export interface Calling {
    /** Starts what a command of the CLI starts: a provider's process of its own. */
    process?(): void;
    /** Carries a command out. It may reject while the command is in the midst of it, as when its process was killed. */
    around?<T>(command: () => Promise<T>): Promise<T>;
}

/** One stack. Each command has a provider of its own, as a process of the CLI has. */
export class Deployment {
    private readonly state = new Map<string, Resource>();
    /** Replaced, and not deleted yet. */
    private readonly condemned: { name: string; resource: Resource }[] = [];
    /** The names of all programs, each below what stood above it when it came: what it refers to. */
    private readonly places: string[] = [];
    private readonly created: { kind: unknown; id: string }[] = [];
    private provider: dynamic.ResourceProvider = {
        create: () => Promise.reject(new Error("no command is under way")),
    };
    /** Every call of the provider so far; the last one may be under way. */
    readonly calls: Call[] = [];
    /** As the SDK keeps it in the state, from before the first creation on. */
    identity: Readonly<{ stack: string; key: string }> = {
        stack: randomBytes(16).toString("hex"),
        key: randomBytes(32).toString("base64"),
    };
    private previewing = false;
    /** In a preview: what others see of the resources that are to be changed. */
    private readonly foreseen = new Map<string, Resource>();

    private constructor(
        private readonly config: Readonly<Record<string, string>>,
        private readonly calling: Calling,
    ) {}

    static async on(config: Readonly<Record<string, string>>, calling: Calling = {}): Promise<Deployment> {
        return new Deployment(config, calling);
    }

    /** The same state in the hands of another configuration. */
    async under(config: Readonly<Record<string, string>>): Promise<Deployment> {
        const other = await Deployment.on(config, this.calling);
        other.identity = this.identity;
        for (const [name, resource] of this.state) {
            other.state.set(name, resource);
        }
        return other;
    }

    /** The resource of that name in the state; within a preview, as it is to become. */
    resource(name: string): Resource {
        const found = this.foreseen.get(name) ?? this.state.get(name);
        if (found === undefined) {
            throw new Error(`There is no "${name}" in the state, which has: ${[...this.state.keys()].join(", ")}`);
        }
        return found;
    }

    /** Whether it is in the state, and was not deleted to be replaced. */
    holds(name: string): boolean {
        const found = this.state.get(name);
        return found !== undefined && found.pendingReplacement !== true;
    }

    /** The resources of a kind in the state. */
    all(kind: string): Resource[] {
        return [...this.state.values()].filter(({ inputs }) => declarationIn(inputs).kind === kind);
    }

    /** Whether `pulumi stack export` shows this id as one that is there, be it still to be deleted. */
    shows(id: string): boolean {
        const all = [...this.state.values(), ...this.condemned.map(({ resource }) => resource)];
        return all.some((one) => one.id === id && one.pendingReplacement !== true);
    }

    /** The ids of all of a kind that were ever made. */
    made(kind: string): string[] {
        return this.created.filter((one) => one.kind === kind).map(({ id }) => id);
    }

    /** `pulumi preview`: what an `up` would do. Nothing is done. */
    preview(...program: Declared[]): Promise<Steps> {
        return this.command(async () => {
            this.previewing = true;
            return this.propose(program).finally(() => {
                this.previewing = false;
                this.foreseen.clear();
            });
        });
    }

    private async propose(program: readonly Declared[]): Promise<Steps> {
        const steps: Steps = [];
        for (const declared of program) {
            const { name } = declared;
            const { inputs, ops } = await this.planned(declared);
            const changes = ops.filter((op) => op !== "same");
            steps.push(...changes.map((op) => `${name} ${op}`));
            if (changes.length > 0) {
                const id = ops.includes("update") ? this.resource(name).id : UNKNOWN;
                this.foreseen.set(name, { id, inputs, outs: foreseenIn(inputs), initErrors: [] });
            }
        }
        return [...steps, ...this.undeclared(program).map((name) => `${name} delete`)];
    }

    /** `pulumi up`. Ends at the first failure; what was done before it is in the state. */
    up(...program: Declared[]): Promise<Steps> {
        return this.command(() => this.carryOut(program));
    }

    /** `pulumi up --refresh`: both by one process of the provider. */
    upRefreshed(...program: Declared[]): Promise<Steps> {
        return this.command(async () => {
            await this.readAll();
            return this.carryOut(program);
        });
    }

    private async carryOut(program: readonly Declared[]): Promise<Steps> {
        const steps: Steps = [];
        const names = program.map(({ name }) => name);
        for (const [index, name] of names.entries()) {
            if (!this.places.includes(name)) {
                const above = names[index - 1];
                this.places.splice(above === undefined ? 0 : this.places.indexOf(above) + 1, 0, name);
            }
        }
        for (const declared of program) {
            await this.step(declared, (op) => steps.push(`${declared.name} ${op}`));
        }
        // A program's later resources may stand on its earlier ones.
        const doomed = sortBy(
            [...this.condemned.map(({ name }) => name), ...this.undeclared(program)],
            (name) => -this.places.indexOf(name),
        );
        for (const name of doomed) {
            steps.push(`${name} ${await this.end(name)}`);
        }
        return steps;
    }

    /** `pulumi up` of resources that do not depend on one another: all of them side by side. */
    async atOnce(...program: Declared[]): Promise<void> {
        await this.command(() => Promise.all(program.map((declared) => this.step(declared, () => undefined))));
    }

    /** `pulumi refresh`: all are read at once. */
    refresh(): Promise<void> {
        return this.command(() => this.readAll());
    }

    private async readAll(): Promise<void> {
        const all = this.refreshable();
        const reads = await Promise.all(
            all.map(({ resource: { id, outs } }) => this.call<dynamic.ReadResult>("read", id, outs)),
        );
        for (const [index, { resource, put }] of all.entries()) {
            const { id, props, inputs } = reads[index] ?? {};
            if (id === undefined || id === "") {
                put(undefined);
                continue;
            }
            const outs = withProvider(props);
            await this.call("diff", id, outs, resource.inputs);
            put({ id, outs, inputs: inputs === undefined ? resource.inputs : withProvider(inputs), initErrors: [] });
        }
    }

    /** What the state has, that is to be deleted still too; and where to put what is found of it. */
    private refreshable(): { resource: Resource; put(found: Resource | undefined): void }[] {
        const standing = [...this.state].filter(([, { pendingReplacement }]) => pendingReplacement !== true);
        return [
            ...standing.map(([name, resource]) => ({
                resource,
                put: (found: Resource | undefined) => {
                    if (found === undefined) {
                        this.state.delete(name);
                    } else {
                        this.state.set(name, found);
                    }
                },
            })),
            ...this.condemned.map((one) => ({
                resource: one.resource,
                put: (found: Resource | undefined) => {
                    if (found === undefined) {
                        pull(this.condemned, one);
                    } else {
                        one.resource = found;
                    }
                },
            })),
        ];
    }

    /** `pulumi destroy`: the last one first. */
    async destroy(): Promise<void> {
        await this.up();
    }

    /** `pulumi destroy` of resources that do not depend on one another. */
    async destroyAtOnce(): Promise<void> {
        await this.command(() => Promise.all([...this.state.keys()].map((name) => this.remove(name))));
    }

    private command<T>(carryOut: () => Promise<T>): Promise<T> {
        this.calling.process?.();
        const around = this.calling.around ?? ((doing) => doing());
        return around(async () => {
            this.provider = provider();
            const get = (key: string) => this.config[key];
            await this.provider.configure?.({ config: { get, require: (key) => get(key) ?? "" } });
            return carryOut();
        });
    }

    /** Everything goes through the wire, both ways, and a method that the provider lacks is a mistake here. */
    private async call<T = undefined>(method: Call["method"], ...args: readonly (string | Bag)[]): Promise<T> {
        const sent = args.map((arg) => (typeof arg === "string" ? arg : onWire(arg)));
        // The provider may change what it is given. Text is copied sooner, and hardly any of these is looked at.
        const text = JSON.stringify(sent);
        this.calls.push({
            method,
            get args() {
                return JSON.parse(text) as Call["args"];
            },
        });
        return Reflect.apply(this.provider[method] ?? missing(method), this.provider, sent) as Promise<T>;
    }

    private undeclared(program: readonly Declared[]): string[] {
        return [...this.state.keys()].filter((name) => !program.some((declared) => declared.name === name)).reverse();
    }

    /** Deletes what was replaced under a name, or else what no program declares any more. */
    private async end(name: string): Promise<Op> {
        const at = this.condemned.findIndex((one) => one.name === name);
        const replaced = this.condemned[at]?.resource;
        if (replaced !== undefined) {
            await this.call("delete", replaced.id, replaced.outs);
            this.condemned.splice(at, 1);
            return "delete-replaced";
        }
        await this.remove(name);
        this.state.delete(name);
        return "delete";
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
                    await this.replace(name, inputs);
                    break;
                case "update":
                    await this.update(name, this.resource(name), inputs);
                    break;
                case "delete-replaced":
                    await this.remove(name);
                    this.state.set(name, { ...this.resource(name), pendingReplacement: true });
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
        const diff = await this.call<dynamic.DiffResult>("diff", before.id, before.outs, inputs);
        const pending = before.pendingReplacement === true;
        if (pending || (diff.changes === true && (diff.replaces ?? []).length > 0)) {
            // What replaces begins anew: nothing of the old inputs is carried over.
            const anew = await this.check(declared, {});
            const first: Op[] = diff.deleteBeforeReplace === true && !pending ? ["delete-replaced"] : [];
            return { inputs: anew, ops: [...first, "create-replacement"] };
        }
        return { inputs, ops: [diff.changes === true || before.initErrors.length > 0 ? "update" : "same"] };
    }

    private async check({ kind, name, args, timeouts }: Declared, olds: Bag): Promise<Bag> {
        const all = typeof args === "function" ? args(this) : args;
        const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
        const about = {
            kind,
            name,
            ...(timeouts === undefined ? {} : { timeouts }),
            // The preview of a new stack makes no identity.
            owner: { ...(this.previewing && this.state.size === 0 ? {} : this.identity), urn: urnOf(kind, name) },
            ...(this.previewing ? { preview: true } : {}),
        };
        const { inputs, failures = [] } = await this.call<dynamic.CheckResult>("check", olds, {
            ...given,
            __provider: PROVIDER,
            __resource: about,
        });
        if (failures.length > 0) {
            throw new Error(failures.map(({ property, reason }) => `${property}${reason}`).join("\n"));
        }
        return withProvider(inputs);
    }

    private async create(name: string, inputs: Bag): Promise<void> {
        try {
            const { id, outs } = await this.call<dynamic.CreateResult>("create", inputs);
            this.keep(name, { id, inputs, outs: withProvider(outs), initErrors: [] });
        } catch (error) {
            if (isPartial(error)) {
                const { id, properties, reasons } = error;
                this.keep(name, { id, inputs, outs: onWire(properties), initErrors: reasons });
            }
            throw error;
        }
    }

    /** What stands in its place is deleted when all else is done, unless it was deleted before. */
    private async replace(name: string, inputs: Bag): Promise<void> {
        const before = this.resource(name);
        try {
            await this.create(name, inputs);
        } finally {
            if (this.state.get(name) !== before && before.pendingReplacement !== true) {
                this.condemned.push({ name, resource: before });
            }
        }
    }

    private keep(name: string, resource: Resource): void {
        const { kind } = declarationIn(resource.inputs);
        this.created.push({ kind, id: resource.id });
        this.state.set(name, resource);
    }

    /** Where an update ended half-way, the state has the outputs that it told of, and the inputs of before. */
    private async update(name: string, before: Resource, inputs: Bag): Promise<void> {
        try {
            const answer = await this.call<dynamic.UpdateResult>("update", before.id, before.outs, inputs);
            this.state.set(name, { id: before.id, inputs, outs: withProvider(answer.outs), initErrors: [] });
        } catch (error) {
            if (isPartial(error)) {
                const { properties, reasons } = error;
                this.state.set(name, { ...before, outs: onWire(properties), initErrors: reasons });
            }
            throw error;
        }
    }

    private async remove(name: string): Promise<void> {
        const { id, outs, pendingReplacement } = this.resource(name);
        if (pendingReplacement !== true) {
            await this.call("delete", id, outs);
        }
    }
}

function urnOf(kind: string, name: string): string {
    return `urn:pulumi:prod::shop::pulumi-nodejs:dynamic/openstack-compute:${kind}::${name}`;
}

/** What the SDK knows of a change that is only previewed: the inputs. What else is read of it is unknown. */
function foreseenIn(inputs: Bag): Bag {
    return new Proxy(inputs, {
        get: (known, key) => (Reflect.has(known, key) ? Reflect.get(known, key) : UNKNOWN),
    });
}

function missing(method: string): () => never {
    return () => {
        throw new Error(`the provider has no ${method}`);
    };
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
