/** Reads a resource: what a state has, and by its id what no state has. */
import { ownKeyOf } from "../lifecycle/owner";
import { commonIn } from "../plan/common-arguments";
import { migrated } from "../state/schema-version";
import { type Properties, type Stored, stateOf } from "../state/stored-state";
import type { ProviderProcess } from "./provider-process";
import { readById } from "./read-by-id";
import type { Found, ReadRequest } from "./requests";
import { open } from "./resource-session";
import { keepSecret, timed } from "./timed-operation";

/** Undefined for what is gone. */
export function read(process: ProviderProcess, request: ReadRequest): Promise<Found | undefined> {
    return timed("update", request, (deadline) => found(process, deadline, request));
}

async function found(process: ProviderProcess, deadline: number, request: ReadRequest): Promise<Found | undefined> {
    const { kind, declaration, id, args, stored } = request;
    process.noteRead(declaration);
    keepSecret(request, stored?.properties ?? args);
    const { context, store } = await open(process, request, deadline, { id, stored, args });
    if (stored === undefined) {
        return answered(request, store(await readById(kind, context, id, "get")));
    }
    const state = await kind.read(context, id, stateOf(migrated(context.subject, stored)));
    if (state === undefined) {
        context.say(`is gone from cloud "${context.compute.name}"; the next update creates a new one`);
        return undefined;
    }
    const now = store(state);
    const { name } = now.properties;
    // A `check` without old inputs is a replacement's from here on, also where Pulumi lost that: killed while
    // it replaces, it may keep the old one as one to delete, and know nothing of the new one.
    process.standing.set(ownKeyOf(declaration), typeof name === "string" ? name : "");
    return answered(request, now);
}

/** With the arguments as `check` would answer them. */
function answered({ kind }: ReadRequest, stored: Stored): Found {
    const { declaration, properties, kept } = stored;
    const declared = Object.keys(kind.changes).filter((name) => !(kept.made ?? []).includes(name));
    const args: Properties = Object.fromEntries(
        declared.filter((name) => properties[name] !== undefined).map((name) => [name, properties[name]]),
    );
    return { stored, inputs: { declaration, common: commonIn(properties), args } };
}
