/** The Flavor on every cloud: description, extra specs and projects in place, the rest replaced row by row; admins only. */
import { flavor } from "../../provider/resources/flavor";
import type { Bag } from "./arguments";
import { CREATED_FIRST, DELETED_FIRST, ops, scenarios } from "./scenario";

const BASE = { ram: 512, vcpus: 1 };

/** Each row that replaces: arguments before and after. */
const REPLACED: Record<string, [before: Bag, after: Bag]> = {
    name: [{ name: "NAME-1" }, { name: "NAME-2" }],
    flavorId: [{ flavorId: "NAME-1" }, { flavorId: "NAME-2" }],
    ram: [{}, { ram: 1024 }],
    vcpus: [{}, { vcpus: 2 }],
    disk: [{ disk: 10 }, { disk: 20 }],
    ephemeral: [{}, { ephemeral: 5 }],
    swap: [{ swap: 64 }, {}],
    rxtxFactor: [{}, { rxtxFactor: 1.5 }],
    isPublic: [{ isPublic: false }, { isPublic: true }],
};

const IN_PLACE = ["description", "extraSpecs", "projects"];

scenarios("a flavor", (scenario) => {
    scenario(
        "is created with every argument, and changed in place: description, extraSpecs, projects",
        async (scene) => {
            const [admin, member] = [scene.witness.nova.projectId, scene.memberProject];
            const args = {
                name: scene.name("build"),
                flavorId: scene.name("id"),
                ram: 4096,
                vcpus: 2,
                disk: 20,
                ephemeral: 10,
                swap: 512,
                isPublic: false,
                description: "größer",
                extraSpecs: { "hw:cpu_policy": "dedicated", "hw:numa_nodes": "1" },
                projects: [member],
            };
            const flavor = (change: Bag = {}) => scene.declare("Flavor", { ...args, ...change });
            await scene.stack.up(flavor());
            const id = scene.id(flavor());
            expect(id).toBe(args.flavorId);
            expect(await scene.witness.flavor(id)).toMatchObject({
                name: args.name,
                ram: 4096,
                vcpus: 2,
                disk: 20,
                "OS-FLV-EXT-DATA:ephemeral": 10,
                swap: 512,
                "os-flavor-access:is_public": false,
                description: "größer",
                extra_specs: args.extraSpecs,
            });
            expect(await scene.witness.access(id)).toEqual([member]);
            await scene.unchanged(flavor());

            const changed = {
                description: "second",
                extraSpecs: { "hw:cpu_policy": "shared", "hw:mem_page_size": "large" },
                projects: [admin],
            };
            await scene.inPlace(flavor(changed));
            expect(scene.said).toEqual(
                expect.arrayContaining([
                    "description: updated in place",
                    "extraSpecs +hw:mem_page_size, ~hw:cpu_policy, -hw:numa_nodes: " +
                        "only these keys are written; servers see them at their next resize",
                    `projects [${member}] -> [${admin}]: access is granted and revoked in place`,
                ]),
            );
            expect(await scene.witness.flavor(id)).toMatchObject({
                description: "second",
                extra_specs: changed.extraSpecs,
            });
            expect(await scene.witness.access(id)).toEqual([admin]);
            await scene.inPlace(flavor({ description: undefined, extraSpecs: undefined, projects: undefined }));
            expect(await scene.witness.flavor(id)).toMatchObject({ description: null, extra_specs: {} });
            expect(await scene.witness.access(id)).toEqual([]);
        },
    );

    scenario("shows what others changed, and has it put right; another's extra spec is let be", async (scene) => {
        const member = scene.memberProject;
        const flavor = scene.declare("Flavor", {
            ...BASE,
            isPublic: false,
            description: "mine",
            extraSpecs: { "hw:cpu_policy": "shared", "hw:mem_page_size": "large" },
            projects: [member],
        });
        await scene.stack.up(flavor);
        const id = scene.id(flavor);
        const { nova } = scene.witness;
        await nova.call("PUT", `/flavors/${id}`, { flavor: { description: "x" } }, { microversion: "2.55" });
        await nova.post(`/flavors/${id}/os-extra_specs`, {
            extra_specs: { "hw:cpu_policy": "dedicated", "quota:cpu_shares": "10" },
        });
        await nova.call("DELETE", `/flavors/${id}/os-extra_specs/hw:mem_page_size`);
        await nova.post(`/flavors/${id}/action`, { removeTenantAccess: { tenant: member } });
        await nova.post(`/flavors/${id}/action`, { addTenantAccess: { tenant: nova.projectId } });

        await scene.stack.refresh();
        await scene.inPlace(flavor);
        expect(await scene.witness.flavor(id)).toMatchObject({
            description: "mine",
            extra_specs: { "hw:cpu_policy": "shared", "hw:mem_page_size": "large", "quota:cpu_shares": "10" },
        });
        expect(await scene.witness.access(id)).toEqual([member]);

        await scene.witness.deleteFlavor(id);
        await scene.stack.refresh();
        expect(ops(await scene.stack.up(flavor))).toEqual(["create"]);
        await scene.witness.deleteFlavor(scene.id(flavor));
        await scene.stack.destroy();
    });

    scenario(`is replaced for a change of ${Object.keys(REPLACED).join(", ")}`, async (scene) => {
        const fill = (args: Bag): Bag => JSON.parse(JSON.stringify(args).replaceAll("NAME", `${scene.prefix}-f`));
        const program = (which: 0 | 1) =>
            Object.entries(REPLACED).map(([row, versions]) =>
                scene.declare("Flavor", { ...BASE, ...fill(versions[which]) }, { name: row }),
            );
        await scene.stack.up(...program(0));
        const before = program(0).map((flavor) => scene.id(flavor));
        const steps = await scene.stack.up(...program(1));
        for (const { name } of program(1)) {
            expect(ops(steps.filter((step) => step.startsWith(`${name} `)))).toEqual(CREATED_FIRST);
        }
        for (const row of Object.keys(REPLACED)) {
            expect(scene.said).toContainEqual(
                expect.stringMatching(new RegExp(`^${row} .* -> .*: replace: the API cannot change it$`)),
            );
        }
        for (const id of before) {
            expect(await scene.witness.nova.isGone(`/flavors/${id}`)).toBe(true);
        }
        await scene.unchanged(...program(1));
    });

    scenario("is what a server is resized to that names it, when it is replaced under its name", async (scene) => {
        const name = scene.name("sized");
        const flavor = (ram: number) => scene.declare("Flavor", { name, ram, vcpus: 1, disk: 1 }, { name: "flavor" });
        const server = scene.server({ flavor: name });
        await scene.stack.up(flavor(512), server);
        const id = scene.id(server);

        await scene.stack.preview(flavor(768), server);
        const words = `flavor ${name}: resize in place to the new flavor of this name, the server restarts`;
        expect(scene.said).toContain(words);
        expect(ops(await scene.stack.up(flavor(768), server))).toEqual([...DELETED_FIRST, "update"]);
        expect(scene.id(server)).toBe(id);
        const { flavor: sized } = await scene.witness.server(id);
        expect(sized).toMatchObject({ original_name: name, ram: 768 });
        expect(await scene.witness.actions(id)).toEqual(["create", "resize", "confirmResize"]);
        await scene.unchanged(flavor(768), server);

        // An update that ends between the two leaves the rest to the next one.
        const broken = scene.server({ flavor: scene.name("none") }, { name: "broken" });
        await expect(scene.stack.up(flavor(1024), broken, server)).rejects.toThrow("there is no flavor");
        expect((await scene.witness.server(id)).flavor).toMatchObject({ ram: 768 });
        expect(ops(await scene.stack.up(flavor(1024), server))).toEqual(["update"]);
        expect((await scene.witness.server(id)).flavor).toMatchObject({ original_name: name, ram: 1024 });
        await scene.unchanged(flavor(1024), server);
    });

    scenario(
        "has a factor of which the cloud keeps six digits, and is deleted under an id of the program's",
        async (scene) => {
            const flavor = scene.declare("Flavor", { ...BASE, flavorId: scene.name("id"), rxtxFactor: 2681.267_736 });
            await scene.stack.up(flavor);
            await scene.unchanged(flavor);
            const id = scene.id(flavor);
            await scene.stack.destroy();
            expect(await scene.witness.nova.isGone(`/flavors/${id}`)).toBe(true);
        },
    );

    scenario("is deleted first where old and new would have one id", async (scene) => {
        const flavorId = scene.name("id");
        await scene.stack.up(scene.declare("Flavor", { ...BASE, flavorId }));
        const flavor = scene.declare("Flavor", { ...BASE, flavorId, ram: 1024 });
        expect(ops(await scene.stack.up(flavor))).toEqual(DELETED_FIRST);
        expect(await scene.witness.flavor(flavorId)).toMatchObject({ ram: 1024 });
        await scene.unchanged(flavor);
    });

    scenario(
        "is not changed by a default that is spelled out, and serves a server of the same program",
        async (scene) => {
            await scene.stack.up(
                scene.declare("Flavor", { ...BASE, disk: 1, name: scene.name("f") }, { name: "flavor" }),
            );
            const args = { ...BASE, disk: 1, ephemeral: 0, swap: 0, rxtxFactor: 1, isPublic: true };
            const flavor = scene.declare("Flavor", args, { name: "flavor" });
            await scene.unchanged(flavor);
            const server = scene.server({ flavor: scene.id(flavor) });
            await scene.stack.up(flavor, server);
            const { name } = scene.stack.resource(flavor.name).outs;
            expect((await scene.witness.server(scene.id(server))).flavor.original_name).toBe(name);
            await scene.unchanged(flavor, server);
        },
    );

    scenario(
        "is refused to a member, in the cloud's words and with what to do",
        async (scene) => {
            const flavor = scene.declare("Flavor", BASE);
            await expect(scene.stack.up(flavor)).rejects.toThrow(
                /Create flavor.*: Policy doesn't allow os_compute_api:os-flavor-manage:create to be performed\. \(HTTP 403\) \[request id req-.*needs a role/s,
            );
            expect(scene.stack.holds(flavor.name)).toBe(false);
        },
        { as: "member" },
    );

    scenario("is refused under an id that is taken, in the cloud's words", async (scene) => {
        const id = await scene.witness.makeFlavor(scene.byHand("taken"), BASE);
        const flavor = scene.declare("Flavor", { ...BASE, flavorId: id });
        await expect(scene.stack.up(flavor)).rejects.toThrow(/already exists\. \(HTTP 409\)/);
        expect(scene.stack.holds(flavor.name)).toBe(false);
    });

    it("has every row of its change table told here", () => {
        expect(Object.keys(flavor.changes).sort()).toEqual([...Object.keys(REPLACED), ...IN_PLACE].sort());
    });
});
