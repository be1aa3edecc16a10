/** A proxy between the provider and the cloud, on a socket of its own: it puts answers on the wire, spoilt or not. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Front, World } from "../faults/world";
import type { Delivered } from "../support/spoil";

export interface SpoilingFront extends Front {
    /** Requests under another name than its own: something led the provider to another host. */
    readonly strays: number;
}

export async function openFront(world: World): Promise<SpoilingFront> {
    const { cloud, time } = world;
    let held = 0;
    let strays = 0;
    let url = "";
    const server = createServer((message, reply) => {
        void bodyOf(message).then((body) => {
            const { method = "GET", url: target = "/" } = message;
            const headers = Object.fromEntries(
                Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
            );
            const arriving = { method, url: `http://${headers.host}${target}`, headers, body };
            strays += url === `http://${headers.host}` ? 0 : 1;
            const giveUp = cloud.accept(arriving, (delivery) => {
                if (delivery === "dropped") {
                    reply.destroy();
                    return;
                }
                const spoil = world.takeSpoil();
                const delivered = spoil?.answer?.(delivery, arriving) ?? delivery;
                if (spoil?.wire === undefined) {
                    write(reply, method, delivered);
                    return;
                }
                const { socket } = message;
                const hold = () => {
                    held += 1;
                    socket.once("close", () => {
                        held -= 1;
                    });
                };
                spoil.wire({ socket, clock: time.clock, hold }, delivered);
            });
            reply.once("close", giveUp);
        });
    });
    // The other side hangs up on what it does not like.
    server.on("connection", (socket) => socket.on("error", () => socket.destroy()));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
        url,
        get held() {
            return held + cloud.held;
        },
        get strays() {
            return strays;
        },
        stop: () =>
            new Promise((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            }),
    };
}

async function bodyOf(message: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) {
        chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks).toString();
}

function write(reply: ServerResponse, method: string, { status, headers, text }: Delivered): void {
    reply.statusCode = status;
    // The cloud's time is not the machine's: by its Date, every token would have ended.
    reply.sendDate = false;
    for (const [name, value] of Object.entries(headers)) {
        reply.setHeader(name, typeof value === "string" ? value : [...value]);
    }
    reply.end(method === "HEAD" || status === 204 ? undefined : text);
}
