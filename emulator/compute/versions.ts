import type { JsonObject } from "../http/json";

const MEDIA = "application/vnd.openstack.compute+json;version=";

interface VersionEntry {
    readonly id: string;
    readonly status: string;
    readonly updated: string;
    readonly dialect: string;
    readonly media: string;
}

const LEGACY: VersionEntry = {
    id: "v2.0",
    status: "SUPPORTED",
    updated: "2011-01-21T11:33:21Z",
    dialect: "v2",
    media: "2",
};
const CURRENT: VersionEntry = {
    id: "v2.1",
    status: "CURRENT",
    updated: "2013-07-23T11:33:21Z",
    dialect: "v2.1",
    media: "2.1",
};

function microversions(entry: VersionEntry, newest: number): { version: string; min_version: string } {
    return entry === CURRENT ? { version: `2.${newest}`, min_version: "2.1" } : { version: "", min_version: "" };
}

function mediaTypes(entry: VersionEntry): JsonObject[] {
    return [{ base: "application/json", type: `${MEDIA}${entry.media}` }];
}

/** GET / (API reference, 1.1.1). */
export function versionList(root: string, newest: number): JsonObject {
    return {
        versions: [LEGACY, CURRENT].map((entry) => ({
            id: entry.id,
            status: entry.status,
            ...microversions(entry, newest),
            updated: entry.updated,
            links: [{ rel: "self", href: `${root}/${entry.dialect}/` }],
        })),
    };
}

/** Nova's answer, with status 300, to a path without a version. */
export function versionChoices(root: string, path: string): JsonObject {
    return {
        choices: [LEGACY, CURRENT].map((entry) => ({
            id: entry.id,
            status: entry.status,
            links: [{ rel: "self", href: `${root}/${entry.dialect}${path}` }],
            "media-types": mediaTypes(entry),
        })),
    };
}

/** GET /v2.1/ and GET /v2/. */
export function versionDocument(root: string, dialect: string, newest: number): JsonObject {
    const entry = dialect === LEGACY.dialect ? LEGACY : CURRENT;
    return {
        version: {
            id: entry.id,
            status: entry.status,
            ...microversions(entry, newest),
            updated: entry.updated,
            links: [
                { rel: "self", href: `${root}/${entry.dialect}/` },
                { rel: "describedby", type: "text/html", href: "http://docs.openstack.org/" },
            ],
            "media-types": mediaTypes(entry),
        },
    };
}
