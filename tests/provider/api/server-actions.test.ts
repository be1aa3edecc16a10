import {
    addFloatingIp,
    changePassword,
    lockServer,
    rebuildServer,
    resizeServer,
    startServer,
} from "../../../provider/api";
import { MicroversionError } from "../../../provider/cloud/errors";
import { FakeCompute } from "./fake-compute";
import { bodyAt } from "./fixtures";

describe("an action on a server", () => {
    test("answers the request id under which the cloud knows it", async () => {
        const compute = new FakeCompute().answering({ status: 202, requestId: "req-5" });
        await expect(startServer(compute, "1", { resource: "server 1", deadline: 9 })).resolves.toEqual({
            requestId: "req-5",
        });
        expect(compute.onlyCall).toMatchObject({
            operation: "Start server",
            method: "POST",
            path: "/servers/1/action",
            body: { "os-start": null },
            resource: "server 1",
            deadline: 9,
        });
        expect(compute.onlyCall.microversion).toBeUndefined();
    });

    test("rebuild tells the new password, and sends the keys that it was given", async () => {
        const compute = new FakeCompute().answering({ body: bodyAt("001", 2304) });
        const rebuilt = await rebuildServer(compute, "1", { imageId: "i", key_name: null, microversion: "2.54" });
        expect(rebuilt).toEqual({ adminPass: bodyAt("001", 2304).server.adminPass, requestId: "req-1" });
        expect(compute.onlyCall).toMatchObject({
            microversion: "2.54",
            body: { rebuild: { imageRef: "i", key_name: null } },
        });
    });

    test("rebuild bears an answer without a body", async () => {
        const compute = new FakeCompute().answering({ status: 202 });
        await expect(rebuildServer(compute, "1", { imageId: "i" })).resolves.toEqual({
            adminPass: undefined,
            requestId: "req-1",
        });
    });

    test("resize sends the disk config only when told", async () => {
        const compute = new FakeCompute().answering({});
        await resizeServer(compute, "1", { flavorId: "2" });
        await resizeServer(compute, "1", { flavorId: "2", diskConfig: "MANUAL" });
        expect(compute.calls.map(({ body }) => body)).toEqual([
            { resize: { flavorRef: "2" } },
            { resize: { flavorRef: "2", "OS-DCF:diskConfig": "MANUAL" } },
        ]);
    });

    test("addFloatingIp may say which of the server's addresses", async () => {
        const compute = new FakeCompute().answering({});
        await addFloatingIp(compute, "1", { address: "198.51.100.7", fixedAddress: "10.0.0.2" });
        expect(compute.onlyCall.body).toEqual({
            addFloatingIp: { address: "198.51.100.7", fixed_address: "10.0.0.2" },
        });
    });

    test("lock with a reason needs 2.73, without one it does not", async () => {
        const compute = new FakeCompute().answering({});
        await lockServer(compute, "1", { reason: "audit" });
        await lockServer(compute, "1");
        expect(compute.calls.map(({ body, microversion }) => [body, microversion])).toEqual([
            [{ lock: { locked_reason: "audit" } }, "2.73"],
            [{ lock: null }, undefined],
        ]);
        expect(compute.calls.every(({ repeatable }) => repeatable)).toBe(true);
        await expect(lockServer(new FakeCompute("2.72"), "1", { reason: "audit" })).rejects.toThrow(MicroversionError);
    });

    test("changePassword may be repeated, a start may not", async () => {
        const compute = new FakeCompute().answering({});
        await changePassword(compute, "1", "pw");
        await startServer(compute, "1");
        expect(compute.calls.map(({ repeatable }) => repeatable)).toEqual([true, undefined]);
    });
});
