/** What goes through gRPC between Pulumi's engine and a dynamic provider. */
export type Bag = Record<string, unknown>;

/** The text that a program's resources have; what it says is not read here. */
export const PROVIDER = "exports.handler = …";

/**
 * As it comes through gRPC: what the wire cannot carry fails here as it does there, and what a provider marks as a secret
 * comes back to it unmarked, for a dynamic one does not accept secrets.
 */
export function onWire(bag: Bag): Bag {
    if (hasUndefined(bag)) {
        for (const [key, value] of Object.entries(bag)) {
            refuseUndefined(key, value);
        }
    }
    const text = JSON.stringify(bag);
    const hasSecret = text.includes(SECRET[0]);
    return JSON.parse(text, hasSecret ? (_key, value) => (isSecret(value) ? value.value : value) : undefined) as Bag;
}

/** What a bag of the state says it is of: inputs in `__resource`, outputs in `__state`. */
export function declarationIn({ __resource, __state }: Bag): { kind?: unknown; name?: unknown } {
    const said = __resource ?? (parsed(__state) as { resource?: unknown } | undefined)?.resource;
    return (parsed(said) ?? {}) as Bag;
}

/** What the provider keeps to itself, of a bag of outputs. */
export function keptIn({ __state }: Bag): Bag {
    return parsed(__state) as Bag;
}

/** How a state spells a bag: JSON with its two kinds of quotes exchanged. */
export function asText(bag: Bag): string {
    return exchanged(JSON.stringify(bag));
}

function parsed(value: unknown): unknown {
    return typeof value === "string" ? JSON.parse(exchanged(value)) : value;
}

function exchanged(text: string): string {
    return text.replace(/["']/g, (quote) => (quote === "'" ? '"' : "'"));
}

/** As Pulumi's SDK marks it. */
const SECRET = ["4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"] as const;

export function isSecret(value: unknown): value is { value: unknown } {
    const [key, mark] = SECRET;
    return typeof value === "object" && value !== null && (value as Bag)[key] === mark;
}

/** {@link refuseUndefined} in short, for there is hardly ever one, and very many bags. */
function hasUndefined(value: unknown): boolean {
    return (
        value === undefined || (typeof value === "object" && value !== null && Object.values(value).some(hasUndefined))
    );
}

function refuseUndefined(where: string, value: unknown): void {
    if (value === undefined && !where.startsWith("__resource.")) {
        throw new TypeError(`${where} is undefined: the wire to Pulumi cannot carry it`);
    }
    if (typeof value === "object" && value !== null) {
        for (const [key, inner] of Object.entries(value)) {
            refuseUndefined(`${where}.${key}`, inner);
        }
    }
}
