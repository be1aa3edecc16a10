/** The command line of `npm run kills`, and what follows from a kill's number. */
import { parseOptions } from "../../tools/kills/options";
import { changed, FIRST_LOOK, momentOf, STEPS, stepOf } from "../../tools/kills/rounds";

test("fifty kills of twenty servers on the embedded cloud, unless told otherwise", () => {
    expect(parseOptions([])).toEqual({ openstack: undefined, times: 50, from: 0, servers: 20, parallel: 64 });
    expect(parseOptions(["--openstack", "latest", "--times", "3", "--from", "7"])).toMatchObject({
        openstack: "latest",
        times: 3,
        from: 7,
    });
});

test.each([
    [["--openstack", "yoga"], '--openstack is zed or latest, not "yoga".'],
    [["--times", "many"], '--times is a whole number of at least 1, not "many".'],
    [["--servers", "0"], '--servers is a whole number of at least 1, not "0".'],
    [["--speed", "2"], "--speed"],
])("%j is refused", (args, words) => {
    expect(() => parseOptions(args)).toThrow(words);
});

test("fifty kills fall into every step, each time at another moment of it, from its beginning to its end", () => {
    const kills = Array.from({ length: 50 }, (_, kill) => kill);
    for (const step of STEPS) {
        const moments = kills.filter((kill) => stepOf(kill) === step).map(momentOf);
        expect(moments.length).toBeGreaterThanOrEqual(7);
        expect(new Set(moments.map((moment) => Math.floor(moment * 4)))).toEqual(new Set([0, 1, 2, 3]));
    }
});

test("every update changes a server, so that there is something to interrupt", () => {
    const looks = [FIRST_LOOK];
    for (const step of ["metadata", "mix", "resize", "rebuild", "replace"] as const) {
        expect(changed(looks, step)).not.toEqual(looks);
    }
});
