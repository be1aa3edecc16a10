import { normaliseStatus } from "../../../provider/api";

describe("a status", () => {
    test.each([
        ["BUILDING", "BUILD"],
        ["BUILD", "BUILD"],
        ["STOPPED", "SHUTOFF"],
        ["RESCUED", "RESCUE"],
        ["RESIZED", "RESIZE"],
        ["RESIZING", "RESIZE"],
        ["VERIFY_RESIZED", "VERIFY_RESIZE"],
        ["VERIFY_RESIZE", "VERIFY_RESIZE"],
        ["SHELVED_OFFLOADED", "SHELVED_OFFLOADED"],
        ["active", "ACTIVE"],
        [" Shutoff ", "SHUTOFF"],
    ])("%s is %s", (spelled, status) => {
        expect(normaliseStatus(spelled)).toEqual({ status });
    });

    test.each([
        ["BUILD(spawning)", "BUILD", "spawning"],
        ["BUILD(block_device_mapping)", "BUILD", "block_device_mapping"],
        ["ACTIVE(rebuilding)", "ACTIVE", "rebuilding"],
        ["Building (Networking)", "BUILD", "networking"],
    ])("%s tells the task too", (spelled, status, task) => {
        expect(normaliseStatus(spelled)).toEqual({ status, task });
    });

    test("that nobody knows is kept", () => {
        expect(normaliseStatus("FROBNICATED")).toEqual({ status: "FROBNICATED" });
        expect(normaliseStatus("")).toEqual({ status: "" });
        expect(normaliseStatus("ACTIVE()")).toEqual({ status: "ACTIVE" });
    });
});
