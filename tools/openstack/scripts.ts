/** Runs the shell scripts in `bed/`: their standard output is progress, their standard error is why they failed. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { repositoryRoot } from "../pulumi/recipe";
import { type Bed, PASSWORD } from "./releases";

/** The test bed cannot do what was asked: the message says why, and what to do. */
export class OpenStackError extends Error {
    override readonly name = "OpenStackError";
}

/** Gets one line at a time. */
export type Progress = (line: string) => void;

export type Script = "install.sh" | "start.sh" | "stop.sh";

/** Runs one to its end. It dies with this process; what it has started for good does not. */
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
            // Not "close": a service that it started may hold the pipes open.
            child.on("exit", (code, signal) => {
                if (code === 0) {
                    resolve();
                    return;
                }
                const command = [script, ...args].join(" ");
                const ending = `${command} of ${bed.release} ended with ${signal ?? `exit code ${code}`}.`;
                // The last lines may still be on their way.
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

/** What the scripts know of the outside. */
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
