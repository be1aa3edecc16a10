import { readOptions, UsageError } from "../../tools/demo/options";

test("without options it plays on the embedded cloud, at its usual speed", () => {
    expect(readOptions([])).toEqual({ help: false, keep: false, speed: 1 });
});

test("flavors and images come in pairs: to begin with, and to change to", () => {
    const { cloud, flavors, images } = readOptions(["--cloud", "mine", "--flavor", "s, m", "--image", "old,new"]);
    expect({ cloud, flavors, images }).toEqual({ cloud: "mine", flavors: ["s", "m"], images: ["old", "new"] });
});

test.each([
    ["a single flavor", ["--flavor", "m1.small"]],
    ["the same image twice", ["--image", "debian,debian"]],
    ["three images", ["--image", "a,b,c"]],
    ["a speed of nothing", ["--speed", "0"]],
    ["a speed that is no number", ["--speed", "fast"]],
    ["an option that there is not", ["--kepe"]],
    ["a broken step on a real cloud", ["--cloud", "mine", "--break", "resize"]],
])("%s is refused", (_what, argv) => {
    expect(() => readOptions(argv)).toThrow(UsageError);
});
