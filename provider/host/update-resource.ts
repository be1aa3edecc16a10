/** Updates a resource by its plan. One that disrupts waits for its turn where the stack has a rolling limit. */
import { NotFoundError } from "../cloud/index";
import { GoneError } from "../lifecycle/absent";
import type { Context } from "../lifecycle/kind";
import { ownKeyOf } from "../lifecycle/owner";
import { replacing } from "../plan/plan";
import { inWords } from "../plan/words";
import { migrated } from "../state/schema-version";
import { type Stored, stateOf } from "../state/stored-state";
import { changesOf } from "./differences";
import type { ProviderProcess } from "./provider-process";
import type { UpdateRequest } from "./requests";
import { open, subjectOf } from "./resource-session";
import { disrupts, rollingLimit } from "./rolling-limit";
import { keepSecret, owned, timed } from "./timed-operation";

/** Its time begins with its turn. */
export function update(process: ProviderProcess, request: UpdateRequest): Promise<Stored> {
    const { knowledge, rolling, screen, settings } = process;
    const { name } = subjectOf(request);
    const limit = rollingLimit(settings.maxDisruptive);
    const most = "most" in limit && disrupts(changesIn(process, name, request)) ? limit.most : undefined;
    const updating = () => timed("update", request, (deadline) => updated(process, deadline, owned(request)));
    return screen.during(request.urn, () =>
        rolling.run(name, most, () => knowledge.exchange.during(ownKeyOf(request.declaration), updating)),
    );
}

async function updated(process: ProviderProcess, deadline: number, request: UpdateRequest): Promise<Stored> {
    const { kind, args, id, stored } = request;
    keepSecret({ ...request, declaration: stored.declaration }, stored.properties);
    keepSecret(request, args);
    const { context, store, failure } = await open(process, request, deadline, { id, stored });
    const changes = changesIn(process, context.subject, request);
    const [replaced] = replacing(changes);
    if (replaced !== undefined) {
        throw new Error(
            `${context.subject}: ${inWords(replaced)}. It is not replaced while adopt still names it: remove adopt from ` +
                "the program first. Nothing was changed.",
        );
    }
    const state = stateOf(migrated(context.subject, stored));
    try {
        return store(await kind.update(context, id, state, args, changes));
    } catch (error) {
        throw failure(await explained(error, () => kind.read(context, id, state), context));
    }
}

function changesIn({ managed }: ProviderProcess, subject: string, { kind, common, args, id, stored }: UpdateRequest) {
    return changesOf(kind, { ...stateOf(migrated(subject, stored)), id }, common, args, managed);
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
