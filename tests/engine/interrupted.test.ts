/** An `up` that dies half-way, however: the next one makes exactly what is missing, and nothing twice. */
import { type Cancel, RealClock } from "../../emulator/index";
import { DEATHS, underWay } from "../support/deaths";
import { resources, Setting } from "./setting";

const WEB = { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }], metadata: { role: "web" } };
const TEN = resources("Server", Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`web-${at}`, WEB])));

/** Nothing is built until it is let go. */
class HeldClock extends RealClock {
    private held: (() => void)[] | undefined = [];

    override after(milliseconds: number, callback: () => void): Cancel {
        if (this.held === undefined) {
            return super.after(milliseconds, callback);
        }
        let cancel: Cancel | undefined;
        let isCancelled = false;
        this.held.push(() => {
            cancel = isCancelled ? undefined : super.after(milliseconds, callback);
        });
        return () => {
            isCancelled = true;
            cancel?.();
        };
    }

    letGo(): void {
        const held = this.held ?? [];
        this.held = undefined;
        for (const begin of held) {
            begin();
        }
    }
}

interface Seen {
    id: string;
    status: string;
}

describe.each(Object.entries(DEATHS))("ten servers, and %s while they are made:", (_how, die) => {
    const clock = new HeldClock();
    let setting: Setting;

    beforeAll(async () => {
        setting = await Setting.make({ program: TEN, cloud: { clock } });
    });
    afterAll(() => setting.end());

    const servers = async () => (await setting.nova.get<{ servers: Seen[] }>("/servers/detail")).servers;
    const ids = (all: readonly { id?: string }[]) => all.map(({ id }) => id).sort();

    it("the next up makes ten of them, and the state has each once", async () => {
        const running = setting.stack.startUp();
        await underWay(running, 3, async () => (await servers()).length);
        await die(running, setting.stack);
        clock.letGo();
        const left = await servers();
        expect(left.length).toBeGreaterThanOrEqual(3);

        await setting.stack.up();

        const standing = await servers();
        expect(standing.map(({ status }) => status)).toEqual(Array(10).fill("ACTIVE"));
        expect(ids(standing)).toEqual(expect.arrayContaining(ids(left)));
        const state = await setting.stack.state();
        expect(ids(state.resources.filter(({ type }) => type.endsWith(":Server")))).toEqual(ids(standing));
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });
});
