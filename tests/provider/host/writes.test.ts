/**
 * The calls that each change sends, and no others: what a row of a change table costs the cloud. tests/conformance/ proves
 * what the cloud looks like afterwards.
 */
import type { RecordedRequest } from "../../../emulator";
import { type Declared, Deployment } from "../../support/engine";
import { Nova } from "../../support/nova";
import { callOf } from "../../support/told";
import { ED25519, RSA } from "../resources/public-keys";
import { Setting } from "./setting";

type Args = Record<string, unknown>;
/** By the resource's name. */
type Program = Record<string, Args>;

let setting: Setting;
let stack: Deployment;
let nova: Nova;

async function start(...options: Parameters<typeof Setting.start>): Promise<void> {
    setting = await Setting.start(...options);
    stack = await Deployment.on({ "openstack-compute:cloud": "one" });
    nova = await Nova.connect(setting.cloud.cloudsYaml({ project: "admin" }));
    const quota_set = { instances: -1, cores: -1, ram: -1 };
    await nova.call("PUT", `/os-quota-sets/${nova.projectId}`, { quota_set });
}

const end = () => setting.stop();

const program = (kind: string, all: Program, base: Args = {}): Declared[] =>
    Object.entries(all).map(([name, args]) => ({ kind, name, args: { ...base, ...args } }));

async function requestsOf(during: () => Promise<unknown>): Promise<RecordedRequest[]> {
    const mark = setting.cloud.mark();
    await during();
    return setting.cloud.requestsSince(mark).filter(({ method, service }) => method !== "GET" && service === "compute");
}

const sent = async (during: () => Promise<unknown>) => (await requestsOf(during)).map(callOf);

/** The calls with this id, or name, in their path. */
const about = (requests: readonly RecordedRequest[], id: string) =>
    requests.filter(({ path }) => path.split(/[/?]/).includes(id));

const action = (...names: string[]) => names.map((name) => `POST /servers/{id}/action ${name}`);

const SERVER = { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }] };

describe("a server", () => {
    const UPDATE = "PUT /servers/{id}";
    const two = (fixedIp: string) => ({ networks: [{ network: "private" }, { network: "private", fixedIp }] });

    const ROWS: Record<string, [before: Args, after: Args, calls: string[]]> = {
        nothing: [{ tags: ["a", "b"] }, { tags: ["b", "a"], flavor: { id: "1" } }, []],
        name: [{ name: "web-1" }, { name: "web-2" }, [UPDATE]],
        accessIpV4: [{ accessIpV4: "192.0.2.10" }, { accessIpV4: "192.0.2.20" }, [UPDATE]],
        accessIpV6: [{ accessIpV6: "2001:db8::10" }, { accessIpV6: "2001:db8::20" }, [UPDATE]],
        description: [{ description: "first" }, { description: "second" }, [UPDATE]],
        diskConfig: [{ diskConfig: "AUTO" }, { diskConfig: "MANUAL" }, [UPDATE]],
        "all that one PUT carries": [
            { name: "a", description: "first", accessIpV4: "192.0.2.10" },
            { name: "b", description: "second", accessIpV4: "192.0.2.20" },
            [UPDATE],
        ],
        metadata: [
            { metadata: { role: "web", stage: "test", kept: "1" } },
            { metadata: { role: "api", owner: "ops", kept: "1" } },
            ["DELETE /servers/{id}/metadata/stage", "POST /servers/{id}/metadata"],
        ],
        tags: [
            { tags: ["blue", "web"] },
            { tags: ["web", "green"] },
            ["DELETE /servers/{id}/tags/blue", "PUT /servers/{id}/tags/green"],
        ],
        securityGroups: [{}, { securityGroups: ["default", "web"] }, action("addSecurityGroup")],
        adminPass: [{ adminPass: "first-Passw0rd" }, { adminPass: "second-Passw0rd" }, action("changePassword")],
        "networks with groups": [
            { securityGroups: ["default", "web"] },
            { securityGroups: ["default", "web"], ...two("10.20.0.77") },
            ["POST /servers/{id}/os-interface", ...action("removeSecurityGroup", "addSecurityGroup")],
        ],
        "networks, one less": [two("10.20.0.78"), {}, ["DELETE /servers/{id}/os-interface/{id}"]],
        flavor: [{}, { flavor: "m1.small" }, action("resize", "confirmResize")],
        image: [{}, { image: "debian-13" }, action("rebuild")],
        powerState: [{}, { powerState: "shutoff" }, action("os-stop")],
        "powerState active": [{ powerState: "shutoff" }, { powerState: "active" }, action("os-start")],
        "flavor of a stopped one": [
            { powerState: "shutoff" },
            { powerState: "shutoff", flavor: { name: "m1.medium" } },
            action("resize", "confirmResize"),
        ],
        "flavor and lock": [
            { locked: { reason: "ours" } },
            { locked: { reason: "ours" }, flavor: "m1.small" },
            action("unlock", "resize", "confirmResize", "lock"),
        ],
        everything: [
            {
                name: "web-1",
                metadata: { role: "web", stage: "test" },
                tags: ["blue", "web"],
                securityGroups: ["default", "web"],
                adminPass: "first-Passw0rd",
            },
            {
                name: "web-3",
                metadata: { role: "api" },
                tags: ["web"],
                securityGroups: ["web"],
                flavor: "m1.small",
                image: "debian-13",
                adminPass: "third-Passw0rd",
                powerState: "shutoff",
            },
            [
                UPDATE,
                "DELETE /servers/{id}/metadata/stage",
                "POST /servers/{id}/metadata",
                "DELETE /servers/{id}/tags/blue",
                ...action("removeSecurityGroup", "resize", "confirmResize", "rebuild", "changePassword", "os-stop"),
            ],
        ],
    };
    const programAt = (at: 0 | 1) =>
        program(
            "Server",
            Object.fromEntries(Object.entries(ROWS).map(([row, versions]) => [row, versions[at]])),
            SERVER,
        );

    let created: string[];
    let changed: RecordedRequest[];

    beforeAll(async () => {
        await start();
        await nova.post("/os-security-groups", { security_group: { name: "web", description: "web" } });
        created = await sent(() => stack.atOnce(...programAt(0)));
        changed = await requestsOf(() => stack.atOnce(...programAt(1)));
    });
    afterAll(end);

    const of = (row: string) => about(changed, stack.resource(row).id);

    it("is created by one POST, whatever it has; what a creation cannot have follows", () => {
        const each = Object.keys(ROWS).map(() => "POST /servers");
        expect(created.sort()).toEqual([...each, ...action("lock", "os-stop", "os-stop")].sort());
    });

    it.each(Object.entries(ROWS))("is changed by these calls alone: %s", (row, [, , calls]) => {
        expect(of(row).map(callOf)).toEqual(calls);
    });

    it("is sent only what differs", () => {
        expect(of("name").map(({ body }) => body)).toEqual([{ server: { name: "web-2" } }]);
        expect(of("metadata").map(({ body }) => body)).toEqual([
            undefined,
            { metadata: { role: "api", owner: "ops" } },
        ]);
    });

    it("is not deleted, nor is another made, by any of them", () => {
        expect(changed.filter(({ path }) => path.endsWith("/servers"))).toEqual([]);
        expect(changed.filter(({ method, path }) => method === "DELETE" && /\/servers\/[^/]+$/.test(path))).toEqual([]);
    });
});

describe("a server's end", () => {
    const ENDS: Record<string, [args: Args, calls: string[]]> = {
        plain: [{}, ["DELETE /servers/{id}"]],
        "stopped first": [{ stopBeforeDestroy: true }, [...action("os-stop"), "DELETE /servers/{id}"]],
        "by force": [{ forceDelete: true }, action("forceDelete")],
        "unlocked, stopped and by force": [
            { locked: true, stopBeforeDestroy: true, forceDelete: true },
            action("unlock", "os-stop", "forceDelete"),
        ],
        "stopped already": [{ stopBeforeDestroy: true, powerState: "shutoff" }, ["DELETE /servers/{id}"]],
        "with a port of the program's": [
            { detachPortsBeforeDestroy: true },
            ["DELETE /servers/{id}/os-interface/{id}", "DELETE /servers/{id}"],
        ],
    };
    const ids: Record<string, string> = {};
    let port = "";
    let ended: RecordedRequest[];

    beforeAll(async () => {
        await start();
        port = setting.cloud.createPort({ project: "admin" }).id;
        const all = program(
            "Server",
            Object.fromEntries(Object.entries(ENDS).map(([name, [args]]) => [name, args])),
            SERVER,
        ).map((one) =>
            one.name === "with a port of the program's" ? { ...one, args: { ...one.args, networks: [{ port }] } } : one,
        );
        await stack.atOnce(...all);
        for (const { name } of all) {
            ids[name] = stack.resource(name).id;
        }
        ended = await requestsOf(() => stack.destroyAtOnce());
    });
    afterAll(end);

    it.each(Object.entries(ENDS))("takes these calls alone: %s", (name, [, calls]) => {
        expect(about(ended, ids[name] ?? "").map(callOf)).toEqual(calls);
    });

    it("leaves the program's port, and nothing else", () => {
        const { servers, ports } = setting.cloud.inspect();
        expect(servers).toEqual([]);
        expect(ports.map(({ id }) => id)).toContain(port);
    });
});

describe("a server's guest", () => {
    const [CERTIFICATE, OTHER] = ["0b5d2c72-12cc-4ba6-a8d7-3ff5cc1d8cb8", "674736e3-f25c-405c-8362-bbf991e0ce0a"];
    const HINTS = { different_host: ["2b2f9b6e-8a0e-4b6e-9a55-000000000000"], zone: "any" };
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    const files = (text: string) => ({ personality: [{ path: "/etc/motd", contents: text }] });
    const file = (text: string) => [{ path: "/etc/motd", contents: base64(text) }];
    const REBUILD = { onChange: { keyName: "rebuild", userData: "rebuild" } };
    const NOTED = { onChange: { userData: "ignore" } };
    const KEPT = { onChange: { image: "rebuild-preserve-ephemeral" } };

    const STEPS: readonly Program[] = [
        {
            named: { hostname: "first", trustedImageCertificates: [CERTIFICATE], schedulerHints: HINTS },
            certified: { trustedImageCertificates: [CERTIFICATE] },
            filed: files("größer"),
            noted: { keyName: "first", userData: "one", ...NOTED },
            stripped: { keyName: "first", userData: "one", ...REBUILD },
            keyed: REBUILD,
            kept: { image: "debian-13", ...KEPT },
        },
        {
            named: { hostname: "second", trustedImageCertificates: [CERTIFICATE], schedulerHints: HINTS },
            certified: { trustedImageCertificates: [OTHER] },
            filed: files("two"),
            noted: { keyName: "second", userData: "two", ...NOTED },
            stripped: REBUILD,
            keyed: { keyName: "second", ...REBUILD },
            kept: KEPT,
        },
        {
            filed: { ...files("two"), image: "debian-13" },
            noted: { keyName: "first", userData: "three", image: "debian-13", ...REBUILD },
        },
    ];
    const requests: RecordedRequest[][] = [];
    let images: (string | undefined)[];

    beforeAll(async () => {
        await start({ preservesEphemeral: true });
        for (const [name, public_key] of Object.entries({ first: ED25519, second: RSA })) {
            await nova.post("/os-keypairs", { keypair: { name, public_key } });
        }
        images = ["debian-12", "debian-13"].map(
            (name) => setting.cloud.inspect().images.find((image) => image.name === name)?.id,
        );
        for (const all of STEPS) {
            const step = program("Server", all, SERVER).map((one) => ({
                ...one,
                args: { name: one.name, ...one.args },
            }));
            requests.push(await requestsOf(() => stack.atOnce(...step)));
            await stack.refresh();
        }
    });
    afterAll(end);

    const nameIn = (body: unknown) => (body as { server?: { name?: string } } | undefined)?.server?.name;
    const written = (name: string, step: number) => {
        const all = requests[step] ?? [];
        const own = step === 0 ? all.filter(({ body }) => nameIn(body) === name) : about(all, stack.resource(name).id);
        return own.map(({ method, microversion, body }) => ({ method, microversion, body }));
    };
    const rebuildOf = (name: string, step: number) => {
        const [only, ...others] = written(name, step);
        expect(others).toEqual([]);
        return only as { microversion?: string; body: { rebuild: Args } };
    };

    it("is created with host name, certificates and hints at the lowest microversion that carries them", () => {
        expect(written("named", 0)).toMatchObject([
            {
                method: "POST",
                microversion: "2.90",
                body: {
                    server: { hostname: "first", trusted_image_certificates: [CERTIFICATE] },
                    "os:scheduler_hints": HINTS,
                },
            },
        ]);
    });

    it("is created with files below the microversion that took them away", () => {
        expect(written("filed", 0)).toMatchObject([
            { microversion: "2.1", body: { server: { personality: file("größer") } } },
        ]);
    });

    it("has its host name changed by one PUT", () => {
        expect(written("named", 1)).toEqual([
            { method: "PUT", microversion: "2.90", body: { server: { hostname: "second" } } },
        ]);
    });

    it("is rebuilt for certificates, files, a key, or neither key nor user data, at the microversion of each", () => {
        expect(rebuildOf("certified", 1)).toMatchObject({
            microversion: "2.63",
            body: { rebuild: { trusted_image_certificates: [OTHER] } },
        });
        expect(rebuildOf("filed", 1).body.rebuild).toMatchObject({ imageRef: images[0], personality: file("two") });
        expect(rebuildOf("stripped", 1)).toMatchObject({
            microversion: "2.57",
            body: { rebuild: { key_name: null, user_data: null } },
        });
        const keyed = rebuildOf("keyed", 1);
        expect(keyed).toMatchObject({ microversion: "2.54", body: { rebuild: { key_name: "second" } } });
        expect(keyed.body.rebuild).not.toHaveProperty("user_data");
    });

    it("is rebuilt with its ephemeral disk kept where onChange says so", () => {
        expect(rebuildOf("kept", 1).body.rebuild).toMatchObject({ imageRef: images[0], preserve_ephemeral: true });
    });

    it("is sent nothing where a change is noted only", () => {
        expect(written("noted", 1)).toEqual([]);
    });

    it("is rebuilt once for image, key and user data, with what was noted since; files go along with each", () => {
        expect(rebuildOf("noted", 2)).toMatchObject({
            microversion: "2.57",
            body: { rebuild: { imageRef: images[1], key_name: "first", user_data: base64("three") } },
        });
        expect(rebuildOf("filed", 2).body.rebuild).toMatchObject({ imageRef: images[1], personality: file("two") });
    });
});

describe("the others", () => {
    beforeEach(() => start());
    afterEach(end);

    it("a server that is adopted is only read", async () => {
        const image = setting.cloud.inspect().images.find(({ name }) => name === "debian-12");
        const body = { server: { name: "web", flavorRef: "1", imageRef: image?.id } };
        const { server } = await nova.post<{ server: { id: string } }>("/servers", body);
        const adopted = program("Server", { web: { ...SERVER, adopt: server.id, name: "web" } });
        expect(await sent(() => stack.up(...adopted))).toEqual([]);
        expect(stack.resource("web").id).toBe(server.id);
    });

    it("a keypair is one POST, with the public half of a generated key only", async () => {
        const [request, ...others] = await requestsOf(() => stack.up(...program("Keypair", { deploy: {} })));
        const { name, publicKey } = stack.resource("deploy").outs;
        expect([request, ...others]).toMatchObject([{ body: { keypair: { name, public_key: publicKey } } }]);
        expect(JSON.stringify(setting.cloud.requests.map(({ body }) => body))).not.toContain("PRIVATE KEY");
    });

    it("a flavor is one call, one for its specs and one for each project; then what differs alone", async () => {
        const [one = "", two = ""] = setting.cloud.inspect().projects.map(({ id }) => id);
        const flavor = (args: Args) =>
            program("Flavor", {
                build: { name: "build", flavorId: "build", ram: 64, vcpus: 1, isPublic: false, ...args },
            });
        const first = {
            description: "first",
            extraSpecs: { "hw:cpu_policy": "dedicated", "hw:numa_nodes": "1" },
            projects: [one, two],
        };
        const add = "POST /flavors/build/action addTenantAccess";
        const specs = "POST /flavors/build/os-extra_specs";
        expect(await sent(() => stack.up(...flavor(first)))).toEqual(["POST /flavors", specs, add, add]);
        expect(await sent(() => stack.up(...flavor({ ...first, projects: [two, one] })))).toEqual([]);

        const extraSpecs = { "hw:cpu_policy": "shared", "hw:mem_page_size": "large" };
        const changed = await requestsOf(() =>
            stack.up(...flavor({ description: "second", extraSpecs, projects: [one] })),
        );
        expect(changed.map(callOf)).toEqual([
            "POST /flavors/build/action removeTenantAccess",
            "PUT /flavors/build",
            specs,
            "DELETE /flavors/build/os-extra_specs/hw%3Anuma_nodes",
        ]);
        expect(changed[2]?.body).toEqual({ extra_specs: extraSpecs });
        const removed = await sent(() => stack.up(...flavor({})));
        expect(removed.sort()).toEqual([
            "DELETE /flavors/build/os-extra_specs/hw%3Acpu_policy",
            "DELETE /flavors/build/os-extra_specs/hw%3Amem_page_size",
            "POST /flavors/build/action removeTenantAccess",
            "PUT /flavors/build",
        ]);
    });

    it("a flavor that is adopted is only read, and then changed in what differs", async () => {
        const adopted = (extraSpecs: object) =>
            program("Flavor", { small: { adopt: "2", name: "m1.small", ram: 2048, vcpus: 1, disk: 20, extraSpecs } });
        expect(await sent(() => stack.up(...adopted({ "hw:cpu_policy": "shared" })))).toEqual([]);
        expect(await sent(() => stack.up(...adopted({ "hw:cpu_policy": "shared" })))).toEqual([
            "POST /flavors/2/os-extra_specs",
        ]);
    });

    const tcp = (port: number, rest: object = { cidr: "0.0.0.0/0" }) => ({ protocol: "tcp", port, ...rest });
    const RULE = "POST /os-security-group-rules";

    it("a security group is one call, and one for each rule; name and description are one", async () => {
        const group = (args: Args) => program("SecurityGroup", { web: { rules: [tcp(22), tcp(80)], ...args } });
        expect(await sent(() => stack.up(...group({ name: "a" })))).toEqual(["POST /os-security-groups", RULE, RULE]);
        expect(await sent(() => stack.up(...group({ name: "b", description: "new" })))).toEqual([
            "PUT /os-security-groups/{id}",
        ]);
    });

    it("a security group whose rules were not managed for a while has the declared ones put right", async () => {
        const group = (args: Args) => program("SecurityGroup", { web: { name: "web", ...args } });
        await stack.up(...group({ rules: [tcp(22), tcp(80)] }));
        await stack.up(...group({}));
        const { id } = stack.resource("web");
        const rule = { parent_group_id: id, ip_protocol: "tcp", from_port: 99, to_port: 99, cidr: "0.0.0.0/0" };
        await nova.post("/os-security-group-rules", { security_group_rule: rule });
        await stack.refresh();
        const remove = "DELETE /os-security-group-rules/{id}";
        expect(await sent(() => stack.up(...group({ rules: [tcp(443), tcp(22)] })))).toEqual([RULE, remove, remove]);
    });

    it("a rule that names a group which the same program renames is kept", async () => {
        const groups = (name: string): Declared[] => [
            { kind: "SecurityGroup", name: "inner", args: { name } },
            {
                kind: "SecurityGroup",
                name: "outer",
                args: (all) => ({ rules: [tcp(5432, { group: all.resource("inner").outs.name })] }),
            },
        ];
        await stack.up(...groups("inner"));
        expect(await sent(() => stack.up(...groups("changed")))).toEqual(["PUT /os-security-groups/{id}"]);
    });

    it("a floating IP is allocated and associated, associated anew, and replaced for another pool only", async () => {
        const servers = program("Server", { one: SERVER, two: SERVER });
        await stack.atOnce(...servers);
        const ip = (args: Args, server?: string): Declared => ({
            kind: "FloatingIp",
            name: "ip",
            args: (all) => ({ ...args, serverId: server === undefined ? undefined : all.resource(server).id }),
        });
        const up = (args: Args, server?: string) => sent(() => stack.up(...servers, ip(args, server)));
        const [add, remove] = action("addFloatingIp", "removeFloatingIp");
        expect(await up({ pool: "public" }, "one")).toEqual(["POST /os-floating-ips", add]);
        const { id } = stack.resource("ip");
        expect(await up({}, "one")).toEqual([]);
        expect(await up({ pool: "public" }, "two")).toEqual([remove, add]);
        expect(await up({ pool: "public" })).toEqual([remove]);
        expect(stack.resource("ip").id).toBe(id);

        // The same network by its other name.
        const pool = setting.cloud.inspect().networks.find(({ name }) => name === "public")?.id;
        expect(await up({ pool })).toEqual(["POST /os-floating-ips", "DELETE /os-floating-ips/{id}"]);
        expect(setting.cloud.inspect().floatingIps.map((one) => one.id)).toEqual([stack.resource("ip").id]);
        expect(stack.resource("ip").id).not.toBe(id);
    });
});

describe("a cloud that confirms resizes by itself", () => {
    beforeAll(() => start({ resizeConfirmWindow: 1 }));
    afterAll(end);

    it("ends a resize when the server runs on its new flavor", async () => {
        await stack.up(...program("Server", { web: SERVER }));
        await stack.up(...program("Server", { web: { ...SERVER, flavor: "m1.small" } }));
        expect(setting.cloud.inspect().servers).toMatchObject([{ status: "ACTIVE", flavor: { name: "m1.small" } }]);
    });
});
