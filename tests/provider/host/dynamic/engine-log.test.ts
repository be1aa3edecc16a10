/** The engine's log, spoken to as Pulumi's own engine is: over gRPC, with the messages of the SDK that is installed. */
import { createRequire } from "node:module";
import { connectLog, engineAddress, engineLog } from "../../../../provider/host/dynamic/engine-log";

/** Pulumi's own, of which `main` is given by the process. */
const MAIN = require.resolve("@pulumi/pulumi/cmd/dynamic-provider/index.js");
const pulumi = createRequire(MAIN);
const grpc = pulumi("@grpc/grpc-js");
const { EngineService } = pulumi("../../proto/engine_grpc_pb.js");
const { Empty } = pulumi("google-protobuf/google/protobuf/empty_pb");

type Logged = { getUrn(): string; getMessage(): string; getEphemeral(): boolean; getSeverity(): number };
type Answer = (error: object | null, answer?: object) => void;

async function engine(log: (request: Logged, answer: Answer) => void) {
    const server = new grpc.Server();
    server.addService(EngineService, {
        log: ({ request }: { request: Logged }, answer: Answer) => log(request, answer),
        getRootResource: () => undefined,
        setRootResource: () => undefined,
        startDebugging: () => undefined,
        requirePulumiVersion: () => undefined,
    });
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error: unknown, bound: number) =>
            error === null ? resolve(bound) : reject(error),
        );
    });
    return { address: `127.0.0.1:${port}`, end: () => server.forceShutdown() };
}

test("a status arrives as information that is not printed at the end", async () => {
    const logged: unknown[] = [];
    const { address, end } = await engine((request, answer) => {
        logged.push([request.getUrn(), request.getMessage(), request.getEphemeral(), request.getSeverity()]);
        answer(null, new Empty());
    });
    const log = connectLog(address, MAIN);
    await log.status("urn:web", "BUILD (spawning)");
    await log.status("", "");
    end();
    const INFO = 1;
    expect(logged).toEqual([
        ["urn:web", "BUILD (spawning)", true, INFO],
        ["", "", true, INFO],
    ]);
});

test("an engine that refuses a status, or is gone, is an error", async () => {
    const { address, end } = await engine((_request, answer) => answer({ code: grpc.status.UNIMPLEMENTED }));
    const log = connectLog(address, MAIN);
    await expect(log.status("urn:web", "BUILD")).rejects.toThrow("UNIMPLEMENTED");
    end();
    await expect(log.status("urn:web", "BUILD")).rejects.toThrow("UNAVAILABLE");
});

describe("its address", () => {
    const before = process.argv;
    afterEach(() => {
        process.argv = before;
    });

    test.each([
        [
            ["node", "/app/node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js", "127.0.0.1:40125"],
            "127.0.0.1:40125",
        ],
        [["node", "/app/node_modules/@pulumi/pulumi/cmd/dynamic-provider", "127.0.0.1:40125"], "127.0.0.1:40125"],
        [["node", "/app/node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js"], undefined],
        [["node", "/app/index.js", "127.0.0.1:40125"], undefined],
    ])("of %j is %s", (argv, address) => {
        process.argv = argv;
        expect(engineAddress()).toBe(address);
    });

    test("is none in a process that is not Pulumi's: there is no log", () => {
        expect(engineLog()).toBeUndefined();
    });
});
