/** Names in the cloud for resources that were given none: the logical name and a random suffix. */
import { randomBytes } from "node:crypto";
import type { Declaration, Properties } from "../resources/kind";

/** The name that it had before, or a new one. */
export function autoname(declaration: Declaration, olds: Properties, length: number): string {
    const before = olds.__resource as Declaration | undefined;
    const kept = olds.name;
    if (before?.autonamed === true && before.name === declaration.name && typeof kept === "string") {
        return kept;
    }
    const suffix = randomBytes(4).toString("hex").slice(0, 7);
    const stem = declaration.name.replace(/[^\w .-]+/g, "-").trim() || "pulumi";
    return `${stem.slice(0, length - suffix.length - 1)}-${suffix}`;
}
