/** Broken requests: each is refused, and none ends the embedded cloud's process. */
import { connect } from "node:net";
import fc from "fast-check";
import { EmbeddedCloud, Faults, RealClock } from "../../emulator";
import { LONGEST_BODY } from "../../emulator/http/body";
import { CloudServer } from "../../emulator/http/server";
import { type Client, request, signIn } from "../emulator/client";
import { rawRequest, sendRaw } from "./raw";

let cloud: EmbeddedCloud;
let admin: Client;

beforeAll(async () => {
    cloud = await EmbeddedCloud.start();
    admin = await signIn(cloud, "admin");
});

afterAll(async () => cloud.stop());

afterEach(async () => {
    expect((await admin.get("/servers")).status).toBe(200);
});

const V21 = "/compute/v2.1";
const token = () => `X-Auth-Token: ${admin.token}`;
const JSON_TYPE = "Content-Type: application/json";

/** A request of an administrator's. */
function asked(line: string, body = "", ...headers: string[]) {
    return sendRaw(cloud, rawRequest(cloud, line, { headers: [token(), JSON_TYPE, ...headers], body }));
}

const short = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

const LINES: readonly (readonly [string, number | undefined])[] = [
    [`GET ${V21}/servers/%zz`, 400],
    [`GET ${V21}/servers/%`, 400],
    [`GET ${V21}/servers/%ff`, 400],
    [`GET ${V21}/servers/%c3%28`, 400],
    [`DELETE ${V21}/servers/%zz/metadata/%zz`, 400],
    [`GET /volume/v3/x/volumes/%zz`, 400],
    [`GET /identity/v3/%zz`, 404],
    [`GET /%zz`, 404],
    [`GET ${V21}/servers/%00`, 404],
    [`GET ${V21}/servers/..%2f..%2fflavors`, 404],
    [`GET ${V21}/servers/__proto__`, 404],
    [`GET ${V21}/flavors/constructor`, 404],
    [`GET ${V21}/servers?limit=%zz`, 400],
    [`GET ${V21}/servers?__proto__=1&constructor=2`, 200],
    [`GET ${V21}/servers?${"a=b&".repeat(3_000)}`, 200],
    [`GET ${V21}/servers/${"x".repeat(10_000)}`, 404],
    [`GET ${V21}/${"servers/".repeat(1_500)}`, 404],
    [`GET http://127.0.0.1${V21}/flavors`, 200],
    ["GET http:///", 400],
    ["GET *", 400],
    ["OPTIONS *", 400],
    [`OPTIONS ${V21}/servers`, 404],
    [`TRACE ${V21}/servers`, 404],
    [`PATCH ${V21}/servers/x`, 404],
    [`M-SEARCH ${V21}/servers`, 404],
    ["CONNECT 127.0.0.1:22", undefined],
    ["BREW /coffee", 400],
    ["GET", 400],
    ["", 400],
];

test.each(LINES.map(([line, status]) => [short(line), status, line] as const))(
    "the request line %s is answered with %p",
    async (_, status, line) => {
        expect((await asked(line)).status).toBe(status);
    },
);

test("dots in a path are what they were sent as, encoded or not", async () => {
    const mark = cloud.mark();
    for (const dots of ["..", "%2E%2E", ".%2e"]) {
        expect((await asked(`DELETE ${V21}/servers/${dots}`)).status).toBe(404);
    }
    const paths = cloud.requestsSince(mark).map(({ path }) => path);
    expect(paths).toEqual(["..", "%2E%2E", ".%2e"].map((dots) => `${V21}/servers/${dots}`));
});

const HEADERS: readonly (readonly [string, number])[] = [
    ["Expect: 100-continue", 100],
    ["Expect: a miracle", 417],
    ["Upgrade: websocket", 200],
    ["Content-Length: -1", 400],
    ["Content-Length: 1e3", 400],
    ["Transfer-Encoding: gzip", 400],
    ["Transfer-Encoding: chunked\r\nContent-Length: 4", 400],
    ["Accept: ", 200],
    ["OpenStack-API-Version: compute 2.99999999999999999999", 406],
    ["OpenStack-API-Version: compute \xe9\xff", 400],
    ["OpenStack-API-Version: compute __proto__", 400],
    ["X-OpenStack-Request-ID: \x80\x81", 200],
    ["Cookie: a\x00b", 400],
    ["No colon", 400],
    [" folded: 1", 400],
    [`X-Long: ${"x".repeat(100_000)}`, 431],
    [Array.from({ length: 5_000 }, (_, index) => `X-${index}: 1`).join("\r\n"), 431],
    [`Host: other`, 400],
];

test.each(HEADERS.map(([header, status]) => [short(header), status, header] as const))(
    "the header %s is answered with %p",
    async (_, status, header) => {
        expect((await asked(`GET ${V21}/servers`, "", header)).status).toBe(status);
    },
);

test("a request without a Host is taken of HTTP/1.0 only", async () => {
    expect((await sendRaw(cloud, "GET / HTTP/1.0\r\n\r\n")).status).toBe(300);
    expect((await sendRaw(cloud, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n")).status).toBe(400);
    expect((await sendRaw(cloud, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).status).toBe(400);
});

const deep = (levels: number) => `${'{"server":'.repeat(levels)}1${"}".repeat(levels)}`;

test.each([
    ["broken JSON", '{"server": ', 400],
    ["no JSON", "hello", 400],
    ["two documents", "{}{}", 400],
    ["nothing but null", "null", 400],
    ["a list", "[]", 400],
    ["a text", '"server"', 400],
    ["a number that is none in JSON", '{"server": NaN}', 400],
    ["bytes that are not UTF-8", '{"server": {"name": "\xff\xfe"}}', 400],
    ["UTF-16", "\xff\xfe{\x00}\x00", 400],
    ["a byte-order mark", "\xef\xbb\xbf{}", 400],
    ["half a surrogate", '{"server": {"name": "\\ud800"}}', 400],
    ["keys of every object", '{"__proto__": {"name": "x"}, "constructor": 1, "toString": null}', 400],
    ["a prototype in place of a server", '{"server": {"__proto__": {"name": "x", "flavorRef": "1"}}}', 400],
    ["many keys", JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [index, 1]))), 400],
    ["500 levels", deep(500), 400],
    ["3,000 levels", deep(3_000), 500],
    ["50,000 brackets", "[".repeat(50_000), 500],
    ["one byte too many", " ".repeat(LONGEST_BODY + 1), 413],
    ["gzip", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\xae\x05\x00\x43\xbf\xa6\xa3\x02\x00\x00\x00", 400],
])("a body that is %s is answered alike wherever it is sent", async (_, body, status) => {
    const { id, flavor } = { id: "0e12087a-7c87-476a-8f84-7398e991cecc", flavor: "1" };
    for (const line of [
        `POST ${V21}/servers`,
        `PUT ${V21}/flavors/${flavor}/os-extra_specs/a`,
        `POST /volume/v3/${admin.projectId}/volumes`,
        "POST /identity/v3/auth/tokens",
    ]) {
        expect(await asked(line, body)).toMatchObject({ status });
    }
    // What is not there is not there, whatever is said to it, unless that cannot be read.
    const action = await asked(`POST ${V21}/servers/${id}/action`, body);
    expect([status, 400, 404]).toContain(action.status);
});

test("an action by the name of what every object has is no action", async () => {
    const id = await admin.create();
    for (const action of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
        const { status } = await asked(`POST ${V21}/servers/${id}/action`, `{"${action}": null}`);
        expect(status).toBe(400);
        expect((await admin.get(`/servers/${id}/metadata/${action}`)).status).toBe(404);
        expect((await admin.delete(`/servers/${id}/metadata/${action}`)).status).toBe(404);
        expect((await admin.get(`/flavors/1/os-extra_specs/${action}`)).status).toBe(404);
    }
});

test("keys of every object are metadata and extra specs as any other", async () => {
    const { status, body } = await admin.post("/flavors/1/os-extra_specs", '{"extra_specs": {"__proto__": "1"}}');
    expect([status, Object.keys(body.extra_specs)]).toEqual([200, ["__proto__"]]);
    expect((await admin.get("/flavors/1/os-extra_specs/__proto__")).status).toBe(200);
    expect((await admin.delete("/flavors/1/os-extra_specs/__proto__")).status).toBe(200);
    expect((await admin.get("/flavors/1/os-extra_specs/__proto__")).status).toBe(404);
});

test("an address with a zone is no address, and breaks no list of servers", async () => {
    const id = await admin.create();
    const { status } = await admin.put(`/servers/${id}`, { server: { accessIPv6: "fe80::1%eth0" } });
    expect(status).toBe(400);
    const rule = { ip_protocol: "tcp", from_port: 1, to_port: 1 };
    const { body } = await admin.get("/os-security-groups");
    const parent = body.security_groups[0].id;
    for (const cidr of ["%zz", "fe80::1%25eth0/64", "::%", "%00/0"]) {
        const given = { security_group_rule: { ...rule, parent_group_id: parent, cidr } };
        expect(await admin.post("/os-security-group-rules", given)).toMatchObject({ status: 400 });
    }
});

test("a pattern that takes for ever is given up, as the database of a real cloud does", async () => {
    await admin.create({ name: "a".repeat(40) });
    expect((await admin.get("/servers?name=(a%2B)%2B%24!")).status).toBe(500);
    expect((await admin.get("/servers?name=(a%2B)%2B%24")).body.servers).toHaveLength(1);
});

test("a body of 50 MB is refused, declared or in chunks, and the connection is good for the next request", async () => {
    const url = `${cloud.url}${V21}/servers`;
    const headers = { "X-Auth-Token": admin.token, "Content-Type": "application/json" };
    const body = Buffer.alloc(50 * 1024 * 1024, "x");
    const declared = await request(url, "POST", headers, body.toString("latin1"));
    expect(declared.status).toBe(413);
    expect(declared.body).toEqual({
        code: "413 Request Entity Too Large",
        title: "Request Entity Too Large",
        message: "Request is too large. Larger than max_request_body_size (%s).<br /><br />\n\n\n",
    });
    const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
    const chunked = rawRequest(cloud, `POST ${V21}/servers`, { headers: [token(), "Transfer-Encoding: chunked"] });
    const answer = await sendRaw(cloud, chunked, chunk.repeat(50), "0\r\n\r\n");
    expect(answer.status).toBe(413);
    expect(answer.text).toContain(`Larger than ${LONGEST_BODY}.`);
});

test("the longest body that Nova takes is taken", async () => {
    const body = JSON.stringify({ server: { name: "x" } }).padEnd(LONGEST_BODY);
    const { status, text } = await asked(`POST ${V21}/servers`, body);
    expect([status, text.includes("'flavorRef' is a required property")]).toEqual([400, true]);
});

test("requests in one go are answered one by one", async () => {
    const one = rawRequest(cloud, `GET ${V21}/flavors`, { headers: [token()] }).replace("Connection: close\r\n", "");
    const broken = rawRequest(cloud, `GET ${V21}/servers/%zz`, { headers: [token()] });
    const { text } = await sendRaw(cloud, `${one}${one}${broken}`);
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 400"]);
});

test.each([
    ["before a byte", ""],
    ["in the request line", "GET /comp"],
    ["in the headers", `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A`],
    ["in the body", `POST ${V21}/servers HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{"ser`],
    ["in a chunk", `POST ${V21}/servers HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{`],
    ["while it is answered", `GET ${V21}/servers HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`],
])("a caller that resets %s is forgotten", async (_, text) => {
    await new Promise<void>((resolve, reject) => {
        const socket = connect(Number(new URL(cloud.url).port), "127.0.0.1", () => {
            socket.write(text, () => socket.resetAndDestroy());
        });
        socket.on("error", reject);
        socket.on("close", () => resolve());
    });
});

test("a caller that closes its half is answered", async () => {
    const answer = await new Promise<string>((resolve) => {
        const socket = connect({ port: Number(new URL(cloud.url).port), host: "127.0.0.1", allowHalfOpen: true });
        socket.end("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        socket.once("data", (chunk) => resolve(chunk.toString()));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 300 /);
});

test("a service that fails is an answer with 500, and a line that says why", async () => {
    const said = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    const fails = () => {
        throw new TypeError("a mistake of its own");
    };
    const services = { identity: fails, compute: fails, volume: fails, other: fails };
    const server = new CloudServer(services, new Faults(), new RealClock());
    try {
        const url = `http://127.0.0.1:${await server.listen(0)}${V21}/servers`;
        const { status, body } = await request(url);
        expect([status, body.computeFault.message]).toEqual([500, expect.stringContaining("The emulator failed")]);
        expect(said).toHaveBeenCalledWith(expect.stringContaining("GET /compute/v2.1/servers failed: TypeError"));
    } finally {
        said.mockRestore();
        await server.close();
    }
});

test("an answer that cannot be sent closes the connection", async () => {
    const said = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    try {
        cloud.faults.answer(99, { path: "/servers" });
        expect((await asked(`GET ${V21}/servers`)).status).toBeUndefined();
        expect(said).toHaveBeenCalledWith(expect.stringContaining("RangeError"));
    } finally {
        said.mockRestore();
    }
});

const piece = fc.oneof(
    fc.constantFrom("servers", "flavors", "detail", "os-keypairs", "metadata", "action", "1", "..", "%2e", "%", "%zz"),
    fc.constantFrom(
        "__proto__",
        "constructor",
        "",
        "//",
        "?limit=-1",
        "?marker=x",
        "?name=[",
        "&sort_key=",
        "#",
        "%00",
    ),
    fc.string({ maxLength: 20 }),
);
const requests = fc.record({
    method: fc.oneof(fc.constantFrom("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"), fc.string({ maxLength: 8 })),
    service: fc.constantFrom(V21, "/compute/v2", "/compute", "/identity/v3/auth/tokens", "/volume/v3/x", "/", "http:"),
    pieces: fc.array(piece, { maxLength: 5 }),
    headers: fc.array(
        fc.oneof(
            fc.constantFrom("Content-Type: text/html", "OpenStack-API-Version: compute 2.93", "Connection: upgrade"),
            fc.tuple(fc.constantFrom("Host", "Accept", "X-A"), fc.string()).map(([name, value]) => `${name}: ${value}`),
            fc.string(),
        ),
        { maxLength: 3 },
    ),
    body: fc.oneof(fc.json(), fc.string(), fc.constant("")),
});

test("whatever comes through the socket, the cloud goes on, and never for a mistake of its own", async () => {
    const parameters = { numRuns: 400, seed: 20_261_130 };
    await fc.assert(
        fc.asyncProperty(requests, async ({ method, service, pieces, headers, body }) => {
            const line = `${method} ${service}${pieces.map((one) => `/${one}`).join("")}`;
            const { text } = await sendRaw(
                cloud,
                rawRequest(cloud, line, { headers: [token(), JSON_TYPE, ...headers], body }),
            );
            expect(text).not.toContain("The emulator failed");
        }),
        parameters,
    );
});
