import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CloudReference, ConfigurationError, resolveCloud } from "../../../provider/cloud";

let home: string;
let cwd: string;
beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "clouds-"));
    cwd = join(home, "work");
    mkdirSync(cwd);
    mkdirSync(join(home, ".config", "openstack"), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true }));

function write(path: string, text: string): string {
    const full = join(home, path);
    writeFileSync(full, text);
    return full;
}

function resolve(reference: CloudReference = {}, environment: NodeJS.ProcessEnv = {}) {
    return resolveCloud(reference, { HOME: home, XDG_CONFIG_DIRS: join(home, "xdg"), ...environment }, cwd);
}

function problem(reference: CloudReference = {}, environment: NodeJS.ProcessEnv = {}): string {
    try {
        resolve(reference, environment);
    } catch (error) {
        expect(error).toBeInstanceOf(ConfigurationError);
        return (error as Error).message;
    }
    throw new Error("it was accepted");
}

const entry = (name: string, more = "") =>
    `  ${name}:\n    auth: { auth_url: "https://${name}.example.com:5000", username: u, password: p, project_name: x }\n${more}`;

const variables = {
    OS_AUTH_URL: "https://env.example.com:5000/v3",
    OS_USERNAME: "deploy",
    OS_PASSWORD: "s3cret",
    OS_PROJECT_NAME: "web",
};

describe("which cloud", () => {
    test.each([
        ["the program's reference before OS_CLOUD", { cloud: "one" }, { OS_CLOUD: "two", ...variables }, "one"],
        ["OS_CLOUD before OS_* variables", {}, { OS_CLOUD: "two", ...variables }, "two"],
        ["OS_* variables before clouds.yaml", {}, variables, "environment"],
        ["the environment by openstacksdk's name for it", { cloud: "envvars" }, variables, "environment"],
        [
            "the environment by the name that OS_CLOUD_NAME gives it",
            { cloud: "mine" },
            { OS_CLOUD_NAME: "mine", ...variables },
            "environment",
        ],
    ])("%s", (_, reference, environment, name) => {
        write("work/clouds.yaml", `clouds:\n${entry("one")}${entry("two")}`);
        expect(resolve(reference, environment).name).toBe(name);
    });

    test("the only cloud of clouds.yaml needs no name, even where OS_CACERT or OS_REGION_NAME is set", () => {
        write("work/clouds.yaml", `clouds:\n${entry("one")}`);
        expect(resolve({}, { OS_CACERT: "/ca.pem", OS_REGION_NAME: "R2" })).toMatchObject({
            name: "one",
            region: "R2",
        });
    });

    test("several clouds and no name is an error that lists them", () => {
        const path = write("work/clouds.yaml", `clouds:\n${entry("one")}${entry("two")}`);
        expect(problem()).toBe(
            `No cloud is named. ${path} has "one", "two": set openstack-compute:cloud, the cloud argument, or OS_CLOUD.`,
        );
    });

    test("a name that is not there is an error that lists the names there are", () => {
        const path = write("work/clouds.yaml", `clouds:\n${entry("one")}`);
        expect(problem({ cloud: "eno" })).toBe(`${path} has no cloud "eno"; it has "one".`);
    });

    test("no file at all is an error that says where it was looked for", () => {
        expect(problem()).toContain(`Looked for ${join(cwd, "clouds.yaml")}, ${join(cwd, "clouds.yml")}`);
        expect(problem({ cloud: "one" })).toContain(join(home, ".config", "openstack", "clouds.yaml"));
    });

    test("variables never change a named cloud's credentials", () => {
        write("work/clouds.yaml", `clouds:\n${entry("one")}`);
        expect(resolve({ cloud: "one" }, { ...variables, OS_REGION_NAME: "R2", OS_INSECURE: "true" })).toMatchObject({
            authUrl: "https://one.example.com:5000",
            credentials: { password: "p" },
            tls: { verify: true },
        });
        expect(resolve({ cloud: "one" }, { OS_REGION_NAME: "R2" }).region).toBeUndefined();
    });
});

describe("which file", () => {
    test.each([
        ["OS_CLIENT_CONFIG_FILE before the working folder", "elsewhere.yaml", "work/clouds.yaml"],
        ["the working folder before the user's", "work/clouds.yaml", ".config/openstack/clouds.yaml"],
        [".yaml before .yml", "work/clouds.yaml", "work/clouds.yml"],
        [".yml before .json", "work/clouds.yml", "work/clouds.json"],
        ["the user's before the site's", ".config/openstack/clouds.json", "xdg/openstack/clouds.yaml"],
    ])("%s", (_, first, second) => {
        mkdirSync(join(home, "xdg", "openstack"), { recursive: true });
        const json = JSON.stringify({
            clouds: { c: { auth: { auth_url: "https://first", username: "u", password: "p" } } },
        });
        const named = write(first, json);
        write(second, json.replace("first", "second"));
        const environment = first === "elsewhere.yaml" ? { OS_CLIENT_CONFIG_FILE: named } : {};
        expect(resolve({ cloud: "c" }, environment)).toMatchObject({ authUrl: "https://first", origin: named });
    });

    test("XDG_CONFIG_HOME moves the user's folder", () => {
        mkdirSync(join(home, "config", "openstack"), { recursive: true });
        write("config/openstack/clouds.yaml", `clouds:\n${entry("one")}`);
        expect(resolve({}, { XDG_CONFIG_HOME: join(home, "config") }).name).toBe("one");
    });

    test("a file that OS_CLIENT_CONFIG_FILE names and that is not there is an error", () => {
        expect(problem({}, { OS_CLIENT_CONFIG_FILE: "/nowhere.yaml" })).toBe(
            "OS_CLIENT_CONFIG_FILE names /nowhere.yaml, which does not exist or cannot be read.",
        );
    });

    test("a broken file is an error that names the line and quotes nothing of it", () => {
        const path = write("work/clouds.yaml", 'clouds:\n  one:\n    auth: { password: "hunter2\n');
        expect(problem()).toMatch(new RegExp(`^${path} is not valid YAML: line \\d+, column \\d+ \\([a-z ]+\\)\\.$`));
        expect(problem()).not.toContain("hunter2");
    });
});

describe("what an entry says", () => {
    test("secure.yaml lies over clouds.yaml, key by key", () => {
        write("work/clouds.yaml", "clouds:\n  one:\n    auth: { auth_url: https://a, username: u, password: old }\n");
        write("work/secure.yaml", "clouds:\n  one:\n    auth: { password: new }\n");
        expect(resolve()).toMatchObject({
            authUrl: "https://a",
            credentials: { user: { name: "u" }, password: "new" },
        });
    });

    test("a profile of clouds-public.yaml lies beneath the entry", () => {
        write(
            "work/clouds-public.yaml",
            "public-clouds:\n  acme:\n    auth: { auth_url: https://acme }\n    region_name: R1\n",
        );
        write(
            "work/clouds.yaml",
            "clouds:\n  one:\n    profile: acme\n    auth: { username: u, password: p }\n    region_name: R2\n",
        );
        expect(resolve()).toMatchObject({ authUrl: "https://acme", region: "R2" });
    });

    test("a profile that nobody describes is an error unless the entry has its own auth_url", () => {
        write("work/clouds.yaml", "clouds:\n  one:\n    profile: acme\n    auth: { username: u, password: p }\n");
        expect(problem()).toContain('has the profile "acme", which no clouds-public.yaml describes');
    });

    test("numbers stay the text that was written", () => {
        write(
            "work/clouds.yaml",
            "clouds:\n  one:\n    auth: { auth_url: https://a, username: 7, password: 0123, project_id: 36991859863737000000 }\n    region_name: 1e3\n",
        );
        expect(resolve()).toMatchObject({
            credentials: { user: { name: "7" }, password: "0123" },
            scope: { kind: "project", project: { id: "36991859863737000000" } },
            region: "1e3",
        });
    });

    test("anchors and merge keys are understood", () => {
        write("work/clouds.yaml", `base: &base\n  verify: false\nclouds:\n${entry("one", "    <<: *base\n")}`);
        expect(resolve().tls.verify).toBe(false);
    });

    test("dashes and the older spellings are the same keys", () => {
        write(
            "work/clouds.yaml",
            "clouds:\n  one:\n    auth: { auth-url: https://a, username: u, password: p, tenant-name: web, project-domain-name: d }\n    endpoint_type: internalURL\n",
        );
        expect(resolve()).toMatchObject({
            scope: { project: { name: "web", domain: { name: "d" } } },
            interfaces: ["internal"],
        });
    });

    test.each([
        ["missing auth_url", "auth: { username: u, password: p }", "auth_url is missing"],
        [
            "an auth_url that is none",
            "auth: { auth_url: cloud, username: u, password: p }",
            "auth_url should be an http:// or https:// URL",
        ],
        ["missing password", "auth: { auth_url: https://a, username: u }", "password is missing"],
        ["missing user", "auth: { auth_url: https://a, password: hunter2 }", "username or user_id is missing"],
        [
            "an interface that is none",
            "interface: outside\n    auth: { auth_url: https://a, username: u, password: p }",
            "interface should be public, internal or admin",
        ],
        [
            "a timeout that is none",
            "api_timeout: soon\n    auth: { auth_url: https://a, username: u, password: p }",
            "api_timeout should be a number of seconds",
        ],
        [
            "a timeout of nothing",
            "api_timeout: 0\n    auth: { auth_url: https://a, username: u, password: p }",
            "api_timeout should be more than 0 seconds",
        ],
        [
            "a negative timeout",
            "api_timeout: -1\n    auth: { auth_url: https://a, username: u, password: p }",
            "api_timeout should be a number of seconds",
        ],
        [
            "a password in auth_url",
            "auth: { auth_url: 'https://me:hunter2@a/v3', username: u, password: p }",
            "auth_url must not contain a user or a password: write them as username and password",
        ],
        [
            "a secret in the query of auth_url",
            "auth: { auth_url: 'https://a/v3?key=hunter2', username: u, password: p }",
            "auth_url must not contain a query or a fragment",
        ],
        [
            "a password in compute_endpoint_override",
            "compute_endpoint_override: https://me:hunter2@a\n    auth: { auth_url: https://a, username: u, password: p }",
            "compute_endpoint_override must not contain a user or a password",
        ],
        [
            "an auth_type that is not ours",
            "auth_type: v3oidcpassword\n    auth: { auth_url: https://a }",
            'auth_type "v3oidcpassword" is not supported',
        ],
        [
            "a secret that is missing",
            "auth: { auth_url: https://a, application_credential_id: i }\n    auth_type: v3applicationcredential",
            "application_credential_secret is missing",
        ],
    ])("%s is an error that names the file and the key, and no value of a secret", (_, text, words) => {
        const path = write("work/clouds.yaml", `clouds:\n  one:\n    ${text}\n`);
        expect(problem()).toContain(`The cloud "one" in ${path}: ${words}`);
        expect(problem()).not.toContain("hunter2");
    });
});

test("a timeout is no longer than a timer can be", () => {
    expect(resolve({}, { ...variables, OS_API_TIMEOUT: "3000000" }).timeout).toBe(2_147_483_647);
    expect(resolve({}, { ...variables, OS_API_TIMEOUT: "0.0001" }).timeout).toBe(1);
});

describe("credentials and scope", () => {
    const base = { OS_AUTH_URL: "https://a" };
    test.each([
        [
            "a password with names",
            { ...variables, OS_USER_DOMAIN_NAME: "ud", OS_PROJECT_DOMAIN_NAME: "pd" },
            { kind: "password", user: { name: "deploy", domain: { name: "ud" } }, password: "s3cret" },
            { kind: "project", project: { name: "web", domain: { name: "pd" } } },
        ],
        [
            "a password with ids",
            { ...base, OS_USER_ID: "u1", OS_PASSWORD: "p", OS_TENANT_ID: "p1" },
            { kind: "password", user: { id: "u1" }, password: "p" },
            { kind: "project", project: { id: "p1" } },
        ],
        [
            "one domain for both",
            { ...variables, OS_DOMAIN_NAME: "d" },
            { kind: "password", user: { name: "deploy", domain: { name: "d" } }, password: "s3cret" },
            { kind: "project", project: { name: "web", domain: { name: "d" } } },
        ],
        [
            "OS_DEFAULT_DOMAIN where no domain is named",
            { ...variables, OS_DEFAULT_DOMAIN: "dd" },
            { kind: "password", user: { name: "deploy", domain: { id: "dd" } }, password: "s3cret" },
            { kind: "project", project: { name: "web", domain: { id: "dd" } } },
        ],
        [
            "a token",
            { ...base, OS_TOKEN: "t", OS_PROJECT_ID: "p1" },
            { kind: "token", token: "t" },
            { kind: "project", project: { id: "p1" } },
        ],
        [
            "an application credential, whose project is its own",
            { ...base, OS_APPLICATION_CREDENTIAL_ID: "i", OS_APPLICATION_CREDENTIAL_SECRET: "s", OS_PROJECT_ID: "p1" },
            { kind: "applicationCredential", credential: { id: "i" }, secret: "s" },
            { kind: "none" },
        ],
        [
            "an application credential by name",
            { ...base, OS_APPLICATION_CREDENTIAL_NAME: "ci", OS_APPLICATION_CREDENTIAL_SECRET: "s", OS_USERNAME: "u" },
            {
                kind: "applicationCredential",
                credential: { name: "ci", user: { name: "u", domain: { id: "default" } } },
                secret: "s",
            },
            { kind: "none" },
        ],
        [
            "a domain alone",
            { ...base, OS_USER_ID: "u1", OS_PASSWORD: "p", OS_DOMAIN_ID: "d1" },
            { kind: "password", user: { id: "u1" }, password: "p" },
            { kind: "domain", domain: { id: "d1" } },
        ],
    ])("%s", (_, environment, credentials, scope) => {
        expect(resolve({}, environment)).toMatchObject({ credentials, scope });
    });

    test("every other setting that variables can give", () => {
        expect(
            resolve(
                {},
                {
                    ...variables,
                    OS_REGION_NAME: "R1",
                    OS_INTERFACE: "internal",
                    OS_CACERT: "/ca.pem",
                    OS_CERT: "/cert.pem",
                    OS_KEY: "/key.pem",
                    OS_INSECURE: "true",
                    OS_COMPUTE_ENDPOINT_OVERRIDE: "https://nova/v2.1",
                    OS_COMPUTE_API_VERSION: "2.60",
                    https_proxy: "http://proxy:3128",
                    NO_PROXY: "localhost",
                    OPENSTACK_COMPUTE_LOG: "stderr",
                },
            ),
        ).toMatchObject({
            name: "environment",
            origin: "the OS_* variables",
            region: "R1",
            interfaces: ["internal"],
            tls: { verify: false, caFile: "/ca.pem", certFile: "/cert.pem", keyFile: "/key.pem" },
            computeEndpoint: "https://nova/v2.1",
            maximumMicroversion: "2.60",
            proxies: { https: "http://proxy:3128", none: "localhost" },
            log: "stderr",
            timeout: 60_000,
        });
    });

    test("a compute_api_version that only names the API is no ceiling", () => {
        expect(resolve({}, { ...variables, OS_COMPUTE_API_VERSION: "2.1" }).maximumMicroversion).toBeUndefined();
        expect(resolve({}, { ...variables, OS_COMPUTE_API_VERSION: "2" }).maximumMicroversion).toBeUndefined();
    });
});

describe("regions", () => {
    const listed = `clouds:\n${entry("one", "    regions:\n      - R1\n      - name: R2\n        values: { auth: { auth_url: https://r2 }, interface: admin }\n")}`;

    test("the first of a list is the default", () => {
        write("work/clouds.yaml", listed);
        expect(resolve()).toMatchObject({ region: "R1", interfaces: ["public"] });
    });

    test("a region's own values lie over the cloud's", () => {
        write("work/clouds.yaml", listed);
        expect(resolve({ region: "R2" })).toMatchObject({ region: "R2", authUrl: "https://r2", interfaces: ["admin"] });
    });

    test("a region that the list does not have is an error that gives the list", () => {
        const path = write("work/clouds.yaml", listed);
        expect(problem({ region: "R3" })).toBe(`The cloud "one" in ${path} has no region "R3"; it has R1, R2.`);
    });

    test("a lone region_name is a default that the program may change", () => {
        write("work/clouds.yaml", `clouds:\n${entry("one", "    region_name: R1\n")}`);
        expect(resolve().region).toBe("R1");
        expect(resolve({ region: "R2" }).region).toBe("R2");
    });

    test("the region's name is filled into an auth_url that asks for it", () => {
        write(
            "work/clouds.yaml",
            'clouds:\n  one:\n    auth: { auth_url: "https://{region_name}.example.com", username: u, password: p }\n    region_name: r1\n',
        );
        expect(resolve().authUrl).toBe("https://r1.example.com");
    });
});
