import type { ApiError } from "../http/api-error";
import type { Response } from "../http/exchange";

const TITLES: Readonly<Record<number, string>> = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
};

/** Keystone's body of an error. The Compute API uses it for an invalid token. */
export function errorResponse(error: ApiError): Response {
    const title = TITLES[error.status] ?? "Internal Server Error";
    return {
        status: error.status,
        headers: error.headers,
        body: { error: { code: error.status, message: error.message, title } },
    };
}
