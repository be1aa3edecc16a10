/**
 * The engine that this process serves: its address, and its log. Unlike standard output, the log takes a status for one
 * resource: the engine shows it on the resource's row and does not print it again under Diagnostics.
 */
import { createRequire } from "node:module";

/** Whether this is Pulumi's process for dynamic providers. */
export function isProviderProcess(): boolean {
    const [, script = ""] = process.argv;
    return /[/\\]dynamic-provider([/\\]|$)/.test(script);
}

/** Where the engine listens: `127.0.0.1:40125`. Undefined in any other process. */
export function engineAddress(): string | undefined {
    const [, , ...args] = process.argv;
    return isProviderProcess() ? args.findLast((argument) => /^[^/]+:\d+$/.test(argument)) : undefined;
}

export interface EngineLog {
    /**
     * Shows a status on the row of the resource with that URN; an empty URN means the stack's row. An empty message clears
     * the row. Rejects when the engine refuses it or does not answer.
     */
    status(urn: string, message: string): Promise<void>;
}

/** The log of the engine that this process serves; undefined where there is none. */
export function engineLog(): EngineLog | undefined {
    const address = engineAddress();
    const main = require.main?.filename;
    return address === undefined || main === undefined ? undefined : connectLog(address, main);
}

/** How long the engine may take to answer, in milliseconds. */
const PATIENCE = 5_000;

/**
 * `main` is Pulumi's `cmd/dynamic-provider/index.js`. Required from there, Pulumi and gRPC are the copies that this process has
 * loaded already; another copy would take a tenth of a second to load.
 */
export function connectLog(address: string, main: string): EngineLog {
    const pulumi = createRequire(main);
    const { credentials } = pulumi("@grpc/grpc-js") as Grpc;
    const { EngineClient } = pulumi("../../proto/engine_grpc_pb.js") as Services;
    const { LogRequest, LogSeverity } = pulumi("../../proto/engine_pb.js") as Messages;
    // The engine is on this machine: gRPC must not send this through the proxy of the environment.
    const client = new EngineClient(address, credentials.createInsecure(), { "grpc.enable_http_proxy": 0 });
    return {
        status: (urn, message) =>
            new Promise((resolve, reject) => {
                const request = new LogRequest();
                request.setSeverity(LogSeverity.INFO);
                request.setUrn(urn);
                request.setMessage(message);
                request.setEphemeral(true);
                client.log(request, { deadline: Date.now() + PATIENCE }, (error) =>
                    error === null ? resolve() : reject(error),
                );
            }),
    };
}

/** What is used of `@grpc/grpc-js`, which is Pulumi's dependency and not ours. */
interface Grpc {
    credentials: { createInsecure(): unknown };
}

interface Services {
    EngineClient: new (address: string, credentials: unknown, options: Record<string, number>) => Client;
}

type Messages = typeof import("@pulumi/pulumi/proto/engine_pb");

interface Client {
    log(request: unknown, options: { deadline: number }, answered: (error: Error | null) => void): void;
}
