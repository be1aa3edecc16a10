import { ApiError, badRequest, notFound } from "../http/api-error";
import { jsonOf } from "../http/body";
import type { Request, Response, Service } from "../http/exchange";
import type { Json } from "../http/json";
import type { CloudState } from "../state/cloud-state";
import { authenticate, unauthorized } from "./authentication";
import { errorResponse } from "./error-response";
import type { Token, Tokens } from "./tokens";
import { type Catalog, catalogView, projectView, tokenView, versionView } from "./views";

interface Identity {
    readonly state: CloudState;
    readonly tokens: Tokens;
    readonly catalog: Catalog;
}

type Handler = (identity: Identity, request: Request) => Response;

/** Identity v3, as far as authentication needs it. */
export function identityService(identity: Identity): Service {
    return (request) => {
        try {
            return handlerOf(request)(identity, request);
        } catch (error) {
            if (error instanceof ApiError) {
                return errorResponse(error);
            }
            throw error;
        }
    };
}

const ROUTES: Readonly<Record<string, Handler>> = {
    "GET ": versions,
    "GET /v3": version,
    "POST /v3/auth/tokens": signIn,
    "GET /v3/auth/tokens": showToken,
    "HEAD /v3/auth/tokens": showToken,
    "DELETE /v3/auth/tokens": revokeToken,
    "GET /v3/auth/catalog": (identity, request) => {
        const { project } = caller(identity, request);
        return ok({
            catalog: catalogView(request.origin, identity.catalog, project?.id),
            links: { self: `${request.origin}/identity/v3/auth/catalog` },
        });
    },
    "GET /v3/auth/projects": ownProjects,
    "GET /v3/projects": ownProjects,
};

function handlerOf(request: Request): Handler {
    const handler = ROUTES[`${request.method} ${request.path.replace(/\/+$/, "")}`];
    if (handler === undefined) {
        throw notFound(
            "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.",
        );
    }
    return handler;
}

function ok(body: Json): Response {
    return { status: 200, headers: VARY, body };
}

const VARY = { Vary: "X-Auth-Token" };

function versions(_identity: Identity, request: Request): Response {
    const status = 300;
    return {
        status,
        headers: { Location: `${request.origin}/identity/v3/` },
        body: { versions: { values: [versionView(request.origin)] } },
    };
}

function version(_identity: Identity, request: Request): Response {
    return ok({ version: versionView(request.origin) });
}

function signIn(identity: Identity, request: Request): Response {
    const token = authenticate(identity.state, identity.tokens, bodyOf(request));
    return {
        status: 201,
        headers: { ...VARY, "X-Subject-Token": token.value },
        body: tokenView(token, request.origin, identity.catalog),
        projectId: token.project?.id,
    };
}

function showToken(identity: Identity, request: Request): Response {
    const token = subject(identity, request);
    return {
        ...ok(tokenView(token, request.origin, identity.catalog)),
        headers: { ...VARY, "X-Subject-Token": token.value },
    };
}

function revokeToken(identity: Identity, request: Request): Response {
    identity.tokens.revoke(subject(identity, request).value);
    return { status: 204, headers: VARY };
}

function ownProjects(identity: Identity, request: Request): Response {
    const { user } = caller(identity, request);
    const projects = identity.state.projects
        .filter((project) => user.roles[project.id] !== undefined)
        .map(({ id, name }) => projectView(id, name, request.origin));
    return ok({ projects, links: { next: null, self: `${request.origin}/identity${request.path}`, previous: null } });
}

function caller(identity: Identity, request: Request): Token {
    const token = identity.tokens.find(request.headers["x-auth-token"]);
    if (token === undefined) {
        throw unauthorized();
    }
    return token;
}

function subject(identity: Identity, request: Request): Token {
    caller(identity, request);
    const token = identity.tokens.find(request.headers["x-subject-token"]);
    if (token === undefined) {
        throw notFound("Could not recognize Fernet token");
    }
    return token;
}

function bodyOf(request: Request): Json {
    const json = jsonOf(request.body);
    if (json === undefined) {
        throw badRequest(
            "Expecting to find valid JSON in request body. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.",
        );
    }
    return json;
}
