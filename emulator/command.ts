import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { EmbeddedCloud } from "./cloud";
import type { ProjectName } from "./credentials";

const USAGE = `Usage: pulumi-openstack-compute emulator [OPTIONS]

Runs an OpenStack cloud on this machine until it is interrupted.

  --port N          the port on 127.0.0.1 (default: any free one)
  --speed X         how many times faster than usual servers build, resize … (default: 1)
  --project NAME    demo (a member) or admin (an administrator; default: demo)
  --write FILE      write the clouds.yaml there, instead of printing it
  --help            tell this`;

/** `npx pulumi-openstack-compute emulator`: runs a cloud until SIGINT or SIGTERM. */
export async function run(argv: string[]): Promise<void> {
    const { values } = parseArgs({
        args: argv,
        options: {
            port: { type: "string", default: "0" },
            speed: { type: "string", default: "1" },
            project: { type: "string", default: "demo" },
            write: { type: "string" },
            help: { type: "boolean", short: "h", default: false },
        },
    });
    if (values.help) {
        console.log(USAGE);
        return;
    }
    const project = projectOf(values.project);
    const port = numberOf("--port", values.port, (value) => Number.isInteger(value) && value >= 0 && value < 65_536);
    const speed = numberOf("--speed", values.speed, (value) => value > 0);
    const cloud = await EmbeddedCloud.start({ port, speed });
    const yaml = cloud.cloudsYaml({ project });
    if (values.write === undefined) {
        console.log(`# clouds.yaml\n${yaml}`);
    } else {
        await writeFile(values.write, yaml, { mode: 0o600 });
    }
    const file = values.write ?? "clouds.yaml";
    console.log(`The cloud is at ${cloud.authUrl}. Use it with
    export OS_CLIENT_CONFIG_FILE=${file} OS_CLOUD=embedded
    pulumi up
Ctrl-C ends it, and everything in it.`);
    await interrupted();
    await cloud.stop();
}

function projectOf(name: string): ProjectName {
    if (name !== "admin" && name !== "demo") {
        throw new RangeError(`--project is admin or demo, not "${name}"`);
    }
    return name;
}

function numberOf(option: string, text: string, isFine: (value: number) => boolean): number {
    const value = Number(text);
    if (text === "" || !isFine(value)) {
        throw new RangeError(`${option} cannot be "${text}"`);
    }
    return value;
}

function interrupted(): Promise<void> {
    return new Promise((resolve) => {
        const end = () => {
            process.off("SIGINT", end);
            process.off("SIGTERM", end);
            resolve();
        };
        process.on("SIGINT", end);
        process.on("SIGTERM", end);
    });
}
