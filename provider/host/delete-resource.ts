/** Deletes a resource, unless another one of the stack has it by now. */
import { ownKeyOf } from "../lifecycle/owner";
import { migrated } from "../state/schema-version";
import { stateOf } from "../state/stored-state";
import { placeOf } from "./knowledge";
import type { ProviderProcess } from "./provider-process";
import type { DeleteRequest } from "./requests";
import { open, subjectOf } from "./resource-session";
import { keepSecret, timed } from "./timed-operation";

export function remove(process: ProviderProcess, request: DeleteRequest): Promise<void> {
    return process.screen.during(request.urn, () =>
        timed("delete", request, (deadline) => removed(process, deadline, request)),
    );
}

async function removed(process: ProviderProcess, deadline: number, request: DeleteRequest): Promise<void> {
    const { knowledge, screen } = process;
    const { kind, declaration, id, stored } = request;
    const key = ownKeyOf(declaration);
    if (knowledge.isKeptByAnother(placeOf(kind, stored), id, key)) {
        screen.say(
            subjectOf(request, id),
            "is not deleted, because another resource of this stack manages it: only this entry is removed from the state",
        );
        return;
    }
    keepSecret(request, stored.properties);
    const { context } = await open(process, request, deadline, { id, stored });
    const state = stateOf(migrated(context.subject, stored));
    await knowledge.exchange.during(key, () => kind.delete(context, id, state));
    await context.run.exchange.released(kind.holdings?.(state, {}, []).has ?? []);
}
