/**
 * Runs the shell scripts in `bed/`. Their standard output is progress, their standard error is the reason of a failure.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { repositoryRoot } from "../pulumi/recipe";
import { type Bed, PASSWORD } from "./releases";

/** The test bed cannot do this. The message says why, and what to do. */
export class OpenStackError extends Error {
    override readonly name = "OpenStackError";
}

/** Gets one line at a time. */
export type Progress = (line: string) => void;

export type Script = "install.sh" | "start.sh" | "stop.sh";

/** Runs one script to its end. It ends with this process, but the services that it started do not. */
export async function runScript(bed: Bed, script: Script, args: string[], progress: Progress): Promise<void> {
    const child = spawn("bash", [join(bedFolder(), script), ...args], {
        env: { ...process.env, ...settings(bed) },
        stdio: ["ignore", "pipe", "pipe"],
    });
    const kill = () => child.kill();
    process.once("exit", kill);
    const complaints: string[] = [];
    createInterface({ input: child.stdout }).on("line", progress);
    createInterface({ input: child.stderr }).on("line", (line) => complaints.push(line));
    try {
        await new Promise<void>((resolve, reject) => {
            child.on("error", reject);
            // Not "close": a service that it started may keep the pipes open.
            child.on("exit", (code, signal) => {
                if (code === 0) {
                    resolve();
                    return;
                }
                const command = [script, ...args].join(" ");
                const ending = `${command} of ${bed.release} ended with ${signal ?? `exit code ${code}`}.`;
                // The last lines may not have arrived yet.
                setImmediate(() => reject(new OpenStackError([...complaints.slice(-40), ending].join("\n"))));
            });
        });
    } finally {
        process.removeListener("exit", kill);
    }
}

/** The folder of the scripts. They are not compiled: they run from the sources. */
function bedFolder(): string {
    return join(repositoryRoot(), "tools", "openstack", "bed");
}

/** The settings that the scripts get. */
function settings(bed: Bed): Record<string, string> {
    const ports = Object.entries(bed.ports).map(([name, port]) => [
        `${name.replace(/[A-Z]/g, "_$&").toUpperCase()}_PORT`,
        String(port),
    ]);
    return {
        BED_RELEASE: bed.release,
        BED_ROOT: bed.root,
        BED_PASSWORD: PASSWORD,
        ...Object.fromEntries(ports),
    };
}
