import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { EmbeddedCloud } from "../../emulator";
import { Nova } from "../support/nova";
import { Stack } from "../support/stack";
import { filesIn, Installation, manifest, type Project, pack } from "./installation";
import { COMMONJS, everyKind, MODULE, TYPESCRIPT } from "./programs";

/** As `pulumi new typescript` writes it, without its `skipLibCheck`: our declarations must hold on their own. */
const COMPILER_OPTIONS = { strict: true, target: "es2020", types: [], forceConsistentCasingInFileNames: true };

let cloud: EmbeddedCloud;
/** At first without TypeScript: Pulumi then compiles with its own 3.8.3. */
let installed: Installation;

beforeAll(async () => {
    cloud = await EmbeddedCloud.start({ speed: 50 });
    installed = await Installation.create("npm");
});

afterAll(async () => {
    installed?.dispose();
    await cloud?.stop();
});

/** Runs a project's `up`, and finds its server in the cloud. */
async function up(
    project: Project,
    after?: (stack: Stack, nova: Nova, server: unknown) => Promise<void>,
    env: Record<string, string> = {},
) {
    const stack = await Stack.create({ cloud, project, env });
    try {
        expect((await stack.up()).ops("web")).toEqual(["create"]);
        const { server } = await stack.outputs();
        const nova = await Nova.connect(cloud.cloudsYaml());
        expect(await nova.get(`/servers/${server}`)).toMatchObject({ server: { status: "ACTIVE" } });
        await after?.(stack, nova, server);
    } finally {
        await stack.dispose();
    }
}

function tsc(project: Project, ...args: string[]): Promise<string> {
    return installed.run(
        process.execPath,
        [join(installed.folder, "node_modules/typescript/bin/tsc"), ...args],
        project.folder,
    );
}

describe("the tarball", () => {
    it("has what package.json points to, and nothing that a user has no use for", async () => {
        const files = await filesIn(await pack(join(installed.folder, "look")));

        const targets = Object.values(manifest.exports).flatMap((target) =>
            typeof target === "string" ? [target] : [target.types, target.default],
        );
        for (const target of [manifest.main, manifest.types, ...Object.values(manifest.bin), ...targets]) {
            expect(files).toContain(target.replace(/^\.\//, ""));
        }
        const strangers = files.filter(
            (file) => !/^(dist\/(sdk|provider|emulator|cli)|docs|examples)\/|^[\w.]+$/.test(file),
        );
        expect(strangers).toEqual([]);
        expect(files.filter((file) => /\.tsbuildinfo$|\.test\./.test(file))).toEqual([]);
        expect(files).toContain("dist/sdk/generated/server.js.map");
    });
});

describe("installed by npm", () => {
    it("serves a JavaScript program", () =>
        up(installed.project("javascript", { "index.js": COMMONJS }), async (stack, nova, server) => {
            await stack.destroy();
            expect(await nova.isGone(`/servers/${server}`)).toBe(true);
        }));

    it("serves a JavaScript module", () => up(installed.project("module", { "index.mjs": MODULE })));

    it("serves a TypeScript program that is compiled by the TypeScript inside Pulumi", async () => {
        const project = installed.project("vendored", { "index.ts": TYPESCRIPT });
        expect(() => createRequire(join(project.folder, "index.ts")).resolve("typescript")).toThrow(
            "Cannot find module",
        );

        await up(project);
    });
});

describe("installed by npm beside TypeScript 5.9", () => {
    beforeAll(() => installed.install(manifest.version, { typescript: "~5.9.3" }));

    it("serves a TypeScript program that is type-checked by it", async () => {
        const project = installed.project("typescript", {
            "index.ts": TYPESCRIPT,
            "tsconfig.json": JSON.stringify({
                compilerOptions: { ...COMPILER_OPTIONS, module: "commonjs", moduleResolution: "node10", outDir: "bin" },
                files: ["index.ts"],
            }),
        });

        await tsc(project, "--noEmit");
        await up(project, undefined, { PULUMI_NODEJS_TRANSPILE_ONLY: "true" });
    });

    it("serves a TypeScript module", async () => {
        const project = installed.project(
            "typescript-module",
            {
                "bin/index.js": "",
                "index.ts": TYPESCRIPT,
                "tsconfig.json": JSON.stringify({
                    compilerOptions: { ...COMPILER_OPTIONS, module: "node16", outDir: "bin" },
                    files: ["index.ts"],
                }),
            },
            { type: "module" },
        );

        await tsc(project);
        await up(project);
    });

    it("has the examples, which compile as they are when they are copied out", async () => {
        const folder = join(installed.folder, "examples");
        cpSync(join(installed.folder, "node_modules/pulumi-openstack-compute/examples"), folder, { recursive: true });
        const names = readdirSync(folder);
        expect(names).toEqual(expect.arrayContaining(["quickstart", "server", "server-group", "functions"]));
        const { compilerOptions } = JSON.parse(readFileSync(join(folder, "server", "tsconfig.json"), "utf8"));
        // All at once, by the options that each has.
        const files = names.map((name) => `${name}/index.ts`);
        writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));

        await tsc({ folder, main: "" }, "--noEmit");
    });

    it("lets TypeScript refuse a misspelled argument", async () => {
        const project = installed.project("misspelled", {
            "index.ts": TYPESCRIPT.replace("keyName:", "keyname:"),
            "tsconfig.json": JSON.stringify({
                compilerOptions: { ...COMPILER_OPTIONS, module: "commonjs", moduleResolution: "node10" },
                files: ["index.ts"],
            }),
        });

        await expect(tsc(project, "--noEmit")).rejects.toThrow(/'keyname' does not exist in type 'ServerArgs'/);
    });

    it("has its command, and an emulator to import", async () => {
        const help = await installed.run("npx", ["--no-install", "pulumi-openstack-compute", "--help"]);
        expect(help).toContain("Usage: pulumi-openstack-compute COMMAND");

        const script = `const { EmbeddedCloud } = require("pulumi-openstack-compute/emulator");
            EmbeddedCloud.start().then((cloud) => { console.log(cloud.authUrl); return cloud.stop(); });`;
        expect(await installed.run(process.execPath, ["-e", script])).toContain("/identity/v3");
    });
});

describe("an upgrade", () => {
    it("proposes no change, because the state of every kind names the provider by the same short text", async () => {
        const projectId = cloud.inspect().projects.find(({ name }) => name === "demo")?.id ?? "";
        const project = installed.project("upgrade", { "index.js": everyKind(projectId) });
        const admin = { cloudsYaml: () => cloud.cloudsYaml({ project: "admin" }) };
        const stack = await Stack.create({ cloud: admin, project });
        try {
            await stack.up();
            await installed.install("99.0.0");

            const preview = await stack.preview({ expectNoChanges: true });

            expect(Object.keys(preview.changes)).toEqual(["same"]);
            const { resources } = await stack.state();
            const ours = resources.filter(
                ({ type }) => type.startsWith("pulumi-nodejs:") && !type.endsWith(":StackIdentity"),
            );
            const texts = ours.map(({ inputs }) => String(inputs?.__provider));
            expect(ours).toHaveLength(((await stack.outputs()).kinds as string[]).length);
            expect(new Set(texts).size).toBe(1);
            expect(texts[0]?.length).toBeLessThan(200);
            await stack.destroy();
        } finally {
            await stack.dispose();
        }
    });
});
