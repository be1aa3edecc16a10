import { type JsonObject, objectAt, stringAt } from "../http/json";
import type { Call } from "./call";

/** The scheduler hints of a create request, under either of their two names. */
export function hintsOf(call: Call): JsonObject {
    const hints = objectAt(call.body, "os:scheduler_hints");
    return Object.keys(hints).length > 0 ? hints : objectAt(call.body, "OS-SCH-HNT:scheduler_hints");
}

export function groupHint(call: Call): string | undefined {
    return stringAt(hintsOf(call), "group");
}
