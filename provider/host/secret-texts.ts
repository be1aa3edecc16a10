/** The secrets of resources, as the layer of the cloud is told them: a cloud may quote them in what it tells of failures. */
import get from "lodash/get";
import { unsealed } from "../state/sealed";
import { isBag } from "../state/state-text";
import type { Properties } from "../state/stored-state";
import type { Resource } from "./requests";

/** What is secret in the arguments or the state of a resource: texts, and the contents of files. */
export function secretsIn(
    { kind, declaration }: Pick<Resource, "kind" | "declaration">,
    properties: Properties,
    key: string | undefined,
): string[] {
    return [
        ...(kind.secrets ?? [])
            .flatMap((name) => textsIn(properties[name]))
            .flatMap((text) => unsealed(text, key) ?? []),
        ...(declaration.secrets ?? []).flatMap((path) =>
            leavesIn(path.length === 0 ? properties : get(properties, path)),
        ),
    ];
}

function leavesIn(value: unknown): string[] {
    if (typeof value === "string") {
        return [value];
    }
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(leavesIn) : [];
}

function textsIn(value: unknown): string[] {
    if (typeof value === "string") {
        return [value];
    }
    const files: unknown[] = Array.isArray(value) ? value : [];
    return files.flatMap((file) => (isBag(file) && typeof file.contents === "string" ? [file.contents] : []));
}
