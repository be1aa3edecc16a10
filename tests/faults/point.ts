/** The points of an operation at which a fault can strike: its requests, as recorded when nothing went wrong. */

/** The n-th request of a kind, counted from 0. */
export interface Point {
    /** `POST /servers/{id}/action resize` */
    readonly key: string;
    readonly nth: number;
    /** A later look of a wait: what happens from here on has begun with an earlier one. */
    readonly later?: true;
}

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}|req-[0-9a-f-]+/g;

/** Collections whose members have names in place of ids, or ids of any shape. */
const NAMED = /\/(flavors|os-aggregates|os-keypairs|metadata|tags|os-extra_specs)\/(?!detail$|action$)[^/]+/g;

/** What tells one request of an operation from another: without ids and names. */
export function keyOf({ method, path, action }: { method: string; path: string; action: string | undefined }): string {
    const template = path
        .replace(/^\/compute\/v2\.1(?:\/[0-9a-f]{32})?(?=\/)/, "")
        .replace(NAMED, "/$1/{id}")
        .replace(ID, "{id}");
    return `${method} ${template}${path.endsWith("/action") ? ` ${action ?? ""}` : ""}`;
}

/**
 * The points of a recorded operation. Of what is asked over and over between two writes (the looks of a wait) the
 * first, one in the middle and the last stand for all.
 */
export function pointsOf(seen: readonly string[]): Point[] {
    const points: (Point & { stretch: number })[] = [];
    const counts = new Map<string, number>();
    let stretch = 0;
    for (const key of seen) {
        const nth = counts.get(key) ?? 0;
        counts.set(key, nth + 1);
        stretch += key.startsWith("GET ") ? 0 : 1;
        points.push({ key, nth, stretch });
    }
    return points.flatMap((point): Point[] => {
        const { key, nth } = point;
        const alike = points.filter((other) => other.key === key && other.stretch === point.stretch);
        const at = alike.indexOf(point);
        if (at === 0) {
            return [{ key, nth }];
        }
        return at === alike.length - 1 || at === Math.floor(alike.length / 2) ? [{ key, nth, later: true }] : [];
    });
}

/** The requests by which a process of the provider connects; the same whatever it then does. */
export function connects({ key }: Point): boolean {
    return key.includes(" /identity/") || key === "GET /";
}
