/** The parts of JSON Schema that arguments use. */
export interface Schema {
    type?: "string" | "number" | "integer" | "boolean" | "array" | "object";
    title?: string;
    description?: string;
    const?: string | number;
    default?: unknown;
    enum?: string[];
    anyOf?: Schema[];
    items?: Schema;
    properties?: Record<string, Schema>;
    additionalProperties?: Schema | boolean;
    required?: string[];
}
