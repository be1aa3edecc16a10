/** Whether an error is one for a user: of a class of the provider's, and naming the operation, the resource and the request. */
import {
    CloudError,
    ConfigurationError,
    ConnectionError,
    InvalidAnswerError,
    MicroversionError,
    UnaddressableError,
} from "../../provider/cloud/errors";
import { InitFailure } from "../../provider/host/dynamic/failures";
import { WrongCloudError } from "../../provider/lifecycle/same-cloud";
import { WaitFailedError, WaitTimeoutError } from "../../provider/wait/wait";
import type { Wrong } from "./assail";

/** Their messages begin with the resource and the operation, and have the request id. */
const OF_A_REQUEST = [CloudError, ConnectionError, InvalidAnswerError];
const OTHERS = [
    ConfigurationError,
    MicroversionError,
    UnaddressableError,
    WaitFailedError,
    WaitTimeoutError,
    WrongCloudError,
];
/** What a message of theirs says, also where an operation that ended half-way has nothing but the message. */
const SAYS_REQUEST = /\(HTTP \d+\)|the cloud's answer was not understood|could not be reached or gave no answer/;

/** What JavaScript, axios and zod say of themselves. */
const RAW =
    /Maximum call stack|Cannot (?:read|set) propert|is not (?:a function|iterable|defined|valid JSON)|Invalid (?:string length|time value|URL)|Unexpected (?:token|end of)|axios|Zod|invalid_type|ERR_[A-Z_]+|\bundefined\b|\[object|heap|at async |\n\s+at |\b[Nn]a[Nn]\b/i;
/** Terminals obey some of these, and none belongs in a message. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const LONGEST = 4_000;

export function complaintsAbout(failure: unknown): Wrong[] {
    const raw = (what: string): Wrong => ({ kind: "raw error", what: `${what}: ${tell(failure)}` });
    if (!(failure instanceof Error)) {
        return [raw("what is thrown is no error")];
    }
    if (/waits for something that never comes/.test(failure.message)) {
        return [{ kind: "hang", what: failure.message }];
    }
    const origin = originOf(failure);
    const { message } = failure;
    const ofRequest = OF_A_REQUEST.some((kind) => origin instanceof kind) || SAYS_REQUEST.test(message);
    return [
        ...(ofRequest || OTHERS.some((kind) => origin instanceof kind) || isPlain(origin)
            ? []
            : [raw(`it is a ${origin.name}`)]),
        ...(RAW.test(message) ? [raw("it is raw")] : []),
        ...(CONTROLS.test(message) ? [raw("it has control characters")] : []),
        ...(message.length > LONGEST ? [raw(`it has ${message.length} characters`)] : []),
        ...(ofRequest && !/\[request id [^\]]+\]/.test(message) ? [raw("it names no request")] : []),
        ...(ofRequest && !/^.+: .+: .+/s.test(message) ? [raw("it names no resource or no operation")] : []),
    ];
}

/** A sentence of the provider's own, as of a name that is in no list. */
function isPlain(error: Error): boolean {
    return /^(?:Error|ReferenceError_|LockedError|NotTheOnlyOneError|TakenTwiceError|InitFailure)$/.test(
        error.constructor.name,
    );
}

/** Pulumi's contract wraps what went wrong: as a cause, or as reasons beside what exists. */
function originOf(error: Error): Error {
    return !(error instanceof InitFailure) && error.cause instanceof Error ? originOf(error.cause) : error;
}

function tell(failure: unknown): string {
    const text = failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure);
    return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
