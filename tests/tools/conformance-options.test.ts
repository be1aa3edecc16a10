/** The command line of `npm run test:openstack`. */
import { parseOptions } from "../../tools/conformance/options";

test("the release is zed, unless another is named, or all", () => {
    expect(parseOptions([])).toEqual({ releases: ["zed"], patterns: [] });
    expect(parseOptions(["--release", "latest"])).toEqual({ releases: ["latest"], patterns: [] });
    expect(parseOptions(["--release", "all"])).toEqual({ releases: ["zed", "latest"], patterns: [] });
});

test("files are named by how they begin", () => {
    expect(parseOptions(["server", "keypair"])).toEqual({ releases: ["zed"], patterns: ["server", "keypair"] });
});

test("help is asked for", () => {
    expect(parseOptions(["--help"])).toBe("help");
});

test.each([
    [["--release", "yoga"], '--release is zed, latest or all, not "yoga".'],
    [["--relase", "zed"], "Unknown option '--relase'"],
])("%j is refused in words", (args, words) => {
    expect(() => parseOptions(args)).toThrow(words);
});
