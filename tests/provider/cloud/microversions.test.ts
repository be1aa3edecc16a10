import { compareMicroversions, isMicroversion, lowest, releaseOf } from "../../../provider/cloud/microversions";

test("minor numbers compare as numbers", () => {
    expect(["2.10", "2.9", "2.100", "2.1"].sort(compareMicroversions)).toEqual(["2.1", "2.9", "2.10", "2.100"]);
    expect(lowest("2.100", "2.99", undefined)).toBe("2.99");
});

test("an empty version, a major version and latest are no microversions", () => {
    expect(["", "2", "latest", undefined, "2.1"].filter(isMicroversion)).toEqual(["2.1"]);
    expect(() => compareMicroversions("latest", "2.1")).toThrow('"latest" is not a microversion');
});

test.each([
    ["2.1", "Kilo"],
    ["2.12", "Liberty"],
    ["2.19", "Mitaka"],
    ["2.52", "Pike"],
    ["2.90", "Xena"],
    ["2.93", "Zed"],
    ["2.96", "2024.1 Caracal"],
    ["2.100", "2025.1 Epoxy"],
    ["2.104", "2026.2 Hibiscus"],
    ["2.105", "a later release"],
])("%s came with %s", (microversion, release) => {
    expect(releaseOf(microversion)).toBe(release);
});
