/** The engine's events during a command: the lines of its event log, as they are written. */
import { existsSync, openSync, readSync } from "node:fs";

export type Op = string;

/** One resource of the program, in the words of this package. */
export interface Subject {
    /** `Server` */
    kind: string;
    /** The logical name. */
    name: string;
    /** `server "front"` */
    title: string;
}

export type EngineEvent =
    /** A step begins. In a preview it is proposed. */
    | { kind: "begin"; op: Op; subject: Subject }
    | { kind: "end"; op: Op; subject: Subject }
    | { kind: "failed"; op: Op; subject: Subject }
    /** A message of the provider, the program or the engine. */
    | { kind: "said"; severity: "info" | "warning" | "error"; text: string }
    /** How many resources of each operation. */
    | { kind: "summary"; changes: Readonly<Record<Op, number>> };

const NOUNS: Readonly<Record<string, string>> = {
    Server: "server",
    Keypair: "keypair",
    FloatingIp: "floating IP",
    SecurityGroup: "security group",
    Flavor: "flavor",
};

/** The parts of an event that are used. The log is the CLI's own, so its shape is not validated. */
interface Raw {
    resourcePreEvent?: { metadata: { op: string; urn: string } };
    resOutputsEvent?: { metadata: { op: string; urn: string } };
    resOpFailedEvent?: { metadata: { op: string; urn: string } };
    diagnosticEvent?: { severity: string; message: string };
    summaryEvent?: { resourceChanges?: Record<string, number> };
}

/** One line of the log; undefined if it says nothing about the program's resources. */
export function readEvent(line: string): EngineEvent | undefined {
    const raw = JSON.parse(line) as Raw;
    const step = raw.resourcePreEvent ?? raw.resOutputsEvent ?? raw.resOpFailedEvent;
    if (step !== undefined) {
        const subject = subjectOf(step.metadata.urn);
        const kind = raw.resourcePreEvent ? "begin" : raw.resOutputsEvent ? "end" : "failed";
        return subject === undefined ? undefined : { kind, op: step.metadata.op, subject };
    }
    if (raw.diagnosticEvent !== undefined) {
        const { severity, message } = raw.diagnosticEvent;
        const known = severity === "error" || severity === "warning" ? severity : "info";
        return severity === "debug" ? undefined : { kind: "said", severity: known, text: message.trim() };
    }
    return raw.summaryEvent === undefined
        ? undefined
        : { kind: "summary", changes: raw.summaryEvent.resourceChanges ?? {} };
}

/** Of a URN's resource; undefined for the stack and its providers. */
export function subjectOf(urn: string): Subject | undefined {
    const [, , type = "", name = ""] = urn.split("::");
    const kind = type.split(":").at(-1) ?? "";
    const noun = NOUNS[kind];
    return noun === undefined ? undefined : { kind, name, title: `${noun} "${name}"` };
}

/** Reads a file that another process is writing: the complete lines since the last read. */
export class GrowingFile {
    private file: number | undefined;
    private rest = "";

    constructor(private readonly path: string) {}

    newLines(): string[] {
        if (this.file === undefined) {
            if (!existsSync(this.path)) {
                return [];
            }
            this.file = openSync(this.path, "r");
        }
        const chunks: Buffer[] = [];
        const buffer = Buffer.alloc(65_536);
        for (let length = readSync(this.file, buffer); length > 0; length = readSync(this.file, buffer)) {
            chunks.push(Buffer.from(buffer.subarray(0, length)));
        }
        const lines = (this.rest + Buffer.concat(chunks).toString("utf8")).split("\n");
        this.rest = lines.pop() ?? "";
        return lines.filter((line) => line !== "");
    }
}
