/** What becomes of a server in ERROR where the program says so, and what it has done before its end. */
import type { Bag } from "./arguments";
import { releaseUnderTest } from "./cloud";
import { CREATED_FIRST, DELETED_FIRST, ops, type Scene, scenarios } from "./scenario";
import { expectTold } from "./server-rows";

const fails = (step: string) => ({ "osreal:fail": step });

/** Brought to ERROR by hand, and seen so. */
async function broken(scene: Scene, id: string): Promise<void> {
    await scene.witness.act(id, { "os-resetState": { state: "error" } });
    await scene.witness.settled(id, "ERROR");
    await scene.stack.refresh();
}

scenarios("a server's end", (scenario) => {
    scenario("one whose deletion has begun is gone for a refresh, which waits for it", async (scene) => {
        // So long that the refresh begins in the midst of it: at its very end the server is DELETED for a moment.
        const seconds = scene.cloud.speed > 1 ? scene.cloud.speed : 5;
        const server = scene.server({ metadata: { "osreal:delay": `destroy=${seconds}` } });
        await scene.stack.up(server);
        const id = scene.id(server);
        await scene.witness.nova.call("DELETE", `/servers/${id}`);
        await scene.stack.refresh();
        expect(await scene.witness.isGone(id)).toBe(true);
        expect(ops(await scene.stack.up(server))).toEqual(["create"]);
        expect(await scene.witness.server(scene.id(server))).toMatchObject({ status: "ACTIVE" });
    });

    scenario("onError: one that never ran is kept where the program says so, and said to be", async (scene) => {
        const metadata = fails("spawn");
        const onError = { build: "keep" };
        await expect(scene.stack.up(scene.server({ metadata, onError }))).rejects.toThrow(
            "went to ERROR while creating",
        );
        const id = scene.id(scene.server());
        expect(ops(await scene.stack.preview(scene.server({ metadata, onError })))).toEqual(["update"]);
        expect(scene.said).toContainEqual(
            expect.stringMatching(/^status ERROR -> ACTIVE: kept \(`onError.build` is "keep"\) \(.*:fail=spawn/),
        );
        await expect(scene.stack.up(scene.server({ metadata, onError }))).rejects.toThrow(
            /is in ERROR: .*:fail=spawn.*It is kept, because onError.build is "keep": repair it/,
        );
        expect(await scene.witness.server(id)).toMatchObject({ status: "ERROR" });
        expect(ops(await scene.stack.up(scene.server()))).toEqual(DELETED_FIRST);
    });

    scenario("onError: one that ran is kept, unless the program says otherwise", async (scene) => {
        await scene.stack.up(scene.server());
        const id = scene.id(scene.server());
        await broken(scene, id);
        await expect(scene.stack.up(scene.server())).rejects.toThrow(
            /is in ERROR: .*It is kept, because it has been ACTIVE before and may hold data/,
        );
        expect(await scene.witness.actions(id)).not.toContain("rebuild");
    });

    scenario("onError: one that ran is rebuilt in place where the program says so", async (scene) => {
        const server = scene.server({ onError: { running: "rebuild" } });
        await scene.stack.up(server);
        const id = scene.id(server);
        await broken(scene, id);
        await scene.inPlace(server);
        expect(scene.said).toContainEqual(
            expect.stringMatching(
                /^status ERROR -> ACTIVE: rebuild in place \(`onError.running` is "rebuild"\); the root disk is lost/,
            ),
        );
        expect(await scene.witness.server(id)).toMatchObject({ status: "ACTIVE" });
        expect((await scene.witness.actions(id)).filter((action) => action === "rebuild")).toHaveLength(1);
    });

    scenario("onError: one that ran is replaced where the program says so", async (scene) => {
        const server = scene.server({ onError: { running: "replace" } });
        await scene.stack.up(server);
        const id = scene.id(server);
        await broken(scene, id);
        expect(ops(await scene.stack.up(server))).toEqual(CREATED_FIRST);
        expect(scene.said).toContainEqual(
            expect.stringMatching(/^status ERROR -> ACTIVE: replace \(`onError.running` is "replace"\)/),
        );
        expect(await scene.witness.isGone(id)).toBe(true);
        await scene.unchanged(server);
    });

    for (const [running, level] of [
        ["rebuild", "restart"],
        ["replace", "rebuild"],
    ] as const) {
        scenario(`onError: a ${running} of one that ran is under the ceiling of the stack`, async (scene) => {
            const server = scene.server({ onError: { running } });
            await scene.stack.up(server);
            const id = scene.id(server);
            await broken(scene, id);
            const careful = await scene.stack.under({
                "openstack-compute:cloud": scene.cloud.admin,
                "openstack-compute:allow": level,
            });
            await expect(careful.up(server)).rejects.toThrow(
                `The stack allows no more than "${level}" (config openstack-compute:allow); this is "${running}"`,
            );
            expect(await scene.witness.server(id)).toMatchObject({ id, status: "ERROR" });
        });
    }

    scenario(
        "is told when the server is in no list any more, and a list of changes has it without its metadata",
        async (scene) => {
            await scene.stack.up(scene.server({ metadata: { role: "web" } }));
            const id = scene.id(scene.server());
            expect(await scene.witness.changed(id)).toMatchObject({ status: "ACTIVE", metadata: { role: "web" } });
            await scene.stack.destroy();
            expect(await scene.witness.servers(scene.prefix)).toEqual([]);
            expect(await scene.witness.isGone(id)).toBe(true);
            expect(await scene.witness.changed(id)).toMatchObject({ status: "DELETED", metadata: {} });
        },
    );

    const ends: [row: string, args: Bag, actions: string[]][] = [
        ["stopBeforeDestroy", { stopBeforeDestroy: true }, ["create", "stop", "delete"]],
        ["forceDelete", { forceDelete: true }, ["create", "delete"]],
        ["stopBeforeDestroy", { stopBeforeDestroy: true, powerState: "shutoff" }, ["create", "stop", "delete"]],
        ["stopBeforeDestroy", { stopBeforeDestroy: true, forceDelete: true }, ["create", "stop", "delete"]],
    ];
    for (const [row, args, actions] of ends) {
        scenario(
            `${row}: ends with ${actions.slice(1).join(", ")} (${Object.keys(args).join(", ")})`,
            async (scene) => {
                const { powerState } = args;
                await scene.stack.up(scene.server({ powerState }));
                const id = scene.id(scene.server());
                await scene.inPlace(scene.server(args));
                expect(scene.said).toContain(`${row} (default) -> true: recorded for the deletion`);
                await scene.stack.destroy();
                expect(await scene.witness.isGone(id)).toBe(true);
                expect(await scene.witness.actions(id)).toEqual(actions);
            },
        );
    }

    scenario("stopBeforeDestroy: is done before a replacement goes too, and may be taken back", async (scene) => {
        const args = { stopBeforeDestroy: true };
        await scene.stack.up(scene.server(args));
        const first = scene.id(scene.server());
        await scene.stack.up(scene.server({ ...args, userData: "#!/bin/sh\n" }));
        expect(await scene.witness.isGone(first)).toBe(true);
        expect(await scene.witness.actions(first)).toEqual(["create", "stop", "delete"]);

        const second = scene.id(scene.server());
        await scene.inPlace(scene.server({ userData: "#!/bin/sh\n" }));
        await scene.stack.destroy();
        expect(await scene.witness.isGone(second)).toBe(true);
        expect(await scene.witness.actions(second)).toEqual(["create", "delete"]);
    });

    // The embedded cloud has no network service to make a port with.
    if (releaseUnderTest() !== undefined) {
        scenario("detachPortsBeforeDestroy: takes the program's ports off, which stay", async (scene) => {
            const { nova } = scene.witness;
            const network = { service: "network" };
            const network_id = await scene.witness.networkId(scene.cloud.network);
            const body = { port: { network_id, name: scene.byHand("port") } };
            const { port } = await nova.post<{ port: { id: string } }>("/v2.0/ports", body, network);
            try {
                const server = scene.server({ networks: [{ port: port.id }], detachPortsBeforeDestroy: true });
                await scene.stack.up(server);
                const id = scene.id(server);
                await scene.unchanged(server);
                await scene.stack.destroy();
                expect(await scene.witness.isGone(id)).toBe(true);
                expect(await scene.witness.actions(id)).toEqual(["create", "detach_interface", "delete"]);
                expect(await nova.isGone(`/v2.0/ports/${port.id}`, network)).toBe(false);
            } finally {
                await scene.stack.destroy();
                await nova.call("DELETE", `/v2.0/ports/${port.id}`, undefined, network);
            }
        });
    }

    it("tells the rows that are told here", () => {
        expectTold("server-end", ["onError", ...ends.map(([row]) => row), "detachPortsBeforeDestroy"]);
    });
});
