/** The command line of `npm run fuzz`. */
import { readOptions } from "../../tools/fuzz/options";

test("two thousand runs on the embedded cloud, with other dice each time", () => {
    expect(readOptions([])).toMatchObject({ runs: 2000, parallel: 6, openstack: undefined, kinds: undefined });
    expect(readOptions(["--help"])).toBe("help");
});

test("cloud, runs, seed, kinds and how many at a time are chosen", () => {
    expect(
        readOptions(["--openstack", "latest", "--runs", "10", "--seed", "7", "--parallel", "2", "--kinds", "Flavor"]),
    ).toEqual({ openstack: "latest", runs: 10, seed: 7, parallel: 2, kinds: "Flavor" });
});

test.each([
    [["--openstack", "yoga"], "--openstack yoga: expected zed or latest"],
    [["--runs", "0"], "--runs 0: expected a whole number from 1 on"],
    [["--seed", "x"], "--seed x: expected a whole number from 0 on"],
    [["--sed", "1"], "Unknown option '--sed'"],
])("%j is refused in words", (args, words) => {
    expect(() => readOptions(args)).toThrow(words);
});
