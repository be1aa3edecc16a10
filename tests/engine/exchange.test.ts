/**
 * Resources of one program that change places, on the real engine: with `--parallel 1` an update cannot begin before the
 * one above it has ended, with 64 all begin at once. Either way one `up` brings the cloud there.
 */
import { resources, Setting } from "./setting";

const SERVERS = ["a", "b", "c", "from", "to"] as const;

/** A program in which addresses, a volume and floating IPs are at one place, or at the next. */
function program(turn: 0 | 1, volume: string): string {
    const addresses = ["10.20.0.101", "10.20.0.102", "10.20.0.103"];
    const base = { flavor: "m1.tiny", image: "debian-12" };
    const [first, second] = turn === 0 ? ["from", "to"] : ["to", "from"];
    const servers = Object.fromEntries(
        SERVERS.map((name, index) => [
            name,
            index < 3
                ? { ...base, networks: [{ network: "private", fixedIp: addresses[(index + turn) % 3] }] }
                : {
                      ...base,
                      networks: [{ network: "private" }],
                      ...(name === first ? { blockDevices: [{ volume }] } : {}),
                  },
        ]),
    );
    // What takes stands above what gives, which is the harder order for one after the other.
    const ordered = { to: servers.to ?? {}, ...servers };
    return `${resources("Server", ordered)}
        new compute.FloatingIp("one", { pool: "public", serverId: all[${JSON.stringify(first)}].id });
        new compute.FloatingIp("two", { pool: "public", serverId: all[${JSON.stringify(second)}].id });
    `;
}

/** Milliseconds: four commands of Pulumi's, and what waits for one another. */
const LONG = 300_000;

describe.each(["1", "64"])("with --parallel %s", (parallel) => {
    let setting: Setting;

    beforeAll(async () => {
        setting = await Setting.make({ cloud: { speed: 100 } });
    });
    afterAll(() => setting.end());

    /** Where everything is: the servers by their addresses, the server of the volume, those of the floating IPs. */
    function places() {
        const { servers, ports, volumes, floatingIps } = setting.cloud.inspect();
        const nameOf = (id: string | null | undefined) =>
            servers.find((server) => server.id === id)?.name.split("-")[0];
        return {
            addresses: ["10.20.0.101", "10.20.0.102", "10.20.0.103"].map((address) =>
                nameOf(ports.find((port) => port.address === address)?.serverId),
            ),
            volume: nameOf(volumes[0]?.attachment?.serverId),
            floatingIps: floatingIps.map(({ portId }) => nameOf(ports.find(({ id }) => id === portId)?.serverId)),
        };
    }

    test(
        "addresses go round, a volume moves and two floating IPs change servers in one up",
        async () => {
            const { volume } = await setting.nova.post<{ volume: { id: string } }>(
                "/volumes",
                { volume: { name: "data", size: 1 } },
                { service: "volumev3" },
            );
            const args = ["--parallel", parallel];
            setting.stack.write(program(0, volume.id));
            await setting.stack.up({ args });
            expect(places()).toMatchObject({ addresses: ["a", "b", "c"], volume: "from" });
            const [one, two] = places().floatingIps;

            setting.stack.write(program(1, volume.id));
            await setting.stack.up({ args });
            expect(places()).toEqual({ addresses: ["c", "a", "b"], volume: "to", floatingIps: [two, one] });

            await setting.stack.up({ args });
            const last = await setting.stack.up({ args });
            expect(last.steps.filter(({ op }) => op !== "same")).toEqual([]);
            expect(places()).toEqual({ addresses: ["c", "a", "b"], volume: "to", floatingIps: [two, one] });
        },
        LONG,
    );
});

test(
    "a new server under another name gets the address of the old one by --continue-on-error",
    async () => {
        const setting = await Setting.make({ cloud: { speed: 100 } });
        const web = (name: string) =>
            resources("Server", {
                [name]: {
                    flavor: "m1.tiny",
                    image: "debian-12",
                    networks: [{ network: "private", fixedIp: "10.20.0.110" }],
                },
            });
        try {
            setting.stack.write(web("old"));
            await setting.stack.up();
            setting.stack.write(web("new"));
            const refused = await setting.stack.up({ expectFailure: true, args: ["--continue-on-error"] });
            expect(refused.text).toContain("run `pulumi up --continue-on-error`, and then `pulumi up` again");
            expect(setting.cloud.inspect().servers.filter(({ status }) => status === "ACTIVE")).toEqual([]);
            await setting.stack.up();
            expect(setting.cloud.inspect().ports.map(({ address }) => address)).toEqual(["10.20.0.110"]);
        } finally {
            await setting.end();
        }
    },
    LONG,
);
