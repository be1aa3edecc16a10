import { isObject, type Json } from "./json";

/** A value as Python prints it in the middle of a message (`repr`). */
export function repr(value: Json | undefined): string {
    if (value === null || value === undefined) {
        return "None";
    }
    if (typeof value === "boolean") {
        return value ? "True" : "False";
    }
    if (typeof value === "string") {
        return quote(value);
    }
    if (Array.isArray(value)) {
        return `[${value.map(repr).join(", ")}]`;
    }
    if (isObject(value)) {
        return `{${Object.entries(value)
            .map(([key, item]) => `${quote(key)}: ${repr(item)}`)
            .join(", ")}}`;
    }
    return String(value);
}

/** A value as Python prints it on its own (`str`): strings without quotes. */
export function str(value: Json | undefined): string {
    return typeof value === "string" ? value : repr(value);
}

function quote(text: string): string {
    const escaped = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
    return text.includes("'") && !text.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
}
