/** What can become of any answer, whatever is in it: on the wire, in its headers, or in place of its body. */
import { gzipSync } from "node:zlib";
import type { Delivered, Spoil, Wire } from "../support/spoil";

const MIB = 1024 * 1024;

/** Of one process: it takes a second to make. */
let bomb: Buffer | undefined;

/** 300 MB of nothing. Made before anything is measured. */
export function makeBomb(): Buffer {
    bomb ??= gzipSync(Buffer.alloc(300 * MIB, "0"), { level: 1 });
    return bomb;
}

/** The lines of an answer's head, without those that say how long it is. */
function head(
    { status, headers }: Delivered,
    more: Readonly<Record<string, string>> = {},
    without: string[] = [],
): string {
    const lines = Object.entries({ ...headers, ...more })
        .filter(([name]) => !without.includes(name.toLowerCase()))
        .map(([name, value]) => `${name}: ${String(value)}\r\n`);
    return `HTTP/1.1 ${status} Spoilt\r\n${lines.join("")}\r\n`;
}

/** An answer with a head and a body of one's own, after which the connection is closed. */
function raw(name: string, write: (delivered: Delivered) => (string | Buffer)[], end: "end" | "reset" = "end"): Spoil {
    return {
        name,
        wire: ({ socket }, delivered) => {
            for (const part of write(delivered)) {
                socket.write(part);
            }
            if (end === "end") {
                socket.end();
            } else {
                // After what was written has gone out, or it would be lost with the reset.
                socket.write("", () => socket.resetAndDestroy());
            }
        },
    };
}

const refusing = (spoil: Spoil): Spoil => ({ ...spoil, refuses: true });
const sized = (size: number | string) => ({ "Content-Length": String(size) });
const half = (text: string) => text.slice(0, Math.ceil(text.length / 2));

function whole(name: string, text: (delivered: Delivered) => string, more: Partial<Delivered> = {}): Spoil {
    const refuses = (more.status ?? 0) >= 400;
    return { name, refuses, answer: (delivered) => ({ ...delivered, ...more, text: text(delivered) }) };
}

function withHeaders(name: string, headers: Readonly<Record<string, string>>, status?: number): Spoil {
    return {
        name,
        refuses: (status ?? 0) >= 400,
        answer: (delivered) => ({
            ...delivered,
            ...(status === undefined ? {} : { status }),
            headers: { ...delivered.headers, ...headers },
        }),
    };
}

function redirect(name: string, status: number, location: (url: URL) => string): Spoil {
    return {
        name,
        answer: (delivered, { url }) => ({
            ...delivered,
            status,
            headers: { ...delivered.headers, Location: location(new URL(url)) },
        }),
    };
}

function byteBySecond(wire: Wire, text: string, at = 0): void {
    if (at >= text.length || wire.socket.destroyed) {
        wire.socket.end();
        return;
    }
    wire.socket.write(text[at] ?? "");
    wire.clock.after(1000, () => byteBySecond(wire, text, at + 1));
}

const deep = (levels: number) => `${'{"servers":['.repeat(levels / 2)}1${"]}".repeat(levels / 2)}`;
const HTML = `<html><head><title>Sign in</title></head><body>${"<p>Please wait</p>".repeat(6_000)}</body></html>`;
const ANGLES = "<".repeat(100_000);
const html = { headers: { "Content-Type": "text/html" } };

/** Those for which the connection matters. */
export const WIRES: readonly Spoil[] = [
    raw("cut short", (it) => [head(it, sized(Buffer.byteLength(it.text) + 1)), it.text]),
    raw("cut in the middle", (it) => [head(it, sized(Buffer.byteLength(it.text))), half(it.text)]),
    raw("cut in the head", (it) => [half(head(it))]),
    raw("closed without a byte", () => []),
    raw("reset in the middle", (it) => [head(it, sized(Buffer.byteLength(it.text) + 1)), half(it.text)], "reset"),
    raw("shorter than it says it is", (it) => [head(it, sized(1e9)), it.text]),
    raw("longer than it says it is", (it) => [head(it, sized(Math.floor(it.text.length / 2))), it.text]),
    raw("of a negative length", (it) => [head(it, sized(-1)), it.text]),
    raw("of two lengths", (it) => [head(it, { ...sized(1), "content-length": "2" }), it.text]),
    raw("of no length", (it) => [head(it, { Connection: "close" }), it.text]),
    raw("in a chunk of a length that is none", (it) => [
        head(it, { "Transfer-Encoding": "chunked" }),
        `zz\r\n${it.text}`,
    ]),
    raw("in a chunk that does not end", (it) => [head(it, { "Transfer-Encoding": "chunked" }), `ffff\r\n${it.text}`]),
    raw("no HTTP", () => ["SSH-2.0-OpenSSH_9.2\r\n"]),
    refusing(raw("of status 999", (it) => [head({ ...it, status: 999 }, sized(it.text.length)), it.text])),
    raw("of status 101", (it) => [head({ ...it, status: 101 }, { Upgrade: "websocket", Connection: "Upgrade" })]),
    raw("of status 204, with a body", (it) => [head({ ...it, status: 204 }, sized(it.text.length)), it.text]),
    raw("under a head of 1 MB", (it) => [head(it, { "X-Long": "x".repeat(MIB) }), it.text]),
    raw("50 MB", (it) => [head(it, sized(50 * MIB + 2)), '"', Buffer.alloc(50 * MIB, "x"), '"']),
    refusing(
        raw("50 MB of a refusal", (it) => [head({ ...it, status: 500 }, sized(50 * MIB)), Buffer.alloc(50 * MIB, "<")]),
    ),
    raw("a gzip bomb", (it) => [head(it, { ...sized(makeBomb().length), "Content-Encoding": "gzip" }), makeBomb()]),
    raw("said to be gzip", (it) => [head(it, { ...sized(it.text.length), "Content-Encoding": "gzip" }), it.text]),
    raw("a cut gzip", (it) => {
        const packed = gzipSync(it.text);
        const part = packed.subarray(0, packed.length / 2);
        return [head(it, { ...sized(part.length), "Content-Encoding": "gzip" }), part];
    }),
    {
        name: "a byte a second",
        wire: (wire, it) => {
            wire.hold();
            byteBySecond(wire, `${head(it, sized(Buffer.byteLength(it.text) + 100))}${it.text}${" ".repeat(100)}`);
        },
    },
    {
        name: "a body of a byte a second",
        wire: (wire, it) => {
            wire.hold();
            wire.socket.write(head(it, sized(Buffer.byteLength(it.text) + 100)));
            byteBySecond(wire, `${it.text}${" ".repeat(100)}`);
        },
    },
    {
        name: "100 Continue without end",
        wire: (wire) => {
            wire.hold();
            const again = () => {
                if (!wire.socket.destroyed) {
                    wire.socket.write("HTTP/1.1 100 Continue\r\n\r\n");
                    wire.clock.after(1000, again);
                }
            };
            again();
        },
    },
    ...[301, 302, 303, 307, 308].map((status) =>
        redirect(
            `a redirect (${status}) to another host`,
            status,
            ({ port, pathname }) => `http://localhost:${port}${pathname}`,
        ),
    ),
    redirect("a redirect to itself", 302, ({ href }) => href),
    redirect("a redirect to another port", 302, () => "http://127.0.0.1:1/"),
    redirect("a redirect to no address", 302, () => "http://["),
    redirect("a redirect to a file", 302, () => "file:///etc/passwd"),
];

/** Those that come whole, and hold what they should not. */
export const CONTENTS: readonly Spoil[] = [
    whole("3,000 levels deep", () => deep(3_000)),
    whole("a refusal 3,000 levels deep", () => deep(3_000), { status: 500 }),
    whole("a refusal 100,000 levels deep", () => deep(100_000), { status: 400 }),
    whole("a page of HTML", () => HTML, { status: 200, ...html }),
    whole("a page of HTML of 502", () => HTML, { status: 502, ...html }),
    whole("a page of HTML of 404", () => HTML, { status: 404, ...html }),
    whole("100 KB of <", () => ANGLES, { status: 403, ...html }),
    whole("100 KB of <, to be tried again", () => ANGLES, { status: 503, ...html }),
    whole("a message of 1 MB", () => JSON.stringify({ badRequest: { message: "<a ".repeat(350_000), code: 400 } }), {
        status: 400,
    }),
    whole(
        "a message with control characters",
        () => '{"forbidden": {"message": "\\u001b[2J\\u0000\\u202eok", "code": 403}}',
        {
            status: 403,
        },
    ),
    whole("a message that is none", () => '{"conflictingRequest": {"message": {"a": [null]}, "code": {}}}', {
        status: 409,
    }),
    whole("null", () => "null"),
    whole("a list", () => "[]"),
    whole("a text", () => '"x"'),
    whole("a number", () => "7"),
    whole("nothing", () => ""),
    whole("an empty object", () => "{}"),
    whole("broken JSON", ({ text }) => text.slice(0, -1)),
    whole("with a byte-order mark", ({ text }) => `\ufeff${text}`),
    whole("of keys of every object", () => '{"__proto__": {"server": {}}, "constructor": null, "toString": 1}'),
    withHeaders("of another content type", { "Content-Type": "image/png" }),
    withHeaders("of a character set that is none", { "Content-Type": "application/json; charset=utf-64" }),
    withHeaders("with times that are none", { Date: "tomorrow", Expires: "-1", "Retry-After": "soon" }),
    withHeaders("from the year 9999", { Date: "Fri, 31 Dec 9999 23:59:59 GMT" }),
    withHeaders("from the year 1970", { Date: "Thu, 01 Jan 1970 00:00:00 GMT" }),
    withHeaders("with a Retry-After beyond all numbers", { "Retry-After": "9".repeat(400) }, 503),
    withHeaders("with a Retry-After below nothing", { "Retry-After": "-1000000" }, 429),
    withHeaders("with a request id of 8 KB", { "x-openstack-request-id": `req-${"x".repeat(8_000)}` }, 403),
    withHeaders("of a status that is no one's", {}, 299),
];
