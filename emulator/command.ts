import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { EmbeddedCloud } from "./cloud";
import type { ProjectName } from "./credentials";

const USAGE = `Usage: pulumi-openstack-compute emulator [OPTIONS]

Runs an OpenStack cloud on this machine until it is interrupted.

  --port N          the port on 127.0.0.1 (default: any free one)
  --speed X         how many times faster than usual servers are built, resized … (default: 1)
  --project NAME    demo (a member) or admin (an administrator; default: demo)
  --allow-host NAME also answer requests for this host; can be repeated
  --write FILE      write a clouds.yaml to FILE instead of printing it
  --help            print this help`;

/** `npx pulumi-openstack-compute emulator`: runs a cloud until SIGINT or SIGTERM. */
export async function run(argv: string[]): Promise<void> {
    const { values } = parseArgs({
        args: argv,
        options: {
            port: { type: "string", default: "0" },
            speed: { type: "string", default: "1" },
            project: { type: "string", default: "demo" },
            "allow-host": { type: "string", multiple: true, default: [] },
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
    const cloud = await EmbeddedCloud.start({ port, speed, allowedHosts: values["allow-host"] });
    const yaml = cloud.cloudsYaml({ project });
    console.log(`The cloud is at ${cloud.authUrl}. ${await use(yaml, values.write)}
    pulumi up
Ctrl-C stops the cloud and deletes everything in it.`);
    await interrupted();
    await cloud.stop();
}

/** How to use the cloud, with a file that is written here or one that the user creates. */
async function use(yaml: string, file: string | undefined): Promise<string> {
    if (file === undefined) {
        return `Save this as clouds.yaml in your project's folder, or run it with --write FILE:\n\n${yaml}\nand use it with\n    export OS_CLOUD=embedded`;
    }
    await writeFile(file, yaml, { mode: 0o600 });
    // The provider runs in the program's folder, where a relative path would be another file.
    return `Use it with\n    export OS_CLIENT_CONFIG_FILE=${resolve(file)} OS_CLOUD=embedded`;
}

function projectOf(name: string): ProjectName {
    if (name !== "admin" && name !== "demo") {
        throw new RangeError(`--project must be admin or demo, not "${name}"`);
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
    return new Promise((ended) => {
        const end = () => {
            process.off("SIGINT", end);
            process.off("SIGTERM", end);
            ended();
        };
        process.on("SIGINT", end);
        process.on("SIGTERM", end);
    });
}
