/**
 * The adapter to Pulumi's dynamic-provider contract: one provider serves every kind of resource, told apart by the
 * input `__resource`. It validates, plans, prints the plan in words, connects, and turns a failure half-way into a
 * state that says what exists.
 */
import type { dynamic } from "@pulumi/pulumi";
import omit from "lodash/omit";
import { rememberSecrets, visible } from "../cloud/index";
import { above, inWords, plan, replacing } from "../resources/changes";
import { type CommonArguments, commonArguments } from "../resources/common";
import { assertSameCloud } from "../resources/identity";
import type { Context, Declaration, Kept, Owner, OwnState, Properties, StoredState } from "../resources/kind";
import type { AnyKind } from "../resources/kinds";
import { migrated, SCHEMA } from "../resources/schema-version";
import { unsealed } from "../resources/sealed";
import { complaints } from "../resources/validate";
import { connectFor } from "./connection";
import { changesOf, differences, refusal } from "./differences";
import { ManagedNames } from "./managed-names";
import { autoname } from "./naming";
import { messageOf, PartialFailure, shown } from "./partial-failure";
import { compact, inputsIn, keyOf, ownKeyOf, parentsOf, understood } from "./properties";
import { disrupts, RollingUpdate, rollingLimit } from "./rolling";
import { Knowledge, within } from "./run";
import { withSealed } from "./sealing";
import { secretsIn } from "./secrets";
import { ceiling, reference, type Settings, settingsFrom } from "./settings";

type Operation = "create" | "update" | "delete";

export class ComputeProvider implements dynamic.ResourceProvider {
    private settings: Settings = {};
    private readonly rolling = new RollingUpdate();
    /** The resources of which `check` was called after any `read`: their next `diff` is an update's, not a refresh's. */
    private readonly declared = new Set<string>();
    /** The resources that the state has, with their names: a `check` without old inputs is then that of a replacement. */
    private readonly standing = new Map<string, string>();
    /**
     * Whose the resources are, as `check` was told: only a creation and an update need it, which come after it in the same
     * process. So it is in no state.
     */
    private readonly owners = new Map<string, Owner>();
    private readonly knowledge = new Knowledge();
    private readonly managed = new ManagedNames();

    async configure({ config }: dynamic.ConfigureRequest): Promise<void> {
        this.settings = settingsFrom((key) => config.get(key));
    }

    check(olds: Properties, news: Properties): Promise<dynamic.CheckResult> {
        return quietly(async () => this.checked(olds, news));
    }

    private checked(olds: Properties, news: Properties): dynamic.CheckResult {
        const { kind, declaration: declared, common, args } = understood(news);
        // Without an owner, as in a preview, a program does not tell of parents.
        const before = olds.__resource as Declaration | undefined;
        const parents = declared.owner === undefined ? before?.parents : parentsOf(declared);
        const declaration: Declaration = { ...declared, parents };
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
        const { owner, ...about } = declaration;
        if (owner !== undefined) {
            this.owners.set(ownKeyOf(declaration), owner);
        }
        return {
            inputs: compact({
                ...common,
                ...named,
                __resource: { ...about, ...(autonamed ? { autonamed, replaces } : {}) },
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
            const { declaration, args } = understood(news);
            const { cloud, replaces = [] }: Partial<Kept> = (olds as StoredState).__state ?? {};
            const { kind } = declaration;
            this.knowledge.meet({ kind, cloud }, id, `${kind} "${declaration.name}"`, ownKeyOf(declaration), replaces);
            if (typeof olds.name === "string") {
                // Its name in the cloud, which the inputs of what was adopted do not have.
                this.standing.set(ownKeyOf(declaration), olds.name);
            }
            const { result, changes, subject, lines, notes, holdings } = differences(id, olds, news, this.managed);
            const isReplaced = (result.replaces ?? []).length > 0;
            this.managed.meet(kind, cloud, args.name ?? olds.name, id, isReplaced);
            if (holdings !== undefined) {
                const stage = isReplaced && result.deleteBeforeReplace !== true ? "last" : "planned";
                this.knowledge.exchange.meet(ownKeyOf(declaration), within(cloud), subject, holdings, stage);
            }
            const allowed = ceiling(this.settings);
            const level = "level" in allowed ? allowed.level : "none";
            const refused = above(level, changes);
            if (refused.length > 0 && this.declared.has(keyOf(declaration))) {
                throw new Error(refused.map((change) => refusal(subject, change, level)).join("\n"));
            }
            for (const [change, line] of lines) {
                const high = refused.includes(change) ? `; more than "${level}", all that the stack allows` : "";
                console.log(visible(`${line}${high}`));
            }
            for (const note of notes) {
                console.log(visible(`${subject}: ${note}`));
            }
            return result;
        });
    }

    async create(inputs: Properties): Promise<dynamic.CreateResult> {
        const { kind, declaration: checked, common, args } = understood(inputs);
        const declaration = { ...checked, owner: this.owners.get(ownKeyOf(checked)) };
        this.keepSecret(inputs);
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
            const { id, state } = await this.knowledge.exchange.during(undefined, () => kind.create(context, args));
            this.managed.created(kind.kind, context.compute.identity, args.name, id);
            return { id, outs: finished(state) };
        } catch (error) {
            throw failed(error, inputs);
        }
    }

    async read(id: string, props: Properties): Promise<dynamic.ReadResult> {
        return quietly(async () => {
            const { kind, declaration, common } = understood(props);
            this.declared.delete(keyOf(declaration));
            this.keepSecret(props);
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
        const { subject, changes } = differences(id, olds, news, this.managed);
        const limit = rollingLimit(this.settings.maxDisruptive);
        const most = "most" in limit && disrupts(changes) ? limit.most : undefined;
        const { declaration } = understood(news);
        return this.rolling.run(subject, most, () => this.during(declaration, () => this.updated(id, olds, news)));
    }

    private async updated(id: string, olds: Properties, news: Properties): Promise<dynamic.UpdateResult> {
        const { kind, declaration, common, args } = understood(news);
        const before = olds as StoredState;
        this.keepSecret(olds, news);
        const { context, finished, failed } = await this.open("update", kind, declaration, common, id, before);
        const state = migrated(context.subject, before);
        const changes = changesOf(kind, { ...state, id }, common, args, this.managed);
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
            this.keepSecret(props);
            const { context } = await this.open("delete", kind, declaration, common, id, props as StoredState);
            const state = migrated(context.subject, props as StoredState);
            await this.during(declaration, () => kind.delete(context, id, state));
            await context.run.exchange.released(kind.holdings?.(state, {}, []).has ?? []);
        });
    }

    /** What is secret in these is in no message, log or fault from now on. */
    private keepSecret(...bags: Properties[]): void {
        for (const bag of bags) {
            const { declaration } = understood(bag);
            rememberSecrets(secretsIn(bag, this.owners.get(ownKeyOf(declaration))?.key));
        }
    }

    /** While an operation of this resource is under way. */
    private during<T>(declaration: Declaration, operation: () => Promise<T>): Promise<T> {
        return this.knowledge.exchange.during(ownKeyOf(declaration), operation);
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
        const subject = `${kind.noun} "${declaration.name}"${id === undefined ? "" : ` (${id})`}`;
        const compute = await connectFor(subject, reference(common, this.settings));
        if (id !== undefined && before?.__state !== undefined) {
            this.knowledge.know({ kind: kind.kind, cloud: compute.identity }, id);
            assertSameCloud(subject, before.__state.cloud, compute);
        }
        const cloud: Kept["cloud"] = { name: compute.name, ...compute.identity };
        const replaces = id === undefined ? this.knowledge.idsOf(ownKeyOf(declaration)) : before?.__state?.replaces;
        const key = this.owners.get(ownKeyOf(declaration))?.key;
        let known: { id: string; state: Partial<OwnState> } | undefined;
        const finished = (state: Partial<OwnState>): Properties =>
            compact({
                ...omit(withSealed({ ...state }, kind.secrets ?? [], key), [
                    ...Object.keys(commonArguments.shape),
                    "__provider",
                ]),
                ...common,
                __resource: { ...omit(declaration, "owner"), parents: parentsOf(declaration) },
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
            say: (line) => console.log(visible(`${subject}: ${line}`)),
            unsealed: (secret) => unsealed(secret, key),
            record: (recorded, state) => {
                known = { id: recorded, state: { ...before, ...known?.state, ...state } };
            },
        };
        // Pulumi adds __provider to what succeeds only; a state without it can be neither read nor deleted.
        const failed = (error: unknown, { __provider }: Properties): unknown =>
            known === undefined
                ? shown(error)
                : new PartialFailure(known.id, { ...finished(known.state), __provider }, error);
        return { context, finished, failed };
    }
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
