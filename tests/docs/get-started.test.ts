/**
 * The README's "Get started", from an empty folder: each file is written and each command is run as it is printed, with the
 * package from a tarball instead of the registry, and the embedded cloud, started by the README's own command.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pulumiCommand } from "../../tools/pulumi/command";
import { manifest, pack } from "../package/installation";
import { Nova } from "../support/nova";
import { type Block, blocksOf, read } from "./blocks";

const run = promisify(execFile);
const readme = read("README.md");

function section(heading: string): Block[] {
    const [, below = ""] = readme.split(new RegExp(`^#+ ${heading}$`, "m"));
    return blocksOf("README.md", below.split(/^#+ /m)[0] ?? "");
}

/** The file that the words before a block name. */
function fileOf({ before }: Block): string {
    const named = [...before.matchAll(/`([\w./-]+\.(?:ts|yaml|json))`/g)].map(([, file]) => file).at(-1);
    if (named === undefined) {
        throw new Error(`no file is named before the block: ${before}`);
    }
    return named;
}

describe("the README's Get started", () => {
    const folder = mkdtempSync(join(tmpdir(), "get-started-"));
    const project = join(folder, "web");
    const clouds = join(project, "clouds.yaml");
    let env: NodeJS.ProcessEnv;
    let emulator: ChildProcess | undefined;

    const shell = (script: string) =>
        run("bash", ["-euo", "pipefail", "-c", script], { cwd: project, env, timeout: 300_000 });

    beforeAll(async () => {
        mkdirSync(project);
        const pulumi = await pulumiCommand();
        env = {
            ...process.env,
            ...pulumi.env,
            HOME: folder,
            npm_config_cache: (await run("npm", ["config", "get", "cache"])).stdout.trim(),
            npm_config_prefer_offline: "true",
            PULUMI_HOME: join(folder, "home"),
            PULUMI_CONFIG_PASSPHRASE: "test",
            // What a user types at a prompt.
            PULUMI_SKIP_CONFIRMATIONS: "true",
        };
    });
    afterAll(() => {
        // As Ctrl-C: npx and what it has started.
        if (emulator?.pid !== undefined) {
            process.kill(-emulator.pid, "SIGINT");
        }
        rmSync(folder, { recursive: true, force: true });
    });

    it("leads from an empty folder to a running server, and its change is previewed as it says", async () => {
        const steps = section("Get started");
        const install = steps.findIndex(({ text }) => text.includes("npm install"));
        const tarball = await pack(join(folder, "tarball"));
        const versioned = `@pulumi/pulumi@${manifest.devDependencies["@pulumi/pulumi"]}`;
        await shell(
            (steps[install]?.text ?? "")
                .replace("pulumi-openstack-compute", tarball)
                .replace("@pulumi/pulumi", versioned),
        );

        const [command] = section("The embedded cloud").filter(({ language }) => language === "sh");
        emulator = spawn("bash", ["-c", `exec ${command?.text}`], {
            detached: true,
            cwd: project,
            env,
            stdio: ["ignore", "pipe", "inherit"],
        });
        await written(emulator, clouds);
        const cloudsYaml = readFileSync(clouds, "utf8");
        const [, entry = ""] = /^ {2}(\w+):$/m.exec(cloudsYaml) ?? [];

        let output = "";
        for (const step of steps.slice(install + 1)) {
            if (step.language === "sh") {
                // `--local` is this user's own home, whatever HOME says.
                const script = step.text.replace("pulumi login --local", `pulumi login file://${folder}`);
                await shell(script.replace(/OS_CLOUD=\w+/, `OS_CLOUD=${entry}`));
            } else if (step.language !== "") {
                writeFileSync(join(project, fileOf(step)), step.text);
            } else {
                output = step.text.trim();
            }
        }
        const nova = await Nova.connect(cloudsYaml);
        const { servers } = await nova.get<{ servers: { status: string }[] }>("/servers/detail");
        expect(servers.map(({ status }) => status)).toEqual(["ACTIVE"]);

        env = { ...env, OS_CLOUD: entry };
        const program = join(project, "index.ts");
        const [, old = "", wanted = ""] = / (\S+) -> (\S+):/.exec(output) ?? [];
        writeFileSync(program, readFileSync(program, "utf8").replace(`"${old}"`, `"${wanted}"`));
        expect((await shell("pulumi preview --color never")).stdout).toContain(output);

        await shell("pulumi destroy");
        expect((await nova.get<{ servers: unknown[] }>("/servers")).servers).toEqual([]);
    });
});

/** Ends when the cloud has printed that it is there, its clouds.yaml written. */
async function written(cloud: ChildProcess, file: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
        cloud.stdout?.on("data", () => existsSync(file) && resolve());
        cloud.once("exit", (code) => reject(new Error(`the embedded cloud ended with ${code}`)));
    });
}
