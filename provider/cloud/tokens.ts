/** A token, its scope, and its catalog. */

import * as z from "zod";

export interface CatalogEndpoint {
    type: string;
    region: string | undefined;
    interface: string;
    url: string;
}

export interface Token {
    id: string;
    /** By our own clock, in milliseconds since the epoch. Undefined if the cloud returns none. */
    expiresAt: number | undefined;
    /** Milliseconds by which the cloud's clock is ahead of ours. Undefined if unknown. */
    ahead: number | undefined;
    projectId: string | undefined;
    /** The user's id. */
    userId: string | undefined;
    catalog: CatalogEndpoint[];
}

const text = z.union([z.string(), z.number()]).transform(String);

/** More than any service has. Further ones are ignored. */
const MOST_ENDPOINTS = 1_000;

function endpointsOf<Shape extends z.ZodRawShape>(shape: Shape) {
    return z.preprocess(
        (list: unknown) => (Array.isArray(list) ? list.slice(0, MOST_ENDPOINTS) : list),
        z.array(z.object(shape)),
    );
}

/** Identity v3, "Token authentication": the body of POST /v3/auth/tokens and GET /v3/auth/tokens. */
const TokenV3 = z.object({
    token: z.object({
        expires_at: z.string().nullish(),
        issued_at: z.string().nullish(),
        project: z.object({ id: text }).nullish(),
        user: z.object({ id: text }).nullish(),
        catalog: z
            .array(
                z.object({
                    type: z.string().nullish(),
                    endpoints: endpointsOf({
                        interface: z.string().nullish(),
                        region: z.string().nullish(),
                        region_id: z.string().nullish(),
                        url: z.string().nullish(),
                    }),
                }),
            )
            .nullish(),
    }),
});

/** Identity v2.0: the body of POST /v2.0/tokens. */
const TokenV2 = z.object({
    access: z.object({
        token: z.object({
            id: z.string(),
            expires: z.string().nullish(),
            issued_at: z.string().nullish(),
            tenant: z.object({ id: text }).nullish(),
        }),
        user: z.object({ id: text }).nullish(),
        serviceCatalog: z
            .array(
                z.object({
                    type: z.string().nullish(),
                    endpoints: endpointsOf({
                        region: z.string().nullish(),
                        publicURL: z.string().nullish(),
                        internalURL: z.string().nullish(),
                        adminURL: z.string().nullish(),
                        tenantId: text.nullish(),
                    }),
                }),
            )
            .nullish(),
    }),
});

/** Reads a v3 token. Throws a ZodError if the body is not one. */
export function readTokenV3(id: string, body: unknown, clocks: Clocks): Token {
    const { token } = TokenV3.parse(body);
    return {
        id,
        ...times(token.expires_at, token.issued_at, clocks),
        projectId: token.project?.id,
        userId: token.user?.id,
        catalog: (token.catalog ?? []).flatMap((service) =>
            service.endpoints.map((endpoint) => ({
                type: service.type ?? "",
                region: endpoint.region_id ?? endpoint.region ?? undefined,
                interface: endpoint.interface ?? "",
                url: endpoint.url ?? "",
            })),
        ),
    };
}

/** Reads a v2.0 token. Throws a ZodError if the body is not one. */
export function readTokenV2(body: unknown, clocks: Clocks): Token {
    const { token, user, serviceCatalog } = TokenV2.parse(body).access;
    return {
        id: token.id,
        ...times(token.expires, token.issued_at, clocks),
        projectId: token.tenant?.id,
        userId: user?.id,
        catalog: (serviceCatalog ?? []).flatMap((service) =>
            service.endpoints.flatMap((endpoint) =>
                (["public", "internal", "admin"] as const).map((name) => ({
                    type: service.type ?? "",
                    region: endpoint.region ?? undefined,
                    interface: name,
                    url: endpoint[`${name}URL`] ?? "",
                })),
            ),
        ),
    };
}

/** The time at which an answer came: by our clock, and by the Date header. */
export interface Clocks {
    ours: number;
    theirs: string | undefined;
    /** The token was issued with this answer, not before. */
    isNew: boolean;
}

/**
 * The difference between the clocks, and the expiry by our clock. What counts is the time that the token has left on
 * arrival.
 */
function times(
    expires: string | null | undefined,
    issued: string | null | undefined,
    { ours, theirs, isNew }: Clocks,
): Pick<Token, "expiresAt" | "ahead"> {
    const now = parseTime(theirs) ?? (isNew ? parseTime(issued) : undefined);
    const end = parseTime(expires);
    return {
        expiresAt: end === undefined ? undefined : ours + (end - (now ?? ours)),
        ahead: now === undefined ? undefined : now - ours,
    };
}

/** Keystone's times are UTC. Some clouds omit the Z. */
function parseTime(text: string | null | undefined): number | undefined {
    if (text === null || text === undefined || text === "") {
        return undefined;
    }
    const zoned = /^\d{4}-\d\d-\d\dT[\d:.]+$/.test(text) ? `${text}Z` : text;
    const time = Date.parse(zoned);
    return Number.isNaN(time) ? undefined : time;
}
