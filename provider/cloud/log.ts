/**
 * The debug log. If OPENSTACK_COMPUTE_LOG names a file or `stderr`, each attempt is one line of JSON, without secrets.
 */

import { appendFileSync, openSync } from "node:fs";
import { errorCode } from "./error-code";
import { ConfigurationError } from "./errors";
import { type Redactor, redactBody, redactHeaders, redactStrings } from "./redact";

export interface LogEntry {
    /** Milliseconds since the epoch. */
    time: number;
    cloud: string;
    operation: string;
    attempt: number;
    method: string;
    url: string;
    microversion: string | undefined;
    milliseconds: number;
    requestId: string;
    request: { headers: Record<string, string>; body: unknown };
    answer?: { status: number; requestId: string | undefined; headers: Record<string, string>; body: unknown };
    failure?: string;
}

export interface Log {
    write(entry: LogEntry, redact: Redactor): void;
}

export const NO_LOG: Log = { write: () => undefined };

/**
 * Opens the log. A new file is readable by its owner only. Throws {@link ConfigurationError} if it cannot be opened.
 */
export function openLog(target: string | undefined): Log {
    if (target === undefined || target === "") {
        return NO_LOG;
    }
    const append = target === "stderr" ? toStderr : toFile(target);
    return { write: (entry, redact) => append(`${JSON.stringify(redactStrings(record(entry), redact))}\n`) };
}

function record(entry: LogEntry): object {
    const { time, request, answer, ...rest } = entry;
    return {
        time: new Date(time).toISOString(),
        ...rest,
        request: { headers: redactHeaders(request.headers), body: redactBody(request.body) },
        ...(answer === undefined
            ? {}
            : { answer: { ...answer, headers: redactHeaders(answer.headers), body: redactBody(answer.body) } }),
    };
}

function toStderr(line: string): void {
    process.stderr.write(line);
}

function toFile(path: string): (line: string) => void {
    try {
        const file = openLogFile(path);
        return untilItFails(path, (line) => appendFileSync(file, line));
    } catch (error) {
        const reason = errorCode(error) ?? "unknown reason";
        throw new ConfigurationError(`OPENSTACK_COMPUTE_LOG names ${path}, which cannot be written (${reason}).`);
    }
}

/** Only a new file gets its mode here. An existing file, perhaps a device, keeps its own. */
function openLogFile(path: string): number {
    try {
        return openSync(path, "ax", 0o600);
    } catch (error) {
        if (errorCode(error) === "EEXIST") {
            return openSync(path, "a");
        }
        throw error;
    }
}

/** A full disk ends the log, not the deployment: what was just created must still reach the state. */
function untilItFails(path: string, append: (line: string) => void): (line: string) => void {
    let open = true;
    return (line) => {
        if (!open) {
            return;
        }
        try {
            append(line);
        } catch (error) {
            open = false;
            process.stderr.write(
                `OPENSTACK_COMPUTE_LOG: ${path} cannot be written any more (${errorCode(error) ?? "unknown reason"}). The log ends here.\n`,
            );
        }
    };
}
