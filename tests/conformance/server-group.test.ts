/** The ServerGroup on every cloud: created, joined by servers, replaced row by row. */
import { serverGroup } from "../../provider/resources/server-group";
import type { Bag } from "./arguments";
import { CREATED_FIRST, ops, scenarios } from "./scenario";

/** Each row replaces: arguments before and after. */
const REPLACED: Record<string, [before: Bag, after: Bag]> = {
    name: [
        { name: "NAME-1", policy: "affinity" },
        { name: "NAME-2", policy: "affinity" },
    ],
    policy: [{ policy: "soft-affinity" }, { policy: "affinity" }],
    maxServerPerHost: [{ policy: "anti-affinity" }, { policy: "anti-affinity", maxServerPerHost: 3 }],
};

scenarios("a server group", (scenario) => {
    scenario("is created with every argument, and tells its servers, which are apart", async (scene) => {
        const args = { name: scene.name("apart"), policy: "anti-affinity", maxServerPerHost: 1 };
        const group = scene.declare("ServerGroup", args, { name: "group" });
        const servers = ["one", "other"].map((name) =>
            scene.declare(
                "Server",
                (stack) => ({
                    flavor: scene.cloud.flavors[0],
                    image: scene.cloud.images[0],
                    networks: [{ network: scene.cloud.network }],
                    schedulerHints: { group: stack.resource(group.name).id },
                }),
                { name },
            ),
        );
        await scene.stack.up(group, ...servers);
        const seen = await scene.witness.serverGroup(scene.id(group));
        expect(seen).toMatchObject({ name: args.name, policy: "anti-affinity" });
        const ids = servers.map((server) => scene.id(server));
        expect([...seen.members].sort()).toEqual([...ids].sort());
        const hosts = await Promise.all(ids.map((id) => scene.admin.hostOf(id)));
        expect(new Set(hosts).size).toBe(2);
        await scene.unchanged(group, ...servers);
        const { members } = scene.stack.resource(group.name).outs;
        expect([...(members as string[])].sort()).toEqual([...ids].sort());
    });

    scenario(`is replaced for a change of ${Object.keys(REPLACED).join(", ")}`, async (scene) => {
        const fill = (args: Bag): Bag => JSON.parse(JSON.stringify(args).replaceAll("NAME", `${scene.prefix}-g`));
        const program = (which: 0 | 1) =>
            Object.entries(REPLACED).map(([row, versions]) =>
                scene.declare("ServerGroup", fill(versions[which]), { name: row }),
            );
        await scene.stack.up(...program(0));
        const before = program(0).map((group) => scene.id(group));
        const steps = await scene.stack.up(...program(1));
        for (const { name } of program(1)) {
            expect(ops(steps.filter((step) => step.startsWith(`${name} `)))).toEqual(CREATED_FIRST);
        }
        for (const id of before) {
            expect(await scene.witness.nova.isGone(`/os-server-groups/${id}`)).toBe(true);
        }
        const after = await Promise.all(program(1).map((group) => scene.witness.serverGroup(scene.id(group))));
        expect(after.map(({ policy }) => policy)).toEqual(["affinity", "affinity", "anti-affinity"]);
        expect(after[2]?.rules).toEqual({ max_server_per_host: 3 });
        await scene.unchanged(...program(1));
    });

    scenario("is adopted, and created again where others deleted it", async (scene) => {
        const id = await scene.witness.makeServerGroup(scene.byHand("theirs"), "affinity");
        const group = scene.declare("ServerGroup", { policy: "affinity", adopt: id });
        await scene.stack.up(group);
        expect(scene.id(group)).toBe(id);
        await scene.unchanged(group);
        await scene.witness.nova.call("DELETE", `/os-server-groups/${id}`);
        await scene.stack.refresh();
        const own = scene.declare("ServerGroup", { policy: "affinity" });
        expect(ops(await scene.stack.up(own))).toEqual(["create"]);
        await scene.unchanged(own);
    });

    scenario(
        "is a member's too, and one that does not go together is refused before anything is sent",
        async (scene) => {
            const group = scene.declare("ServerGroup", { policy: "soft-anti-affinity" });
            await scene.stack.up(group);
            expect(await scene.witness.serverGroup(scene.id(group))).toMatchObject({ policy: "soft-anti-affinity" });
            const wrong = scene.declare("ServerGroup", { policy: "affinity", maxServerPerHost: 2 });
            await expect(scene.stack.up(wrong)).rejects.toThrow(/only with policy "anti-affinity"/);
            await scene.unchanged(group);
        },
        { as: "member" },
    );

    it("has every row of its change table told here", () => {
        expect(Object.keys(serverGroup.changes).sort()).toEqual(Object.keys(REPLACED).sort());
    });
});
