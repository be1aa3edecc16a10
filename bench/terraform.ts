/** The same servers with Terraform and its OpenStack provider. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { cacheFolder } from "../tools/cache";
import { findProgram } from "../tools/pulumi/path";
import { repositoryRoot } from "../tools/pulumi/recipe";
import type { Shape } from "./programs";
import { secondsOf } from "./seconds";

/** The module to build, and its version. */
const PROVIDER: Module = {
    path: "github.com/terraform-provider-openstack/terraform-provider-openstack/v3",
    version: "v3.4.0",
    program: "terraform-provider-openstack",
};
/** The last one under the Mozilla licence. */
const TERRAFORM: Module = { path: "github.com/hashicorp/terraform", version: "v1.5.7", program: "terraform" };

const SOURCE = "terraform-provider-openstack/openstack";

export type TerraformCommand = "apply" | "plan" | "refresh" | "destroy";

const ARGUMENTS: Readonly<Record<TerraformCommand, readonly string[]>> = {
    apply: ["apply", "-auto-approve"],
    // Exit code 0: no changes proposed.
    plan: ["plan", "-detailed-exitcode"],
    refresh: ["apply", "-refresh-only", "-auto-approve"],
    destroy: ["destroy", "-auto-approve"],
};

/** Terraform's default parallelism. */
export const DEFAULT_PARALLELISM = 10;

/** The name in the report. */
export const TITLE = `terraform-provider-openstack ${PROVIDER.version}`;

/** Terraform and its provider. */
export class Terraform {
    private constructor(
        private readonly command: string,
        private readonly providerFolder: string,
    ) {}

    /** The terraform (or tofu) on the PATH; otherwise it is built once with Go, like the provider. */
    static async find(): Promise<Terraform> {
        const path = (process.env.PATH ?? "").split(delimiter);
        const command = findProgram("terraform", path) ?? findProgram("tofu", path) ?? (await built(TERRAFORM));
        return new Terraform(command, dirname(await built(PROVIDER)));
    }

    /** One working directory on one cloud. `parallel`: the number of operations at once. Default: Terraform's. */
    stack(cloudsYaml: string, parallel?: number): TerraformStack {
        const work = join(repositoryRoot(), ".work", "bench");
        mkdirSync(work, { recursive: true });
        const folder = mkdtempSync(join(work, `terraform-${process.pid}-`));
        writeFileSync(join(folder, "clouds.yaml"), cloudsYaml, { mode: 0o600 });
        writeFileSync(
            join(folder, "cli.tfrc"),
            `provider_installation {\n  dev_overrides {\n    ${JSON.stringify(SOURCE)} = ${JSON.stringify(this.providerFolder)}\n  }\n  direct {}\n}\n`,
        );
        return new TerraformStack(this.command, folder, parallel);
    }
}

export class TerraformStack {
    constructor(
        private readonly command: string,
        private readonly folder: string,
        private readonly parallel: number | undefined,
    ) {}

    /** Seconds. */
    async run(command: TerraformCommand, shape: Shape): Promise<number> {
        writeFileSync(join(this.folder, "main.tf"), program(shape));
        const parallelism = this.parallel === undefined ? [] : [`-parallelism=${this.parallel}`];
        const args = [...ARGUMENTS[command], "-input=false", "-no-color", ...parallelism];
        const env = {
            ...process.env,
            TF_CLI_CONFIG_FILE: join(this.folder, "cli.tfrc"),
            CHECKPOINT_DISABLE: "1",
            OS_CLIENT_CONFIG_FILE: join(this.folder, "clouds.yaml"),
            OS_CLOUD: "bench",
        };
        return secondsOf(() => run(this.command, args, { cwd: this.folder, env }));
    }

    end(): void {
        rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
    }
}

function program({ count, flavor, image, network, metadata = {} }: Shape): string {
    const all = Object.entries(metadata).map(([key, value]) => `    ${JSON.stringify(key)} = ${JSON.stringify(value)}`);
    return [
        `terraform {\n  required_providers {\n    openstack = { source = ${JSON.stringify(SOURCE)} }\n  }\n}`,
        'provider "openstack" {}',
        'resource "openstack_compute_instance_v2" "server" {',
        `  count       = ${count}`,
        '  name        = format("bench-terraform-%d", count.index)',
        `  flavor_name = ${JSON.stringify(flavor)}`,
        `  image_name  = ${JSON.stringify(image)}`,
        `  metadata = {\n${all.join("\n")}\n  }`,
        `  network {\n    name = ${JSON.stringify(network)}\n  }`,
        "}",
        "",
    ].join("\n");
}

interface Module {
    path: string;
    version: string;
    /** The name of its main package. */
    program: string;
}

/** The path of a Go module's program, in the user's cache. */
async function built({ path, version, program }: Module): Promise<string> {
    const file = join(cacheFolder(process.env), `${program}-${version}`, program);
    if (!existsSync(file)) {
        process.stderr.write(`building ${path}@${version} from its Go module, once\n`);
        // If the checksum database does not know a module, the module proxy's own sums are used.
        const env = { ...process.env, GOSUMDB: "off" };
        const source = await run("go", ["mod", "download", "-json", `${path}@${version}`], { env });
        const { Dir: cwd } = JSON.parse(source) as { Dir: string };
        await run("go", ["build", "-trimpath", "-o", file, "."], { cwd, env });
    }
    return file;
}

interface RunOptions {
    cwd?: string;
    env: NodeJS.ProcessEnv;
}

/** What it printed. */
async function run(command: string, args: readonly string[], options: RunOptions): Promise<string> {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
        stderr += text;
    });
    const code = await new Promise<number | null>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", resolve);
    });
    if (code !== 0) {
        throw new Error(`${command} ${args.join(" ")} failed (${code}):\n${`${stdout}${stderr}`.slice(-4_000)}`);
    }
    return stdout;
}
