/**
 * Gets a token from the Identity service: v3 by password, token or application credential ("Authentication and token
 * management"), v2.0 by password or token for old clouds.
 */

import { ZodError } from "zod";
import type { CloudSettings, Scope } from "./cloud-settings";
import { ConfigurationError, InvalidAnswerError } from "./errors";
import type { Line } from "./exchange-request";
import { refusalError } from "./faults";
import { type ExchangeAnswer, exchange } from "./http-exchange";
import { type Clocks, readTokenV2, readTokenV3, type Token } from "./tokens";

const OPERATION = "Authenticate";

/** Gets a token. No attempt starts after the deadline. Throws UnauthorizedError if the credentials are refused. */
export async function authenticate(line: Line, settings: CloudSettings, deadline?: number): Promise<Token> {
    const root = identityRoot(settings.authUrl);
    const token =
        settings.identityVersion === 2
            ? await authenticateV2(line, settings, `${root}/v2.0`, deadline)
            : await authenticateV3(line, settings, `${root}/v3`, deadline).catch((error: unknown) =>
                  orV2(line, settings, root, error, deadline),
              );
    line.secrets.add(token.id);
    return token;
}

/**
 * A cloud whose auth_url ends in /v2.0 may have v3 too, which is tried first, or only v2. If v2 does not exist either,
 * throws the error of the attempt with v3.
 */
async function orV2(
    line: Line,
    settings: CloudSettings,
    root: string,
    error: unknown,
    deadline: number | undefined,
): Promise<Token> {
    const isOld = /\/v2\.0\/*$/.test(settings.authUrl) && settings.credentials.kind !== "applicationCredential";
    if (!isOld || !(error instanceof NoIdentityError)) {
        throw error;
    }
    try {
        return await authenticateV2(line, { ...settings, identityVersion: 2 }, `${root}/v2.0`, deadline);
    } catch (second) {
        throw second instanceof NoIdentityError ? error : second;
    }
}

/** The auth_url does not serve that version of the Identity API. */
class NoIdentityError extends ConfigurationError {}

/** The Identity URL without its version and trailing slashes: the same for all spellings of one cloud. */
export function identityRoot(authUrl: string): string {
    return authUrl
        .replace(/\/+$/, "")
        .replace(/\/v(3|2\.0)$/, "")
        .replace(/\/+$/, "");
}

async function authenticateV3(line: Line, settings: CloudSettings, root: string, deadline?: number): Promise<Token> {
    const { credentials, scope } = settings;
    // A token that does not change its scope is used as it is. Looking it up returns its catalog and its expiry.
    const given = credentials.kind === "token" && scope.kind === "none" ? credentials.token : undefined;
    const answer = await exchange(line, {
        operation: OPERATION,
        method: given === undefined ? "POST" : "GET",
        url: `${root}/auth/tokens`,
        repeatable: true,
        deadline,
        addressFrom: `auth_url in ${settings.origin}`,
        ...(given === undefined
            ? { body: v3Body(settings) }
            : { headers: { "X-Auth-Token": given, "X-Subject-Token": given } }),
    });
    const id = given ?? answer.headers["x-subject-token"];
    return understood(line, settings, answer, () => {
        if (id === undefined) {
            throw new InvalidAnswerError({
                operation: OPERATION,
                requestId: answer.requestId,
                problem: "it has no X-Subject-Token header",
            });
        }
        return readTokenV3(id, answer.body, clocksOf(line, answer, given === undefined));
    });
}

async function authenticateV2(line: Line, settings: CloudSettings, root: string, deadline?: number): Promise<Token> {
    const answer = await exchange(line, {
        operation: OPERATION,
        method: "POST",
        url: `${root}/tokens`,
        repeatable: true,
        deadline,
        addressFrom: `auth_url in ${settings.origin}`,
        body: v2Body(settings),
    });
    return understood(line, settings, answer, () => readTokenV2(answer.body, clocksOf(line, answer, true)));
}

function understood(line: Line, settings: CloudSettings, answer: ExchangeAnswer, read: () => Token): Token {
    if (answer.fault !== undefined) {
        const error = refusalError({ ...answer, fault: answer.fault, operation: OPERATION, cloud: line.cloud });
        if (answer.status !== 404) {
            throw error;
        }
        throw new NoIdentityError(
            `There is no Identity v${settings.identityVersion} API at ${settings.authUrl} (HTTP 404): ` +
                `check auth_url in ${settings.origin}. [request id ${answer.requestId}]`,
        );
    }
    try {
        return read();
    } catch (error) {
        if (error instanceof ZodError) {
            throw new InvalidAnswerError({
                operation: OPERATION,
                requestId: answer.requestId,
                problem: `it is not a token (${error.issues.map((issue) => issue.path.join(".")).join(", ") || "no object"})`,
            });
        }
        throw error;
    }
}

function clocksOf(line: Line, answer: ExchangeAnswer, isNew: boolean): Clocks {
    return { ours: line.timing.now(), theirs: answer.headers.date, isNew };
}

function v3Body({ credentials, scope }: CloudSettings): unknown {
    return { auth: { identity: v3Identity(credentials), ...v3Scope(scope) } };
}

function v3Identity(credentials: CloudSettings["credentials"]): unknown {
    switch (credentials.kind) {
        case "password":
            return {
                methods: ["password"],
                password: { user: { ...credentials.user, password: credentials.password } },
            };
        case "token":
            return { methods: ["token"], token: { id: credentials.token } };
        case "applicationCredential":
            return {
                methods: ["application_credential"],
                application_credential: { ...credentials.credential, secret: credentials.secret },
            };
    }
}

function v3Scope(scope: Scope): { scope?: unknown } {
    switch (scope.kind) {
        case "project":
            return { scope: { project: scope.project } };
        case "domain":
            return { scope: { domain: scope.domain } };
        case "system":
            return { scope: { system: { all: true } } };
        case "none":
            return {};
    }
}

function v2Body({ credentials, scope, origin }: CloudSettings): unknown {
    const project = scope.kind === "project" ? scope.project : undefined;
    const tenant =
        project === undefined ? {} : "id" in project ? { tenantId: project.id } : { tenantName: project.name };
    switch (credentials.kind) {
        case "password": {
            const user =
                "name" in credentials.user ? { username: credentials.user.name } : { userId: credentials.user.id };
            return { auth: { passwordCredentials: { ...user, password: credentials.password }, ...tenant } };
        }
        case "token":
            return { auth: { token: { id: credentials.token }, ...tenant } };
        case "applicationCredential":
            throw new ConfigurationError(
                `Identity v2 does not support application credentials. Check auth_type in ${origin}.`,
            );
    }
}
