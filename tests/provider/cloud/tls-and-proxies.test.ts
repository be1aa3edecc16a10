import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, request as forward, type Server } from "node:http";
import { type AddressInfo, connect as dial } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { type CloudSettings, ConfigurationError, ConnectionError, openCompute } from "../../../provider/cloud";
import { proxyFor, proxySecrets } from "../../../provider/cloud/proxies";
import { type Certificates, makeCertificates } from "./certificates";
import { ScriptedCloud } from "./scripted-cloud";

const list = { operation: "List servers", method: "GET", path: "/servers" } as const;

let folder: string;
let certificates: Certificates;
let cloud: ScriptedCloud;
beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "tls-"));
    certificates = makeCertificates(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => cloud.stop());

async function failure(settings: CloudSettings): Promise<Error> {
    return openCompute(settings).then(
        () => new Error("it did not fail"),
        (error: Error) => error,
    );
}

describe("TLS", () => {
    beforeEach(async () => {
        cloud = await ScriptedCloud.start({ ...certificates.server, requestCert: true, rejectUnauthorized: false });
    });

    test("a certificate of an authority that cacert names is trusted, and sockets are kept", async () => {
        const compute = await openCompute(cloud.settings({ tls: { verify: true, caFile: certificates.caFile } }));
        expect((await compute.call(list)).status).toBe(200);
        expect(cloud.connections).toBe(1);
    });

    test("an unknown authority is an error that names cacert, at the first attempt", async () => {
        const error = await failure(cloud.settings());
        expect(error).toBeInstanceOf(ConnectionError);
        expect(error).toMatchObject({ executed: "no" });
        expect(error.message).toContain("Set cacert (clouds.yaml) or OS_CACERT");
        expect(cloud.timing.slept).toEqual([]);
        expect(cloud.seen).toHaveLength(0);
    });

    test("verify: false takes any certificate", async () => {
        expect((await openCompute(cloud.settings({ tls: { verify: false } }))).name).toBe("test");
    });

    test("a cacert that is not there is an error that names file and place", async () => {
        const error = await failure(cloud.settings({ tls: { verify: true, caFile: "/nowhere.pem" } }));
        expect(error).toBeInstanceOf(ConfigurationError);
        expect(error.message).toBe(
            "cacert in /etc/openstack/clouds.yaml names the file /nowhere.pem, which cannot be read (ENOENT).",
        );
    });

    test("http:// where the cloud speaks TLS is explained", async () => {
        const error = await failure(cloud.settings({ authUrl: cloud.url.replace("https", "http") }));
        expect(error).toBeInstanceOf(ConnectionError);
    });
});

test("a client's certificate is shown", async () => {
    cloud = await ScriptedCloud.start({
        ...certificates.server,
        ca: [readFileSync(certificates.caFile)],
        requestCert: true,
        rejectUnauthorized: true,
    });
    const tls = {
        verify: true,
        caFile: certificates.caFile,
        certFile: certificates.clientCertFile,
        keyFile: certificates.clientKeyFile,
    };
    expect((await openCompute(cloud.settings({ tls }))).name).toBe("test");
    expect(await failure(cloud.settings({ tls: { verify: true, caFile: certificates.caFile } }))).toBeInstanceOf(
        ConnectionError,
    );
});

test("a certificate for another name is explained", async () => {
    const other = mkdtempSync(join(tmpdir(), "tls-"));
    const wrong = makeCertificates(other, "DNS:nova.example.com");
    cloud = await ScriptedCloud.start(wrong.server);
    const error = await failure(cloud.settings({ tls: { verify: true, caFile: wrong.caFile } }));
    rmSync(other, { recursive: true });
    expect(error.message).toContain(
        "The certificate is for another host name than the one in auth_url in /etc/openstack/clouds.yaml",
    );
});

describe("proxies", () => {
    let proxy: Server;
    let passed: string[];
    let tunnels: Duplex[];
    let wanted: string | undefined;
    beforeEach(async () => {
        passed = [];
        tunnels = [];
        wanted = undefined;
        proxy = createServer((request, response) => {
            passed.push(`${request.method} ${request.url}`);
            const onwards = forward(
                request.url ?? "",
                { method: request.method, headers: request.headers },
                (answer) => {
                    response.writeHead(answer.statusCode ?? 502, answer.headers);
                    answer.pipe(response);
                },
            );
            request.pipe(onwards);
        });
        proxy.on("connect", (request, socket) => {
            passed.push(`CONNECT ${request.url}`);
            socket.on("error", () => undefined);
            tunnels.push(socket);
            if (wanted !== undefined && request.headers["proxy-authorization"] !== wanted) {
                socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
                return;
            }
            const onwards = dial(cloud.port, "127.0.0.1", () => {
                socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
                onwards.pipe(socket);
                socket.pipe(onwards);
            });
            onwards.on("error", () => socket.destroy());
            socket.on("close", () => onwards.destroy());
        });
        await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    });
    afterEach(async () => {
        for (const socket of tunnels) {
            socket.destroy();
        }
        proxy.closeAllConnections();
        await new Promise((resolve) => proxy.close(resolve));
    });
    const address = () => `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const tls = () => ({ verify: true, caFile: certificates.caFile });

    test("HTTPS goes through a tunnel, and the cloud's certificate is checked by cacert", async () => {
        cloud = await ScriptedCloud.start(certificates.server);
        const compute = await openCompute(cloud.settings({ tls: tls(), proxies: { https: `http://${address()}` } }));
        await compute.call(list);
        expect(passed).toEqual([`CONNECT 127.0.0.1:${cloud.port}`]);
        expect((await failure(cloud.settings({ proxies: { https: `http://${address()}` } }))).message).toContain(
            "cacert",
        );
    });

    test("HTTP is asked of the proxy", async () => {
        cloud = await ScriptedCloud.start();
        await openCompute(cloud.settings({ proxies: { http: address() } }));
        expect(passed).toEqual([`POST ${cloud.url}/identity/v3/auth/tokens`, `GET ${cloud.url}/compute/v2.1/`]);
    });

    test.each(["127.0.0.1", "*", "example.com, 127.0.0.1:PORT", ".0.0.1"])(
        "NO_PROXY=%s goes directly",
        async (none) => {
            cloud = await ScriptedCloud.start();
            await openCompute(
                cloud.settings({ proxies: { http: address(), none: none.replace("PORT", String(cloud.port)) } }),
            );
            expect(passed).toEqual([]);
        },
    );

    test("a proxy that is asked for HTTP gets its credentials, and the cloud does not", async () => {
        cloud = await ScriptedCloud.start();
        const credentials: unknown[] = [];
        proxy.on("request", (request) => credentials.push(request.headers["proxy-authorization"]));
        await openCompute(cloud.settings({ proxies: { http: `http://me:pr0xy%25pass@${address()}` } }));
        const expected = `Basic ${Buffer.from("me:pr0xy%pass").toString("base64")}`;
        expect(credentials).toEqual([expected, expected]);
        expect(cloud.seen.map(({ headers }) => headers.host)).toEqual(Array(2).fill(`127.0.0.1:${cloud.port}`));
    });

    test.each(["http", "https"] as const)(
        "a %% in the password of the %s proxy is an error that names the variable",
        async (scheme) => {
            cloud = await ScriptedCloud.start(scheme === "https" ? certificates.server : undefined);
            const error = await failure(cloud.settings({ proxies: { [scheme]: "http://me:100%pass@127.0.0.1:1" } }));
            expect(error).toBeInstanceOf(ConfigurationError);
            expect(error.message).toBe(
                `The user or the password in ${scheme.toUpperCase()}_PROXY contains a "%" that is not part of an escape: write it as %25.`,
            );
        },
    );

    test("a proxy's credentials are sent to it", async () => {
        cloud = await ScriptedCloud.start(certificates.server);
        wanted = `Basic ${Buffer.from("me:pr0xy-pass").toString("base64")}`;
        await openCompute(cloud.settings({ tls: tls(), proxies: { https: `http://me:pr0xy-pass@${address()}` } }));
        expect(passed).toHaveLength(1);
    });

    test("a proxy that refuses the tunnel is named, without its password, and nothing was executed", async () => {
        cloud = await ScriptedCloud.start(certificates.server);
        wanted = "another";
        const error = await failure(
            cloud.settings({ tls: tls(), proxies: { https: `http://me:pr0xy-pass@${address()}` } }),
        );
        expect(error).toMatchObject({ name: "ConnectionError", executed: "no" });
        expect(error.message).toContain("the proxy answered HTTP 407");
        expect(error.message).toContain(`Check the proxy http://${address()}`);
        expect(error.message).not.toContain("pr0xy-pass");
    });

    test("a proxy that is not there is in the remedy", async () => {
        cloud = await ScriptedCloud.start(certificates.server);
        const error = await failure(cloud.settings({ tls: tls(), proxies: { https: "http://127.0.0.1:1" } }));
        expect(error).toMatchObject({ executed: "no" });
        expect(error.message).toContain("and the proxy http://127.0.0.1:1 (HTTP_PROXY, HTTPS_PROXY, NO_PROXY)");
    });
});

test.each([
    ["10.0.0.0/8", "http://10.1.2.3:8774", true],
    ["10.0.0.0/8", "http://11.1.2.3", false],
    ["10.0.0.0/8", "http://10.example.com", false],
    ["10.1.2.3", "https://10.1.2.3:8774", true],
    ["10.1.2.3/32", "https://10.1.2.4", false],
    ["0.0.0.0/0", "https://10.1.2.4", true],
    ["10.0.0.0/33,10.0.0.0/x,10/8", "https://10.1.2.4", false],
    ["fd00::/8", "http://[fd12::1]:8774", true],
    ["[fd00::]/8", "http://[fe12::1]:8774", false],
    ["FD00:0::1", "http://[fd00::1]:8774", true],
    ["[fd00::1]:8774", "http://[fd00::1]:8774", true],
    ["[fd00::1]:80", "http://[fd00::1]:8774", false],
    ["example.com", "https://nova.example.com", true],
    [".example.com", "https://nova.example.com", true],
    ["*.example.com", "https://nova.example.com", true],
    ["example.com", "https://notexample.com", false],
    ["Nova.Example.com.:8774", "http://nova.example.com:8774", true],
    ["example.com:443", "https://nova.example.com", true],
    ["example.com:80", "https://nova.example.com", false],
    ["localhost 10.0.0.0/8", "http://10.1.2.3", true],
    ["a.b,*", "http://10.1.2.3", true],
    ["", "http://10.1.2.3", false],
])("NO_PROXY=%s, %s: reached directly is %s", (none, url, direct) => {
    const proxies = { http: "http://proxy:3128", https: "http://proxy:3128", none };
    expect(proxyFor(new URL(url), proxies) === undefined).toBe(direct);
});

test("a proxy's password is a secret in each spelling, also where the proxy is written without a scheme", () => {
    expect(proxySecrets({ http: "me:p%40ss-word@proxy:3128" })).toEqual(
        expect.arrayContaining(["p%40ss-word", "p@ss-word", Buffer.from("me:p@ss-word").toString("base64")]),
    );
    expect(proxySecrets({ https: "http://me:100%pass@proxy" })).toEqual(["100%pass"]);
});
