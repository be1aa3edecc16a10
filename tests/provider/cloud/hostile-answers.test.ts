/** Answers that no cloud should give: each is an error in words or an answer, and none costs more than it is long. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { type Call, CloudError, InvalidAnswerError, openCompute, visible } from "../../../provider/cloud";
import { parseFault, refusalError } from "../../../provider/cloud/faults";
import { redactor } from "../../../provider/cloud/redact";
import { type Reply, ScriptedCloud } from "./scripted-cloud";

const list: Call = { operation: "List servers", resource: 'server "web"', method: "GET", path: "/servers" };
const create: Call = { ...list, operation: "Create server", method: "POST", body: { server: { name: "web" } } };

describe("a fault", () => {
    const shortened = (text: string) => parseFault(500, text, undefined).message;

    test.each([
        ["angle brackets", "<".repeat(1_000_000)],
        ["tags that do not end", "<style ".repeat(100_000)],
        ["styles that do not end", "<style>".repeat(100_000)],
        ["ends of styles", "</style><style>".repeat(100_000)],
        ["spaces", `a${" ".repeat(1_000_000)}b`],
        ["line breaks of HTML", "<br ".repeat(200_000)],
        ["dots", ".".repeat(1_000_000)],
    ])("is read in one pass out of a page of %s", (_, page) => {
        expect(shortened(page).length).toBeLessThanOrEqual(1_001);
        expect(parseFault(500, "", { itemNotFound: { message: page } }).message.length).toBeLessThanOrEqual(1_001);
    });

    test("is read out of a page that begins with a long head", () => {
        const head = `<head><style>${"p{margin:0}".repeat(3_000)}</style></head>`;
        expect(shortened(`<html>${head}<body><h1>502</h1>Bad Gateway</body></html>`)).toBe("502 Bad Gateway");
    });

    test("is not looked at to its end", () => {
        expect(shortened(`${" ".repeat(100_000)}too late`)).toBe("HTTP status 500");
    });

    test("keeps no piece of a secret where it is cut", () => {
        for (let before = 16_300; before < 16_400; before += 1) {
            const message = `${" ".repeat(before)}hunter2 hunter2`;
            const fault = parseFault(500, "", { badRequest: { message } }, redactor(["hunter2"]));
            expect(fault.message).not.toMatch(/hun/);
        }
    });

    test("is read out of whatever JSON there is", () => {
        fc.assert(
            fc.property(fc.jsonValue(), fc.integer({ min: 400, max: 599 }), (body, status) => {
                const fault = parseFault(status, JSON.stringify(body), body);
                expect(fault.message).not.toBe("");
                const context = { operation: "x", status, fault, requestId: undefined, cloud: "c" };
                expect(refusalError(context)).toBeInstanceOf(CloudError);
            }),
        );
        const keys = [
            "error",
            "message",
            "errors",
            "itemNotFound",
            "NeutronError",
            "title",
            "detail",
            "code",
            "__proto__",
        ];
        const word = fc.constantFrom(...keys);
        const tree = fc.letrec<{ node: unknown }>((tie) => ({
            node: fc.oneof(
                word,
                fc.constant(null),
                fc.integer(),
                fc.array(tie("node")),
                fc.dictionary(word, tie("node")),
            ),
        }));
        fc.assert(
            fc.property(tree.node, (body) => {
                expect(typeof parseFault(500, "", body).message).toBe("string");
            }),
        );
    });

    test("is not read out of JSON that is none, which may hold a password of its own", () => {
        for (const text of [
            '{"server": {"adminPass": "XwNMCFAYpnUC"}}',
            '{"server": {"adminPass": "XwNMCF',
            ' ["XwNMCF"]',
        ]) {
            const { message } = parseFault(503, text, text.endsWith("}") ? JSON.parse(text) : undefined);
            expect(message).toBe("HTTP status 503");
        }
    });

    test("that moves a terminal's cursor or turns its text round is made visible", () => {
        const message = "\u001b[2Jall is well\u0007 \u202egnp.exe \u009b31m\u0000";
        const fault = parseFault(409, "", { conflictingRequest: { message } });
        expect(fault.message).toBe("\\u001b[2Jall is well\\u0007 \\u202egnp.exe \\u009b31m\\u0000");
        expect(visible("größer\n\t日本 👍")).toBe("größer\n\t日本 👍");
    });
});

describe("a cloud", () => {
    let cloud: ScriptedCloud;
    let folder: string;
    beforeEach(async () => {
        cloud = await ScriptedCloud.start();
        folder = mkdtempSync(join(tmpdir(), "hostile-"));
    });
    afterEach(async () => {
        rmSync(folder, { recursive: true });
        await cloud.stop();
    });

    async function failure(call: Call, reply: Reply, log?: string): Promise<unknown> {
        cloud.responder = () => undefined;
        const compute = await openCompute(cloud.settings(log === undefined ? {} : { log }));
        cloud.responder = () => reply;
        return compute.call(call).then(
            () => undefined,
            (error: unknown) => error,
        );
    }

    const deep = `{"server":${"[".repeat(3_000)}${"]".repeat(3_000)}}`;

    test.each([
        [200, list],
        [404, list],
        [500, list],
        [202, create],
    ])(
        "that nests 3,000 levels deep (HTTP %i) is an InvalidAnswerError, with the log on and off",
        async (status, call) => {
            for (const log of [undefined, join(folder, "nova.log")]) {
                const error = await failure(call, { status, text: deep }, log);
                expect(error).toBeInstanceOf(InvalidAnswerError);
                expect(String(error)).toContain(
                    `server "web": ${call.operation}: the cloud's answer was not understood`,
                );
                expect(String(error)).toContain("nested more than 100 levels deep [request id req-from-the-cloud]");
            }
            expect(readFileSync(join(folder, "nova.log"), "utf8")).toContain(
                `(${deep.length} characters that are not JSON)`,
            );
        },
    );

    test("whose brackets are within texts is understood", async () => {
        const compute = await openCompute(cloud.settings());
        const servers = [{ name: `\\"${"[{".repeat(3_000)}` }];
        cloud.responder = () => ({ status: 200, body: { servers } });
        expect((await compute.call(list)).body).toEqual({ servers });
    });

    test("whose answer unpacks to 300 MB is an error that names the limit, after one attempt", async () => {
        // Members of gzip that follow one another are one text.
        const member = gzipSync(Buffer.alloc(1024 * 1024, " "));
        const bytes = Buffer.concat(Array.from({ length: 300 }, () => member));
        const headers = { "Content-Encoding": "gzip" };
        const error = await failure(list, { status: 200, bytes, headers });
        expect(error).toBeInstanceOf(InvalidAnswerError);
        expect(String(error)).toContain(
            'server "web": List servers: the cloud\'s answer was not understood: its body is larger than 64 MB',
        );
        expect(cloud.requests("/servers")).toHaveLength(1);
    });

    test("that makes up a request id of its own kind is not quoted", async () => {
        const headers = { "X-OpenStack-Request-Id": "../../\u009b31m" };
        const error = await failure(list, { status: 409, text: "no", headers });
        expect(String(error)).toMatch(/\[request id req-[0-9a-f-]{36}\]/);
    });
});
