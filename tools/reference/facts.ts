/** What is known of a field besides its type: its sentence, its default, its microversion, whether it is a secret. */
import type { Change } from "../../provider/plan/change-table";
import type { FieldFacts } from "../../provider/plan/fields";
import type { Schema } from "./json-schema";

export interface Facts {
    /** What it is, without what the others say. */
    sentence: string;
    /** In words. Undefined: there is none, or none that is known here. */
    default: string | undefined;
    /** `2.26`, `up to 2.56`, `2.42; on attaching 2.49`. Undefined: any. */
    microversion: string | undefined;
}

/** What says more of a field than its schema. */
export interface Known {
    options?: FieldFacts<unknown> | undefined;
    change?: Change | undefined;
    isSecret?: boolean;
}

const DEFAULT = /\s*\b(?:Default|Left out): (.+?)\.(?=\s|$)/;
const SINCE = /\s*\((?:from )?microversion (\d[^()]*)\)/;
const UNTIL = /\s*\bUp to microversion (\d+\.\d+)\./i;

/**
 * A declaration has default and microversion as values where something follows from them, and in its sentence where nothing
 * does: those of what is nested in an argument, and defaults that only the cloud knows.
 */
export function factsOf(schema: Schema, { options, change, isSecret }: Known = {}): Facts {
    const described = schema.description ?? "";
    const since = options?.since ?? change?.microversion;
    const told = DEFAULT.exec(described)?.[1];
    const otherwise = options?.otherwise ?? schema.default;
    const sentence = described.replace(DEFAULT, "").replace(SINCE, "").replace(UNTIL, "").trim();
    return {
        sentence: isSecret === true && !/secret/i.test(sentence) ? `${sentence} A secret.`.trim() : sentence,
        default: told ?? (otherwise === undefined ? undefined : `\`${JSON.stringify(otherwise)}\``),
        microversion: SINCE.exec(described)?.[1] ?? since ?? until(described),
    };
}

function until(described: string): string | undefined {
    const last = /\bup to microversion (\d+\.\d+)/i.exec(described)?.[1];
    return last === undefined ? undefined : `up to ${last}`;
}
