/**
 * Ends the provider's process when the Pulumi CLI that it serves has been killed. A CLI that ends by itself ends its
 * providers; after a SIGKILL nobody does, and each would stay with its 100 MB.
 *
 * It ends at once, in the middle of whatever it does. Nothing more can get into a state, and the next `pulumi up` finds
 * what was created: a server says whose it is in the request that creates it. An operation that went on would be worse:
 * it would confirm a resize or attach a volume while the next `pulumi up` already decides what to do about them.
 */
import { connect, Socket } from "node:net";
import type { Readable } from "node:stream";
import { engineAddress, isProviderProcess } from "./engine-log";

/** What tells whether the CLI is there. */
export interface Signs {
    /** A pipe that the CLI holds open and never writes to. Undefined: this process has none. */
    pipe: Readable | undefined;
    /** Where the engine listens: `127.0.0.1:40125`. */
    engine: string;
    /** How often the engine is looked for where there is no pipe, or where it has ended too early. In milliseconds. */
    interval: number;
    /** Ends the process. */
    end(): void;
}

const INTERVAL = 2_000;

/** Anywhere else than in Pulumi's process for dynamic providers this does nothing. */
export function endWithPulumi(): void {
    if (!isProviderProcess() || !isFirst()) {
        return;
    }
    const end = () => process.exit(1);
    endOnBrokenOutput(end);
    const engine = engineAddress();
    if (engine !== undefined) {
        watch({ pipe: pipeIn(process.stdin), engine, interval: INTERVAL, end });
    }
}

/**
 * The class of the stream tells. `fstatSync` would too, but after it has seen a pipe, Node.js 20 no longer resolves symbolic
 * links to modules, and the next `require` loads a second copy of the provider.
 */
function pipeIn(stdin: NodeJS.ReadStream): Readable | undefined {
    if (!(stdin instanceof Socket) || stdin.isTTY) {
        return undefined;
    }
    stdin.unref();
    return stdin;
}

/** Of a process that is watched already, perhaps by another copy of this module. */
const WATCHED = Symbol.for("pulumi-openstack-compute.endsWithPulumi");

function isFirst(): boolean {
    const marked = process as NodeJS.Process & { [WATCHED]?: true };
    const first = marked[WATCHED] !== true;
    marked[WATCHED] = true;
    return first;
}

/**
 * The end of the pipe alone proves nothing: a launcher may close it early. Only when nobody listens at the engine's
 * address any more is this process of no use.
 */
export function watch({ pipe, engine, interval, end }: Signs): void {
    const look = () => {
        whenRefused(engine, end);
        setTimeout(look, interval).unref();
    };
    if (pipe === undefined) {
        setTimeout(look, interval).unref();
    } else {
        pipe.once("end", look).once("error", look).resume();
    }
}

function whenRefused(address: string, refused: () => void): void {
    const [, host, port] = /^(.*):(\d+)$/.exec(address) ?? [];
    const socket = connect({ host: host?.replace(/^\[|\]$/g, ""), port: Number(port) });
    socket.unref();
    socket.once("connect", () => socket.destroy());
    socket.once("error", ({ code }: NodeJS.ErrnoException) => {
        if (code === "ECONNREFUSED") {
            refused();
        }
    });
}

/**
 * Nobody reads what is printed any more. Without this, Pulumi's handler of errors would print the error of that, which is
 * the next error, without end.
 */
function endOnBrokenOutput(end: () => void): void {
    for (const stream of [process.stdout, process.stderr]) {
        stream.on("error", ({ code }: NodeJS.ErrnoException) => {
            if (code === "EPIPE") {
                end();
            }
        });
    }
}
