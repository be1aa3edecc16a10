/**
 * Names in the cloud for resources that were given none: the logical name and a suffix that nobody else has. It follows
 * from the owner, so that the next creation finds what an interrupted one left; a replacement's follows from the name of
 * the old one too, for it stands beside it.
 */
import { randomBytes } from "node:crypto";
import { UNKNOWN } from "../arguments/unknown";
import { nameSuffix, SUFFIX_LENGTH } from "../lifecycle/owner";
import type { Declaration } from "../state/stored-state";
import type { CheckRequest } from "./requests";

/**
 * The name that it had before, whoever gave it and under whichever logical name, or a new one. None for one that is
 * taken over: it has its name, which nobody here knows. A preview shows the name that the update will use, or that it is
 * not known yet, so that a plan made by it holds.
 */
export function autoname(
    declaration: Declaration,
    before: CheckRequest["before"],
    adopt: unknown,
    length: number,
    preview: boolean,
): string | undefined {
    if (typeof before?.name === "string" && before.name !== UNKNOWN) {
        return before.name;
    }
    if (adopt !== undefined || before?.declaration?.autonamed === true) {
        return undefined;
    }
    const { owner } = declaration;
    if (owner === undefined && preview) {
        return UNKNOWN;
    }
    const suffix =
        owner === undefined ? randomBytes(4).toString("hex").slice(0, SUFFIX_LENGTH) : nameSuffix(owner, declaration);
    const stem = declaration.name.replace(/[^\w .-]+/g, "-").trim() || "pulumi";
    return `${stem.slice(0, length - suffix.length - 1)}-${suffix}`;
}
