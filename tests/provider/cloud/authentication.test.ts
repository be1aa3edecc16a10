import { type CloudSettings, ConfigurationError, openCompute, UnauthorizedError } from "../../../provider/cloud";
import { type Responder, ScriptedCloud } from "./scripted-cloud";

let cloud: ScriptedCloud;
beforeEach(async () => {
    cloud = await ScriptedCloud.start();
});
afterEach(() => cloud.stop());

const cases: [string, Partial<CloudSettings>, unknown][] = [
    [
        "a password for a project by name",
        {},
        {
            identity: {
                methods: ["password"],
                password: { user: { name: "deploy", domain: { id: "default" }, password: "correct-horse" } },
            },
            scope: { project: { name: "web", domain: { id: "default" } } },
        },
    ],
    [
        "a password with ids",
        {
            credentials: { kind: "password", user: { id: "u" }, password: "p" },
            scope: { kind: "project", project: { id: "x" } },
        },
        {
            identity: { methods: ["password"], password: { user: { id: "u", password: "p" } } },
            scope: { project: { id: "x" } },
        },
    ],
    [
        "a token for another project",
        { credentials: { kind: "token", token: "t" }, scope: { kind: "project", project: { id: "x" } } },
        { identity: { methods: ["token"], token: { id: "t" } }, scope: { project: { id: "x" } } },
    ],
    [
        "an application credential, without a scope",
        {
            credentials: { kind: "applicationCredential", credential: { id: "i" }, secret: "s" },
            scope: { kind: "none" },
        },
        { identity: { methods: ["application_credential"], application_credential: { id: "i", secret: "s" } } },
    ],
    [
        "an application credential by name",
        {
            credentials: { kind: "applicationCredential", credential: { name: "ci", user: { id: "u" } }, secret: "s" },
            scope: { kind: "none" },
        },
        {
            identity: {
                methods: ["application_credential"],
                application_credential: { name: "ci", user: { id: "u" }, secret: "s" },
            },
        },
    ],
    [
        "a domain",
        { scope: { kind: "domain", domain: { name: "d" } } },
        expect.objectContaining({ scope: { domain: { name: "d" } } }),
    ],
    ["the system", { scope: { kind: "system" } }, expect.objectContaining({ scope: { system: { all: true } } })],
];

/** Identity v2.0 and nothing else. */
const v2Only: Responder = ({ path }) =>
    path === "/identity/v2.0/tokens"
        ? {
              status: 200,
              body: {
                  access: {
                      token: {
                          id: "old",
                          expires: "2030-01-02T00:00:00Z",
                          tenant: { id: 36991859863737, name: "web" },
                      },
                      serviceCatalog: [
                          {
                              type: "compute",
                              name: "Compute",
                              endpoints: [{ region: "az-1", publicURL: `${cloud.url}/compute/v2.1` }],
                          },
                      ],
                  },
              },
          }
        : path.startsWith("/identity/")
          ? { status: 404, text: "Not Found" }
          : undefined;

test.each(cases)("asks Identity v3 for a token by %s", async (_, changes, body) => {
    await openCompute(cloud.settings(changes));
    const [request] = cloud.requests("/identity/v3/auth/tokens");
    expect(request).toMatchObject({ method: "POST", body: { auth: body } });
    expect(request?.headers["x-auth-token"]).toBeUndefined();
});

test("a token without a scope is looked up and used as it is", async () => {
    const compute = await openCompute(
        cloud.settings({ credentials: { kind: "token", token: "mine" }, scope: { kind: "none" } }),
    );
    await compute.call({ operation: "List servers", method: "GET", path: "/servers" });
    expect(cloud.requests("/identity")[0]).toMatchObject({ method: "GET", headers: { "x-subject-token": "mine" } });
    expect(cloud.requests("/servers")[0]?.headers["x-auth-token"]).toBe("mine");
});

test("Identity v2.0 is asked where auth_type says so", async () => {
    cloud.responder = v2Only;
    const compute = await openCompute(cloud.settings({ identityVersion: 2, authUrl: `${cloud.url}/identity/v2.0/` }));
    expect(compute.identity).toEqual({ authUrl: `${cloud.url}/identity`, region: "az-1", projectId: "36991859863737" });
    expect(cloud.seen[0]?.body).toEqual({
        auth: { passwordCredentials: { username: "deploy", password: "correct-horse" }, tenantName: "web" },
    });
});

test("refused credentials are an UnauthorizedError that holds no secret", async () => {
    cloud.responder = () => ({
        status: 401,
        body: {
            error: { code: 401, title: "Unauthorized", message: "The password correct-horse of deploy is wrong." },
        },
    });
    const error = await openCompute(cloud.settings()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnauthorizedError);
    expect((error as Error).message).toContain("Authenticate: The password [secret] of deploy is wrong. (HTTP 401)");
    expect((error as Error).message).toContain('Check the credentials of "test"');
    expect(cloud.seen).toHaveLength(1);
});

test("a token for no project is an error that says what to set", async () => {
    cloud.responder = ({ path }) =>
        path.endsWith("/auth/tokens")
            ? { status: 201, headers: { "X-Subject-Token": "t" }, body: { token: { catalog: [] } } }
            : undefined;
    await expect(openCompute(cloud.settings())).rejects.toThrow(
        'The token for "test" has no project, and Compute needs one: set project_name or project_id',
    );
});

test("an auth_url without Identity v3 is an error that names where it stands", async () => {
    cloud.responder = () => ({ status: 404, text: "Not Found" });
    const error = await openCompute(cloud.settings()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as Error).message).toContain(
        `There is no Identity v3 API at ${cloud.url}/identity (HTTP 404): check auth_url in /etc/openstack/clouds.yaml.`,
    );
});

test("an auth_url that ends in /v2.0 is asked for v3 first, and for v2 where there is no v3", async () => {
    cloud.responder = v2Only;
    await openCompute(cloud.settings({ authUrl: `${cloud.url}/identity/v2.0` }));
    expect(cloud.requests("/identity").map(({ path }) => path)).toEqual([
        "/identity/v3/auth/tokens",
        "/identity/v2.0/tokens",
    ]);
    expect(cloud.requests("/identity")[1]?.body).toMatchObject({
        auth: { passwordCredentials: { username: "deploy" }, tenantName: "web" },
    });
});

test("an auth_url that ends in /v2.0 and has neither is named", async () => {
    cloud.responder = () => ({ status: 404, text: "Not Found" });
    await expect(openCompute(cloud.settings({ authUrl: `${cloud.url}/identity/v2.0/` }))).rejects.toThrow(
        `There is no Identity v3 API at ${cloud.url}/identity/v2.0/ (HTTP 404)`,
    );
});

test("an Identity service that is briefly away is waited for", async () => {
    let failures = 2;
    cloud.responder = () => {
        failures -= 1;
        return failures >= 0 ? { status: 503, text: "starting" } : undefined;
    };
    await openCompute(cloud.settings());
    expect(cloud.requests("/identity")).toHaveLength(3);
});
