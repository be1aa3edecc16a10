/** The provider's process ends when its engine is gone, and not before. */
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { PassThrough } from "node:stream";
import { watch } from "../../../../provider/host/dynamic/end-with-pulumi";

/** An engine, in as much as somebody listens at its address. */
async function engine(): Promise<{ server: Server; address: string }> {
    const server = createServer((socket) => socket.resume()).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    return { server, address: `127.0.0.1:${port}` };
}

async function close(server: Server): Promise<void> {
    server.close();
    await once(server, "close");
}

/** Resolves when the process would end. */
function watched(signs: { pipe?: PassThrough; address: string }): { ended: Promise<void>; hasEnded: () => boolean } {
    let has = false;
    const ended = new Promise<void>((resolve) => {
        const { pipe, address } = signs;
        watch({
            pipe,
            engine: address,
            interval: 1,
            end: () => {
                has = true;
                resolve();
            },
        });
    });
    return { ended, hasEnded: () => has };
}

test("it ends when the pipe of a CLI that is gone ends", async () => {
    const { server, address } = await engine();
    const pipe = new PassThrough();
    const { ended, hasEnded } = watched({ pipe, address });
    await close(server);
    expect(hasEnded()).toBe(false);
    pipe.end();
    await ended;
});

test("a pipe that ends while the engine listens ends nothing; it ends when the engine is gone", async () => {
    const { server, address } = await engine();
    const pipe = new PassThrough();
    const { ended, hasEnded } = watched({ pipe, address });
    pipe.end();
    // Looked for twice, and found.
    await once(server, "connection");
    await once(server, "connection");
    expect(hasEnded()).toBe(false);
    await close(server);
    await ended;
});

test("without a pipe the engine is looked for", async () => {
    const { server, address } = await engine();
    const { ended, hasEnded } = watched({ address });
    await once(server, "connection");
    expect(hasEnded()).toBe(false);
    await close(server);
    await ended;
});
