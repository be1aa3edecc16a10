/**
 * The adapter to Pulumi's dynamic-provider contract: one provider serves every kind of resource, told apart by the
 * input `__resource`. It validates, plans, prints the plan in words, connects, and turns a failure half-way into a
 * state that says what exists.
 */
import type { dynamic } from "@pulumi/pulumi";
import omit from "lodash/omit";
import { complaints } from "../arguments/validation";
import { endingBy, type MeantCloud, meantCloud, NotFoundError, rememberSecrets, visible } from "../cloud/index";
import { GoneError } from "../lifecycle/absent";
import type { Context } from "../lifecycle/kind";
import { names, ownKeyOf, parentsIn, parentsOf } from "../lifecycle/owner";
import { assertMeantCloud, assertSameCloud } from "../lifecycle/same-cloud";
import { type CommonArguments, commonArguments } from "../plan/common-arguments";
import { above, plan, replacing } from "../plan/plan";
import { inWords } from "../plan/words";
import type { AnyKind } from "../resources/registry";
import { migrated, SCHEMA } from "../state/schema-version";
import { unsealed } from "../state/sealed";
import type { Declaration, Kept, Owner, OwnState, Properties, Stamp, StoredState } from "../state/stored-state";
import { autoname } from "./autonaming";
import { connectFor } from "./connection";
import { changesOf, differences, refusal } from "./differences";
import { engineLog } from "./dynamic/engine-log";
import { StatusRows } from "./dynamic/status-rows";
import { Knowledge, type Place, TakenTwiceError, within } from "./knowledge";
import { ManagedNames } from "./managed-names";
import { messageOf, PartialFailure, shown } from "./partial-failure";
import { compact, inputsIn, keyOf, toldIn, understood } from "./properties";
import { readById } from "./read-by-id";
import { disrupts, RollingUpdate, rollingLimit } from "./rolling-limit";
import { withSealed } from "./sealing";
import { secretsIn } from "./secret-texts";
import { ceiling, complaintOf, reference, type Settings, settingsFrom } from "./stack-settings";

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
    /** What the settings mean, by the reference: read once. */
    private readonly meant = new Map<string, MeantCloud | undefined>();
    private readonly rows = new StatusRows(engineLog);

    async configure({ config }: dynamic.ConfigureRequest): Promise<void> {
        this.settings = settingsFrom((key) => config.get(key));
    }

    check(olds: Properties, news: Properties): Promise<dynamic.CheckResult> {
        return quietly(async () => this.checked(olds, news));
    }

    private checked(olds: Properties, news: Properties): dynamic.CheckResult {
        const { kind, common, args } = understood(news);
        const { owner: told, preview = false, misconfigured = [], ...declared } = toldIn(news);
        const before = olds.__resource as Declaration | undefined;
        // Where the stack's config turns the owner off, a program does not tell of parents.
        const parents = told === undefined ? before?.parents : parentsIn(told.urn, declared.kind, declared.name);
        const isAsBefore = before?.name === declared.name && before.parents === parents;
        const declaration: Declaration = { ...declared, parents, reuse: isAsBefore ? before.reuse : told?.reuse };
        const owner: Owner | undefined = told?.stack === undefined ? undefined : { ...told, stack: told.stack };
        const named: Properties & { name?: unknown } = { ...args };
        const autonamed = kind.nameLength !== undefined && args.name === undefined;
        if (Object.keys(olds).length > 0) {
            this.standing.set(ownKeyOf(declaration), typeof olds.name === "string" ? olds.name : "");
        }
        const replaces = Object.keys(olds).length > 0 ? undefined : this.standing.get(ownKeyOf(declaration));
        if (autonamed && kind.nameLength !== undefined) {
            const whole = { ...declaration, owner, replaces };
            named.name = autoname(whole, olds, common.adopt, kind.nameLength, preview);
        }
        const allowed = ceiling(this.settings);
        const rolling = rollingLimit(this.settings.maxDisruptive);
        const reasons = [
            ...misconfigured.map(complaintOf),
            ...("complaint" in allowed ? [allowed.complaint] : []),
            ...("complaint" in rolling ? [rolling.complaint] : []),
            ...complaints(kind.kind, commonArguments, common),
            ...complaints(kind.kind, kind.schema, args),
        ];
        this.declared.add(keyOf(declaration));
        if (owner !== undefined) {
            this.owners.set(ownKeyOf(declaration), owner);
        }
        return {
            inputs: compact({
                ...common,
                ...named,
                __resource: { ...declaration, ...(autonamed ? { autonamed, replaces } : {}) },
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
            const { kind, declaration, common, args } = understood(news);
            const key = ownKeyOf(declaration);
            const { result, changes, subject, lines, notes, holdings } = differences(
                id,
                olds,
                news,
                this.managed,
                this.owners.get(key),
            );
            const place = placeOf(kind, olds);
            const { replaces: before = [] }: Partial<Kept> = (olds as StoredState).__state ?? {};
            const stays = result.replaces?.length === 0;
            // In a refresh it has the name of the state, which the program may have given up for another.
            const declared = this.declared.has(keyOf(declaration));
            if (stays && declared) {
                this.knowledge.assertAlone(place, id, subject, key);
            }
            this.knowledge.meet(place, id, { key, stays: declared ? stays : undefined, before });
            if (typeof olds.name === "string") {
                // Its name in the cloud, which the inputs of what was adopted do not have.
                this.standing.set(key, olds.name);
            }
            this.managed.meet(kind.kind, place.cloud, args.name ?? olds.name, id, !stays);
            if (holdings !== undefined && declared) {
                const stage = !stays && result.deleteBeforeReplace !== true ? "last" : "planned";
                this.knowledge.exchange.meet(key, within(place.cloud), subject, holdings, stage);
            }
            const allowed = ceiling(this.settings);
            const level = "level" in allowed ? allowed.level : "none";
            const refused = above(level, changes);
            if (refused.length > 0 && declared) {
                throw new Error(refused.map((change) => refusal(subject, change, level)).join("\n"));
            }
            if (result.changes === true && declared) {
                // What is replaced is deleted where it is.
                const at = replacing(changes).length > 0 ? understood(olds).common : common;
                this.assertMeant(`${subject} (${id})`, olds, at);
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

    /**
     * A preview fails where the update would refuse the credentials in use, as far as the settings tell without a request.
     * What does not change is not looked at: an update does nothing to it.
     */
    private assertMeant(subject: string, olds: Properties, common: CommonArguments): void {
        const { cloud }: Partial<Kept> = (olds as Partial<StoredState>).__state ?? {};
        const named = reference(common, this.settings);
        const key = JSON.stringify([named.cloud, named.region]);
        if (!this.meant.has(key)) {
            this.meant.set(key, meantCloud(named));
        }
        const meant = this.meant.get(key);
        if (cloud !== undefined && meant !== undefined) {
            assertMeantCloud(subject, cloud, meant);
        }
    }

    async create(inputs: Properties): Promise<dynamic.CreateResult> {
        return this.rows.during(this.urnOf(understood(inputs).declaration), () =>
            timed("create", inputs, (deadline) => this.created(deadline, inputs)),
        );
    }

    private async created(deadline: number, inputs: Properties): Promise<dynamic.CreateResult> {
        const { kind, declaration: checked, common, args } = understood(inputs);
        const declaration = { ...checked, owner: this.owners.get(ownKeyOf(checked)) };
        this.keepSecret(inputs);
        const { context, finished, failed, place } = await this.open(deadline, kind, declaration, common, args);
        if (common.adopt !== undefined) {
            const holder = this.knowledge.holderOf(place, common.adopt, ownKeyOf(declaration));
            if (holder !== undefined) {
                throw new TakenTwiceError(
                    `${context.subject}: ${common.adopt} is ${holder} in this stack's state. It is not adopted: two resources ` +
                        "cannot manage one. Nothing was changed. To rename a resource, use aliases.",
                );
            }
            const state = await readById(kind, context, common.adopt, "adopt", args);
            this.knowledge.adopt(place, common.adopt, ownKeyOf(declaration));
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

    read(id: string, props: Properties): Promise<dynamic.ReadResult> {
        return quietly(() => timed("update", props, (deadline) => this.readBy(deadline, id, props)));
    }

    private async readBy(deadline: number, id: string, props: Properties): Promise<dynamic.ReadResult> {
        const { kind, declaration, common } = understood(props);
        this.declared.delete(keyOf(declaration));
        this.keepSecret(props);
        const { context, finished } = await this.open(deadline, kind, declaration, common, props, id);
        if (props.__state === undefined) {
            const outs = finished(await readById(kind, context, id, "get"));
            return { id, props: outs, inputs: inputsIn(kind, outs) };
        }
        const state = await kind.read(context, id, migrated(context.subject, props as StoredState));
        if (state === undefined) {
            context.say(`is gone from cloud "${context.compute.name}"; the next update makes a new one`);
            return {};
        }
        const outs = finished(state);
        // A `check` without old inputs is a replacement's from here on, also where Pulumi lost that: killed while
        // it replaces, it may keep the old one as one to delete, and know nothing of the new one.
        this.standing.set(ownKeyOf(declaration), typeof outs.name === "string" ? outs.name : "");
        return { id, props: outs, inputs: inputsIn(kind, outs) };
    }

    /** One that disrupts waits for its turn where the stack has a rolling limit; its time begins with it. */
    async update(id: string, olds: Properties, news: Properties): Promise<dynamic.UpdateResult> {
        const { subject, changes } = differences(id, olds, news, this.managed);
        const limit = rollingLimit(this.settings.maxDisruptive);
        const most = "most" in limit && disrupts(changes) ? limit.most : undefined;
        const { declaration } = understood(news);
        const updating = () => timed("update", news, (deadline) => this.updated(deadline, id, olds, news));
        return this.rows.during(this.urnOf(declaration), () =>
            this.rolling.run(subject, most, () => this.during(declaration, updating)),
        );
    }

    private async updated(
        deadline: number,
        id: string,
        olds: Properties,
        news: Properties,
    ): Promise<dynamic.UpdateResult> {
        this.keepSecret(olds, news);
        const { kind, declaration: checked, common, args } = understood(news);
        const declaration = { ...checked, owner: this.owners.get(ownKeyOf(checked)) };
        const { context, finished, failed } = await this.open(deadline, kind, declaration, common, olds, id);
        const state = migrated(context.subject, olds as StoredState);
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
            throw failed(await explained(error, () => kind.read(context, id, state), context), news);
        }
    }

    async delete(id: string, props: Properties): Promise<void> {
        await quietly(async () => {
            const { declaration } = understood(props);
            await this.rows.during(this.urnOf(declaration), () =>
                timed("delete", props, (deadline) => this.deleted(deadline, id, props)),
            );
        });
    }

    private async deleted(deadline: number, id: string, props: Properties): Promise<void> {
        const { kind, declaration, common } = understood(props);
        if (this.knowledge.isKeptByAnother(placeOf(kind, props), id, ownKeyOf(declaration))) {
            console.log(
                `${kind.noun} "${declaration.name}" (${id}): is not deleted, because another resource of this stack has it: ` +
                    "only this entry of the state goes",
            );
            return;
        }
        this.keepSecret(props);
        const { context } = await this.open(deadline, kind, declaration, common, props, id);
        const state = migrated(context.subject, props as StoredState);
        await this.during(declaration, () => kind.delete(context, id, state));
        await context.run.exchange.released(kind.holdings?.(state, {}, []).has ?? []);
    }

    /** Undefined for a resource that `check` was not called for, and where the stack's config turns the owner off. */
    private urnOf(declaration: Declaration): string | undefined {
        return this.owners.get(ownKeyOf(declaration))?.urn;
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
        deadline: number,
        kind: AnyKind,
        declaration: Declaration,
        common: CommonArguments,
        /** The state, or, of what is to be created, the arguments. */
        properties: Properties,
        id?: string,
    ) {
        const before = id === undefined ? undefined : (properties as Partial<StoredState>);
        const name = `${kind.noun} "${declaration.name}"`;
        const subject = id === undefined ? name : `${name} (${id})`;
        const compute = await connectFor(subject, reference(common, this.settings));
        const user = kind.userOf?.(properties) ?? compute.userId;
        const place = { kind: kind.kind, cloud: compute.identity, user: kind.userOf === undefined ? undefined : user };
        if (id !== undefined && before?.__state !== undefined) {
            this.knowledge.know(place, id, ownKeyOf(declaration));
            assertSameCloud(subject, before.__state.cloud, compute);
        }
        const cloud: Kept["cloud"] = { name: compute.name, ...compute.identity };
        const replaces = id === undefined ? this.knowledge.idsOf(ownKeyOf(declaration)) : before?.__state?.replaces;
        const key = this.owners.get(ownKeyOf(declaration))?.key;
        let known: { id: string; state: Partial<OwnState> } | undefined;
        const finished = (state: Partial<OwnState> & { __state?: { stamp?: Stamp } }): Properties =>
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
                    stamp: foreign(state.__state?.stamp, declaration),
                },
            });
        const context: Context = {
            compute,
            run: this.knowledge.on(compute, kind.kind, place.user, ownKeyOf(declaration)),
            subject,
            declaration,
            deadline,
            say: (line) => console.log(visible(`${subject}: ${line}`)),
            progress: (line) => this.rows.show({ urn: this.urnOf(declaration), name, whole: subject }, line),
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
        return { context, finished, failed, place };
    }
}

/** Does it within the time that the program or the kind gives such an operation, the connecting included. */
function timed<T>(operation: Operation, inputs: Properties, doing: (deadline: number) => Promise<T>): Promise<T> {
    const { kind, declaration } = understood(inputs);
    const deadline = Date.now() + (declaration.timeouts?.[operation] ?? kind.timeouts[operation]);
    return endingBy(deadline, () => doing(deadline));
}

/** A 404 may be the resource's own, or that of something which it names. Only a look at the resource tells. */
async function explained(
    error: unknown,
    look: () => Promise<unknown>,
    { subject, compute }: Context,
): Promise<unknown> {
    if (!(error instanceof NotFoundError)) {
        return error;
    }
    // Only what explains the refusal: where this fails too, the refusal is what the user is to see.
    const isGone = await look().then(
        (found) => found === undefined,
        () => false,
    );
    return isGone ? new GoneError(subject, compute.name, { cause: error }) : error;
}

/** Where the state says that it is. */
function placeOf({ kind, userOf }: AnyKind, state: Properties): Place {
    return { kind, cloud: (state as Partial<StoredState>).__state?.cloud, user: userOf?.(state) };
}

/** The state keeps only a stamp that does not name its resource. */
function foreign(stamp: Stamp | undefined, declaration: Declaration): Stamp | undefined {
    return stamp === undefined || names(stamp, declaration) ? undefined : stamp;
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
