/**
 * The scalars of the Compute API as clouds really send them: ids as strings or numbers, numbers as strings, booleans as
 * "True" or "1", "" and null for missing values. Each is read into one JavaScript type.
 */
import uniqBy from "lodash/uniqBy";
import * as z from "zod";

/** A text, even if it is sent as a number. */
export const scalar = z.union([z.string(), z.number()]).transform(String);

/** Longer than any id or name in OpenStack: 255 characters, some of which count as two. */
const LONGEST_IDENTIFIER = 1_024;

/** An id: a UUID, a number (HP Cloud, nova-network) or a name. Anything else would end up in paths and messages. */
export const identifier = scalar.refine(
    (id) => id !== "" && id.length <= LONGEST_IDENTIFIER && !/\p{Cc}/u.test(id),
    "an id",
);

/**
 * An id that the cloud generates, a UUID or a number. It becomes part of paths, where another text could address
 * something else.
 */
export const assignedId = scalar.refine((id) => /^[\w:-]{1,255}$/.test(id), "an id");

/** An id that may be missing, null or "". */
export const optionalIdentifier = scalar.nullish().transform((id) => id || undefined);

/** A text that may be missing or null; "" is a text. */
export const optionalText = z
    .string()
    .nullish()
    .transform((text) => text ?? undefined);

/** A text; "" means that there is none. */
export const filledText = z
    .string()
    .nullish()
    .transform((text) => text || undefined);

const numeric = z.string().regex(/^-?\d+(\.\d+)?$/);

/** The first text of a list. */
export const firstText = z
    .array(z.string())
    .nullish()
    .transform((list) => list?.[0]);

/** A number, even if it is sent as a string. */
export const quantity = z.union([z.number(), numeric.transform(Number).refine(Number.isFinite, "a number")]);

/** A size: a whole number, not below 0. */
export const size = quantity.refine((value) => Number.isSafeInteger(value) && value >= 0, "a whole number");

/** A number that may be missing, null or "". */
export const optionalQuantity = z
    .union([quantity, z.literal("")])
    .nullish()
    .transform((value) => (value === "" || value === null ? undefined : value));

const no = new Set(["", "false", "0", "no", "off", "none", "null"]);

/** A boolean, even as "True" or "1". Any other text counts as true, because a config drive may be an image's id. */
export const flag = z
    .union([z.boolean(), z.number(), z.string()])
    .transform((value) => (typeof value === "string" ? !no.has(value.trim().toLowerCase()) : Boolean(value)));

/** {@link size}; missing, null and "" mean 0, because the reference's examples send `"swap": ""`. */
export const sizeOrZero = z
    .union([size, z.literal("")])
    .nullish()
    .transform((value) => value || 0);

/** {@link flag}; undefined if it is missing or null. */
export const optionalFlag = flag.nullish().transform((value) => value ?? undefined);

/**
 * Metadata. The reference says that values are strings, but images have null and numbers too. A null counts as missing.
 */
export const metadataMap = z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullable())
    .transform((map) => {
        const texts: Record<string, string> = {};
        for (const [key, value] of Object.entries(map)) {
            if (value !== null) {
                texts[key] = String(value);
            }
        }
        return texts;
    });

/** {@link metadataMap}; empty if it is missing or null. */
export const optionalMetadata = metadataMap.nullish().transform((map) => map ?? {});

/** A list without pages, each entry once. Some clouds return an entry twice, and a name would seem to belong to two. */
export function eachOnce<Entry extends { id: string }>(entry: z.ZodType<Entry>) {
    return z.array(entry).transform((entries) => uniqBy(entries, ({ id }) => id));
}
