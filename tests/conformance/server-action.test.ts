/** The ServerAction on every cloud: done once, again for other triggers, and undone where it can be. */

import { serverAction } from "../../provider/resources/server-action";
import type { Declared } from "../support/engine";
import type { Bag } from "./arguments";
import { ops, type Scene, scenarios } from "./scenario";

const TOLD = ["server", "triggers", "reboot", "rescue", "createImage"];

function on(scene: Scene, server: Declared, args: Bag): Declared {
    return scene.declare("ServerAction", (stack) => ({ server: stack.resource(server.name).id, ...args }), {
        name: "act",
    });
}

scenarios("an action on a server", (scenario) => {
    scenario("that is a reboot is done once, and again when triggers or reboot change", async (scene) => {
        const server = scene.server({}, { name: "web" });
        const reboot = (args: Bag) => on(scene, server, args);
        await scene.stack.up(server, reboot({ reboot: {}, triggers: ["1"] }));
        const id = scene.id(server);
        expect(await scene.witness.actions(id)).toEqual(["create", "reboot"]);
        await scene.unchanged(server, reboot({ reboot: {}, triggers: ["1"] }));
        await scene.stack.preview(server, reboot({ reboot: {}, triggers: ["2"] }));
        expect(scene.said).toContain("triggers [1] -> [2]: runs again, the server restarts");
        await scene.stack.up(server, reboot({ reboot: {}, triggers: ["2"] }));
        expect(await scene.witness.actions(id)).toEqual(["create", "reboot", "reboot"]);
        await scene.stack.up(server, reboot({ reboot: { type: "HARD" }, triggers: ["2"] }));
        expect(await scene.witness.actions(id)).toEqual(["create", "reboot", "reboot", "reboot"]);
        await scene.unchanged(server, reboot({ reboot: { type: "HARD" }, triggers: ["2"] }));
        await scene.stack.up(server);
        expect(await scene.witness.actions(id)).toHaveLength(4);
        expect((await scene.witness.server(id)).status).toBe("ACTIVE");
    });

    scenario("that is a rescue is done again for another password, and ended with the resource", async (scene) => {
        const server = scene.server({}, { name: "web" });
        const rescue = (args: Bag) => on(scene, server, { rescue: args });
        await scene.stack.up(server, rescue({ adminPass: "first-secret" }));
        const id = scene.id(server);
        expect((await scene.witness.server(id)).status).toBe("RESCUE");
        expect(scene.stack.resource(rescue({}).name).outs.adminPass).toBe("first-secret");
        await scene.unchanged(server, rescue({ adminPass: "first-secret" }));
        await scene.stack.up(server, rescue({ image: scene.cloud.images[1] }));
        expect(await scene.witness.actions(id)).toEqual(["create", "rescue", "unrescue", "rescue"]);
        expect((await scene.witness.server(id)).status).toBe("RESCUE");
        await scene.stack.up(server);
        expect((await scene.witness.server(id)).status).toBe("ACTIVE");
        expect(await scene.witness.actions(id)).toEqual(["create", "rescue", "unrescue", "rescue", "unrescue"]);
    });

    scenario("that makes an image keeps it, and makes another for another name", async (scene) => {
        const server = scene.server({}, { name: "web" });
        const [first, second] = [scene.byHand("backup"), scene.byHand("backup")];
        const image = (name: string) => on(scene, server, { createImage: { name, metadata: { of: "web" } } });
        await scene.stack.up(server, image(first));
        const { imageId } = scene.stack.resource(image(first).name).outs;
        expect(await scene.witness.images(first)).toMatchObject([{ id: imageId, name: first, status: "ACTIVE" }]);
        await scene.unchanged(server, image(first));
        await scene.stack.preview(server, image(second));
        expect(scene.said).toContain("createImage: runs again: another image is created");
        await scene.stack.up(server, image(second));
        expect(await scene.witness.images(second)).toMatchObject([{ name: second, status: "ACTIVE" }]);
        await scene.stack.destroy();
        expect(await scene.witness.images(first)).toHaveLength(1);
    });

    scenario("is replaced for another server, and gone with its server", async (scene) => {
        const [one, other] = ["one", "other"].map((name) => scene.server({}, { name })) as [Declared, Declared];
        await scene.stack.up(one, other, on(scene, one, { reboot: {} }));
        const steps = await scene.stack.up(one, other, on(scene, other, { reboot: {} }));
        expect(ops(steps)).toEqual(["create-replacement", "delete-replaced"]);
        expect(await scene.witness.actions(scene.id(other))).toEqual(["create", "reboot"]);
        await scene.witness.deleteServer(scene.id(other));
        await scene.stack.refresh();
        expect(scene.stack.holds(on(scene, other, {}).name)).toBe(false);
    });

    scenario("is refused in the cloud's words where the server is in no state for it", async (scene) => {
        const server = scene.server({ powerState: "shutoff" }, { name: "web" });
        await scene.stack.up(server);
        const refused = on(scene, server, { reboot: { type: "SOFT" } });
        await expect(scene.stack.up(server, refused)).rejects.toThrow(/Cannot 'reboot' instance.*\(HTTP 409\)/s);
        expect(scene.stack.holds(refused.name)).toBe(false);
        expect((await scene.witness.server(scene.id(server))).status).toBe("SHUTOFF");
    });

    it("has every row of its change table told here", () => {
        expect(Object.keys(serverAction.changes).sort()).toEqual([...TOLD].sort());
    });
});
