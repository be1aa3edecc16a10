import { EmbeddedCloud, ManualClock } from "../../emulator";
import { type Answer, request, type Stage, signIn, stage } from "./client";

let at: Stage;
beforeEach(async () => {
    at = await stage();
});
afterEach(() => at.cloud.stop());

const domain = { name: "Default" };

function authenticate(identity: unknown, scope?: unknown): Promise<Answer> {
    const auth = scope === undefined ? { identity } : { identity, scope };
    return request(`${at.cloud.authUrl}/auth/tokens`, "POST", {}, { auth });
}

function password(name: string, secret: string) {
    return { methods: ["password"], password: { user: { name, domain, password: secret } } };
}

test("discovery offers v3 with 300 at the root and 200 at /v3", async () => {
    const root = await request(`${at.cloud.url}/identity/`);
    expect(root.status).toBe(300);
    expect(root.body.versions.values[0].links[0].href).toBe(`${at.cloud.url}/identity/v3/`);
    const version = await request(at.cloud.authUrl);
    expect(version.status).toBe(200);
    expect(version.body.version.id).toMatch(/^v3\./);
});

test("a password and a project give a token, its roles and a catalog with compute", async () => {
    const answer = await authenticate(password("demo", "osreal"), { project: { name: "demo", domain } });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("x-subject-token")).toMatch(/^gAAAAA/);
    const { token } = answer.body;
    expect(token.roles.map((role: { name: string }) => role.name)).toEqual(["member", "reader"]);
    const compute = token.catalog.find((service: { type: string }) => service.type === "compute");
    expect(compute.endpoints.map((endpoint: { interface: string }) => endpoint.interface)).toEqual([
        "public",
        "internal",
        "admin",
    ]);
    expect(compute.endpoints[0]).toMatchObject({ region: "RegionOne", url: `${at.cloud.url}/compute/v2.1` });
});

test("a wrong password, an unknown project and a project of others are all the same 401", async () => {
    for (const answer of [
        await authenticate(password("demo", "wrong"), { project: { name: "demo", domain } }),
        await authenticate(password("demo", "osreal"), { project: { name: "none", domain } }),
        await authenticate(password("demo", "osreal"), { project: { name: "admin", domain } }),
    ]) {
        expect(answer.status).toBe(401);
        expect(answer.body).toEqual({
            error: { code: 401, message: "The request you have made requires authentication.", title: "Unauthorized" },
        });
    }
});

test("an application credential works by its id, and by its name with its user", async () => {
    const yaml = at.cloud.cloudsYaml({ auth: "applicationCredential" });
    const id = /application_credential_id: "(\w+)"/.exec(yaml)?.[1];
    const method = ["application_credential"];
    const byId = await authenticate({ methods: method, application_credential: { id, secret: "demo-secret" } });
    expect(byId.body.token.project.name).toBe("demo");
    const user = { name: "demo", domain };
    const byName = await authenticate({
        methods: method,
        application_credential: { name: "demo-ci", secret: "demo-secret", user },
    });
    expect(byName.status).toBe(201);
    const wrong = await authenticate({ methods: method, application_credential: { id, secret: "no" } });
    expect(wrong.status).toBe(401);
});

test("a token gives another one, for a project", async () => {
    const unscoped = await authenticate(password("demo", "osreal"));
    expect(unscoped.body.token.catalog).toBeUndefined();
    const id = unscoped.headers.get("x-subject-token");
    const scoped = await authenticate({ methods: ["token"], token: { id } }, { project: { name: "demo", domain } });
    expect(scoped.status).toBe(201);
    expect(scoped.body.token.methods).toEqual(["token", "password"]);
});

test("a token can be looked at and revoked", async () => {
    const headers = { "X-Auth-Token": at.demo.token, "X-Subject-Token": at.demo.token };
    const url = `${at.cloud.authUrl}/auth/tokens`;
    expect((await request(url, "GET", headers)).body.token.user.name).toBe("demo");
    expect((await request(url, "DELETE", headers)).status).toBe(204);
    expect((await at.demo.get("/servers")).status).toBe(401);
});

test("a token ends after its lifetime, and all end where the cloud is asked to expire them", async () => {
    at.clock.advance(3_599_999);
    expect((await at.demo.get("/servers")).status).toBe(200);
    at.clock.advance(1);
    const answer = await at.demo.get("/servers");
    expect(answer.status).toBe(401);
    expect(answer.body.error.title).toBe("Unauthorized");
    expect(answer.headers.get("www-authenticate")).toContain("Keystone uri=");
    const fresh = await signIn(at.cloud, "demo");
    at.cloud.faults.expireTokens();
    expect((await fresh.get("/servers")).status).toBe(401);
});

test("the ready texts name the cloud", () => {
    expect(at.cloud.cloudsYaml({ name: "here", project: "admin" })).toContain("  here:\n");
    expect(at.cloud.environment("admin")).toMatchObject({ OS_AUTH_URL: at.cloud.authUrl, OS_PROJECT_NAME: "admin" });
});

test("another region may stand in the catalog", async () => {
    const cloud = await EmbeddedCloud.start({ clock: new ManualClock(), otherRegions: ["RegionTwo"] });
    const token = (await signIn(cloud, "demo")).token;
    const headers = { "X-Auth-Token": token };
    const { body } = await request(`${cloud.authUrl}/auth/catalog`, "GET", headers);
    const regions = body.catalog[0].endpoints.map((endpoint: { region: string }) => endpoint.region);
    expect([...new Set(regions)]).toEqual(["RegionOne", "RegionTwo"]);
    await cloud.stop();
});
