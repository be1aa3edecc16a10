/** The row `powerState`: every state to every other, by the actions that lead there and no others. */
import { scenarios } from "./scenario";
import { expectTold } from "./server-rows";

const STATES = ["active", "shutoff", "paused", "suspended", "shelved", "shelved_offloaded"] as const;
type State = (typeof STATES)[number];

/** As the cloud shows it. These clouds take a shelved server off its host at once. */
const STATUS: Readonly<Record<State, string>> = {
    active: "ACTIVE",
    shutoff: "SHUTOFF",
    paused: "PAUSED",
    suspended: "SUSPENDED",
    shelved: "SHELVED_OFFLOADED",
    shelved_offloaded: "SHELVED_OFFLOADED",
};

/** What the cloud notes when a server leaves a state for ACTIVE, and when it goes from ACTIVE to it. */
const LEAVING: Readonly<Record<State, string[]>> = {
    active: [],
    shutoff: ["start"],
    paused: ["unpause"],
    suspended: ["resume"],
    shelved: ["unshelve"],
    shelved_offloaded: ["unshelve"],
};
const ENTERING: Readonly<Record<State, string[]>> = {
    active: [],
    shutoff: ["stop"],
    paused: ["pause"],
    suspended: ["suspend"],
    shelved: ["shelve"],
    shelved_offloaded: ["shelve"],
};

const isShelved = (state: State) => state.startsWith("shelved");

/** A server is shelved from wherever it is; to anything else it goes through ACTIVE. */
function wayFrom(from: State, to: State): string[] {
    if (isShelved(to)) {
        return isShelved(from) ? [] : ENTERING[to];
    }
    return [...LEAVING[from], ...ENTERING[to]];
}

const WORDS: Readonly<Record<State, string>> = {
    active: "",
    shutoff: "the server is stopped",
    paused: "the server is paused: it stays in its host's memory",
    suspended: "the server is suspended: its memory is written to its host's disk",
    shelved: "the server is shelved: stopped, its disk kept as an image",
    shelved_offloaded: "the server is shelved and removed from its host",
};
const BACK: Readonly<Record<State, string>> = {
    active: "",
    shutoff: "the server is started",
    paused: "the server is unpaused",
    suspended: "the server is resumed",
    shelved: "the server is unshelved",
    shelved_offloaded: "the server is unshelved",
};

/** From one state to each later one and back: with all the walks, each state to each other. */
function walkFrom(first: State): State[] {
    return STATES.slice(STATES.indexOf(first) + 1).flatMap((other) => [other, first]);
}

scenarios("a server's power state", (scenario) => {
    for (const first of STATES.slice(0, -1)) {
        scenario(`goes from ${first} to each later one of the table, and back`, async (scene) => {
            await scene.stack.up(scene.server({ powerState: first }));
            const id = scene.id(scene.server());
            let [from, told] = [first, await scene.witness.actions(id)];
            expect(told).toEqual(["create", ...ENTERING[first]]);
            for (const to of walkFrom(first)) {
                const server = scene.server({ powerState: to });
                await scene.inPlace(server);
                expect(scene.said).toContain(
                    `powerState ${from} -> ${to}: ${to === "active" ? BACK[from] : WORDS[to]}`,
                );
                const { status } = await scene.witness.server(id);
                const actions = await scene.witness.actions(id);
                expect({ from, to, status, actions: actions.slice(told.length) }).toEqual({
                    from,
                    to,
                    status: STATUS[to],
                    actions: wayFrom(from, to),
                });
                [from, told] = [to, actions];
            }
        });
    }

    for (const state of STATES) {
        scenario(`that is declared ${state} is a drift when others change it, and put right`, async (scene) => {
            const server = scene.server({ powerState: state });
            await scene.stack.up(server);
            const id = scene.id(server);
            const [away, seen] = {
                active: [{ pause: null }, "PAUSED"] as const,
                shutoff: [{ "os-start": null }, "ACTIVE"] as const,
                paused: [{ unpause: null }, "ACTIVE"] as const,
                suspended: [{ resume: null }, "ACTIVE"] as const,
                shelved: [{ unshelve: null }, "ACTIVE"] as const,
                shelved_offloaded: [{ unshelve: null }, "ACTIVE"] as const,
            }[state];
            await scene.witness.act(id, away);
            await scene.witness.settled(id, seen);
            await scene.stack.refresh();
            const there = seen === "PAUSED" ? "paused" : "active";
            const said = `powerState ${there} -> ${state}: ${state === "active" ? BACK[there] : WORDS[state]}`;
            await scene.stack.preview(server);
            expect(scene.said).toContain(said);
            const before = await scene.witness.actions(id);
            await scene.inPlace(server);
            expect((await scene.witness.actions(id)).slice(before.length)).toEqual(wayFrom(there, state));
            expect(await scene.witness.server(id)).toMatchObject({ status: STATUS[state] });
        });
    }

    scenario(
        "is not managed where it is left out, and is no change when the one that it has is declared",
        async (scene) => {
            await scene.stack.up(scene.server());
            const id = scene.id(scene.server());
            await scene.witness.act(id, { pause: null });
            await scene.witness.settled(id, "PAUSED");
            await scene.unchanged(scene.server());
            expect(await scene.stack.preview(scene.server({ powerState: "paused" }))).toEqual([]);
            expect(await scene.witness.actions(id)).toEqual(["create", "pause"]);
        },
    );

    scenario("of a server that stands still is left for a resize and a rebuild, and taken up again", async (scene) => {
        const { flavors, images } = scene.cloud;
        await scene.stack.up(scene.server({ powerState: "suspended" }));
        const server = scene.server({ powerState: "suspended", flavor: flavors[1], image: images[1] });
        await scene.inPlace(server);
        const id = scene.id(server);
        expect(await scene.witness.actions(id)).toEqual([
            ...["create", "suspend"],
            ...["resume", "resize", "confirmResize", "rebuild", "suspend"],
        ]);
        expect(await scene.witness.server(id)).toMatchObject({
            status: "SUSPENDED",
            flavor: { original_name: flavors[1] },
            image: { id: await scene.witness.imageId(images[1]) },
        });
    });

    it("tells the rows that are told here", () => {
        expectTold("server-power", ["powerState"]);
    });
});
