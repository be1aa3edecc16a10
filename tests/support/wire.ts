/** What goes through gRPC between Pulumi's engine and a dynamic provider. */
export type Bag = Record<string, unknown>;

/** The text that a program's resources have; what it says is not read here. */
export const PROVIDER = "exports.handler = …";

/** As it comes through gRPC: what the wire cannot carry fails here as it does there. */
export function onWire(bag: Bag): Bag {
    for (const [key, value] of Object.entries(bag)) {
        refuseUndefined(key, value);
    }
    return JSON.parse(JSON.stringify(bag)) as Bag;
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
