/** A server's interfaces and volumes: attached and detached in place, and what cannot be. */
import { Nova } from "../../support/nova";
import { type Bag, type Called, type Declared, Setting, type Stood } from "./setting";

interface Seen {
    id: string;
    image: { id: string } | "";
    addresses: Record<string, { addr: string }[]>;
    "os-extended-volumes:volumes_attached": { id: string; delete_on_termination: boolean }[];
}

const BASE = { name: "web", flavor: "m1.tiny", image: "debian-12", securityGroups: ["web"] };

describe("a server", () => {
    let setting: Setting;
    let pulumi: Called;
    let nova: Nova;
    let args: Bag = { ...BASE };
    let stood: Stood | undefined;
    const volumes: string[] = [];

    beforeAll(async () => {
        setting = await Setting.start();
        pulumi = await setting.provider();
        nova = await Nova.connect(setting.cloud.cloudsYaml({ project: "admin" }));
        await nova.post("/os-security-groups", { security_group: { name: "web", description: "web" } });
        for (const size of [1, 2]) {
            const { volume } = await nova.post<{ volume: { id: string } }>(
                "/volumes",
                { volume: { size } },
                { service: "block-storage" },
            );
            volumes.push(volume.id);
        }
    });

    afterAll(() => setting.stop());

    const it = test;
    const serverId = () => stood?.id ?? "";

    /** The next `up`: what was written, what was said, and how the server then stands. */
    async function up(change: Bag) {
        args = Object.fromEntries(Object.entries({ ...args, ...change }).filter(([, value]) => value !== undefined));
        const declared: Declared = { kind: "Server", name: "web", args };
        const before = stood;
        setting.said.length = 0;
        const writes = await setting.writes(async () => {
            stood = before === undefined ? await pulumi.first(declared) : await pulumi.next(declared, before);
        });
        const said = [...setting.said];
        const { server } = await nova.get<{ server: Seen }>(`/servers/${serverId()}`, { microversion: "2.93" });
        await isQuiet(declared);
        return { writes, said, server, kept: stood?.id === before?.id };
    }

    /** Nothing is proposed, neither by the state nor by what is there. */
    async function isQuiet(declared: Declared): Promise<void> {
        if (stood === undefined) {
            throw new Error("there is no server yet");
        }
        for (const one of [stood, await pulumi.refreshed(stood)]) {
            expect((await pulumi.preview(declared, one)).diff).toMatchObject({ changes: false, replaces: [] });
        }
    }

    async function refresh(): Promise<void> {
        if (stood !== undefined) {
            stood = await pulumi.refreshed(stood);
        }
    }

    async function until(holds: () => boolean): Promise<void> {
        while (!holds()) {
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
    }

    const addresses = ({ addresses: all }: Seen) =>
        Object.values(all)
            .flat()
            .map(({ addr }) => addr);
    const ports = () => setting.cloud.inspect().ports.filter((port) => port.serverId === serverId());
    /** The groups of each port, as the network service has them. */
    const groups = () =>
        ports().map(({ securityGroupIds }) =>
            securityGroupIds.map(
                (group) => setting.cloud.inspect().securityGroups.find((one) => one.id === group)?.name,
            ),
        );
    const ATTACH = "POST /servers/{id}/os-interface";
    const DETACH = "DELETE /servers/{id}/os-interface/{id}";
    const ACTION = "POST /servers/{id}/action";

    it("gets a second interface in place, with the groups of the first", async () => {
        await up({ networks: [{ network: "private" }] });
        const second = { network: "private", fixedIp: "10.20.0.50", tag: "second" };
        const { writes, said, server, kept } = await up({ networks: [{ network: "private" }, second] });
        expect(kept).toBe(true);
        expect(writes).toEqual([ATTACH, ACTION, ACTION, ACTION]);
        expect(said).toContain(
            'server "web": networks [private] -> [private, private (10.20.0.50)]: [private (10.20.0.50)] attached in place',
        );
        expect(addresses(server)).toContain("10.20.0.50");
        expect(groups()).toEqual([["web"], ["web"]]);
    });

    it("keeps the interface whose address is declared afterwards, and loses the other, which the preview says", async () => {
        const { server: before } = await up({});
        const [own = ""] = addresses(before).filter((address) => address !== "10.20.0.50");
        const { writes, said, server, kept } = await up({ networks: [{ network: "private", fixedIp: own }] });
        expect(kept).toBe(true);
        expect(writes).toEqual([DETACH]);
        expect(said.find((line) => line.startsWith('server "web": networks'))).toContain(
            "[private (10.20.0.50)] detached in place: 10.20.0.50 is lost",
        );
        expect(addresses(server)).toEqual([own]);
    });

    it("gets another address by another interface: attached first, so that it is never without", async () => {
        const { writes, server, kept } = await up({ networks: [{ network: "private", fixedIp: "10.20.0.60" }] });
        expect(kept).toBe(true);
        expect(writes).toEqual([ATTACH, ACTION, ACTION, ACTION, DETACH]);
        expect(addresses(server)).toEqual(["10.20.0.60"]);
    });

    it("gets another tag by attaching the same address again", async () => {
        const { writes, server } = await up({
            networks: [{ network: "private", fixedIp: "10.20.0.60", tag: "front" }],
        });
        expect(writes.slice(0, 2)).toEqual([DETACH, ATTACH]);
        expect(addresses(server)).toEqual(["10.20.0.60"]);
    });

    it("keeps its interfaces where the program leaves the choice to the cloud, or names what is there", async () => {
        expect((await up({ networks: "auto" })).writes).toEqual([]);
        expect((await up({ networks: [{ network: "private" }] })).writes).toEqual([]);
    });

    it("loses all of them, and has one again", async () => {
        const none = await up({ networks: "none", securityGroups: undefined });
        expect(none.writes).toEqual([ACTION, ACTION, DETACH]);
        expect(addresses(none.server)).toEqual([]);
        const one = await up({ networks: [{ network: "private" }] });
        expect(one.writes).toEqual([ATTACH]);
        expect(addresses(one.server)).toHaveLength(1);
    });

    it("shows an interface that others took off or put on as drift, and puts it right", async () => {
        const [port] = ports();
        await nova.call("DELETE", `/servers/${serverId()}/os-interface/${port?.id ?? ""}`);
        await until(() => ports().length === 0);
        await refresh();
        expect((await up({})).writes).toEqual([ATTACH]);

        await nova.post(`/servers/${serverId()}/os-interface`, {
            interfaceAttachment: { net_id: setting.cloud.inspect().networks[0]?.id },
        });
        await refresh();
        const { writes, server } = await up({});
        expect(writes).toEqual([DETACH]);
        expect(addresses(server)).toHaveLength(1);
    });

    const VOLUMES = "/servers/{id}/os-volume_attachments";
    const attached = ({ "os-extended-volumes:volumes_attached": all }: Seen) => all.map((one) => one.id);

    it("gets volumes and gives them back in place", async () => {
        const [first = "", second = ""] = volumes;
        const one = await up({ blockDevices: [{ volume: first }] });
        expect(one.kept).toBe(true);
        expect(one.writes).toEqual([`POST ${VOLUMES}`]);
        expect(one.said).toContain(
            `server "web": blockDevices (default) -> [volume ${first}]: volume ${first} attached in place`,
        );
        expect(attached(one.server)).toEqual([first]);

        const other = await up({ blockDevices: [{ volume: second, deleteOnTermination: true, tag: "data" }] });
        expect(other.writes).toEqual([`DELETE ${VOLUMES}/{id}`, `POST ${VOLUMES}`]);
        expect(attached(other.server)).toEqual([second]);

        const kept = await up({ blockDevices: [{ volume: second, tag: "data" }] });
        expect(kept.writes).toEqual([`PUT ${VOLUMES}/{id}`]);
        expect(kept.server["os-extended-volumes:volumes_attached"]).toEqual([
            { id: second, delete_on_termination: false },
        ]);
        const none = await up({ blockDevices: undefined });
        expect(attached(none.server)).toEqual([]);
    });

    it("puts back a volume that others took off, and leaves one alone that others put on", async () => {
        const [first = "", second = ""] = volumes;
        await up({ blockDevices: [{ volume: first }] });
        await nova.call("DELETE", `/servers/${serverId()}/os-volume_attachments/${first}`);
        await nova.post(`/servers/${serverId()}/os-volume_attachments`, { volumeAttachment: { volumeId: second } });
        const on = () => setting.cloud.inspect().volumes.filter(({ status }) => status === "in-use");
        await until(() => on().length === 1 && on()[0]?.id === second);
        await refresh();
        const { writes, server } = await up({});
        expect(writes).toEqual([`POST ${VOLUMES}`]);
        expect(attached(server).sort()).toEqual([...volumes].sort());
        await up({ blockDevices: undefined });
    });

    it("is made anew on a volume of its own, is rebuilt there, and takes the volume along", async () => {
        const replaced = await up({ bootVolume: { size: 5 }, blockDevices: [{ size: 1 }] });
        expect(replaced.kept).toBe(false);
        expect(replaced.server.image).toBe("");
        expect(replaced.server["os-extended-volumes:volumes_attached"]).toHaveLength(2);

        const { kept, writes, said } = await up({ image: "debian-13" });
        expect(kept).toBe(true);
        expect(writes).toEqual([ACTION]);
        expect(said).toContain(
            'server "web": image debian-12 -> debian-13: rebuild in place (microversion 2.93), what is on the root volume is lost; id and addresses stay',
        );

        await pulumi.delete(serverId(), stood?.outs ?? {});
        await until(() => setting.cloud.inspect().volumes.length === volumes.length);
        expect(new Set(setting.cloud.inspect().volumes.map((volume) => volume.id))).toEqual(new Set(volumes));
    });
});
