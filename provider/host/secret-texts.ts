/** The secrets of resources. The cloud layer removes them from messages and logs: a cloud may quote them in a refusal. */
import get from "lodash/get";
import * as z from "zod";
import { secretTexts, textsIn } from "../arguments/secret-parts";
import { unsealed } from "../state/sealed";
import type { Properties } from "../state/stored-state";
import type { Resource } from "./requests";

/** The secret texts in the arguments or the state of a resource: those of its kind, and those that the program has marked. */
export function secretsIn(
    { kind, declaration }: Pick<Resource, "kind" | "declaration">,
    properties: Properties,
    key: string | undefined,
): string[] {
    const schemas: Readonly<Record<string, z.ZodType>> = kind.schema instanceof z.ZodObject ? kind.schema.shape : {};
    return [
        ...(kind.secrets ?? [])
            .flatMap((name) => secretTexts(properties[name], schemas[name]))
            .flatMap((text) => unsealed(text, key) ?? []),
        ...(declaration.secrets ?? []).flatMap((path) =>
            textsIn(path.length === 0 ? properties : get(properties, path)),
        ),
    ];
}
