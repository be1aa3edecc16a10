/**
 * tests/support/engine.ts plays the engine's part for the conformance scenarios and the faults. Here it goes a walk
 * beside the real engine, each on a cloud of its own, and the calls that the two make of the provider are compared.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import countBy from "lodash/countBy";
import isEqual from "lodash/isEqual";
import omit from "lodash/omit";
import partition from "lodash/partition";
import uniqWith from "lodash/uniqWith";
import { hasUnknown } from "../../provider/arguments/unknown";
import { provider } from "../../provider/host";
import { Comparison, type Link, nameOf } from "../support/calls";
import type { Call } from "../support/engine";
import type { Bag } from "../support/wire";
import { WALK } from "./walk";
import { changed, linksOf, type Program } from "./walk-program";
import { Engine, Player, type Walker } from "./walkers";

const METHODS = ["check", "diff", "create", "read", "update", "delete"] as const;

const WRITES = / (create|update|delete)$/;

const UNCHANGED = "the up after it, which updates that without a change, and creates what never runs";
const REPLACED =
    "replacements: two that are created first, one of which refers to the other, and one that is deleted first";

/** Mistakes that a player could make. */
const DOCTORED: Readonly<Record<string, { during: string; doctored(calls: readonly Call[]): Call[] }>> = {
    "leaves out the second check of a replacement": {
        during: REPLACED,
        doctored: (calls) => calls.filter((call) => !(nameOf(call) === "web check" && isEqual(call.args[0], {}))),
    },
    "hands the old inputs to it": {
        during: REPLACED,
        doctored: (calls) => {
            const first = calls.find((call) => nameOf(call) === "web check");
            return calls.map((call) =>
                nameOf(call) === "web check" && isEqual(call.args[0], {})
                    ? { ...call, args: [first?.args[0], call.args[1]] }
                    : call,
            );
        },
    },
    "deletes another one": {
        during: REPLACED,
        doctored: (calls) =>
            calls.map((call) => (nameOf(call) === "web delete" ? { ...call, args: [NOBODYS, call.args[1]] } : call)),
    },
    "deletes what another one still refers to": {
        during: REPLACED,
        doctored: (calls) => {
            const [[early], rest] = partition(calls, (call) => nameOf(call) === "deploy delete");
            const at = rest.findIndex((call) => nameOf(call) === "web delete");
            return early === undefined ? rest : [...rest.slice(0, at), early, ...rest.slice(at)];
        },
    },
    "does not keep what a failed creation told of": {
        during: UNCHANGED,
        doctored: (calls) =>
            calls.map((call) =>
                nameOf(call) === "slow update"
                    ? { ...call, args: [call.args[0], omit(call.args[1] as Bag, "__state"), call.args[2]] }
                    : call,
            ),
    },
};

const NOBODYS = "00000000-0000-4000-8000-000000000000";

/** Those with such a name, and something unknown in their arguments. */
function asidesIn(calls: readonly Call[], names: readonly string[]): [asides: Call[], others: Call[]] {
    return partition(calls, (call) => names.includes(nameOf(call)) && hasUnknown(call.args));
}

describe("the player calls the provider as the real engine does", () => {
    let folder = "";
    let walkers: Walker[] = [];
    let program: Program = {};
    let comparison: Comparison | undefined;
    const walked: Record<string, { real: Call[]; played: Call[] }> = {};
    /** Of all programs so far: what is declared no longer has still to be deleted. */
    let links: Link[] = [];

    beforeAll(async () => {
        folder = mkdtempSync(join(tmpdir(), "adapter-"));
        jest.spyOn(console, "log").mockReturnValue(undefined);
        walkers = [await Engine.make(folder), await Player.make(folder)];
    });

    afterAll(async () => {
        jest.restoreAllMocks();
        await Promise.all(walkers.map((walker) => walker.end()));
        rmSync(folder, { recursive: true });
    });

    it.each(Object.entries(WALK))("in %s", async (title, step) => {
        const next = changed(program, step.program);
        program = step.does === "preview" ? program : next;
        const [real = [], played = []] = await Promise.all(walkers.map((walker) => walker.go(step, next)));
        links = uniqWith([...links, ...linksOf(next)], isEqual);
        const [asides, others] = asidesIn(real, step.asides ?? []);
        expect(asides.map(nameOf)).toEqual(step.asides ?? []);
        walked[title] = { real: others, played };
        comparison ??= new Comparison(real);
        const [expected, found] = comparison.of(others, played, step.does === "refresh" ? undefined : links);
        expect(found).toEqual(expected);
        const writes = [others, played].map((calls) => calls.map(nameOf).filter((name) => WRITES.test(name)));
        expect(writes[1]).toEqual(step.writes ?? []);
        if (step.fails) {
            expect(writes.map((names) => names.at(-1))).toEqual([step.writes?.at(-1), step.writes?.at(-1)]);
        }
    });

    it("with each of the methods, and more than once", () => {
        const counts = countBy(
            Object.values(walked).flatMap(({ real }) => real),
            "method",
        );
        expect(METHODS.filter((method) => (counts[method] ?? 0) < 2)).toEqual([]);
    });

    it("updates what was not made whole though nothing is to be changed", async () => {
        const { real } = stage(UNCHANGED);
        const update = real.find((call) => nameOf(call) === "slow update");
        const [id, olds, news] = (update?.args ?? []) as [string, Bag, Bag];
        await expect(provider().diff(id, olds, news)).resolves.toMatchObject({ changes: false });
    });

    it.each(Object.entries(DOCTORED))("and one that %s would be seen", (_title, { during, doctored }) => {
        const { real, played } = stage(during);
        const wrong = doctored(played);
        expect(wrong).not.toEqual(played);
        const [expected, right] = new Comparison(real).of(real, played, links);
        expect(right).toEqual(expected);
        const [, found] = new Comparison(real).of(real, wrong, links);
        expect(found).not.toEqual(expected);
    });

    function stage(title: string) {
        const found = walked[title];
        if (found === undefined) {
            throw new Error(`the walk has no "${title}"`);
        }
        return found;
    }
});
