import { ApiError, badRequest } from "../http/api-error";
import { isObject, type Json, type JsonObject, objectAt, stringAt } from "../http/json";
import type { CloudState } from "../state/cloud-state";
import type { Project, User } from "../state/model";
import { DOMAIN } from "../state/seed";
import type { Token, Tokens } from "./tokens";

/** Keystone gives no other reason, whatever was wrong. */
export const unauthorized = () => new ApiError(401, "The request you have made requires authentication.");

/** Answers POST /v3/auth/tokens: authenticates the caller for a project. */
export function authenticate(state: CloudState, tokens: Tokens, body: Json): Token {
    const auth = objectAt(body, "auth");
    const identity = auth.identity;
    if (!isObject(identity) || !Array.isArray(identity.methods)) {
        throw badRequest(
            "Expecting to find identity in auth. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.",
        );
    }
    const [method] = identity.methods;
    switch (method) {
        case "password": {
            const user = byPassword(state, objectAt(objectAt(identity, "password"), "user"));
            return tokens.issue(user, scopeOf(state, user, auth.scope), ["password"]);
        }
        case "token": {
            const old = tokens.find(stringAt(objectAt(identity, "token"), "id"));
            if (old === undefined) {
                throw unauthorized();
            }
            // A token that was created from a token expires with the first one.
            return tokens.issue(old.user, scopeOf(state, old.user, auth.scope), ["token", ...old.methods], old.expires);
        }
        case "application_credential": {
            const { user, project } = byCredential(state, objectAt(identity, "application_credential"));
            const scope = scopeOf(state, user, auth.scope);
            if (scope !== undefined && scope.id !== project.id) {
                throw unauthorized();
            }
            return tokens.issue(user, project, ["application_credential"]);
        }
        default:
            throw unauthorized();
    }
}

function byPassword(state: CloudState, given: JsonObject): User {
    if (given.id === undefined && given.name === undefined) {
        throw badRequest("Invalid input for field identity/password/user: id or name must be present.");
    }
    const user = userOf(state, given);
    if (user === undefined || user.password !== given.password) {
        throw unauthorized();
    }
    return user;
}

function userOf(state: CloudState, given: JsonObject): User | undefined {
    const id = stringAt(given, "id");
    if (id !== undefined) {
        return state.users.find((user) => user.id === id);
    }
    return isDefaultDomain(given.domain) ? state.users.find((user) => user.name === given.name) : undefined;
}

function byCredential(state: CloudState, given: JsonObject): { user: User; project: Project } {
    const user = userOf(state, objectAt(given, "user"));
    const credential = state.applicationCredentials.find(({ id, name, userId }) =>
        given.id === undefined ? name === given.name && userId === user?.id : id === given.id,
    );
    const owner = state.users.find(({ id }) => id === credential?.userId);
    const project = state.projects.find(({ id }) => id === credential?.projectId);
    if (credential === undefined || owner === undefined || project === undefined) {
        throw unauthorized();
    }
    if (credential.secret !== given.secret) {
        throw unauthorized();
    }
    return { user: owner, project };
}

/** The project that a scope names; undefined for an unscoped token. */
function scopeOf(state: CloudState, user: User, scope: Json | undefined): Project | undefined {
    if (!isObject(scope) || scope.unscoped !== undefined) {
        return undefined;
    }
    const given = scope.project;
    if (!isObject(given)) {
        throw unauthorized();
    }
    if (given.id === undefined && given.name === undefined) {
        throw badRequest("Invalid input for field scope/project: id or name must be present.");
    }
    const project = state.projects.find(({ id, name }) =>
        given.id === undefined ? name === given.name && isDefaultDomain(given.domain) : id === given.id,
    );
    if (project === undefined || user.roles[project.id] === undefined) {
        throw unauthorized();
    }
    return project;
}

function isDefaultDomain(domain: Json | undefined): boolean {
    return isObject(domain) && (domain.id === DOMAIN.id || domain.name === DOMAIN.name);
}
