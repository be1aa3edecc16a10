import { isBag } from "../state/state-text";
import type { Properties } from "../state/stored-state";

/** Without what is null or undefined, which Pulumi's wire cannot carry. */
export function compact(properties: Properties): Properties {
    return Object.fromEntries(
        Object.entries(properties)
            .filter(([, value]) => value !== undefined && value !== null)
            .map(([key, value]) => [key, compacted(value)]),
    );
}

function compacted(value: unknown): unknown {
    return Array.isArray(value) ? value.map(compacted) : isBag(value) ? compact(value) : value;
}
