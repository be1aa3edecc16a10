import {
    ConflictError,
    ConnectionError,
    InvalidAnswerError,
    MicroversionError,
    NotFoundError,
    openCompute,
} from "../../../provider/cloud";
import { ScriptedCloud } from "./scripted-cloud";

let cloud: ScriptedCloud;
beforeEach(async () => {
    cloud = await ScriptedCloud.start();
});
afterEach(() => cloud.stop());

const list = { operation: "List servers", method: "GET", path: "/servers" } as const;

async function failure(work: Promise<unknown>): Promise<Error> {
    try {
        await work;
    } catch (error) {
        return error as Error;
    }
    throw new Error("it did not fail");
}

test("a call is sent below the endpoint with token, both microversion headers, a request id and a user agent", async () => {
    const compute = await openCompute(cloud.settings());
    const answer = await compute.call({
        ...list,
        query: { name: "web 1", limit: 2, all_tenants: undefined },
        microversion: "2.19",
    });

    expect(answer).toMatchObject({ status: 200, body: { servers: [] }, requestId: "req-from-the-cloud" });
    const [sent] = cloud.requests("/servers");
    expect(sent?.path).toBe("/compute/v2.1/servers?name=web+1&limit=2");
    expect(sent?.headers).toMatchObject({
        accept: "application/json",
        "x-auth-token": "token-1",
        "openstack-api-version": "compute 2.19",
        "x-openstack-nova-api-version": "2.19",
        "x-openstack-request-id": expect.stringMatching(/^req-[0-9a-f-]{36}$/),
        "user-agent": `pulumi-openstack-compute/0.1.0 node/${process.versions.node}`,
    });
});

test("a body is sent as JSON", async () => {
    const compute = await openCompute(cloud.settings());
    await compute.call({
        operation: "Create server",
        method: "POST",
        path: "/servers",
        body: { server: { name: "ü" } },
    });
    const [sent] = cloud.requests("/servers");
    expect(sent?.body).toEqual({ server: { name: "ü" } });
    expect(sent?.headers["content-type"]).toBe("application/json");
});

test("the identity is the same however auth_url is spelled", async () => {
    const plain = await openCompute(cloud.settings());
    const versioned = await openCompute(cloud.settings({ authUrl: `${cloud.url}/identity/v3/` }));
    expect(plain.identity).toEqual({ authUrl: `${cloud.url}/identity`, region: "RegionOne", projectId: "4fd44f30" });
    expect(versioned.identity).toEqual(plain.identity);
    expect(plain.name).toBe("test");
});

test("sockets are kept and used again", async () => {
    const compute = await openCompute(cloud.settings());
    for (let call = 0; call < 10; call += 1) {
        await compute.call(list);
    }
    expect(cloud.connections).toBe(1);
});

test("a hundred calls at once use no more than 32 sockets", async () => {
    const compute = await openCompute(cloud.settings());
    await Promise.all(Array.from({ length: 100 }, () => compute.call(list)));
    expect(cloud.requests("/servers")).toHaveLength(100);
    expect(cloud.connections).toBeLessThanOrEqual(32);
});

describe("tokens", () => {
    test("twenty calls that are refused together share one new token, and each is repeated once", async () => {
        cloud.valid = new Set();
        const compute = await openCompute(cloud.settings());
        expect(cloud.tokens).toBe(1);
        cloud.valid = new Set();
        await Promise.all(
            Array.from({ length: 20 }, (_, index) =>
                compute.call({
                    operation: "Create server",
                    method: "POST",
                    path: "/servers",
                    body: { server: { index } },
                }),
            ),
        );
        expect(cloud.tokens).toBe(2);
        const posts = cloud.requests("/servers");
        expect(posts).toHaveLength(40);
        expect(posts.filter((post) => post.headers["x-auth-token"] === "token-2")).toHaveLength(20);
    });

    test("a second refusal is an UnauthorizedError that says where the credentials stand", async () => {
        const compute = await openCompute(cloud.settings());
        cloud.responder = ({ path }) =>
            path.includes("/servers")
                ? { status: 401, body: { error: { code: 401, title: "Unauthorized", message: "No valid token." } } }
                : undefined;
        const error = await failure(compute.call({ ...list, resource: 'server "web"' }));
        expect(error.name).toBe("UnauthorizedError");
        expect(error.message).toBe(
            'server "web": List servers: No valid token. (HTTP 401) [request id req-from-the-cloud]. ' +
                'Check the credentials of "test" in clouds.yaml and secure.yaml: user, password, domain, project or application credential.',
        );
        expect(cloud.requests("/servers")).toHaveLength(2);
    });

    test("a token is renewed a minute before it ends", async () => {
        const compute = await openCompute(cloud.settings());
        cloud.timing.time += cloud.lifetime - 61_000;
        await compute.call(list);
        expect(cloud.tokens).toBe(1);
        cloud.timing.time += 2_000;
        await Promise.all([compute.call(list), compute.call(list)]);
        expect(cloud.tokens).toBe(2);
    });

    test("a cloud whose clock is hours off is believed about what its token has left", async () => {
        cloud.responder = async (seen) => {
            if (!seen.path.endsWith("/auth/tokens")) {
                return undefined;
            }
            const theirs = cloud.timing.now() - 3 * 3_600_000;
            cloud.tokens += 1;
            return {
                status: 201,
                headers: { "X-Subject-Token": `skewed-${cloud.tokens}`, Date: new Date(theirs).toUTCString() },
                body: {
                    token: {
                        issued_at: new Date(theirs).toISOString(),
                        expires_at: new Date(theirs + 3_600_000).toISOString(),
                        project: { id: "p" },
                        catalog: [
                            {
                                type: "compute",
                                endpoints: [{ interface: "public", region: "R", url: `${cloud.url}/compute/v2.1` }],
                            },
                        ],
                    },
                },
            };
        };
        const compute = await openCompute(cloud.settings());
        await compute.call(list);
        expect(cloud.tokens).toBe(1);
        cloud.timing.time += 3_550_000;
        await compute.call(list);
        expect(cloud.tokens).toBe(2);
    });
});

describe("answers", () => {
    const answering = async (reply: {
        status: number;
        body?: unknown;
        text?: string;
        headers?: Record<string, string>;
    }) => {
        const compute = await openCompute(cloud.settings());
        cloud.responder = () => reply;
        return compute;
    };

    test("203 is a success", async () => {
        const compute = await answering({ status: 203, body: { a: 1 } });
        expect((await compute.call(list)).body).toEqual({ a: 1 });
    });

    test("204 has no body", async () => {
        const compute = await answering({ status: 204 });
        expect((await compute.call(list)).body).toBeUndefined();
    });

    test("an action that is accepted in plain text is accepted", async () => {
        const compute = await answering({
            status: 202,
            text: "202 Accepted\n\nThe request is accepted for processing.",
        });
        const answer = await compute.call({
            operation: "Stop",
            method: "POST",
            path: "/servers/1/action",
            body: { "os-stop": null },
        });
        expect(answer).toMatchObject({ status: 202, body: undefined });
    });

    test("a web page in place of a list is no empty list", async () => {
        const compute = await answering({ status: 200, text: "<html>Please log in</html>" });
        expect(await failure(compute.call(list))).toBeInstanceOf(InvalidAnswerError);
    });

    test("a fault of 404 says that the thing is gone", async () => {
        const compute = await answering({
            status: 404,
            body: { itemNotFound: { code: 404, message: "Instance x could not be found." } },
        });
        const error = await failure(compute.call(list));
        expect(error).toBeInstanceOf(NotFoundError);
        expect(error).toMatchObject({
            fault: "itemNotFound",
            cloudMessage: "Instance x could not be found.",
            requestId: "req-from-the-cloud",
        });
    });

    test.each([
        [
            "a proxy's page",
            { status: 404, text: "<html><head><title>x</title></head><body><h1>404 Not Found</h1></body></html>" },
        ],
        [
            "a route that the cloud does not have",
            {
                status: 404,
                body: {
                    code: "404 Not Found",
                    title: "Not Found",
                    message: "The resource could not be found.<br /><br />\n\n\n",
                },
            },
        ],
        ["nothing", { status: 404 }],
    ])("%s with status 404 says nothing of the thing", async (_, reply) => {
        const error = await failure((await answering(reply)).call(list));
        expect(error).not.toBeInstanceOf(NotFoundError);
        expect(error).toMatchObject({ name: "CloudError", status: 404 });
        expect(error.message).not.toContain("<");
    });

    test("a conflict is a ConflictError", async () => {
        const compute = await answering({
            status: 409,
            body: {
                conflictingRequest: { code: 409, message: "Cannot 'stop' instance x while it is in vm_state stopped" },
            },
        });
        expect(await failure(compute.call(list))).toBeInstanceOf(ConflictError);
    });

    test("the request id of an answer without one is the one that was sent", async () => {
        const compute = await answering({ status: 400, text: "no", headers: { "X-OpenStack-Request-Id": "" } });
        const error = await failure(compute.call(list));
        const sent = cloud.requests("/servers")[0]?.headers["x-openstack-request-id"];
        expect(error.message).toContain(`[request id ${sent}]`);
    });

    test("406 is explained", async () => {
        const compute = await answering({
            status: 406,
            body: {
                computeFault: {
                    code: 406,
                    message: "Version 2.60 is not supported by the API. Minimum is 2.1 and maximum is 2.53.",
                },
            },
        });
        const error = await failure(compute.call({ ...list, microversion: "2.60" }));
        expect(error.message).toContain("Its API services may run different releases");
    });

    test("a redirection to another host is not followed, and the token does not go there", async () => {
        const other = await ScriptedCloud.start();
        const compute = await answering({ status: 302, headers: { Location: `${other.url}/servers` } });
        const error = await failure(compute.call(list));
        expect(error).toBeInstanceOf(ConnectionError);
        expect(error.message).toContain(`it is redirected to ${other.url}, which is not followed`);
        expect(other.seen).toHaveLength(0);
        await other.stop();
    });

    test("a GET follows a redirection within its host; anything else does not", async () => {
        const compute = await openCompute(cloud.settings());
        cloud.responder = ({ path }) =>
            path.endsWith("/servers") ? { status: 301, headers: { Location: "/compute/v2.1/servers/" } } : undefined;
        expect((await compute.call(list)).status).toBe(200);
        const post = compute.call({ operation: "Create server", method: "POST", path: "/servers", body: {} });
        expect(await failure(post)).toBeInstanceOf(InvalidAnswerError);
    });
});

describe("microversions", () => {
    test("the read level is the highest that cloud and package know, under the cap", async () => {
        const compute = await openCompute(cloud.settings());
        expect(compute.microversions).toEqual({ minimum: "2.1", maximum: "2.93" });
        expect([compute.readLevel(), compute.readLevel("2.35"), compute.readLevel("2.100")]).toEqual([
            "2.93",
            "2.35",
            "2.93",
        ]);
        cloud.version = { version: { id: "v2.1", version: "2.200", min_version: "2.1" } };
        expect((await openCompute(cloud.settings())).readLevel()).toBe("2.104");
    });

    test("what the cloud does not serve is refused before it is sent, by argument, microversion and release", async () => {
        const compute = await openCompute(cloud.settings());
        expect(compute.serves("2.93")).toBe(true);
        expect(compute.serves("2.94")).toBe(false);
        expect(() => compute.need("2.100", "schedulerHints", 'server "web"')).toThrow(
            'server "web": schedulerHints needs Compute microversion 2.100 (OpenStack 2025.1 Epoxy); this cloud serves up to 2.93.',
        );
        expect(await failure(compute.call({ ...list, microversion: "2.96" }))).toBeInstanceOf(MicroversionError);
        expect(cloud.requests("/servers")).toHaveLength(0);
    });

    test("compute_api_version is a ceiling", async () => {
        const compute = await openCompute(cloud.settings({ maximumMicroversion: "2.60" }));
        expect(compute.readLevel()).toBe("2.60");
        expect(compute.serves("2.61")).toBe(false);
    });
});
