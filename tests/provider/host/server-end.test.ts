/** When a server's end is told: not before the cloud has it no more, by whatever way that is seen. */
import { ManualClock } from "../../../emulator/state/clock";
import { Nova } from "../../support/nova";
import { type Called, type Declared, Setting, type Stood, thrown, whileTimeGoesBy } from "./setting";

interface Seen {
    id: string;
    status: string;
}

let clock: ManualClock;
let setting: Setting;
let pulumi: Called;
let nova: Nova;

beforeEach(async () => {
    clock = new ManualClock();
    setting = await Setting.start({ clock, speed: 1, latency: { delete: 1_000 } });
    pulumi = await setting.provider();
    nova = await Nova.connect(setting.cloud.cloudsYaml({ project: "admin" }));
});

afterEach(() => setting.stop());

const server = (index: number, metadata: object): Declared => ({
    kind: "Server",
    name: `web-${index}`,
    args: { flavor: "m1.tiny", image: "debian-12", networks: "none", metadata },
});

const statuses = async () =>
    (await nova.get<{ servers: Seen[] }>("/servers/detail")).servers.map(({ status }) => status);

const running = <T>(coming: Promise<T>) => whileTimeGoesBy(clock, coming);

const first = (count: number, metadata: object): Promise<Stood[]> =>
    running(Promise.all(Array.from({ length: count }, (_, index) => pulumi.first(server(index, metadata)))));

async function until(so: () => boolean): Promise<void> {
    const latest = Date.now() + 5_000;
    while (!so() && Date.now() < latest) {
        await new Promise((resolve) => setTimeout(resolve, 10));
    }
}

/** The last tenth of a deletion's time, a server is DELETED and not yet gone. The provider looks at it there. */
async function untilSeenAsDeleted(): Promise<void> {
    await until(() => setting.cloud.inspect().servers.every(({ taskState }) => taskState === "deleting"));
    clock.advance(950);
    const mark = setting.cloud.mark();
    await until(() => setting.cloud.requestsSince(mark).length >= 3);
}

test.each([
    ["one", 1, { role: "web" }],
    ["many, which a list of changes tells of", 8, { role: "web" }],
    ["many that have no metadata, whose loss would tell", 8, {}],
])("of %s, it is not before the cloud lists it no more", async (_of, count, metadata) => {
    const stood = await first(count, metadata);
    const ended: string[] = [];
    const ends = stood.map(async ({ id, outs }) => {
        await pulumi.delete(id, outs);
        ended.push(id);
    });
    await untilSeenAsDeleted();
    expect(await statuses()).toEqual(stood.map(() => "DELETED"));
    expect(ended).toEqual([]);
    clock.advance(50);
    await Promise.all(ends);
    expect(await statuses()).toEqual([]);
});

test("one that goes to ERROR after it was DELETED is an error, and stays in the state", async () => {
    const [stood] = await first(1, { role: "web" });
    const end = thrown(pulumi.delete(stood?.id ?? "", stood?.outs ?? {}));
    await untilSeenAsDeleted();
    await nova.call("POST", `/servers/${stood?.id}/action`, { "os-resetState": { state: "error" } });
    expect(String(await end)).toContain("went to ERROR while deleting");
    expect(await statuses()).toEqual(["ERROR"]);
});

test("one that the cloud still shows as DELETED after half a minute counts as gone", async () => {
    const [stood] = await first(1, { role: "web" });
    const end = pulumi.delete(stood?.id ?? "", stood?.outs ?? {});
    await untilSeenAsDeleted();
    const now = Date.now;
    jest.spyOn(Date, "now").mockImplementation(() => now() + 31_000);
    await end;
    expect(await statuses()).toEqual(["DELETED"]);
});
