/**
 * The blast radius of one mistake, on the real engine: the ceiling on disruption, operations that take too long, what a
 * preview does not know yet, the wrong cloud, and which cloud is meant.
 */
import { EmbeddedCloud } from "../../emulator/index";
import { Nova } from "../support/nova";
import { type RunOptions, Stack } from "../support/stack";
import { keptIn } from "../support/wire";
import { Setting, words } from "./setting";

const problem = /resource '[^']*' has a problem: (.*)/;
const refusal = /server "web": (.*The stack allows no more than .*)/g;

describe("the ceiling on disruption, and customTimeouts", () => {
    const before = {
        name: "web",
        flavor: "m1.tiny",
        image: "debian-12",
        userData: "#!/bin/sh\n",
        metadata: { a: "1" },
    };
    const after = {
        ...before,
        flavor: "m1.small",
        image: "debian-13",
        userData: "#!/bin/bash\n",
        metadata: { a: "2" },
    };
    const words = {
        resize: "flavor m1.tiny -> m1.small: resize in place, the server restarts",
        rebuild: "image debian-12 -> debian-13: rebuild in place, the root disk is lost; id and addresses stay",
        replace: "userData: replace: user data is read at the first boot",
    };
    const refused = (change: string, allowed: string, level: string) =>
        `${change}. The stack allows no more than "${allowed}" (config openstack-compute:allow); this is "${level}". Nothing was changed.`;

    const slow = { name: "slow", flavor: "m1.tiny", image: "cirros", metadata: { "osreal:delay": "spawn=60" } };
    let setting: Setting;
    let id = "";
    beforeAll(async () => {
        setting = await Setting.make();
    });
    afterAll(() => setting.end());

    /** The one that is slow only where the other is not refused. */
    const both = (web: object) => `
        const compute = require("pulumi-openstack-compute");
        const web = new compute.Server("web", ${JSON.stringify(web)});
        new compute.Server("slow", ${JSON.stringify(slow)}, { customTimeouts: { create: "1s" }, dependsOn: [web] });
    `;

    const ceilings: [allow: string, complaints: string[]][] = [
        [
            "none",
            [
                refused(words.resize, "none", "restart"),
                refused(words.rebuild, "none", "rebuild"),
                refused(words.replace, "none", "replace"),
            ],
        ],
        ["restart", [refused(words.rebuild, "restart", "rebuild"), refused(words.replace, "restart", "replace")]],
        ["rebuild", [refused(words.replace, "rebuild", "replace")]],
    ];
    const refusalsIn = (messages: { severity: string; text: string }[]) =>
        messages
            .filter(({ severity }) => severity === "error")
            .flatMap(({ text }) => [...text.matchAll(refusal)].map(([, words]) => words));

    it("apart, customTimeouts end a creation that takes longer, in words, and the server is in the state", async () => {
        setting.stack.write(both(before));
        const { text } = await setting.stack.up({ expectFailure: true });
        expect(text).toMatch(
            /server "slow": timed out after 1 s while creating; seen: .*BUILD \(spawning\)\. Raise customTimeouts to wait longer\./,
        );
        const servers = new Map(setting.cloud.inspect().servers.map((server) => [server.name, server.id]));
        id = servers.get("web") ?? "";
        const resource = await setting.stack.resource("slow");
        expect(resource.id).toBe(servers.get("slow"));
        expect(resource.initErrors?.join()).toContain("while creating");
        setting.stack.write(both(after));
    });

    it("that is no level is refused", async () => {
        setting.stack.setConfig("openstack-compute:allow", "anything");
        const { messages } = await setting.stack.preview({ expectFailure: true });
        expect(messages.flatMap(({ text }) => problem.exec(text)?.[1] ?? [])).toEqual([
            "config openstack-compute:allow: expected one of none, restart, rebuild, replace",
        ]);
    });

    it.each(ceilings)(
        "%s stops what is above it in the preview, or in an up without one, in words, and nothing is sent",
        async (allow, complaints) => {
            setting.stack.setConfig("openstack-compute:allow", allow);
            const mark = setting.cloud.mark();
            const command = allow === "none" ? "up" : "preview";
            const { messages } = await setting.stack[command]({ expectFailure: true });
            expect(refusalsIn(messages)).toEqual(complaints);
            expect(setting.cloud.requestsSince(mark)).toEqual([]);
        },
    );

    it("lets what is below it pass; what was too slow is completed by the next up, and nothing is sent for it", async () => {
        setting.stack.setConfig("openstack-compute:allow", "none");
        setting.stack.write(both({ ...before, metadata: { a: "2" } }));
        const writes = await setting.writesById(() => setting.stack.up());
        expect(writes(id)).toEqual(["POST /servers/{id}/metadata"]);
        const resource = await setting.stack.resource("slow");
        expect(writes(String(resource.id))).toEqual([]);
        expect(resource).toMatchObject({ outputs: { status: "ACTIVE" } });
        expect(resource.initErrors ?? []).toEqual([]);
        expect(setting.cloud.inspect().servers).toHaveLength(2);
    });

    it("leaves a refresh to show what is there, though putting it right is above it", async () => {
        const resized = async (status: string) => {
            const path = `/servers/${id}`;
            while ((await setting.nova.get<{ server: { status: string } }>(path)).server.status !== status) {
                // It goes by itself.
            }
        };
        await setting.nova.post(`/servers/${id}/action`, { resize: { flavorRef: "3" } });
        await resized("VERIFY_RESIZE");
        await setting.nova.post(`/servers/${id}/action`, { confirmResize: null });
        await resized("ACTIVE");

        const refresh = await setting.stack.refresh({ previewOnly: true });
        expect(refresh.text).toContain(
            'server "web": flavor m1.medium -> m1.tiny: resize in place, the server restarts',
        );
        expect(refresh.found("slow")).toBe("same");
        expect(refresh.text).not.toContain('server "slow"');
        const { messages } = await setting.stack.preview({ refresh: true, expectFailure: true });
        expect(refusalsIn(messages)).toEqual([
            refused("flavor m1.medium -> m1.tiny: resize in place, the server restarts", "none", "restart"),
        ]);
    });
});

describe("a stack with one of each resource", () => {
    let setting: Setting;
    let elsewhere: EmbeddedCloud;

    /** Every argument comes out of another resource, so that the first preview knows none of them. */
    const everything = (server: object = {}) => `
        const compute = require("pulumi-openstack-compute");
        const seed = new compute.Keypair("seed");
        const later = (value) => seed.fingerprint.apply(() => value);
        const all = (args) => Object.fromEntries(Object.entries(args).map(([key, value]) => [key, later(value)]));
        const key = new compute.Keypair("key", all({ name: "key", keyAlgorithm: "ed25519" }));
        const group = new compute.SecurityGroup("group", {
            ...all({ name: "group", description: "one of each" }),
            rules: [{ protocol: later("tcp"), port: later(443), cidr: later("0.0.0.0/0") }, later({ protocol: "udp", group: "self" })],
        });
        const flavor = new compute.Flavor("flavor", {
            ...all({ name: "tiny", flavorId: "tiny", ram: 512, vcpus: 1, disk: 1, isPublic: false, description: "small" }),
            extraSpecs: { "hw:cpu_policy": later("shared") },
            projects: [later(${JSON.stringify(setting.nova.projectId)})],
        });
        const web = new compute.Server("web", {
            ...all({ name: "web", image: { name: "debian-12" }, tags: ["web"], description: "one", configDrive: true }),
            flavor: flavor.name,
            keyName: key.name,
            securityGroups: [group.name],
            networks: [{ network: later("private") }],
            metadata: { role: later("web") },
            userData: later("#!/bin/sh\\n"),
            ...${JSON.stringify(server)},
        });
        const ip = new compute.FloatingIp("ip", { pool: later("public"), serverId: web.id, fixedIp: web.ipV4 });
        // Its user data replaces, and comes out of the server that is changed.
        new compute.Server("dependent", {
            name: "dependent", flavor: "m1.tiny", image: "cirros", metadata: { of: web.id },
            userData: web.ipV4.apply((address) => "peer=" + address),
        });
    `;

    beforeAll(async () => {
        setting = await Setting.make();
        elsewhere = await EmbeddedCloud.start({ speed: 20 });
        setting.stack.write(everything());
    });
    afterAll(async () => {
        await setting.end();
        await elsewhere.stop();
    });

    it("is previewed and made though no value is known before, and then proposed no change", async () => {
        const names = ["seed", "key", "group", "flavor", "web", "ip", "dependent"];
        const up = await setting.stack.up({ skipPreview: false });
        const [preview] = up.text.split("Updating (test)");
        for (const name of names) {
            expect(preview).toMatch(new RegExp(`\\+ +\\S+ ${name} create\\s*$`, "m"));
        }
        expect(preview).toMatch(/\+ 9 to create\s*$/m);
        expect(up.steps.map(({ name, op }) => `${op} ${name}`).sort()).toEqual(
            names.map((name) => `create ${name}`).sort(),
        );
        expect(setting.cloud.inspect().servers.map(({ status }) => status)).toEqual(["ACTIVE", "ACTIVE"]);
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("has one short provider text for all kinds in its state", async () => {
        const { resources } = await setting.stack.state();
        const texts = resources
            .filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/openstack-compute:"))
            .filter(({ type }) => !type.endsWith(":StackIdentity"))
            .flatMap(({ inputs, outputs }) => [String(inputs?.__provider), String(outputs?.__provider)]);
        expect(texts).toHaveLength(14);
        const [text = "", ...others] = new Set(texts);
        expect(others).toEqual([]);
        expect(text).toContain("pulumi-openstack-compute/provider");
        expect(text.length).toBeLessThan(200);
    });

    it("has a small state: of a server less than 3,000 bytes, on few lines, and no call stack", async () => {
        const server = await setting.stack.resource("dependent");
        expect(JSON.stringify(server).length).toBeLessThan(3_000);
        expect(JSON.stringify(server, undefined, 4).split("\n").length).toBeLessThan(100);
        expect(server).not.toHaveProperty("stackTrace");
    });

    it("previews what depends on a server that changes its flavor: no replacement for what stays, perhaps one for what is not known", async () => {
        setting.stack.write(everything({ flavor: "m1.small" }));
        const preview = await setting.stack.preview();
        expect(preview.ops("web")).toEqual(["update"]);
        expect(preview.ops("ip").filter((op) => op !== "update")).toEqual([]);
        expect(preview.ops("dependent")).toEqual(["update"]);
        expect(words(preview)).toContain(
            'server "dependent": userData: may be replaced: user data is read at the first boot',
        );
        expect(words(preview).join("\n")).not.toContain("serverId");
        expect(words(preview).join("\n")).not.toContain("metadata");

        const writes = await setting.writes(async () => {
            const result = await setting.stack.up();
            expect(result.ops("ip")).toEqual([]);
            expect(result.ops("dependent")).toEqual([]);
        });
        expect(writes).toEqual(["POST /servers/{id}/action resize", "POST /servers/{id}/action confirmResize"]);
    });

    describe("and credentials of", () => {
        const wrong: [which: string, cloud: () => { yaml: string; auth: string; project: string }][] = [
            [
                "another project",
                () => ({
                    yaml: setting.cloud.cloudsYaml({ project: "demo", name: "other" }),
                    auth: withoutVersion(setting.cloud.authUrl),
                    project: projectOf("demo"),
                }),
            ],
            [
                "another cloud",
                () => ({
                    yaml: elsewhere.cloudsYaml({ project: "admin", name: "other" }),
                    auth: withoutVersion(elsewhere.authUrl),
                    project: projectOf("admin"),
                }),
            ],
        ];
        const withoutVersion = (url: string) => url.replace(/\/v3$/, "");
        const projectOf = (name: string) =>
            setting.cloud.inspect().projects.find((project) => project.name === name)?.id ?? "";

        it.each(wrong)(
            "%s are an error of refresh, up and destroy that names both, and nothing is done",
            async (_, which) => {
                const { yaml, auth, project } = which();
                setting.stack.writeFile("other.yaml", yaml);
                const env = { OS_CLIENT_CONFIG_FILE: `${setting.stack.folder}/other.yaml`, OS_CLOUD: "other" };
                const words = (noun: string) =>
                    new RegExp(
                        `${noun} is on cloud "embedded" \\(${withoutVersion(setting.cloud.authUrl)}, region RegionOne, project ${projectOf("admin")}\\), ` +
                            `but the credentials in use are those of cloud "other" \\(${auth}, region RegionOne(, project ${project})?\\)\\. ` +
                            "Nothing was done\\. Use the right cloud: the argument cloud, the config openstack-compute:cloud, or OS_CLOUD\\.",
                    );
                const before = await stateOf(setting.stack);
                setting.stack.write(everything({ flavor: "m1.medium" }));
                const operations: ((options: RunOptions) => Promise<{ text: string }>)[] = [
                    (options) => setting.stack.refresh(options),
                    (options) => setting.stack.up(options),
                    (options) => setting.stack.destroy(options),
                ];
                const mark = setting.cloud.mark();
                for (const operate of operations) {
                    const { text } = await operate({ env, expectFailure: true });
                    expect(text).toMatch(
                        words(String.raw`(server|floating IP|flavor|keypair|security group) "\w+" \([^)]+\)`),
                    );
                }
                const sent = [...setting.cloud.requestsSince(mark), ...elsewhere.requests];
                expect(sent.filter(({ method, service }) => method !== "GET" && service !== "identity")).toEqual([]);
                expect(await stateOf(setting.stack)).toEqual(before);
            },
        );
    });

    async function stateOf(stack: Stack): Promise<string[]> {
        const { resources } = await stack.state();
        return resources
            .filter(({ type }) => !type.startsWith("pulumi:"))
            .map(({ urn, id }) => `${urn} ${id}`)
            .sort();
    }
});

describe("which cloud is meant", () => {
    let here: EmbeddedCloud;
    let there: EmbeddedCloud;
    let stack: Stack;

    beforeAll(async () => {
        here = await EmbeddedCloud.start({ otherRegions: ["RegionTwo"] });
        there = await EmbeddedCloud.start();
        const entries = [
            here.cloudsYaml({ name: "first", project: "admin" }),
            here.cloudsYaml({ name: "second", project: "demo" }),
            there.cloudsYaml({ name: "third", project: "admin" }),
        ];
        const cloudsYaml = () => entries.map((text, at) => (at === 0 ? text : text.replace(/^clouds:\n/, ""))).join("");
        stack = await Stack.create({ cloud: { cloudsYaml }, config: { "openstack-compute:cloud": "second" } });
    });
    afterAll(async () => {
        await stack.dispose();
        await here.stop();
        await there.stop();
    });

    /** The keypairs of each cloud's users, by the resource's name. */
    const standing = () =>
        Object.fromEntries(
            [
                ["here", here],
                ["there", there],
            ].map(([name, cloud]) => [
                name,
                (cloud as EmbeddedCloud)
                    .inspect()
                    .keypairs.map(({ name, userId }) => `${name.replace(/-[0-9a-f]+$/, "")} of ${userId}`)
                    .sort(),
            ]),
        );
    const userOf = async (cloud: EmbeddedCloud, project: "admin" | "demo") =>
        (await Nova.connect(cloud.cloudsYaml({ project }))).userId;

    /** Where the state has each. */
    const clouds = async () =>
        (await stack.state()).resources
            .flatMap(({ urn, outputs }) => {
                const state = (outputs?.__state === undefined ? undefined : keptIn(outputs)) as
                    | { cloud: { name: string; region: string } }
                    | undefined;
                return state === undefined
                    ? []
                    : [`${urn.replace(/^.*::/, "")}: ${state.cloud.name} ${state.cloud.region}`];
            })
            .sort();

    it("is said by the argument, else by the stack's config, else by the environment; several fit in one stack", async () => {
        stack.write(`
            const compute = require("pulumi-openstack-compute");
            new compute.Keypair("argument", { cloud: "third" });
            new compute.Keypair("config");
            new compute.Keypair("region", { cloud: "first", region: "RegionTwo" });
        `);
        await stack.up();
        expect(standing()).toEqual({
            here: [`config of ${await userOf(here, "demo")}`, `region of ${await userOf(here, "admin")}`],
            there: [`argument of ${await userOf(there, "admin")}`],
        });
        expect(await clouds()).toEqual([
            "argument: third RegionOne",
            "config: second RegionOne",
            "region: first RegionTwo",
        ]);
    });

    it("is a reason to replace when it becomes another one, in words; the old one is deleted where it is", async () => {
        stack.setConfig("openstack-compute:cloud", undefined);
        stack.write(`
            const compute = require("pulumi-openstack-compute");
            new compute.Keypair("argument", { cloud: "second" });
            new compute.Keypair("config", { cloud: "second" });
            new compute.Keypair("region", { cloud: "first", region: "RegionOne" });
            new compute.Keypair("environment");
        `);
        const mark = [here, there].map((cloud) => cloud.mark());
        const result = await stack.up();
        const said = words(result);
        expect(said).toContain('keypair "argument": cloud third -> second: replace: it is in another cloud or region');
        expect(said).toContain(
            'keypair "region": region RegionTwo -> RegionOne: replace: it is in another cloud or region',
        );
        // To name the cloud that it is on already changes nothing but the state, by which a destroy goes.
        expect(result.ops("config")).toEqual(["update"]);
        const sent = [here, there].flatMap((cloud, at) => [...cloud.requestsSince(mark[at] ?? 0)]);
        const writes = sent.filter(({ method, service }) => method !== "GET" && service === "compute");
        expect(writes.map(({ method }) => method).sort()).toEqual(["DELETE", "DELETE", "POST", "POST", "POST"]);

        const [admin, demo] = [await userOf(here, "admin"), await userOf(here, "demo")];
        expect(standing()).toEqual({
            here: [`argument of ${demo}`, `config of ${demo}`, `environment of ${admin}`, `region of ${admin}`].sort(),
            there: [],
        });
        expect(await clouds()).toEqual([
            "argument: second RegionOne",
            "config: second RegionOne",
            "environment: first RegionOne",
            "region: first RegionOne",
        ]);
        await stack.destroy();
        expect(standing()).toEqual({ here: [], there: [] });
    });
});
