/** One operation on one resource: its connection, what its lifecycle is given, and what of its answer is stored. */
import mapValues from "lodash/mapValues";
import omit from "lodash/omit";
import pick from "lodash/pick";
import type { Context } from "../lifecycle/kind";
import { names, ownKeyOf, parentsOf } from "../lifecycle/owner";
import { assertSameCloud } from "../lifecycle/same-cloud";
import { commonArguments } from "../plan/common-arguments";
import { SCHEMA } from "../state/schema-version";
import { isSealed, seal, unsealed } from "../state/sealed";
import {
    type Declaration,
    type Kept,
    madeIn,
    type OwnState,
    type Properties,
    type Stamp,
    type Stored,
    stateOf,
} from "../state/stored-state";
import { compact } from "./compact";
import { connectFor } from "./connection";
import type { Place } from "./knowledge";
import type { ProviderProcess } from "./provider-process";
import { PartialFailure, type Resource, type Subject } from "./requests";
import { reference } from "./stack-settings";

export interface Session {
    context: Context;
    place: Place;
    /** What a lifecycle answers, as it is stored. */
    store(state: object): Stored;
    /** An error, with what exists where the lifecycle has said so. */
    failure(error: unknown): unknown;
}

/** What is there already, and what the program declares of what is to be created. */
export interface Standing {
    id?: string;
    stored?: Stored | undefined;
    args?: Properties;
}

type Answer = Partial<OwnState> & { __state?: { stamp?: Stamp } };

/** Connects to the resource's cloud, which is refused when it is another than the state's. */
export async function open(
    process: ProviderProcess,
    { kind, declaration, owner, urn, common }: Resource,
    deadline: number,
    { id, stored, args = {} }: Standing,
): Promise<Session> {
    const { knowledge, screen, settings } = process;
    const subject = subjectOf({ kind, declaration, urn }, id);
    const compute = await connectFor(subject.whole, reference(common, settings));
    const before = stored === undefined ? undefined : stateOf(stored);
    const user = kind.userOf?.(before ?? args) ?? compute.userId;
    const place = { kind: kind.kind, cloud: compute.identity, user: kind.userOf === undefined ? undefined : user };
    const key = ownKeyOf(declaration);
    if (id !== undefined && stored !== undefined) {
        knowledge.know(place, id, key);
        assertSameCloud(subject.whole, stored.kept.cloud, compute);
    }
    const cloud: Kept["cloud"] = { name: compute.name, ...compute.identity };
    const replaces = (id === undefined ? knowledge.idsOf(key) : stored?.kept.replaces) ?? [];
    let recorded: { id: string; state: object } | undefined;
    const store = (answer: Answer): Stored => ({
        declaration: { ...omit(declaration, "owner"), parents: parentsOf(declaration) },
        properties: compact({
            ...omit(sealedIn({ ...answer }, kind.secrets ?? [], owner?.key), [
                ...Object.keys(commonArguments.shape),
                "__state",
            ]),
            ...common,
        }),
        kept: {
            ...answer.__state,
            schema: SCHEMA,
            cloud,
            replaces: replaces.length === 0 ? undefined : replaces,
            stamp: foreign(answer.__state?.stamp, declaration),
        },
    });
    const context: Context = {
        compute,
        run: knowledge.on(compute, kind.kind, place.user, key),
        subject: subject.whole,
        declaration,
        quotas: kind.quotas ?? {},
        deadline,
        say: (line) => screen.say(subject, line),
        progress: (line) => screen.progress(subject, line),
        unsealed: (secret) => unsealed(secret, owner?.key),
        record: (known, state) => {
            recorded = { id: known, state: { ...before, ...recorded?.state, ...state } };
        },
    };
    const failure = (error: unknown) =>
        recorded === undefined ? error : new PartialFailure(recorded.id, store(recorded.state), error);
    return { context, place, store, failure };
}

export function subjectOf({ kind, declaration, urn }: Pick<Resource, "kind" | "declaration" | "urn">, id?: string) {
    const name = `${kind.noun} "${declaration.name}"`;
    return { urn, name, whole: id === undefined ? name : `${name} (${id})` } satisfies Subject;
}

/** Of the secrets those that the cloud made, sealed with the stack's key. Without one the state has them as secrets. */
function sealedIn(state: Properties, secrets: readonly string[], key: string | undefined): Properties {
    if (key === undefined) {
        return state;
    }
    const made = madeIn(state).filter((name) => secrets.includes(name));
    const sealed = mapValues(pick(state, made), (value) =>
        typeof value === "string" && !isSealed(value) ? seal(value, key) : value,
    );
    return { ...state, ...sealed };
}

/** The state keeps only a stamp that does not name its resource. */
function foreign(stamp: Stamp | undefined, declaration: Declaration): Stamp | undefined {
    return stamp === undefined || names(stamp, declaration) ? undefined : stamp;
}
