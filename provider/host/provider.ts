/**
 * The adapter to Pulumi's dynamic-provider contract: one provider serves every kind of resource, told apart by the
 * input `__resource`. It validates, plans, prints the plan in words, connects, and turns a failure half-way into a
 * state that says what exists.
 */
import type { dynamic } from "@pulumi/pulumi";
import omit from "lodash/omit";
import { connect } from "../cloud/index";
import { above, inWords, type Plan, type PlannedChange, plan, replacing } from "../resources/changes";
import { type CommonArguments, commonArguments, commonChanges } from "../resources/common";
import { assertSameCloud } from "../resources/identity";
import type { Context, Declaration, Kept, OwnState, Properties, StoredState } from "../resources/kind";
import { type AnyKind, kindOf } from "../resources/kinds";
import { migrated, SCHEMA } from "../resources/schema-version";
import { complaints } from "../resources/validate";
import { autoname } from "./naming";
import { disrupts, RollingUpdate, rollingLimit } from "./rolling";
import { Knowledge } from "./run";
import { ceiling, reference, type Settings, settingsFrom } from "./settings";

type Operation = "create" | "update" | "delete";

/** Thrown to Pulumi with what exists: the resource is kept in the state, and the next update goes on from there. */
class PartialFailure extends Error {
    readonly reasons: string[];

    constructor(
        readonly id: string,
        readonly properties: Properties,
        cause: unknown,
    ) {
        super(messageOf(cause));
        this.reasons = [this.message];
    }
}

export class ComputeProvider implements dynamic.ResourceProvider {
    private settings: Settings = {};
    private readonly rolling = new RollingUpdate();
    /** The resources of which `check` was called after any `read`: their next `diff` is an update's, not a refresh's. */
    private readonly declared = new Set<string>();
    /** The resources that the state has, with their names: a `check` without old inputs is then that of a replacement. */
    private readonly standing = new Map<string, string>();
    private readonly knowledge = new Knowledge();

    async configure({ config }: dynamic.ConfigureRequest): Promise<void> {
        this.settings = settingsFrom((key) => config.get(key));
    }

    check(olds: Properties, news: Properties): Promise<dynamic.CheckResult> {
        return quietly(async () => this.checked(olds, news));
    }

    private checked(olds: Properties, news: Properties): dynamic.CheckResult {
        const { kind, declaration, common, args } = understood(news);
        const named: Properties & { name?: unknown } = { ...args };
        const autonamed = kind.nameLength !== undefined && args.name === undefined;
        if (Object.keys(olds).length > 0) {
            this.standing.set(ownKeyOf(declaration), typeof olds.name === "string" ? olds.name : "");
        }
        const replaces = Object.keys(olds).length > 0 ? undefined : this.standing.get(ownKeyOf(declaration));
        if (autonamed && kind.nameLength !== undefined) {
            named.name = autoname({ ...declaration, replaces }, olds, common.adopt, kind.nameLength);
        }
        const allowed = ceiling(this.settings);
        const rolling = rollingLimit(this.settings.maxDisruptive);
        const reasons = [
            ...("complaint" in allowed ? [allowed.complaint] : []),
            ...("complaint" in rolling ? [rolling.complaint] : []),
            ...complaints(kind.kind, commonArguments, common),
            ...complaints(kind.kind, kind.schema, args),
        ];
        this.declared.add(keyOf(declaration));
        return {
            inputs: compact({
                ...common,
                ...named,
                __resource: compact({ ...declaration, ...(autonamed ? { autonamed, replaces } : {}) }),
            }),
            // With a property's name Pulumi would print its value, secret or not.
            failures: reasons.map((reason) => ({ property: "", reason })),
        };
    }

    /**
     * What must change. A change above the stack's ceiling fails the preview and the update; in a refresh, which must
     * show drift whatever the ceiling, it is only told.
     */
    diff(id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
        return quietly(async () => {
            const { declaration } = understood(news);
            const { cloud, replaces = [] }: Partial<Kept> = (olds as StoredState).__state ?? {};
            const { kind } = declaration;
            this.knowledge.meet({ kind, cloud }, id, `${kind} "${declaration.name}"`, ownKeyOf(declaration), replaces);
            if (typeof olds.name === "string") {
                // Its name in the cloud, which the inputs of what was adopted do not have.
                this.standing.set(ownKeyOf(declaration), olds.name);
            }
            const { result, changes, subject, lines, notes } = differences(id, olds, news);
            const allowed = ceiling(this.settings);
            const level = "level" in allowed ? allowed.level : "none";
            const refused = above(level, changes);
            if (refused.length > 0 && this.declared.has(keyOf(declaration))) {
                throw new Error(refused.map((change) => refusal(subject, change, level)).join("\n"));
            }
            for (const [change, line] of lines) {
                const high = refused.includes(change) ? `; more than "${level}", all that the stack allows` : "";
                console.log(`${line}${high}`);
            }
            for (const note of notes) {
                console.log(`${subject}: ${note}`);
            }
            return result;
        });
    }

    async create(inputs: Properties): Promise<dynamic.CreateResult> {
        const { kind, declaration, common, args } = understood(inputs);
        const { context, finished, failed } = await this.open("create", kind, declaration, common);
        if (common.adopt !== undefined) {
            const state = await kind.read(context, common.adopt, {}, args);
            if (state === undefined) {
                throw new Error(
                    `${context.subject}: there is no ${kind.noun} "${common.adopt}" to adopt in cloud "${context.compute.name}" for this project.`,
                );
            }
            this.knowledge.adopt({ kind: kind.kind, cloud: context.compute.identity }, common.adopt);
            const differing = plan(kind.changes, { ...state }, args).map(inWords);
            context.say(
                differing.length === 0
                    ? `${common.adopt} is adopted; it is as the program says`
                    : `${common.adopt} is adopted as it is; the next update changes ${differing.join("; ")}`,
            );
            return { id: common.adopt, outs: finished(state) };
        }
        try {
            const { id, state } = await kind.create(context, args);
            return { id, outs: finished(state) };
        } catch (error) {
            throw failed(error, inputs);
        }
    }

    async read(id: string, props: Properties): Promise<dynamic.ReadResult> {
        return quietly(async () => {
            const { kind, declaration, common } = understood(props);
            this.declared.delete(keyOf(declaration));
            const { context, finished } = await this.open(
                "update",
                kind,
                declaration,
                common,
                id,
                props as StoredState,
            );
            const known = props.__state !== undefined;
            const state = await kind.read(context, id, known ? migrated(context.subject, props as StoredState) : {});
            if (state === undefined) {
                if (!known) {
                    throw new Error(
                        `${context.subject}: there is no ${kind.noun} "${id}" in cloud "${context.compute.name}" for this project.`,
                    );
                }
                context.say(`is gone from cloud "${context.compute.name}"; the next update makes a new one`);
                return {};
            }
            const outs = finished(state);
            if (known) {
                // A `check` without old inputs is a replacement's from here on, also where Pulumi lost that: killed while
                // it replaces, it may keep the old one as one to delete, and know nothing of the new one.
                this.standing.set(ownKeyOf(declaration), typeof outs.name === "string" ? outs.name : "");
            }
            return { id, props: outs, inputs: inputsIn(kind, outs) };
        });
    }

    /** One that disrupts waits for its turn where the stack has a rolling limit; its time begins with it. */
    async update(id: string, olds: Properties, news: Properties): Promise<dynamic.UpdateResult> {
        const { subject, changes } = differences(id, olds, news);
        const limit = rollingLimit(this.settings.maxDisruptive);
        const most = "most" in limit && disrupts(changes) ? limit.most : undefined;
        return this.rolling.run(subject, most, () => this.updated(id, olds, news));
    }

    private async updated(id: string, olds: Properties, news: Properties): Promise<dynamic.UpdateResult> {
        const { kind, declaration, common, args } = understood(news);
        const before = olds as StoredState;
        const { context, finished, failed } = await this.open("update", kind, declaration, common, id, before);
        const state = migrated(context.subject, before);
        const changes = changesOf(kind, { ...state, id }, common, args);
        const [replaced] = replacing(changes);
        if (replaced !== undefined) {
            throw new Error(
                `${context.subject}: ${inWords(replaced)}. It is not replaced while adopt still names it: remove adopt from the program first. Nothing was changed.`,
            );
        }
        try {
            return { outs: finished(await kind.update(context, id, state, args, changes)) };
        } catch (error) {
            throw failed(error, news);
        }
    }

    async delete(id: string, props: Properties): Promise<void> {
        await quietly(async () => {
            const { kind, declaration, common } = understood(props);
            const { cloud } = (props as StoredState).__state ?? {};
            if (this.knowledge.isTaken({ kind: kind.kind, cloud }, id)) {
                console.log(
                    `${kind.noun} "${declaration.name}" (${id}): is not deleted, for this update has taken it over: only this entry of the state goes`,
                );
                return;
            }
            const { context } = await this.open("delete", kind, declaration, common, id, props as StoredState);
            await kind.delete(context, id, migrated(context.subject, props as StoredState));
        });
    }

    /** Connects to the resource's cloud, which is refused when it is another than the state's. */
    private async open(
        operation: Operation,
        kind: AnyKind,
        declaration: Declaration,
        common: CommonArguments,
        id?: string,
        before?: StoredState,
    ) {
        const compute = await connect(reference(common, this.settings));
        const subject = `${kind.noun} "${declaration.name}"${id === undefined ? "" : ` (${id})`}`;
        if (id !== undefined && before?.__state !== undefined) {
            this.knowledge.know({ kind: kind.kind, cloud: compute.identity }, id);
            assertSameCloud(subject, before.__state.cloud, compute);
        }
        const cloud: Kept["cloud"] = { name: compute.name, ...compute.identity };
        const replaces = id === undefined ? this.knowledge.idsOf(ownKeyOf(declaration)) : before?.__state?.replaces;
        let known: { id: string; state: Partial<OwnState> } | undefined;
        const finished = (state: Partial<OwnState>): Properties =>
            compact({
                ...omit(state, [...Object.keys(commonArguments.shape), "__provider"]),
                ...common,
                __resource: declaration,
                __state: {
                    ...state.__state,
                    schema: SCHEMA,
                    cloud,
                    replaces: (replaces ?? []).length === 0 ? undefined : replaces,
                },
            });
        const context: Context = {
            compute,
            run: this.knowledge.on(compute, kind.kind, ownKeyOf(declaration)),
            subject,
            declaration,
            deadline: Date.now() + (declaration.timeouts?.[operation] ?? kind.timeouts[operation]),
            say: (line) => console.log(`${subject}: ${line}`),
            record: (recorded, state) => {
                known = { id: recorded, state: { ...before, ...known?.state, ...state } };
            },
        };
        // Pulumi adds __provider to what succeeds only; a state without it can be neither read nor deleted.
        const failed = (error: unknown, { __provider }: Properties): unknown =>
            known === undefined ? error : new PartialFailure(known.id, { ...finished(known.state), __provider }, error);
        return { context, finished, failed };
    }
}

interface Understood {
    kind: AnyKind;
    declaration: Declaration;
    common: CommonArguments;
    args: Properties;
}

/** A property bag by its parts. */
function understood(properties: Properties): Understood {
    const { __provider, __resource, __state, cloud, region, adopt, ...args } = compact(properties);
    const declaration = __resource as Declaration | undefined;
    if (declaration === undefined) {
        throw new Error(
            "this resource does not say what it is: it was not made with pulumi-openstack-compute, or its state was edited by hand. Nothing was done.",
        );
    }
    return {
        kind: kindOf(declaration.kind),
        declaration,
        common: compact({ cloud, region, adopt }) as CommonArguments,
        args,
    };
}

/** One of a kind and a name. Two under different parents share it: then a refresh may say of one what is said of the other. */
function keyOf({ kind, name }: Declaration): string {
    return `${kind} ${name}`;
}

/** As messages name it: the URN where it is known, which tells two of a name under different parents apart. */
function ownKeyOf(declaration: Declaration): string {
    return declaration.owner?.urn ?? keyOf(declaration);
}

function refusal(subject: string, change: PlannedChange, level: string): string {
    return (
        `${subject}: ${inWords(change)}. The stack allows no more than "${level}" (config openstack-compute:allow); ` +
        `this is "${change.change.level}". Nothing was changed.`
    );
}

interface Differences {
    subject: string;
    changes: Plan;
    /** What a preview says of each change. */
    lines: [PlannedChange, string][];
    /** What it says of what changes nothing in the cloud. */
    notes: string[];
    result: dynamic.DiffResult;
}

/** What must change. Asks nobody. */
function differences(id: string, olds: Properties, news: Properties): Differences {
    const { kind, declaration, args, common } = understood(news);
    const subject = `${kind.noun} "${declaration.name}"`;
    const state = migrated(subject, { ...(olds as StoredState), id });
    const changes = changesOf(kind, state, common, args);
    const replaced = replacing(changes);
    const refused = replaced.length > 0 && common.adopt === id;
    const renewed = declaration.autonamed === true ? { ...args, name: undefined } : args;
    const alone = replaced.length === 0 || refused ? undefined : apart(kind, state, renewed, changes);
    const lines = changes.map((change): [PlannedChange, string] => {
        const order =
            alone !== undefined && replaced.includes(change) ? `; the old one is deleted first: ${alone}` : "";
        const refusal = refused && replaced.includes(change) ? "; refused while adopt still names this one" : "";
        return [change, `${subject}: ${inWords(change)}${order}${refusal}`];
    });
    const retimed = changedTimeouts(state, declaration);
    const renamed = changes.length === 0 && isNamedAnew(state, common);
    const notes = [
        ...(retimed ? ["customTimeouts: noted for the next operations"] : []),
        ...(renamed ? ["the cloud or region that it is in: noted as the program names it"] : []),
    ];
    const result = {
        changes: changes.length > 0 || notes.length > 0,
        replaces: refused ? [] : replaced.map(({ property }) => property),
        deleteBeforeReplace: alone !== undefined,
    };
    return { subject, changes, lines, notes, result };
}

function changesOf(kind: AnyKind, state: StoredState, common: CommonArguments, args: Properties): Plan {
    return [
        ...plan(commonChanges, state, common),
        ...(kind.repairs?.(state, args) ?? []),
        ...plan(kind.changes, state, args),
    ];
}

/** Why the old one goes first. */
function apart(kind: AnyKind, state: StoredState, args: Properties, changes: Plan): string | undefined {
    const repaired = changes.some(
        ({ property, change }) => property === "status" && change.by === "replace" && change.level === "none",
    );
    return repaired ? "it never ran" : kind.exclusive(args, state);
}

function changedTimeouts(state: StoredState, declaration: Declaration): boolean {
    return JSON.stringify(state.__resource?.timeouts ?? {}) !== JSON.stringify(declaration.timeouts ?? {});
}

/** Refresh and destroy go by the state: it must say which cloud the program names, though it is the one as before. */
function isNamedAnew(state: StoredState, { cloud, region }: CommonArguments): boolean {
    return (cloud !== undefined && cloud !== state.cloud) || (region !== undefined && region !== state.region);
}

/** The arguments as `check` would return them, out of a state. */
function inputsIn(kind: AnyKind, state: Properties): Properties {
    const made = (state.__state as { made?: readonly string[] } | undefined)?.made ?? [];
    const names = [...Object.keys(commonArguments.shape), ...Object.keys(kind.changes), "__resource"];
    return Object.fromEntries(
        names.filter((name) => state[name] !== undefined && !made.includes(name)).map((name) => [name, state[name]]),
    );
}

/** Without what is null or undefined, which Pulumi's wire cannot carry. */
function compact(properties: Properties): Properties {
    return Object.fromEntries(
        Object.entries(properties)
            .filter(([, value]) => value !== undefined && value !== null)
            .map(([key, value]) => [key, compacted(value)]),
    );
}

function compacted(value: unknown): unknown {
    return Array.isArray(value) ? value.map(compacted) : isBag(value) ? compact(value) : value;
}

function isBag(value: unknown): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Pulumi prints the stack of what `check`, `diff`, `read` and `delete` throw; the message says it all. */
async function quietly<T>(doing: () => Promise<T>): Promise<T> {
    try {
        return await doing();
    } catch (error) {
        const quiet = new Error(messageOf(error), { cause: error });
        quiet.stack = "";
        throw quiet;
    }
}

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
