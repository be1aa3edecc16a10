import { ApiError, badRequest, notFound } from "../http/api-error";
import { jsonOf } from "../http/body";
import type { Request, Response, Service } from "../http/exchange";
import { faultBody, webobBody } from "../http/fault-body";
import type { Json } from "../http/json";
import { checkBody, checkQuery, withoutUnknown } from "../http/schema";
import { segmentsOf } from "../http/target";
import { unauthorized } from "../identity/authentication";
import { errorResponse } from "../identity/error-response";
import type { Token, Tokens } from "../identity/tokens";
import { Call, type Caller, type ComputeCloud, type Reply } from "./call";
import { OLDEST, requestedMicroversion } from "./microversion";
import { type Route, versioned } from "./route";
import { matchRoutes } from "./routes";
import { versionChoices, versionDocument, versionList } from "./versions";

export interface ComputeOptions {
    readonly cloud: ComputeCloud;
    readonly tokens: Tokens;
    /** The newest microversion's minor number. */
    readonly newest: number;
}

/** Compute v2.1 (and v2, which is less strict): from a request to the handler of its route. */
export function computeService(options: ComputeOptions): Service {
    return (request) => {
        const root = `${request.origin}/compute`;
        const [, dialect = "", rest = ""] = /^\/(v2\.1|v2)(?:\/(.*))?$/.exec(request.path) ?? [];
        const common = { "x-compute-request-id": request.requestId };
        if (dialect === "") {
            const listed = request.path === "" || request.path === "/";
            const body = listed ? versionList(root, options.newest) : versionChoices(root, request.path);
            return { status: listed ? 200 : 300, headers: common, body };
        }
        const response = answer(options, request, root, dialect, rest);
        return { ...response, headers: { ...common, ...response.headers } };
    };
}

function answer(options: ComputeOptions, request: Request, root: string, dialect: string, rest: string): Response {
    if (/^\/*$/.test(rest)) {
        return withMicroversion(options, request, dialect, () => ({
            body: versionDocument(root, dialect, options.newest),
        }));
    }
    const token = options.tokens.find(request.headers["x-auth-token"]);
    if (token?.project === undefined) {
        const rejected = errorResponse(unauthorized());
        return { ...rejected, headers: { "WWW-Authenticate": `Keystone uri="${request.origin}/identity"` } };
    }
    const { segments, urlProject } = withoutProject(rest);
    const matched = matchRoutes(request.method, segments);
    if (matched === undefined) {
        return { status: 404, body: NO_ROUTE, projectId: token.project.id };
    }
    const response = withMicroversion(options, request, dialect, (version) => {
        const body = parseBody(request);
        if (urlProject !== undefined && urlProject !== token.project?.id) {
            throw badRequest(
                `Malformed request URL: URL's project_id '${urlProject}' doesn't match Context's project_id '${token.project?.id}'`,
            );
        }
        const route = matched.routes.find(
            (each) => version >= (each.since ?? OLDEST) && version <= (each.until ?? 999),
        );
        if (route === undefined) {
            throw notFound();
        }
        const legacy = dialect === "v2";
        const schema = versioned(route.body, version);
        const call = new Call(
            options.cloud,
            callerOf(token),
            version,
            legacy,
            request.method,
            matched.parameters,
            request.query,
            legacy && schema !== undefined ? withoutUnknown(schema, body) : body,
            request.requestId,
            root,
            dialect,
            urlProject,
        );
        return dispatch(route, call);
    });
    return { ...response, projectId: token.project.id };
}

/** webob's answer if no route matches. It is not a fault of Nova's, and has no microversion. */
const NO_ROUTE = webobBody(404, "Not Found", "The resource could not be found.");

function dispatch(route: Route, call: Call): Reply {
    const query = versioned(route.query, call.version);
    if (query !== undefined) {
        checkQuery(query, call.query);
    }
    const schema = versioned(route.body, call.version);
    if (schema !== undefined) {
        checkBody(schema, call.body);
    }
    if (route.policy !== undefined) {
        call.require(route.policy);
    }
    return { status: route.status ?? 200, ...route.handle(call) };
}

function withMicroversion(
    options: ComputeOptions,
    request: Request,
    dialect: string,
    run: (version: number) => Reply,
): Response {
    const legacy = dialect === "v2";
    let headers: Record<string, string | string[]> = {};
    try {
        if (!legacy) {
            headers = microversionHeaders(request, options.newest);
        }
        const version = legacy ? OLDEST : requestedMicroversion(request.headers, options.newest);
        const reply = run(version);
        return { status: reply.status ?? 200, body: reply.body, headers: { ...headers, ...reply.headers } };
    } catch (error) {
        if (!(error instanceof ApiError)) {
            throw error;
        }
        return {
            status: error.status,
            headers: { ...headers, ...error.headers },
            body: faultBody(error.status, error.message),
        };
    }
}

/** Also for a 406, in which they name the requested version. */
function microversionHeaders(request: Request, newest: number): Record<string, string | string[]> {
    let version: string;
    try {
        version = `2.${requestedMicroversion(request.headers, newest)}`;
    } catch (error) {
        if (!(error instanceof ApiError)) {
            throw error;
        }
        const asked = /^Version (\S+) is not supported/.exec(error.message)?.[1];
        if (asked === undefined) {
            return {};
        }
        version = asked;
    }
    return {
        "OpenStack-API-Version": `compute ${version}`,
        "X-OpenStack-Nova-API-Version": version,
        Vary: ["OpenStack-API-Version", "X-OpenStack-Nova-API-Version"],
    };
}

function callerOf(token: Token): Caller {
    return {
        userId: token.user.id,
        projectId: token.project?.id ?? "",
        isAdmin: token.roles.includes("admin"),
    };
}

function withoutProject(rest: string): { segments: string[]; urlProject: string | undefined } {
    // Repeated slashes count as one. A path with a slash at its end matches no route.
    const segments = segmentsOf(rest.replace(/^\/+|\/+(?=\/)/g, ""));
    const [first] = segments;
    return first !== undefined && /^[0-9a-f-]+$/.test(first)
        ? { segments: segments.slice(1), urlProject: first }
        : { segments, urlProject: undefined };
}

function parseBody(request: Request): Json {
    if (request.method !== "POST" && request.method !== "PUT") {
        return null;
    }
    const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
    if (!["", "text/plain", "application/json", "application/vnd.openstack.compute+json"].includes(type)) {
        throw new ApiError(415, "Unsupported Content-Type");
    }
    if (request.body === "") {
        return null;
    }
    const json = jsonOf(request.body);
    if (json === undefined) {
        throw badRequest("Malformed request body");
    }
    return json;
}
