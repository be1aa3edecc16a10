/** The credentials and the scope, from the flat keys of an entry. */

import type { Credentials, Domain, Scope } from "./cloud-settings";
import type { Mapping } from "./clouds-yaml";
import { ConfigurationError } from "./errors";

interface Place {
    name: string;
    origin: string;
}

/** What each auth_type of openstacksdk means. Without auth_type, the other keys decide. */
const KINDS: Readonly<Record<string, Credentials["kind"]>> = {
    password: "password",
    v3password: "password",
    v2password: "password",
    token: "token",
    v3token: "token",
    v2token: "token",
    v3applicationcredential: "applicationCredential",
};

const DEFAULT_DOMAIN: Domain = { id: "default" };

/** Throws {@link ConfigurationError}, which names the missing key and never the value of a secret. */
export function readCredentials(flat: Mapping, place: Place): Credentials {
    const need = (key: string, ...others: string[]) => {
        const value = flat[key];
        if (typeof value === "string") {
            return value;
        }
        const wanted = [key, ...others].join(" or ");
        throw new ConfigurationError(`The cloud "${place.name}" in ${place.origin}: ${wanted} is missing.`);
    };
    switch (kindOf(flat, place)) {
        case "password":
            return { kind: "password", user: user(flat, need), password: need("password") };
        case "token":
            return { kind: "token", token: need("token") };
        case "applicationCredential":
            return {
                kind: "applicationCredential",
                credential:
                    typeof flat.application_credential_id === "string"
                        ? { id: flat.application_credential_id }
                        : {
                              name: need("application_credential_name", "application_credential_id"),
                              user: user(flat, need),
                          },
                secret: need("application_credential_secret"),
            };
    }
}

/** An application credential contains its project. Keystone refuses a request for another scope. */
export function readScope(flat: Mapping, credentials: Credentials): Scope {
    if (credentials.kind === "applicationCredential") {
        return { kind: "none" };
    }
    if (typeof flat.project_id === "string") {
        return { kind: "project", project: { id: flat.project_id } };
    }
    if (typeof flat.project_name === "string") {
        const domain = domainOf(flat, "project_domain") ?? domainOf(flat, "domain") ?? fallbackDomain(flat);
        return { kind: "project", project: { name: flat.project_name, domain } };
    }
    if (typeof flat.system_scope === "string") {
        return { kind: "system" };
    }
    const domain = domainOf(flat, "domain");
    return domain === undefined ? { kind: "none" } : { kind: "domain", domain };
}

function kindOf(flat: Mapping, { name, origin }: Place): Credentials["kind"] {
    if (typeof flat.auth_type === "string") {
        const kind = Object.hasOwn(KINDS, flat.auth_type) ? KINDS[flat.auth_type] : undefined;
        if (kind === undefined) {
            throw new ConfigurationError(
                `The cloud "${name}" in ${origin}: auth_type "${flat.auth_type}" is not supported; ` +
                    `supported are ${Object.keys(KINDS).join(", ")}.`,
            );
        }
        // openstacksdk's default. Many tools write it whatever the credentials are.
        if (flat.auth_type !== "password" || flat.password !== undefined) {
            return kind;
        }
    }
    if (flat.application_credential_secret !== undefined) {
        return "applicationCredential";
    }
    return flat.password === undefined && flat.token !== undefined ? "token" : "password";
}

function user(flat: Mapping, need: (key: string, ...others: string[]) => string) {
    if (typeof flat.user_id === "string") {
        return { id: flat.user_id };
    }
    const domain = domainOf(flat, "user_domain") ?? domainOf(flat, "domain") ?? fallbackDomain(flat);
    return { name: need("username", "user_id"), domain };
}

function fallbackDomain(flat: Mapping): Domain {
    return domainOf(flat, "default_domain") ?? DEFAULT_DOMAIN;
}

function domainOf(flat: Mapping, prefix: string): Domain | undefined {
    const id = flat[`${prefix}_id`];
    const name = flat[`${prefix}_name`];
    return typeof id === "string" ? { id } : typeof name === "string" ? { name } : undefined;
}
