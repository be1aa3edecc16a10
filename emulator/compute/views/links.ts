import type { JsonObject } from "../../http/json";
import type { Call } from "../call";

type Link = { rel: string; href: string };

/** The URL of a record, with the API's version. */
export function selfLink(call: Call, ...path: string[]): string {
    return [call.root, call.dialect, ...project(call), ...path].join("/");
}

/** The URL of a record, without a version. */
export function bookmark(call: Call, ...path: string[]): string {
    return [call.root, ...project(call), ...path].join("/");
}

export function links(call: Call, collection: string, id: string): Link[] {
    return [
        { rel: "self", href: selfLink(call, collection, id) },
        { rel: "bookmark", href: bookmark(call, collection, id) },
    ];
}

/** The link to the next page, under its own key; nothing if this page is not full. */
export function nextPage(call: Call, key: string, path: string, ids: readonly string[]): JsonObject {
    const size = pageSize(call);
    const last = ids.at(-1);
    if (last === undefined || ids.length !== size) {
        return {};
    }
    const query = new URLSearchParams([...call.query].sort(([a], [b]) => (a < b ? -1 : 1)));
    query.set("marker", last);
    return { [key]: [{ rel: "next", href: `${selfLink(call, path)}?${query}` }] };
}

/** The size of a page, from the caller's `limit` and the cloud's own. */
export function pageSize(call: Call): number {
    const limit = call.query.get("limit");
    return Math.min(limit === null ? call.cloud.pageLimit : Number(limit), call.cloud.pageLimit);
}

function project(call: Call): string[] {
    return call.urlProject === undefined ? [] : [call.urlProject];
}
