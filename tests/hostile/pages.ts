/** Lists whose pages lead somewhere else, or nowhere. */
import { isObject, type Json } from "../../emulator/http/json";
import type { Delivered, Spoil } from "../support/spoil";

/** After so many pages a list without end ends, so that the suite does: whoever has read them all never stops. */
export const MOST_PAGES = 2_000;

/** Whether an answer is a list that may come in pages. */
export function isList(body: Json): boolean {
    return isObject(body) && Object.values(body).some((value) => Array.isArray(value));
}

type Href = (url: URL, nth: number) => string | undefined;

function leading(name: string, href: Href, entries: (all: Json[]) => Json[] = (all) => all): Spoil {
    let nth = 0;
    return {
        name,
        answer: (delivered, request) => {
            nth += 1;
            const next = href(new URL(request.url), nth);
            return next === undefined ? delivered : linked(delivered, next, entries);
        },
    };
}

function linked(delivered: Delivered, href: string, entries: (all: Json[]) => Json[]): Delivered {
    const body = JSON.parse(delivered.text) as Json;
    const [key, all] = Object.entries(isObject(body) ? body : {}).find(([, value]) => Array.isArray(value)) ?? [];
    if (key === undefined || !Array.isArray(all)) {
        return delivered;
    }
    const page = { [key]: entries(all), [`${key}_links`]: [{ rel: "next", href }] };
    return { ...delivered, text: JSON.stringify(page) };
}

const at = (url: URL, marker: string) => `${url.origin}${url.pathname}?marker=${marker}`;
const endless: Href = (url, nth) => (nth > MOST_PAGES ? undefined : at(url, `marker-${nth}`));

/** Made anew for each case: they count. */
export const pageSpoils = (): readonly Spoil[] => [
    leading("its next page is itself", (url) => at(url, "same")),
    leading("its next pages lead round in a circle", (url, nth) => at(url, `marker-${nth % 3}`)),
    leading("its next page is on another host", (url, nth) =>
        nth > 1 ? undefined : `http://localhost:${url.port}${url.pathname}?marker=x`,
    ),
    leading("its next page is no address", (_, nth) => (nth > 1 ? undefined : "http://[?marker=%zz&marker")),
    leading("its pages do not end", endless),
    leading("its pages do not end, and are empty", endless, () => []),
    leading("its pages do not end, and are full", endless, (all) =>
        Array.from({ length: 1_000 }, (_, index) => all[index % Math.max(1, all.length)] ?? null),
    ),
];
