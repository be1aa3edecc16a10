import { normaliseStatus, taskUnderWay } from "../../../provider/api/status";

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

describe("the task under way", () => {
    test.each(["spawning", "networking", "resize_migrating"])("of ERROR (%s) is none: it failed", (task) => {
        expect(taskUnderWay("ERROR", task)).toBeUndefined();
    });

    test.each(["rebuilding", "rebuild_spawning", "reboot_started_hard", "deleting", "soft-deleting"])(
        "of ERROR (%s) is that: it is done to servers that failed",
        (task) => {
            expect(taskUnderWay("ERROR", task)).toBe(task);
        },
    );

    test("of any other status is what the cloud says", () => {
        expect(taskUnderWay("BUILD", "spawning")).toBe("spawning");
        expect(taskUnderWay("ACTIVE", undefined)).toBeUndefined();
    });
});
