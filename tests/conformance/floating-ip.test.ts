/** The FloatingIp on every cloud, through Compute's proxy: where it leads changes in place, the address stays. */
import { floatingIp } from "../../provider/resources/floating-ip";
import { type Scene, scenarios } from "./scenario";
import { type SeenFloatingIp, until } from "./witness";

scenarios("a floating IP", (scenario) => {
    scenario("is taken from the only pool there is, leads to none, and is given back", async (scene) => {
        const ip = scene.declare("FloatingIp", {});
        await scene.stack.up(ip);
        const id = scene.id(ip);
        const seen = await scene.witness.floatingIp(id);
        expect(seen).toMatchObject({ pool: scene.cloud.pool, instance_id: null });
        expect(scene.stack.resource(ip.name).outs).toMatchObject({ address: seen?.ip });
        await scene.unchanged(ip);
        await scene.unchanged(scene.declare("FloatingIp", { pool: scene.cloud.pool }));
        await scene.stack.destroy();
        expect(await scene.witness.floatingIp(id)).toBeUndefined();
    });

    for (const as of ["admin", "member"] as const) {
        scenario(
            `of a${as === "admin" ? "n admin" : " member"} leads to a server, to another, to none, and stays the same`,
            async (scene) => {
                const [one, two] = await Promise.all(["one", "two"].map((name) => boot(scene, name)));
                const ip = (serverId?: string) => scene.declare("FloatingIp", { pool: scene.cloud.pool, serverId });
                await scene.stack.up(ip(one));
                const id = scene.id(ip());
                const first = await leadsTo(scene, id, one);
                await scene.unchanged(ip(one));

                await scene.inPlace(ip(two));
                expect(scene.said).toContainEqual(
                    expect.stringMatching(new RegExp(`^serverId ${one} -> ${two}: .* in place, the address stays$`)),
                );
                expect((await leadsTo(scene, id, two)).ip).toBe(first.ip);

                await scene.inPlace(ip());
                expect((await leadsTo(scene, id, null)).ip).toBe(first.ip);
            },
            { as },
        );
    }

    scenario("leads to the address of the server that the program names", async (scene) => {
        const server = await boot(scene, "two-addresses", 2);
        const addresses = await fixed(scene, server);
        const [one, two] = addresses;
        expect(addresses).toHaveLength(2);
        const ip = (fixedIp?: string) => scene.declare("FloatingIp", { serverId: server, fixedIp });
        await scene.stack.up(ip(one));
        const id = scene.id(ip());
        expect(await leadsTo(scene, id, server)).toMatchObject({ fixed_ip: one });
        await scene.inPlace(ip(two));
        expect(scene.said).toContainEqual(expect.stringMatching(new RegExp(`^fixedIp ${one} -> ${two}: .* in place$`)));
        expect(await leadsTo(scene, id, server)).toMatchObject({ fixed_ip: two });
        await scene.inPlace(ip());
    });

    scenario("is led back where others led it away, and taken anew when they gave it back", async (scene) => {
        const [one, two] = await Promise.all(["one", "two"].map((name) => boot(scene, name)));
        const ip = scene.declare("FloatingIp", { serverId: one });
        await scene.stack.up(ip);
        const id = scene.id(ip);
        const { ip: address } = await leadsTo(scene, id, one);
        await scene.witness.act(one ?? "", { removeFloatingIp: { address } });
        await leadsTo(scene, id, null);
        await scene.witness.act(two ?? "", { addFloatingIp: { address } });
        await leadsTo(scene, id, two);
        await scene.stack.refresh();
        await scene.inPlace(ip);
        await leadsTo(scene, id, one);

        await scene.witness.releaseFloatingIp(id);
        await scene.stack.refresh();
        expect(await scene.stack.up(ip)).toEqual([`${ip.name} create`]);
        await leadsTo(scene, scene.id(ip), one);
        await scene.witness.releaseFloatingIp(scene.id(ip));
        await scene.stack.destroy();
    });

    scenario("outlives its server, and leads to the one that takes its place", async (scene) => {
        const server = scene.server({}, { name: "server" });
        await scene.stack.up(server);
        const ip = (serverId?: string) => scene.declare("FloatingIp", { serverId }, { name: "ip" });
        await scene.stack.up(server, ip(scene.id(server)));
        const id = scene.id(ip());
        // No drift of the server's: its floating addresses are no addresses of its own.
        await scene.unchanged(server, ip(scene.id(server)));

        await scene.witness.deleteServer(scene.id(server));
        await leadsTo(scene, id, null);
        await scene.stack.refresh();
        await scene.stack.up(server, ip());
        await scene.stack.up(server, ip(scene.id(server)));
        await leadsTo(scene, id, scene.id(server));
    });

    scenario("is not led to a server that is not there, and is kept all the same", async (scene) => {
        const nowhere = "00000000-0000-4000-8000-000000000000";
        const ip = (serverId?: string) => scene.declare("FloatingIp", { serverId });
        await expect(scene.stack.up(ip(nowhere))).rejects.toThrow(/could not be found\. \(HTTP 404\)/);
        const id = scene.id(ip());
        expect(await scene.witness.floatingIp(id)).toMatchObject({ instance_id: null });
        await scene.inPlace(ip());
        expect(scene.id(ip())).toBe(id);
    });

    scenario("is not taken from a pool that is not there", async (scene) => {
        const ip = scene.declare("FloatingIp", { pool: "nothing-of-this-name" });
        await expect(scene.stack.up(ip)).rejects.toThrow(/\(HTTP 404\)/);
        expect(scene.stack.holds(ip.name)).toBe(false);
    });

    it("has every row of its change table told here", () => {
        expect(Object.keys(floatingIp.changes)).toEqual(["pool", "serverId", "fixedIp"]);
    });
});

async function boot(scene: Scene, name: string, interfaces = 1): Promise<string> {
    const uuid = await scene.witness.networkId(scene.cloud.network);
    return scene.witness.boot(scene.byHand(name), { networks: Array.from({ length: interfaces }, () => ({ uuid })) });
}

async function fixed(scene: Scene, server: string): Promise<string[]> {
    const { addresses } = await scene.witness.server(server);
    return Object.values(addresses)
        .flat()
        .filter((address) => address["OS-EXT-IPS:type"] === "fixed")
        .map(({ addr }) => addr);
}

/** Compute hears of it a moment after the network service. */
function leadsTo(scene: Scene, id: string, server: string | null | undefined): Promise<SeenFloatingIp> {
    return until<SeenFloatingIp>(`floating IP ${id} leads to ${server}`, async () => {
        const seen = await scene.witness.floatingIp(id);
        return seen !== undefined && seen.instance_id === server ? { found: seen } : { seen: JSON.stringify(seen) };
    });
}
