/**
 * The engine's part of the dynamic-provider contract, for a provider in this process: which methods are called, in
 * which order, with which parts of the state, and which parts of the answers are kept. It follows pulumi/pulumi's
 * pkg/resource/deploy (step_generator.go, step.go), pkg/engine/update.go and sdk/nodejs/cmd/dynamic-provider;
 * tests/engine/adapter.test.ts compares it with the real engine.
 *
 * It has no parallelism and no dependencies: a program's resources are taken in order, and deleted in reverse. The real
 * engine differs in two ways:
 * - It takes independent resources at once, even two of the same name. If one fails, it lets the others end.
 * - Before it deletes a resource in order to replace it, it calls `diff` for every resource that has an argument from
 *   it, with an unknown value there, and also deletes those that must be replaced.
 */

import { randomBytes } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import pull from "lodash/pull";
import sortBy from "lodash/sortBy";
import { UNKNOWN } from "../../provider/arguments/unknown";
import { provider } from "../../provider/host";
import { type Bag, declarationIn, onWire, PROVIDER } from "./wire";

/** A resource of a program: `new KIND(name, args, { customTimeouts })`, with the timeouts in milliseconds. */
export interface Declared {
    kind: string;
    name: string;
    /** A function if they come from resources further up. */
    args: Bag | ((stack: Standing) => Bag);
    timeouts?: Readonly<Record<string, number>>;
}

/** The resources in a state. */
export type Standing = Pick<Deployment, "holds" | "resource">;

/** A resource in the state. */
export interface Resource {
    id: string;
    inputs: Bag;
    outs: Bag;
    /** Why its last operation ended half-way: the next `up` updates it, changed or not. */
    initErrors: readonly string[];
    /** It was deleted to be replaced, and its replacement does not exist yet. */
    pendingReplacement?: boolean;
}

export type Op = "same" | "create" | "update" | "create-replacement" | "delete-replaced" | "delete";

/** What an `up` did, in order: `["web create-replacement", "web delete-replaced"]`; unchanged resources are omitted. */
export type Steps = string[];

/** One call of the provider. */
export interface Call {
    method: "check" | "diff" | "create" | "read" | "update" | "delete";
    args: readonly unknown[];
}

/** How the calls are made. */
export interface Calling {
    /** Called at the start of a command, as the CLI starts a provider's process for each command. */
    process?(): void;
    /** Runs a command. It may reject before the command has ended, as when its process is killed. */
    around?<T>(command: () => Promise<T>): Promise<T>;
}

/** A stack at some moment. */
export interface Moment {
    readonly state: ReadonlyMap<string, Resource>;
    readonly condemned: readonly { name: string; resource: Resource }[];
    readonly places: readonly string[];
    readonly created: readonly { kind: unknown; id: string }[];
    readonly calls: number;
}

/** One stack. Each command has a provider of its own, as in the CLI. */
export class Deployment {
    private readonly state = new Map<string, Resource>();
    /** Replaced, and not deleted yet. */
    private readonly condemned: { name: string; resource: Resource }[] = [];
    /** The names in all programs, each below the one that was above it when it came, which it may refer to. */
    private readonly places: string[] = [];
    private readonly created: { kind: unknown; id: string }[] = [];
    private provider: dynamic.ResourceProvider = {
        create: () => Promise.reject(new Error("no command is under way")),
    };
    /** Every call of the provider so far; the last one may be under way. */
    readonly calls: Call[] = [];
    /** The stack's identity, which the SDK puts into the state before the first creation. */
    identity: Readonly<{ stack: string; key: string }> = {
        stack: randomBytes(16).toString("hex"),
        key: randomBytes(32).toString("base64"),
    };
    private previewing = false;
    /** In a preview: the resources that would change, as others see them. */
    private readonly foreseen = new Map<string, Resource>();

    private constructor(
        private readonly config: Readonly<Record<string, string>>,
        private readonly calling: Calling,
    ) {}

    static async on(config: Readonly<Record<string, string>>, calling: Calling = {}): Promise<Deployment> {
        return new Deployment(config, calling);
    }

    /** The same state with another configuration. */
    async under(config: Readonly<Record<string, string>>): Promise<Deployment> {
        const other = await Deployment.on(config, this.calling);
        other.identity = this.identity;
        for (const [name, resource] of this.state) {
            other.state.set(name, resource);
        }
        return other;
    }

    /** What {@link Deployment.returnTo} needs to go back to this moment. */
    moment(): Moment {
        return {
            state: new Map(this.state),
            condemned: this.condemned.map((one) => ({ ...one })),
            places: [...this.places],
            created: [...this.created],
            calls: this.calls.length,
        };
    }

    returnTo({ state, condemned, places, created, calls }: Moment): void {
        this.state.clear();
        for (const [name, resource] of state) {
            this.state.set(name, resource);
        }
        this.condemned.splice(0, Infinity, ...condemned.map((one) => ({ ...one })));
        this.places.splice(0, Infinity, ...places);
        this.created.splice(0, Infinity, ...created);
        this.calls.splice(calls);
    }

    /** The resource of that name in the state; in a preview, as it would be. */
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

    /** The ids of all resources of a kind that were ever created. */
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
        // A program's later resources may depend on its earlier ones.
        const doomed = sortBy(
            [...this.condemned.map(({ name }) => name), ...this.undeclared(program)],
            (name) => -this.places.indexOf(name),
        );
        for (const name of doomed) {
            steps.push(`${name} ${await this.end(name)}`);
        }
        return steps;
    }

    /** `pulumi up` of independent resources: all of them at once. */
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

    /** The resources in the state, even those still to be deleted, and how to store what is found of each. */
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

    /** `pulumi destroy` of independent resources: all of them at once. */
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

    /** Everything goes through the wire, in both directions. A method that the provider lacks is an error here. */
    private async call<T = undefined>(method: Call["method"], ...args: readonly (string | Bag)[]): Promise<T> {
        const sent = args.map((arg) => (typeof arg === "string" ? arg : onWire(arg)));
        // The provider may change its arguments, so they are copied: as text, which is faster, and rarely read.
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

    /** Deletes the replaced resource of a name, or else the one that the program no longer declares. */
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
                    throw new Error("a declared resource is not deleted");
            }
            did(op);
        }
    }

    /**
     * The steps for one resource. If the replacement is created first, the old one is deleted at the end of the `up`.
     */
    private async planned(declared: Declared): Promise<{ inputs: Bag; ops: Op[] }> {
        const before = this.state.get(declared.name);
        const inputs = await this.check(declared, before?.inputs ?? {});
        if (before === undefined) {
            return { inputs, ops: ["create"] };
        }
        const diff = await this.call<dynamic.DiffResult>("diff", before.id, before.outs, inputs);
        const pending = before.pendingReplacement === true;
        if (pending || (diff.changes === true && (diff.replaces ?? []).length > 0)) {
            // A replacement starts fresh: no old inputs are carried over.
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
            // The preview of a new stack creates no identity.
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

    /** The old resource is deleted after everything else, unless it was deleted before. */
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

    /** If an update ends half-way, the state has the outputs that it reported, and the old inputs. */
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

/** What the SDK knows of a previewed change: the inputs. Every other property is unknown. */
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

/** Pulumi adds the provider's text to each result. */
function withProvider(properties: Bag | undefined): Bag {
    return onWire({ ...properties, __provider: PROVIDER });
}
