import type { JsonObject } from "../http/json";
import { stableHex } from "../state/identifiers";
import { DOMAIN } from "../state/seed";
import type { Token } from "./tokens";

export interface Catalog {
    readonly regions: readonly string[];
}

/** Keystone's times: microseconds, in UTC. */
function isoTime(milliseconds: number): string {
    return new Date(milliseconds).toISOString().replace("Z", "000Z");
}

/** The body of a token (Identity v3, "Token" of the API reference). */
export function tokenView(token: Token, origin: string, catalog: Catalog): JsonObject {
    const view: JsonObject = {
        methods: [...token.methods],
        user: {
            domain: { ...DOMAIN },
            id: token.user.id,
            name: token.user.name,
            password_expires_at: null,
        },
        audit_ids: [token.auditId],
        expires_at: isoTime(token.expires),
        issued_at: isoTime(token.issued),
    };
    if (token.project !== undefined) {
        view.project = { domain: { ...DOMAIN }, id: token.project.id, name: token.project.name };
        view.is_domain = false;
        view.roles = token.roles.map((name) => ({ id: stableHex(`role/${name}`), name }));
        view.catalog = catalogView(origin, catalog, token.project.id);
    }
    return { token: view };
}

export function catalogView(origin: string, { regions }: Catalog, projectId: string | undefined): JsonObject[] {
    const volumes = `${origin}/volume/v3/${projectId ?? ""}`;
    const services = [
        { type: "compute", name: "nova", url: `${origin}/compute/v2.1` },
        { type: "identity", name: "keystone", url: `${origin}/identity` },
        // The older and the official name of the same service.
        { type: "volumev3", name: "cinderv3", url: volumes },
        { type: "block-storage", name: "cinder", url: volumes },
    ];
    return services.map(({ type, name, url }) => ({
        endpoints: regions.flatMap((region) =>
            ["public", "internal", "admin"].map((face) => ({
                id: stableHex(`endpoint/${region}/${type}/${face}`),
                interface: face,
                region,
                region_id: region,
                url,
            })),
        ),
        id: stableHex(`service/${type}`),
        name,
        type,
    }));
}

export function versionView(origin: string): JsonObject {
    return {
        id: "v3.14",
        status: "stable",
        updated: "2020-04-07T00:00:00Z",
        links: [{ rel: "self", href: `${origin}/identity/v3/` }],
        "media-types": [{ base: "application/json", type: "application/vnd.openstack.identity-v3+json" }],
    };
}

export function projectView(id: string, name: string, origin: string): JsonObject {
    return {
        id,
        name,
        domain_id: DOMAIN.id,
        description: "",
        enabled: true,
        parent_id: DOMAIN.id,
        is_domain: false,
        tags: [],
        options: {},
        links: { self: `${origin}/identity/v3/projects/${id}` },
    };
}
