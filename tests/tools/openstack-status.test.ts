import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bed, bedOf } from "../../tools/openstack/releases";
import { describe as inWords, markReady, statusOf } from "../../tools/openstack/status";

/** A folder as the scripts leave it, whose only process is this one, and whose APIs are all one small server. */
let root: string;
let api: Server;
let bed: Bed;

beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), "bed-"));
    mkdirSync(join(root, "run"));
    api = createServer((_, response) => {
        response.end(JSON.stringify({ versions: [{ id: "v2.1", version: "2.93" }] }));
    });
    await new Promise<void>((listening) => api.listen(0, "127.0.0.1", listening));
    const { port } = api.address() as AddressInfo;
    const real = bedOf("zed", {});
    const ports = Object.fromEntries(Object.keys(real.ports).map((name) => [name, port])) as Bed["ports"];
    bed = { ...real, root, ports };
});

afterEach(async () => {
    await new Promise((closed) => api.close(closed));
    rmSync(root, { recursive: true });
});

function install(): void {
    writeFileSync(join(root, "installed"), "180231140 343\nkeystone 22.0.2\nnova 26.2.2\n");
}

function writePid(name: string, start = startOfThisProcess()): void {
    writeFileSync(join(root, "run", `${name}.pid`), `${process.pid} ${start}\n`);
}

function startOfThisProcess(): string {
    const stat = readFileSync("/proc/self/stat", "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

const onLinux = process.platform === "linux" ? describe : describe.skip;

onLinux("the status of a test bed", () => {
    it("is not installed where nothing is", async () => {
        const status = await statusOf(bed);

        expect(status).toMatchObject({ installed: false, healthy: false });
        expect(inWords(bed, status)).toEqual(["zed: not installed"]);
    });

    it("is stopped where no process runs, whoever answers on its ports", async () => {
        install();

        const status = await statusOf(bed);

        expect(status.apis.nova).toBe(false);
        expect(inWords(bed, status)).toEqual(["zed: stopped, Nova 26.2.2"]);
    });

    it("is healthy when a start came to its end, every process is there and every API answers", async () => {
        install();
        writePid("nova-api");
        markReady(bed);

        const status = await statusOf(bed);

        expect(status).toMatchObject({ healthy: true, microversion: "2.93", processes: { "nova-api": true } });
        expect(inWords(bed, status)[0]).toBe(
            "zed: running, Nova 26.2.2, microversions to 2.93; 1 processes; Identity at http://127.0.0.1:5000/v3",
        );
    });

    it("is not healthy while it starts", async () => {
        install();
        writePid("nova-api");

        expect((await statusOf(bed)).healthy).toBe(false);
    });

    it("misses a process that has ended, though its file is gone too", async () => {
        install();
        writePid("nova-api");
        writePid("nova-compute-1");
        markReady(bed);
        rmSync(join(root, "run", "nova-compute-1.pid"));

        const status = await statusOf(bed);

        expect(status.healthy).toBe(false);
        expect(inWords(bed, status)).toContain("    have ended: nova-compute-1");
    });

    it("takes a process that got an old one's id for another", async () => {
        install();
        writePid("nova-api", "1");

        expect((await statusOf(bed)).processes).toEqual({ "nova-api": false });
    });
});
