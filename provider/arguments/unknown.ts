/** Pulumi passes a value that is unknown during a preview as this text, whatever its type is. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value is unknown during the preview, or contains an unknown one. */
export function hasUnknown(value: unknown): boolean {
    if (value === UNKNOWN) {
        return true;
    }
    if (Array.isArray(value)) {
        return value.some(hasUnknown);
    }
    return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}
