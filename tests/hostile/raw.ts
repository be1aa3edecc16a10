/** Requests as bytes, for what no HTTP client sends. */
import { connect } from "node:net";
import type { EmbeddedCloud } from "../../emulator";

export interface RawAnswer {
    /** Of the first answer; undefined where the connection was closed without one. */
    readonly status: number | undefined;
    /** All that came back. */
    readonly text: string;
}

/** Sends bytes, and reads until the cloud closes the connection. Several chunks go out one by one. */
export function sendRaw(cloud: EmbeddedCloud, ...chunks: readonly (string | Buffer)[]): Promise<RawAnswer> {
    return new Promise((resolve) => {
        const socket = connect(Number(new URL(cloud.url).port), "127.0.0.1");
        const received: Buffer[] = [];
        socket.on("data", (chunk) => received.push(chunk));
        // A reset is an end as any other here.
        socket.on("error", () => socket.destroy());
        socket.on("close", () => {
            const text = Buffer.concat(received).toString("latin1");
            const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
            resolve({ status: status === undefined ? undefined : Number(status), text });
        });
        for (const chunk of chunks) {
            socket.write(typeof chunk === "string" ? Buffer.from(chunk, "latin1") : chunk);
        }
    });
}

/** One request after which the cloud closes the connection. Header lines are as given, with Host before them. */
export function rawRequest(
    cloud: EmbeddedCloud,
    line: string,
    {
        headers = [],
        body = "",
        host = new URL(cloud.url).host,
    }: { headers?: string[]; body?: string; host?: string } = {},
): string {
    const length = body === "" ? [] : [`Content-Length: ${Buffer.byteLength(body, "latin1")}`];
    return [`${line} HTTP/1.1`, `Host: ${host}`, "Connection: close", ...length, ...headers, "", body].join("\r\n");
}
