/** Durations as in Pulumi's `customTimeouts`: `90s`, `10m`, `1h30m`. */
const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Milliseconds of a duration; undefined if the text is not one. */
export function parseDuration(text: string): number | undefined {
    const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
    if (parts.length === 0 || parts.map(([part]) => part).join("") !== text.trim()) {
        return undefined;
    }
    return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ""] ?? 0), 0);
}
