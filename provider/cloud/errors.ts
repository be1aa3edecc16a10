/**
 * Errors between this provider and a cloud. Each message names the operation, the resource, the cloud's own message,
 * the request id, and what to do. The fields are for code.
 */

/** Arguments, clouds.yaml and environment do not name a usable cloud. Nothing was sent. */
export class ConfigurationError extends Error {
    override readonly name = "ConfigurationError";
}

interface Context {
    operation: string;
    resource?: string | undefined;
    requestId?: string | undefined;
    remedy?: string | undefined;
}

/** The cloud refused the request or failed. */
export class CloudError extends Error {
    override readonly name: string = "CloudError";
    readonly operation: string;
    readonly resource: string | undefined;
    /** HTTP status. */
    readonly status: number;
    /** Kind of fault, as the cloud spells it: `itemNotFound`, `conflictingRequest`, `overLimit`… */
    readonly fault: string | undefined;
    /** The cloud's own message. */
    readonly cloudMessage: string;
    readonly requestId: string | undefined;
    readonly remedy: string | undefined;

    constructor(context: Context & { status: number; fault?: string | undefined; cloudMessage: string }) {
        super(sentence(context, `${context.cloudMessage} (HTTP ${context.status})`));
        this.operation = context.operation;
        this.resource = context.resource;
        this.status = context.status;
        this.fault = context.fault;
        this.cloudMessage = context.cloudMessage;
        this.requestId = context.requestId;
        this.remedy = context.remedy;
    }
}

/**
 * 404 as a fault of the API: the resource does not exist. A 404 without a fault (a proxy's page, an unknown route) is a
 * plain {@link CloudError}, because it says nothing about the resource.
 */
export class NotFoundError extends CloudError {
    override readonly name = "NotFoundError";
}

/** 409: the state of the resource does not allow this. */
export class ConflictError extends CloudError {
    override readonly name = "ConflictError";
}

/** 401 after a new token, or for the credentials themselves. */
export class UnauthorizedError extends CloudError {
    override readonly name = "UnauthorizedError";
}

/** 403: policy or quota. */
export class ForbiddenError extends CloudError {
    override readonly name = "ForbiddenError";
}

/** No answer came: the connection failed, was cut, or timed out. */
export class ConnectionError extends Error {
    override readonly name = "ConnectionError";
    readonly operation: string;
    readonly resource: string | undefined;
    /** The request id that we sent (`X-OpenStack-Request-ID`). It is in the cloud's logs if the request arrived. */
    readonly requestId: string | undefined;
    /** `no`: the request cannot have reached the service; `maybe`: the cloud may have carried it out. */
    readonly executed: "no" | "maybe";

    constructor(context: Context & { reason: string; executed: "no" | "maybe"; cause?: unknown }) {
        // A request that never arrived is not in the cloud's logs.
        const asked = context.executed === "no" ? { ...context, requestId: undefined } : context;
        super(sentence(asked, context.reason), { cause: context.cause });
        this.operation = context.operation;
        this.resource = context.resource;
        this.requestId = context.requestId;
        this.executed = context.executed;
    }
}

/** The cloud answered 2xx with a body that does not match the API reference. */
export class InvalidAnswerError extends Error {
    override readonly name = "InvalidAnswerError";
    readonly operation: string;
    readonly requestId: string | undefined;

    constructor(context: Context & { problem: string }) {
        super(sentence(context, `the cloud's answer was not understood: ${context.problem}`));
        this.operation = context.operation;
        this.requestId = context.requestId;
    }
}

/** A name or an id cannot be part of a path, or would not arrive unchanged. Nothing was sent. */
export class UnaddressableError extends Error {
    override readonly name = "UnaddressableError";

    constructor(context: Pick<Context, "operation" | "resource" | "remedy"> & { problem: string }) {
        super(sentence(context, `${context.problem}; nothing was sent`));
    }
}

/** The cloud is too old for an argument. Nothing was sent. */
export class MicroversionError extends Error {
    override readonly name = "MicroversionError";

    constructor(
        readonly argument: string,
        readonly microversion: string,
        readonly release: string,
        readonly maximum: string,
        resource?: string,
    ) {
        super(
            `${resource === undefined ? "" : `${resource}: `}${argument} needs Compute microversion ${microversion} ` +
                `(OpenStack ${release}); this cloud serves up to ${maximum}. Remove ${argument}, or use a newer cloud.`,
        );
    }
}

function sentence(context: Context, problem: string): string {
    const subject = context.resource === undefined ? context.operation : `${context.resource}: ${context.operation}`;
    const text = `${subject}: ${problem}`;
    const id = context.requestId === undefined ? "" : ` [request id ${context.requestId}]`;
    const remedy = context.remedy === undefined ? "" : ` ${context.remedy}`;
    return `${withoutEnd(text)}${id}.${remedy}`;
}

/** Without trailing dots and spaces. A regular expression would be tried at each of them. */
function withoutEnd(text: string): string {
    let end = text.length;
    while (end > 0 && /[.\s]/.test(text.charAt(end - 1))) {
        end -= 1;
    }
    return text.slice(0, end);
}
