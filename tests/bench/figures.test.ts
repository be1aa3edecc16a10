/** The figures of the bench: medians, spreads, and the options that choose them. */
import { figure, spell, table } from "../../bench/figures";
import { readOptions } from "../../bench/options";

test.each([
    [[3], { median: 3, least: 3, most: 3 }],
    [[9, 1, 2], { median: 2, least: 1, most: 9 }],
    [[4, 1, 2, 3], { median: 2.5, least: 1, most: 4 }],
])("the median of %j is the middle, whatever the order", (values, expected) => {
    expect(figure(values)).toEqual(expected);
});

test("a figure shows its spread, where there is one", () => {
    expect([spell(figure([1, 2, 9])), spell(figure([2, 2])), spell(figure([1, 3]), 0)]).toEqual([
        "2.0 (1.0–9.0)",
        "2.0",
        "2 (1–3)",
    ]);
});

test("a table is Markdown", () => {
    expect(table(["a", "b"], [["1", "2"]])).toBe("| a | b |\n| --- | --- |\n| 1 | 2 |");
});

test("all sizes are measured three times, where nothing else is asked for", () => {
    const sizes = [10, 100, 400, 1000].map((count) => ({ count, boot: 0, runs: 3 }));
    expect(readOptions([])).toMatchObject({ sizes, runs: 3, parallel: 64, docs: false });
    const few = readOptions(["--sizes", "5", "--runs", "1", "--docs"]);
    expect(few).toMatchObject({ sizes: [{ count: 5, runs: 1 }], runs: 1, docs: true });
});

test("a size may have runs of its own", () => {
    expect(readOptions(["--sizes", "10,1000:1", "--runs", "5"])).toMatchObject({
        sizes: [{ runs: 5 }, { count: 1000, runs: 1 }],
        runs: 5,
    });
});

test("on a real OpenStack there are fewer servers, beside Terraform if it is asked for", () => {
    const options = readOptions(["--openstack", "latest", "--terraform"]);
    expect(options).toMatchObject({ openstack: "latest", terraform: true });
    expect(options).toMatchObject({
        sizes: [{ count: 1 }, { count: 10 }, { count: 30 }, { count: 20, boot: 12, runs: 3 }],
    });
});

test.each([
    [["--terraform"], "--terraform is for a real OpenStack"],
    [["--openstack", "yoga"], "expected zed or latest"],
    [["--sizes", "20+12"], "longer boots are for a real OpenStack"],
])("%j is refused in words", (argv, words) => {
    expect(() => readOptions(argv)).toThrow(words);
});

test.each([
    ["--runs", "0"],
    ["--sizes", "10,x"],
    ["--sizes", "0"],
    ["--sizes", "10:0"],
    ["--parallel", "1.5"],
])("%s %s is refused in words", (option, value) => {
    expect(() => readOptions([option, value])).toThrow("expected whole numbers above 0");
});
