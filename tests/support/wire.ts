/** What goes through gRPC between Pulumi's engine and a dynamic provider. */
export type Bag = Record<string, unknown>;

/** The `__provider` of a program's resources. Its text is never read. */
export const PROVIDER = "exports.handler = …";

/**
 * A bag as it arrives through gRPC: a value that gRPC cannot carry fails here too, and secrets lose their mark, because
 * a dynamic provider does not accept secrets.
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

/** The resource that a bag of the state belongs to: `__resource` of inputs, `__state` of outputs. */
export function declarationIn({ __resource, __state }: Bag): { kind?: unknown; name?: unknown } {
    const said = __resource ?? (parsed(__state) as { resource?: unknown } | undefined)?.resource;
    return (parsed(said) ?? {}) as Bag;
}

/** What only the provider reads in a bag of outputs. */
export function keptIn({ __state }: Bag): Bag {
    return parsed(__state) as Bag;
}

/** How a state spells a bag: JSON with single and double quotes exchanged. */
export function asText(bag: Bag): string {
    return exchanged(JSON.stringify(bag));
}

function parsed(value: unknown): unknown {
    return typeof value === "string" ? JSON.parse(exchanged(value)) : value;
}

function exchanged(text: string): string {
    return text.replace(/["']/g, (quote) => (quote === "'" ? '"' : "'"));
}

/** The mark of a secret in Pulumi's SDK. */
const SECRET = ["4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"] as const;

export function isSecret(value: unknown): value is { value: unknown } {
    const [key, mark] = SECRET;
    return typeof value === "object" && value !== null && (value as Bag)[key] === mark;
}

/** A quick check before {@link refuseUndefined}: there are many bags, and hardly ever an undefined value. */
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
