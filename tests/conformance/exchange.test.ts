/**
 * Resources of one program that take from one another what only one can have: an address, a port, a volume, the place of
 * a server's floating IP. One after the other, as with `--parallel 1`, and side by side: one `up` brings the cloud there,
 * and the next one the state.
 */
import type { Declared } from "../support/engine";
import type { Bag } from "../support/wire";
import { type Scene, scenarios } from "./scenario";
import { until } from "./witness";

const VOLUMES = { service: "volumev3" };

type Way = "one after the other" | "side by side";
const WAYS: readonly Way[] = ["one after the other", "side by side"];

/** An `up` whose order decides nothing. */
async function up(scene: Scene, way: Way, ...program: Declared[]): Promise<void> {
    await (way === "side by side" ? scene.stack.atOnce(...program) : scene.stack.up(...program));
}

/** What one `up` has done in the cloud, the next one notes; then nothing is left to do, and no drift is found. */
async function converged(scene: Scene, ...program: Declared[]): Promise<void> {
    await scene.stack.up(...program);
    await scene.unchanged(...program);
}

async function addresses(scene: Scene, server: Declared): Promise<string[]> {
    const seen = await scene.witness.server(scene.id(server));
    return Object.values(seen.addresses)
        .flat()
        .filter((one) => one["OS-EXT-IPS:type"] === "fixed")
        .map(({ addr }) => addr);
}

async function volumesOf(scene: Scene, server: Declared): Promise<string[]> {
    const answer = await scene.witness.nova.get<{ volumeAttachments: { volumeId: string }[] }>(
        `/servers/${scene.id(server)}/os-volume_attachments`,
    );
    return answer.volumeAttachments.map(({ volumeId }) => volumeId).sort();
}

/** Has volumes to attach; they go afterwards, when their servers are gone. */
async function withVolumes(scene: Scene, count: number, tell: (...ids: string[]) => Promise<void>): Promise<void> {
    const { nova } = scene.witness;
    const available = (id: string) =>
        until(`volume ${id} is available`, async () => {
            const { volume } = await nova.get<{ volume: { status: string } }>(`/volumes/${id}`, VOLUMES);
            return volume.status === "available" ? { found: true } : { seen: volume.status };
        });
    const ids: string[] = [];
    try {
        for (let number = 0; number < count; number += 1) {
            const { volume } = await nova.post<{ volume: { id: string } }>(
                "/volumes",
                { volume: { name: scene.byHand("volume"), size: 1 } },
                VOLUMES,
            );
            ids.push(volume.id);
            await available(volume.id);
        }
        await tell(...ids);
    } finally {
        await scene.stack.destroy();
        for (const id of ids) {
            await available(id);
            await nova.call("DELETE", `/volumes/${id}`, undefined, VOLUMES);
        }
    }
}

scenarios("what resources take from one another", (scenario) => {
    for (const way of WAYS) {
        for (const count of [2, 3]) {
            scenario(`${count} servers change places with their fixed addresses, ${way}`, async (scene) => {
                const { network } = scene.cloud;
                const names = ["a", "b", "c"].slice(0, count);
                const spare = scene.cloud.spareAddresses(count);
                const at = (turn: number) =>
                    names.map((name, index) =>
                        scene.server({ networks: [{ network, fixedIp: spare[(index + turn) % count] }] }, { name }),
                    );
                await scene.stack.up(...at(0));
                await up(scene, way, ...at(1));
                const after = await Promise.all(at(1).map((server) => addresses(scene, server)));
                expect(after).toEqual(spare.map((_, index) => [spare[(index + 1) % count]]));
                await converged(scene, ...at(1));
            });
        }

        scenario(`a data volume moves to the server that comes first, ${way}`, async (scene) => {
            await withVolumes(scene, 1, async (volume = "") => {
                const [a, b] = ["a", "b"].map((name) => (args: Bag) => scene.server(args, { name }));
                if (a === undefined || b === undefined) {
                    throw new Error("two servers");
                }
                await scene.stack.up(a({}), b({ blockDevices: [{ volume }] }));
                const program = [a({ blockDevices: [{ volume }] }), b({})];
                await up(scene, way, ...program);
                expect([await volumesOf(scene, a({})), await volumesOf(scene, b({}))]).toEqual([[volume], []]);
                await converged(scene, ...program);
            });
        });

        scenario(`two servers change their data volumes, ${way}`, async (scene) => {
            await withVolumes(scene, 2, async (one = "", two = "") => {
                const program = (first: string, second: string) => [
                    scene.server({ blockDevices: [{ volume: first }] }, { name: "a" }),
                    scene.server({ blockDevices: [{ volume: second }] }, { name: "b" }),
                ];
                await scene.stack.up(...program(one, two));
                await up(scene, way, ...program(two, one));
                const [a, b] = program(two, one).map((server) => volumesOf(scene, server));
                expect([await a, await b]).toEqual([[two], [one]]);
                await converged(scene, ...program(two, one));
            });
        });

        scenario(`two floating IPs change servers, ${way}`, async (scene) => {
            const servers = ["a", "b"].map((name) => scene.server({}, { name }));
            await scene.stack.up(...servers);
            const [a = "", b = ""] = servers.map((server) => scene.id(server));
            const ips = (first: string, second: string) => [
                scene.declare("FloatingIp", { serverId: first }, { name: "first" }),
                scene.declare("FloatingIp", { serverId: second }, { name: "second" }),
            ];
            await scene.stack.up(...servers, ...ips(a, b));
            await up(scene, way, ...servers, ...ips(b, a));
            const [first, second] = ips(b, a).map((ip) => scene.id(ip));
            for (const [id = "", server] of [
                [first, b],
                [second, a],
            ]) {
                await until(`${id} leads to ${server}`, async () => {
                    const seen = await scene.witness.floatingIp(id);
                    return seen?.instance_id === server ? { found: true } : { seen: JSON.stringify(seen) };
                });
            }
            await converged(scene, ...servers, ...ips(b, a));
        });

        scenario(`a port moves to the server that comes first, ${way}`, async (scene) => {
            const { network } = scene.cloud;
            const made = await scene.cloud.makePort();
            const program = (first: object[], second: object[]) => [
                scene.server({ networks: first }, { name: "a" }),
                scene.server({ networks: second }, { name: "b" }),
            ];
            try {
                await scene.stack.up(...program([{ network }], [{ network }, { port: made }]));
                const moved = program([{ network }, { port: made }], [{ network }]);
                await up(scene, way, ...moved);
                expect(await scene.witness.portsOf(scene.id(moved[0] as Declared))).toContain(made);
                await converged(scene, ...moved);
                await scene.stack.destroy();
            } finally {
                await scene.cloud.removePort(made);
            }
        });
    }

    scenario("an address is taken over from a server that is deleted at the end of the same up", async (scene) => {
        const { network } = scene.cloud;
        const [address = ""] = scene.cloud.spareAddresses(1);
        const a = scene.server({}, { name: "a" });
        await scene.stack.up(a, scene.server({ networks: [{ network, fixedIp: address }] }, { name: "b" }));
        const program = scene.server({ networks: [{ network, fixedIp: address }] }, { name: "a" });
        await scene.stack.up(program);
        expect(await addresses(scene, a)).toEqual([address]);
        await converged(scene, program);
    });

    scenario("a new server waits for the volume that another lets go of", async (scene) => {
        await withVolumes(scene, 1, async (volume = "") => {
            const [fresh, old] = ["fresh", "old"].map((name) => (args: Bag) => scene.server(args, { name }));
            if (fresh === undefined || old === undefined) {
                throw new Error("two servers");
            }
            await scene.stack.up(old({ blockDevices: [{ volume }] }));
            await scene.stack.atOnce(fresh({ blockDevices: [{ volume }] }), old({}));
            expect([await volumesOf(scene, fresh({})), await volumesOf(scene, old({}))]).toEqual([[volume], []]);
            await scene.unchanged(fresh({ blockDevices: [{ volume }] }), old({}));
        });
    });

    scenario("what nobody lets go of is refused, and what was taken off for it comes back", async (scene) => {
        const { network } = scene.cloud;
        const other = scene.byHand("other");
        const id = await scene.witness.boot(other);
        const taken = Object.values((await scene.witness.server(id)).addresses)
            .flat()
            .map(({ addr }) => addr);
        const server = (fixedIp?: string) =>
            scene.server({ networks: [{ network, ...(fixedIp === undefined ? {} : { fixedIp }) }] });
        await scene.stack.up(server());
        const before = await addresses(scene, server());
        await expect(scene.stack.up(server(taken[0]))).rejects.toThrow(/in use/);
        expect(await addresses(scene, server())).toEqual(before);
        await scene.stack.up(server());
        await scene.unchanged(server());
    });

    scenario("two servers of a program that are to have one address are refused", async (scene) => {
        const { network } = scene.cloud;
        const [a, b] = [scene.server({}, { name: "a" }), scene.server({}, { name: "b" })];
        await scene.stack.up(a, b);
        const [address = ""] = await addresses(scene, b);
        const wrong = scene.server({ networks: [{ network, fixedIp: address }] }, { name: "a" });
        await expect(scene.stack.up(wrong, b)).rejects.toThrow(/but the program gives it to/);
        await scene.stack.up(a, b);
        await scene.unchanged(a, b);
    });
});
