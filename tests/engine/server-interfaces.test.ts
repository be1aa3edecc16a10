/** A server's interfaces and volumes on the real engine: attached and detached in place, and what cannot be. */
import { program, Setting, words } from "./setting";

interface Seen {
    id: string;
    image: { id: string } | "";
    security_groups?: { name: string }[];
    addresses: Record<string, { addr: string }[]>;
    "os-extended-volumes:volumes_attached": { id: string; delete_on_termination: boolean }[];
}

const BASE = { name: "web", flavor: "m1.tiny", image: "debian-12", securityGroups: ["web"] };

describe("a server", () => {
    let setting: Setting;
    let args: Record<string, unknown> = { ...BASE };
    let id = "";
    const volumes: string[] = [];

    beforeAll(async () => {
        setting = await Setting.make();
        await setting.nova.post("/os-security-groups", { security_group: { name: "web", description: "web" } });
        for (const size of [1, 2]) {
            const { volume } = await setting.nova.post<{ volume: { id: string } }>(
                "/volumes",
                { volume: { size } },
                { service: "block-storage" },
            );
            volumes.push(volume.id);
        }
    });

    afterAll(() => setting.end());

    /** The next `up`: what was written, what was said, and how the server then stands. */
    async function up(change: Record<string, unknown>) {
        args = { ...args, ...change };
        setting.stack.write(program("Server", "web", args));
        let said: string[] = [];
        const writes = await setting.writes(async () => {
            said = words(await setting.stack.up());
        });
        const before = id;
        id = String((await setting.stack.outputs()).id);
        const { server } = await setting.nova.get<{ server: Seen }>(`/servers/${id}`, { microversion: "2.93" });
        await setting.stack.preview({ expectNoChanges: true });
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
        return { writes, said, server, kept: id === before };
    }

    const addresses = ({ addresses: all }: Seen) =>
        Object.values(all)
            .flat()
            .map(({ addr }) => addr);
    /** The groups of each port, as the network service has them. */
    const groups = () =>
        setting.cloud
            .inspect()
            .ports.filter(({ serverId }) => serverId === id)
            .map(({ securityGroupIds }) =>
                securityGroupIds.map(
                    (group) => setting.cloud.inspect().securityGroups.find((one) => one.id === group)?.name,
                ),
            );
    const ATTACH = "POST /servers/{id}/os-interface";
    const DETACH = "DELETE /servers/{id}/os-interface/{id}";
    const action = (...names: string[]) => names.map((name) => `POST /servers/{id}/action ${name}`);

    it("gets a second interface in place, with the groups of the first", async () => {
        await up({ networks: [{ network: "private" }] });
        const second = { network: "private", fixedIp: "10.20.0.50", tag: "second" };
        const { writes, said, server, kept } = await up({ networks: [{ network: "private" }, second] });
        expect(kept).toBe(true);
        expect(writes).toEqual([ATTACH, ...action("removeSecurityGroup", "addSecurityGroup", "removeSecurityGroup")]);
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
        expect(writes).toEqual([
            ATTACH,
            ...action("removeSecurityGroup", "addSecurityGroup", "removeSecurityGroup"),
            DETACH,
        ]);
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
        expect(none.writes).toEqual([...action("addSecurityGroup", "removeSecurityGroup"), DETACH]);
        expect(addresses(none.server)).toEqual([]);
        const one = await up({ networks: [{ network: "private" }] });
        expect(one.writes).toEqual([ATTACH]);
        expect(addresses(one.server)).toHaveLength(1);
    });

    it("shows an interface that others took off or put on as drift, and puts it right", async () => {
        const [port] = setting.cloud.inspect().ports.filter(({ serverId }) => serverId === id);
        await setting.nova.call("DELETE", `/servers/${id}/os-interface/${port?.id ?? ""}`);
        while (setting.cloud.inspect().ports.some((one) => one.id === port?.id)) {
            // It goes by itself.
            await setting.nova.get(`/servers/${id}`);
        }
        expect((await setting.stack.refresh()).text).toContain("networks");
        expect((await up({})).writes).toEqual([ATTACH]);

        await setting.nova.post(`/servers/${id}/os-interface`, {
            interfaceAttachment: { net_id: setting.cloud.inspect().networks[0]?.id },
        });
        await setting.stack.refresh();
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
        await setting.nova.call("DELETE", `/servers/${id}/os-volume_attachments/${first}`);
        await setting.nova.post(`/servers/${id}/os-volume_attachments`, { volumeAttachment: { volumeId: second } });
        const on = () => setting.cloud.inspect().volumes.filter(({ status }) => status === "in-use");
        while (on().length !== 1) {
            await setting.nova.get(`/servers/${id}`);
        }
        await setting.stack.refresh();
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
        expect(writes).toEqual(action("rebuild"));
        expect(said).toContain(
            'server "web": image debian-12 -> debian-13: rebuild in place (microversion 2.93), what is on the root volume is lost; id and addresses stay',
        );

        await setting.stack.destroy();
        expect(
            setting.cloud
                .inspect()
                .volumes.map((volume) => volume.id)
                .sort(),
        ).toEqual([...volumes].sort());
    });
});
