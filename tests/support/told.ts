/** A request to the Compute API in short: `POST /servers/{id}/action resize`. */
import type { RecordedRequest } from "../../emulator/index";

export function callOf({ method, path, body }: RecordedRequest): string {
    return `${method} ${shortened(path)}${actionIn(path, body)}`;
}

const ID = /\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Without endpoint, project, query and ids. */
function shortened(path: string): string {
    return path
        .replace(/\?.*$/, "")
        .replace(/^.*\/v2\.1(\/[0-9a-f]{32})?/, "")
        .replace(ID, "/{id}");
}

function actionIn(path: string, body: unknown): string {
    const isAction = /\/action(\?|$)/.test(path) && typeof body === "object" && body !== null;
    return isAction ? ` ${Object.keys(body).join()}` : "";
}
