import { type JsonObject, objectAt, stringAt } from "../http/json";
import type { Call } from "./call";

/** What a create tells the scheduler, under either of its two names. */
export function hintsOf(call: Call): JsonObject {
    const hints = objectAt(call.body, "os:scheduler_hints");
    return Object.keys(hints).length > 0 ? hints : objectAt(call.body, "OS-SCH-HNT:scheduler_hints");
}

export function groupHint(call: Call): string | undefined {
    return stringAt(hintsOf(call), "group");
}
