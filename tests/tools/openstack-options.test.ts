import { parseOptions, USAGE, UsageError } from "../../tools/openstack/options";

describe("the command line of the test bed", () => {
    it.each([
        [["start"], { command: "start", release: "zed", wipe: false }],
        [["start", "--release", "latest", "--wipe"], { command: "start", release: "latest", wipe: true }],
        [["--release=latest", "start"], { command: "start", release: "latest", wipe: false }],
        [["stop"], { command: "stop", releases: ["zed", "latest"], wipe: false }],
        [["stop", "--release", "zed", "--wipe"], { command: "stop", releases: ["zed"], wipe: true }],
        [["status"], { command: "status", releases: ["zed", "latest"], mustRun: false }],
        [["status", "--release", "zed"], { command: "status", releases: ["zed"], mustRun: true }],
        [[], { command: "help" }],
        [["start", "--help"], { command: "help" }],
    ])("reads %j", (args, options) => {
        expect(parseOptions(args)).toEqual(options);
    });

    it.each([
        [["restart"], 'There is no command "restart"'],
        [["start", "stop"], "One command at a time"],
        [["start", "--release", "yoga"], '--release is zed or latest, not "yoga"'],
        [["status", "--wipe"], "status changes nothing"],
        [["start", "--fast"], "--fast"],
        [["start", "--release"], "--release"],
    ])("refuses %j, saying why", (args, why) => {
        expect(() => parseOptions(args)).toThrow(UsageError);
        expect(() => parseOptions(args)).toThrow(why);
    });

    it("tells what the machine must be before anything is installed", () => {
        expect(USAGE).toContain("Debian 12");
        expect(USAGE).toContain("root");
    });
});
