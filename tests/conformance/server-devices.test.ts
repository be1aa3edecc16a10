/** The rows of a server's interfaces and disks: attached and detached in place, or made with the server. */
import type { AttachedVolume } from "../../provider/resources/server/fields/outputs";
import { outputsIn } from "../../provider/state/state-text";
import { CREATED_FIRST, ops, type Scene, scenarios } from "./scenario";
import { expectTold } from "./server-rows";
import { until } from "./witness";

const VOLUMES = { service: "volumev3" };

/** Has volumes to attach; they go afterwards, when their servers are gone. */
async function withVolumes(scene: Scene, tell: (first: string, second: string) => Promise<void>): Promise<void> {
    const { nova } = scene.witness;
    const ids: string[] = [];
    try {
        for (const name of [scene.byHand("volume"), scene.byHand("volume")]) {
            const { volume } = await nova.post<{ volume: { id: string } }>(
                "/volumes",
                { volume: { name, size: 1 } },
                VOLUMES,
            );
            ids.push(volume.id);
            await available(scene, volume.id);
        }
        const [first = "", second = ""] = ids;
        await tell(first, second);
    } finally {
        await scene.stack.destroy();
        for (const id of ids) {
            await removeVolume(scene, id);
        }
    }
}

function available({ witness }: Scene, id: string) {
    return until(`volume ${id} is available`, async () => {
        const { volume } = await witness.nova.get<{ volume: { status: string } }>(`/volumes/${id}`, VOLUMES);
        return volume.status === "available" ? { found: true } : { seen: volume.status };
    });
}

async function removeVolume(scene: Scene, id: string): Promise<void> {
    await available(scene, id);
    await scene.witness.nova.call("DELETE", `/volumes/${id}`, undefined, VOLUMES);
}

async function attachedTo(scene: Scene, id: string): Promise<string[]> {
    const answer = await scene.witness.nova.get<{ volumeAttachments: { volumeId: string }[] }>(
        `/servers/${id}/os-volume_attachments`,
    );
    return answer.volumeAttachments.map(({ volumeId }) => volumeId);
}

function volumesIn(scene: Scene, { name }: { name: string }): AttachedVolume[] {
    return (outputsIn(scene.stack.resource(name).outs.__state).attachedVolumes ?? []) as AttachedVolume[];
}

scenarios("a server's devices", (scenario) => {
    scenario("networks: interfaces are attached and detached in place", async (scene) => {
        const { network } = scene.cloud;
        await scene.stack.up(scene.server({ networks: "none" }));
        const id = scene.id(scene.server());
        expect(await scene.witness.server(id)).toMatchObject({ addresses: {} });

        await scene.inPlace(scene.server());
        const one = await scene.witness.server(id);
        expect(one.addresses).toMatchObject({ [network]: [{ "OS-EXT-IPS:type": "fixed" }] });
        const address = one.addresses[network]?.[0]?.addr ?? "";

        await scene.inPlace(scene.server({ networks: [{ network }, { network }] }));
        expect(scene.said).toContain(
            `networks [${network}] -> [${network}, ${network}]: [${network}] attached in place`,
        );
        const two = (await scene.witness.server(id)).addresses[network]?.map(({ addr }) => addr);
        expect(two).toHaveLength(2);
        expect(two).toContain(address);

        await scene.inPlace(scene.server({ networks: "none" }));
        expect(await scene.witness.server(id)).toMatchObject({ addresses: {} });
        expect(await scene.witness.actions(id)).toEqual([
            "create",
            ...["attach_interface", "attach_interface", "detach_interface", "detach_interface"],
        ]);
    });

    scenario("blockDevices: volumes are attached and detached in place", async (scene) => {
        await withVolumes(scene, async (first, second) => {
            await scene.stack.up(scene.server());
            const id = scene.id(scene.server());
            await scene.inPlace(scene.server({ blockDevices: [{ volume: first }] }));
            expect(scene.said).toContain(
                `blockDevices (default) -> [volume ${first}]: volume ${first} attached in place`,
            );
            expect(await attachedTo(scene, id)).toEqual([first]);

            await scene.inPlace(scene.server({ blockDevices: [{ volume: second }] }));
            expect(await attachedTo(scene, id)).toEqual([second]);
            await scene.inPlace(scene.server());
            expect(await attachedTo(scene, id)).toEqual([]);
            expect(await scene.witness.actions(id)).toEqual([
                "create",
                ...["attach_volume", "detach_volume", "attach_volume", "detach_volume"],
            ]);
        });
    });

    scenario("bootVolume: is made with the server, which is replaced for another", async (scene) => {
        await scene.stack.up(scene.server());
        const old = scene.id(scene.server());
        const server = scene.server({ bootVolume: { size: 1 } });
        expect(ops(await scene.stack.up(server))).toEqual(CREATED_FIRST);
        expect(scene.said).toContainEqual(
            expect.stringMatching(/^bootVolume .*: replace: the root disk is created with the server$/),
        );
        expect(await scene.witness.isGone(old)).toBe(true);
        expect(await scene.witness.server(scene.id(server))).toMatchObject({ status: "ACTIVE", image: "" });
        expect(await attachedTo(scene, scene.id(server))).toHaveLength(1);
        await scene.unchanged(server);
    });

    scenario(
        "blockDevices: volumes that are made with a server are outputs, and are named where it goes",
        async (scene) => {
            const kept = { size: 1, deleteOnTermination: false };
            const server = scene.server({ blockDevices: [kept, { size: 1 }] });
            await scene.stack.up(server);
            const attached = await attachedTo(scene, scene.id(server));
            expect(attached).toHaveLength(2);
            const known = volumesIn(scene, server);
            expect(known.map(({ id }) => id).sort()).toEqual([...attached].sort());
            const left = known.find(({ deleteOnTermination }) => !deleteOnTermination)?.id ?? "";
            const gone = known.find(({ deleteOnTermination }) => deleteOnTermination)?.id ?? "";
            await scene.unchanged(server);
            expect(volumesIn(scene, server)).toEqual(known);
            const [[address = ""] = []] = Object.values((await scene.witness.server(scene.id(server))).addresses).map(
                (all) => all.map(({ addr }) => addr),
            );

            const next = scene.server({ blockDevices: [kept, { size: 1 }], userData: "#!/bin/sh\n" });
            await scene.stack.preview(next);
            expect(scene.said).toContain(
                `replacing it: the root disk is lost; volume ${gone} is deleted; volume ${left} is kept; nothing deletes it; ${address} is released`,
            );
            await scene.stack.up(next);
            expect(scene.said).toContain(`deleting: volume ${gone} is deleted`);
            expect(scene.said).toContain(`deleting: volume ${left} is kept; nothing deletes it`);
            const second = volumesIn(scene, next).find(({ deleteOnTermination }) => !deleteOnTermination)?.id ?? "";
            await scene.stack.destroy();
            expect(scene.said).toContain(`deleting: volume ${second} is kept; nothing deletes it`);
            for (const id of [left, second]) {
                await removeVolume(scene, id);
            }
        },
    );

    it("tells the rows that are told here", () => {
        expectTold("server-devices", ["networks", "blockDevices", "bootVolume"]);
    });
});
