/** An answer that is an error. Each service has its own format of the body. */
export class ApiError extends Error {
    override readonly name = "ApiError" as const;

    constructor(
        readonly status: number,
        message: string,
        readonly headers: Readonly<Record<string, string>> = {},
    ) {
        super(message);
    }
}

export const badRequest = (message: string) => new ApiError(400, message);
export const forbidden = (message: string) => new ApiError(403, message);
export const notFound = (message = "The resource could not be found.") => new ApiError(404, message);
export const conflict = (message: string) => new ApiError(409, message);
export const gone = () => new ApiError(410, "This resource is no longer available. No forwarding address is given.");

/** An exception that Nova did not expect. The message names its class. */
export const unexpected = (exception: string) =>
    new ApiError(
        500,
        `Unexpected API Error. Please report this at http://bugs.launchpad.net/nova/ and attach the Nova API log if possible.\n<class '${exception}'>`,
    );

/** Nova's sentence for an action that a policy forbids. */
export const notAllowed = (policy: string) => forbidden(`Policy doesn't allow ${policy} to be performed.`);
