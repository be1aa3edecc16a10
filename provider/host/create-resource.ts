/** Creates a resource, or adopts what is there already. */
import { ownKeyOf } from "../lifecycle/owner";
import { plan } from "../plan/plan";
import { inWords } from "../plan/words";
import { TakenTwiceError } from "./knowledge";
import type { ProviderProcess } from "./provider-process";
import { readById } from "./read-by-id";
import type { Created, CreateRequest, Declared } from "./requests";
import { open, type Session } from "./resource-session";
import { keepSecret, owned, timed } from "./timed-operation";

export function create(process: ProviderProcess, request: CreateRequest): Promise<Created> {
    return process.screen.during(request.urn, () =>
        timed("create", request, (deadline) => created(process, deadline, owned(request))),
    );
}

async function created(process: ProviderProcess, deadline: number, declared: Declared): Promise<Created> {
    const { kind, args, common } = declared;
    keepSecret(declared, args);
    const session = await open(process, declared, deadline, { args });
    const { context, store, failure } = session;
    if (common.adopt !== undefined) {
        return { id: common.adopt, stored: store(await adopted(process, session, declared, common.adopt)) };
    }
    try {
        const { id, state } = await process.knowledge.exchange.during(undefined, () => kind.create(context, args));
        process.managed.created(kind.kind, context.compute.identity, args.name, id);
        return { id, stored: store(state) };
    } catch (error) {
        throw failure(error);
    }
}

/** As it is, by reading only. */
async function adopted(
    { knowledge }: ProviderProcess,
    { context, place }: Session,
    { kind, declaration, args }: Declared,
    id: string,
): Promise<object> {
    const key = ownKeyOf(declaration);
    const holder = knowledge.holderOf(place, id, key);
    if (holder !== undefined) {
        throw new TakenTwiceError(
            `${context.subject}: ${id} is ${holder} in this stack's state. It is not adopted: two resources ` +
                "cannot manage one. Nothing was changed. To rename a resource, use aliases.",
        );
    }
    const state = await readById(kind, context, id, "adopt", args);
    knowledge.adopt(place, id, key);
    const differing = plan(kind.changes, { ...state }, args).map(inWords);
    context.say(
        differing.length === 0
            ? `${id} is adopted; it matches the program`
            : `${id} is adopted unchanged; the next update changes ${differing.join("; ")}`,
    );
    return state;
}
