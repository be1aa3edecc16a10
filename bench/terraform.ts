/** The same servers with Terraform and its OpenStack provider, which is built from its Go module once. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cacheFolder } from "../tools/cache";
import { findProgram } from "../tools/pulumi/path";
import { repositoryRoot } from "../tools/pulumi/recipe";
import type { Shape } from "./programs";

const MODULE = "github.com/terraform-provider-openstack/terraform-provider-openstack/v3";
const VERSION = "v3.4.0";
const SOURCE = "terraform-provider-openstack/openstack";

export type TerraformCommand = "apply" | "plan" | "refresh" | "destroy";

const ARGUMENTS: Readonly<Record<TerraformCommand, readonly string[]>> = {
    apply: ["apply", "-auto-approve"],
    // 0: nothing is proposed.
    plan: ["plan", "-detailed-exitcode"],
    refresh: ["apply", "-refresh-only", "-auto-approve"],
    destroy: ["destroy", "-auto-approve"],
};

/** The programs that it takes. @throws Error that says what is missing. */
export class Terraform {
    static readonly title = `terraform-provider-openstack ${VERSION}`;

    private constructor(
        private readonly command: string,
        private readonly providerFolder: string,
    ) {}

    static async find(): Promise<Terraform> {
        const path = (process.env.PATH ?? "").split(delimiter);
        const command = findProgram("terraform", path) ?? findProgram("tofu", path);
        if (command === undefined) {
            throw new Error("--terraform: there is no terraform (or tofu) on the PATH");
        }
        const folder = join(cacheFolder(process.env), `terraform-provider-openstack-${VERSION}`);
        if (!existsSync(join(folder, "terraform-provider-openstack"))) {
            process.stderr.write(`building ${MODULE}@${VERSION} from its Go module, once\n`);
            mkdirSync(folder, { recursive: true });
            // A checksum database that does not know it cannot be asked; Go's own sums of the module proxy remain.
            await run("go", ["install", `${MODULE}@${VERSION}`], {
                env: { ...process.env, GOBIN: folder, GOSUMDB: "off" },
            });
        }
        return new Terraform(command, folder);
    }

    /** One working directory on one cloud. */
    stack(cloudsYaml: string, parallel: number): TerraformStack {
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
        private readonly parallel: number,
    ) {}

    /** Seconds. */
    async run(command: TerraformCommand, shape: Shape): Promise<number> {
        writeFileSync(join(this.folder, "main.tf"), program(shape));
        const began = process.hrtime.bigint();
        await run(this.command, [...ARGUMENTS[command], "-input=false", "-no-color", `-parallelism=${this.parallel}`], {
            cwd: this.folder,
            env: {
                ...process.env,
                TF_CLI_CONFIG_FILE: join(this.folder, "cli.tfrc"),
                CHECKPOINT_DISABLE: "1",
                OS_CLIENT_CONFIG_FILE: join(this.folder, "clouds.yaml"),
                OS_CLOUD: "bench",
            },
        });
        return Number(process.hrtime.bigint() - began) / 1e9;
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
        // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's own interpolation.
        '  name        = "bench-terraform-${count.index}"',
        `  flavor_name = ${JSON.stringify(flavor)}`,
        `  image_name  = ${JSON.stringify(image)}`,
        `  metadata = {\n${all.join("\n")}\n  }`,
        `  network {\n    name = ${JSON.stringify(network)}\n  }`,
        "}",
        "",
    ].join("\n");
}

interface RunOptions {
    cwd?: string;
    env: NodeJS.ProcessEnv;
}

async function run(command: string, args: readonly string[], options: RunOptions): Promise<void> {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => {
            printed += text;
        });
    }
    const code = await new Promise<number | null>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", resolve);
    });
    if (code !== 0) {
        throw new Error(`${command} ${args.join(" ")} failed (${code}):\n${printed.slice(-4_000)}`);
    }
}
