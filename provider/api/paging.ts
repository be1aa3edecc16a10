/**
 * Paged lists (API reference, "Paginated collections"). A cloud ends a page with a link to the next one. HP Cloud just
 * ends it at its maximum; then the last id is the marker.
 */
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { InvalidAnswerError } from "../cloud/errors";
import { type Invocation, invoke, type Operation } from "./operation";

export interface Page<Item> {
    items: Item[];
    /** The marker of the next page, if the cloud sends one. */
    next?: string;
}

/**
 * The default of Nova's `max_limit`, and HP Cloud's maximum. A page of this length without a next link may be
 * incomplete.
 */
export const FULL_PAGE = 1000;

/** More than any project has: half a million items at a thousand for each page. */
const MOST_PAGES = 500;

const linkList = z.array(z.object({ rel: z.string().optional(), href: z.string().optional() }));

/** The schema of a page: `{ servers: [...], servers_links: [{ rel: "next", href }] }`. */
export function page<Item extends z.ZodType>(key: string, item: Item, linksKey = `${key}_links`) {
    return z
        .object({ [key]: z.array(item), [linksKey]: linkList.nullish() })
        .transform((body): Page<z.output<Item>> => {
            const links = body[linksKey] as z.output<typeof linkList> | null | undefined;
            const next = markerOf(links?.find((link) => link.rel === "next")?.href);
            return { items: body[key] as z.output<Item>[], ...(next === undefined ? {} : { next }) };
        });
}

/**
 * All items of a list, each once. If an item moves between two pages while they are read, the last one is kept. Throws
 * {@link InvalidAnswerError} if the pages repeat, or do not end.
 */
export async function listAll<Item>(
    compute: Compute,
    target: Operation<z.ZodType<Page<Item>>>,
    keyOf: (item: Item) => string,
    invocation: Invocation = {},
): Promise<Item[]> {
    const items = new Map<string, Item>();
    const markers = new Set<string>();
    let marker: string | undefined;
    for (;;) {
        const query = marker === undefined ? invocation.query : { ...invocation.query, marker };
        const { value, requestId } = await invoke(compute, target, { ...invocation, query });
        const before = items.size;
        for (const item of value.items) {
            items.set(keyOf(item), item);
        }
        const last = value.items.at(-1);
        if (value.next !== undefined) {
            marker = value.next;
        } else if (last !== undefined && value.items.length >= FULL_PAGE && items.size > before) {
            marker = keyOf(last);
        } else {
            return [...items.values()];
        }
        const problem = markers.has(marker)
            ? "its pages repeat (the same marker came twice)"
            : markers.size + 1 >= MOST_PAGES
              ? `its pages do not end (${MOST_PAGES} pages with ${items.size} items so far)`
              : undefined;
        if (problem !== undefined) {
            throw new InvalidAnswerError({
                operation: target.title,
                resource: invocation.resource,
                requestId,
                problem,
            });
        }
        markers.add(marker);
    }
}

function markerOf(href: string | undefined): string | undefined {
    const query = href?.split("?", 2)[1];
    return query === undefined ? undefined : (new URLSearchParams(query).get("marker") ?? undefined);
}
