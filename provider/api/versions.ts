/** The versions of the API (API reference, "API versions"): the list at the root, one version at its own URL. */
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, operation } from "./operation";
import { filledText, identifier } from "./values";

export interface ApiVersion {
    /** `v2.1`, `v2.0`, `v1.1`. */
    id: string;
    /** `CURRENT`, `SUPPORTED`, `DEPRECATED`. */
    status: string;
    /** The highest and the lowest microversion. Undefined if there are none. */
    version?: string;
    minVersion?: string;
    updated?: string;
    /** Its URL. */
    self?: string;
}

const version = z
    .object({
        id: identifier,
        status: z.string(),
        version: filledText,
        min_version: filledText,
        updated: filledText,
        links: z.array(z.object({ rel: z.string().optional(), href: z.string().optional() })).nullish(),
    })
    .transform(
        (body): ApiVersion => ({
            id: body.id,
            status: body.status,
            version: body.version,
            minVersion: body.min_version,
            updated: body.updated,
            self: body.links?.find((link) => link.rel === "self")?.href,
        }),
    );

export const versionOperations = {
    list: operation({
        title: "List API versions",
        method: "GET",
        path: "/",
        answer: z.object({ versions: z.array(version) }),
    }),
    show: operation({ title: "Show API version", method: "GET", path: "/", answer: z.object({ version }) }),
};

const either = operation({
    title: versionOperations.list.title,
    method: "GET",
    path: "/",
    answer: z.union([
        z.object({ versions: z.array(version) }).transform((body) => body.versions),
        z.object({ version }).transform((body) => [body.version]),
    ]),
});

/** The versions that the endpoint lists: all of them at the service's root, its own below. */
export async function listVersions(compute: Compute, context: CallContext = {}): Promise<ApiVersion[]> {
    const { value } = await invoke(compute, either, context);
    return value;
}
