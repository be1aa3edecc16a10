/**
 * The Retry-After header (RFC 9110, 10.2.3): seconds, or an HTTP date. Returns milliseconds from `now`, never negative;
 * undefined if there is none or it is neither.
 */
export function retryAfter(header: string | undefined, now: number): number | undefined {
    const text = header?.trim() ?? "";
    if (/^\d+(\.\d+)?$/.test(text)) {
        return Math.ceil(Number(text) * 1000);
    }
    const date = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
