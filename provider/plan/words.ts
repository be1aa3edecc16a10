/** A planned change in words, as a preview prints it. Values print only where the change table shows them. */
import isEqual from "lodash/isEqual";
import { ownValue } from "../arguments/own-keys";
import { hasUnknown, UNKNOWN } from "../arguments/unknown";
import type { Change } from "./change-table";
import type { PlannedChange } from "./plan";

/** One change in words: `flavor m1.small -> m1.large: resize in place, the server restarts`. */
export function inWords({ property, change, old, new: new_, unknown }: PlannedChange): string {
    return `${property}${values(change, old, new_)}: ${unknown && change.by !== "record" ? possibly(change.effect) : change.effect}`;
}

/** How the verbs that an effect begins with are said of what may come: `may be rebuilt in place, …`. */
const MAY: Readonly<Record<string, string>> = {
    replace: "may be replaced",
    rebuild: "may be rebuilt",
    resize: "may be resized",
    ...Object.fromEntries(
        ["updated", "added", "changed", "locked", "associated"].map((verb) => [verb, `may be ${verb}`]),
    ),
};

function possibly(effect: string): string {
    const [verb = ""] = /^\w+/.exec(effect) ?? [];
    const may = ownValue(MAY, verb);
    return may === undefined ? `may change: ${effect}` : `${may}${effect.slice(verb.length)}`;
}

function values(change: Change, old: unknown, new_: unknown): string {
    const spell = (value: unknown) =>
        hasUnknown(value) ? "(known after up)" : (change.spell?.(value) ?? spellValue(value));
    if (change.summary !== undefined) {
        return filled(hasUnknown(new_) ? "(known after up)" : change.summary(old, new_));
    }
    switch (change.shows) {
        case "values":
            return ` ${spell(old)} -> ${spell(new_)}`;
        case "keys":
            return filled(changedKeys(old, new_).join(", "));
        case "nothing":
            return "";
    }
}

function filled(text: string): string {
    return text === "" ? "" : ` ${text}`;
}

function spellValue(value: unknown): string {
    if (value === undefined) {
        return "(default)";
    }
    if (Array.isArray(value)) {
        return `[${value.map(spellValue).join(", ")}]`;
    }
    return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** `+added`, `-removed`, `~changed`, without the values. */
function changedKeys(old: unknown, new_: unknown): string[] {
    if (new_ === UNKNOWN) {
        return ["(known after up)"];
    }
    const before = asRecord(old);
    const after = asRecord(new_);
    return [
        ...Object.keys(after)
            .filter((key) => !Object.hasOwn(before, key))
            .map((key) => `+${key}`),
        ...Object.keys(after)
            .filter((key) => Object.hasOwn(before, key) && !isEqual(before[key], after[key]))
            .map((key) => `~${key}${after[key] === UNKNOWN ? " (known after up)" : ""}`),
        ...Object.keys(before)
            .filter((key) => !Object.hasOwn(after, key))
            .map((key) => `-${key}`),
    ];
}

function asRecord(value: unknown): Record<string, unknown> {
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
