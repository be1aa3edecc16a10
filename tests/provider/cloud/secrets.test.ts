import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { openCompute, rememberSecrets } from "../../../provider/cloud";
import { ScriptedCloud } from "./scripted-cloud";

let cloud: ScriptedCloud;
let folder: string;
beforeEach(async () => {
    cloud = await ScriptedCloud.start();
    folder = mkdtempSync(join(tmpdir(), "log-"));
});
afterEach(async () => {
    rmSync(folder, { recursive: true });
    await cloud.stop();
});

const userData = Buffer.from("#!/bin/sh\necho swordfish-42 > /etc/key\n").toString("base64");
const create = {
    operation: "Create server",
    resource: 'server "web"',
    method: "POST",
    path: "/servers",
    body: {
        server: {
            name: "web",
            adminPass: "hunter2!",
            user_data: userData,
            metadata: { role: "payroll-database" },
            personality: [{ path: "/etc/k", contents: Buffer.from("file-secret").toString("base64") }],
        },
    },
} as const;
const SECRETS = /hunter2|swordfish|payroll|file-secret|correct-horse|token-\d|IyEvYmluL|ZmlsZS1zZWNyZXQ/;

/** Everything of an error that somebody may print. */
function everything(error: unknown): string {
    return `${inspect(error, { depth: 20, showHidden: true })} ${JSON.stringify(error)} ${(error as Error).stack}`;
}

test.each([
    [
        "a message that echoes the request",
        {
            status: 400,
            body: {
                badRequest: {
                    code: 400,
                    message: `Invalid input for field/attribute adminPass. Value: hunter2!. 'hunter2!' is too short`,
                },
            },
        },
    ],
    ["one that quotes user data", { status: 400, text: `Bad user data: ${userData}` }],
    ["one that quotes a decoded line of it", { status: 400, text: "line 2: echo swordfish-42 > /etc/key" }],
    ["one that cuts it off in the middle", { status: 400, text: `${"x".repeat(990)} hunter2!${"y".repeat(100)}` }],
    ["one that quotes a file", { status: 413, text: "file-secret is too long" }],
    ["one that quotes our token and password", { status: 500, text: "token-1 of correct-horse" }],
    ["a cut connection", "cut" as const],
])("an error from %s holds no secret anywhere", async (_, reply) => {
    const compute = await openCompute(cloud.settings());
    cloud.responder = () => reply;
    const error: unknown = await compute.call(create).catch((reason) => reason);
    expect((error as Error).message).toContain('server "web": Create server');
    expect(everything(error)).not.toMatch(SECRETS);
});

describe("what a cloud tells of a failure, in an answer that is none,", () => {
    const declared = "declared-Passw0rd";
    const told = `Failed: adminPass ${declared}, ${userData}, made-by-the-cloud`;
    const answers = [
        { server: { id: "1", fault: { code: 500, message: told, details: told } } },
        { servers: [{ id: "1", fault: { code: 500, message: told, details: told } }] },
        { instanceAction: { message: told, events: [{ event: "e", details: told, traceback: told }] } },
    ];

    test.each(answers)("holds no secret of an earlier request, a program or a state: %j", async (body) => {
        const log = join(folder, "nova.log");
        const compute = await openCompute(cloud.settings({ log }));
        cloud.responder = () => ({ status: 202, body: { server: { id: "1", adminPass: "made-by-the-cloud" } } });
        await compute.call({ ...create, body: { server: {} } });
        rememberSecrets([declared, userData]);
        cloud.responder = () => ({ status: 200, body });
        const answer = await compute.call({ operation: "Show server", method: "GET", path: "/servers/1" });
        const secrets = /declared-|made-by|swordfish|IyEvYmluL/;
        expect(JSON.stringify(answer.body)).toContain("Failed: adminPass [secret], [secret], [secret]");
        expect(JSON.stringify(answer.body)).not.toMatch(secrets);
        expect(readFileSync(log, "utf8")).not.toMatch(secrets);
    });
});

describe("the log", () => {
    const lines = (path: string) =>
        readFileSync(path, "utf8")
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line));

    test("has a JSON line an attempt, for its owner's eyes only", async () => {
        const log = join(folder, "nova.log");
        const compute = await openCompute(cloud.settings({ log }));
        let failures = 1;
        cloud.responder = () => {
            failures -= 1;
            return failures === 0 ? { status: 503, text: "later" } : undefined;
        };
        await compute.call({ operation: "List servers", method: "GET", path: "/servers", microversion: "2.90" });

        const written = lines(log);
        expect(written.map((line) => [line.operation, line.attempt, line.answer.status])).toEqual([
            ["Authenticate", 1, 201],
            ["List API versions", 1, 200],
            ["List servers", 1, 503],
            ["List servers", 2, 200],
        ]);
        expect(written[2]).toMatchObject({
            time: "2030-01-01T00:00:00.000Z",
            cloud: "test",
            method: "GET",
            url: `${cloud.url}/compute/v2.1/servers`,
            microversion: "2.90",
            milliseconds: 0,
            requestId: expect.stringMatching(/^req-/),
            request: { headers: { "X-Auth-Token": "[secret]" } },
            answer: { requestId: "req-from-the-cloud", body: "(5 characters that are not JSON)" },
        });
        expect(statSync(log).mode & 0o777).toBe(0o600);
    });

    test("holds no secret of requests, answers or failures", async () => {
        const log = join(folder, "nova.log");
        const compute = await openCompute(cloud.settings({ log }));
        const echo = {
            server: { id: "1", adminPass: "hunter2!", metadata: { role: "payroll-database" } },
            note: "hunter2!",
        };
        cloud.responder = () => ({ status: 202, body: echo });
        await compute.call(create);
        cloud.responder = () => "cut";
        await compute.call(create).catch((error: unknown) => expect(error).toBeDefined());
        expect(lines(log)).toHaveLength(4);
        expect(readFileSync(log, "utf8")).not.toMatch(SECRETS);
        expect(lines(log)[2].answer.body).toEqual({
            server: { id: "1", adminPass: "[secret]", metadata: { role: "[secret]" } },
            note: "[secret]",
        });
    });

    test("has of an answer that cannot be parsed nothing but its length", async () => {
        const log = join(folder, "nova.log");
        const compute = await openCompute(cloud.settings({ log }));
        const text = JSON.stringify({ server: { id: "1", adminPass: "made-by-the-cloud" } }).slice(0, -1);
        cloud.responder = () => ({ status: 202, text });
        await compute.call({ ...create, body: { server: { name: "web" } } });
        expect(lines(log)[2].answer.body).toBe(`(${text.length} characters that are not JSON)`);
        expect(readFileSync(log, "utf8")).not.toContain("made-by-the-cloud");
    });

    test("leaves the mode of what was there as it is: it may be a device", async () => {
        const log = join(folder, "shared.log");
        writeFileSync(log, "");
        chmodSync(log, 0o644);
        await openCompute(cloud.settings({ log }));
        expect(lines(log)).toHaveLength(2);
        expect(statSync(log).mode & 0o777).toBe(0o644);
    });

    test("that cannot be written is an error at the start", async () => {
        await expect(openCompute(cloud.settings({ log: join(folder, "no", "where") }))).rejects.toThrow(
            /^OPENSTACK_COMPUTE_LOG names .*, which cannot be written \(ENOENT\)\.$/,
        );
    });
});
