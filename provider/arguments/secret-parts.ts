/** Which texts within a secret argument are the secret: a file's path and a rescue's image may be shown, their contents may not. */
import * as z from "zod";

/** Marks a part of an argument: `z.string().meta(SECRET)`. An argument without a marked part is secret as a whole. */
export const SECRET = { secret: true } as const;

/** The secret texts in the value of a secret argument or output. `schema`: of the argument; undefined for an output. */
export function secretTexts(value: unknown, schema?: z.ZodType): string[] {
    return schema !== undefined && hasMark(schema) ? markedTexts(value, schema) : textsIn(value);
}

/** Every text in a value. */
export function textsIn(value: unknown): string[] {
    if (typeof value === "string") {
        return [value];
    }
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function markedTexts(value: unknown, schema: z.ZodType): string[] {
    if (isMarked(schema)) {
        return textsIn(value);
    }
    if (schema instanceof z.ZodObject) {
        return typeof value === "object" && value !== null
            ? Object.entries(value).flatMap(([name, inner]) =>
                  Object.hasOwn(schema.shape, name) ? markedTexts(inner, schema.shape[name] as z.ZodType) : [],
              )
            : [];
    }
    if (schema instanceof z.ZodArray) {
        return Array.isArray(value)
            ? value.flatMap((inner: unknown) => markedTexts(inner, schema.element as z.ZodType))
            : [];
    }
    return partsOf(schema).flatMap((part) => markedTexts(value, part));
}

function hasMark(schema: z.ZodType): boolean {
    return isMarked(schema) || partsOf(schema).some(hasMark);
}

function isMarked(schema: z.ZodType): boolean {
    return schema.meta()?.secret === true;
}

function partsOf(schema: z.ZodType): z.ZodType[] {
    if (schema instanceof z.ZodObject) {
        return Object.values(schema.shape) as z.ZodType[];
    }
    if (schema instanceof z.ZodArray) {
        return [schema.element as z.ZodType];
    }
    if (schema instanceof z.ZodOptional) {
        return [schema.unwrap() as z.ZodType];
    }
    return schema instanceof z.ZodUnion ? (schema.options as z.ZodType[]) : [];
}
