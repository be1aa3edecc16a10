/**
 * A resource gives up its name by an alias, and a new one takes it: no two of them are ever the same thing in the cloud,
 * and none is deleted with another's entry of the state.
 */
import { Setting } from "./setting";

const OWNER = "pulumi:resource";

describe("a server that gave its name to another one", () => {
    let setting: Setting;
    const ids: Record<string, string> = {};

    beforeAll(async () => {
        setting = await Setting.make();
    });
    afterAll(() => setting.end());

    const ARGS = '{ flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }] }';
    const write = (...statements: string[]) =>
        setting.stack.write(`
            const compute = require("pulumi-openstack-compute");
            const pulumi = require("@pulumi/pulumi");
            class Site extends pulumi.ComponentResource {
                constructor(name, opts) { super("my:Site", name, {}, opts); }
            }
            const small = ${ARGS};
            ${statements.join("\n")}
        `);
    const web = (more = "") => `const web = new compute.Server("web", { ...small, ${more} });`;
    const blue = (of: string, options: string) =>
        `const blue = new compute.Server("blue", { ...small, metadata: { peer: ${of} } }, ${options});`;
    const ALIAS = '{ aliases: [{ name: "web" }] }';

    /** The owner of each server that is there, as a client of our own sees it. */
    const owners = async () => {
        const { servers } = await setting.nova.get<{ servers: { id: string; metadata: Record<string, string> }[] }>(
            "/servers/detail",
        );
        return Object.fromEntries(servers.map(({ id, metadata }) => [id, metadata[OWNER]]));
    };
    const idOf = async (name: string) => String((await setting.stack.resource(name)).id);

    it("carries its new name from the next up on, which the preview shows, and nothing else is written", async () => {
        write(web('metadata: { peer: "none" }'));
        await setting.stack.up();
        ids.blue = await idOf("web");
        expect(await owners()).toEqual({ [ids.blue]: "Server::web" });

        write(blue('"none"', ALIAS));
        const preview = await setting.stack.preview();
        expect(preview.ops("blue")).toEqual(["update"]);
        expect(preview.text).toContain(
            'server "blue": it was Server::web: the state records the new name, and the owner metadata',
        );
        const writes = await setting.writes(() => setting.stack.up());
        expect(writes).toEqual(["POST /servers/{id}/metadata"]);
        expect(await owners()).toEqual({ [ids.blue]: "Server::blue" });
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("stays when a new one takes its name as a target, and is used by it", async () => {
        write(web(), blue("web.ipV4", ALIAS));
        await setting.stack.up({ args: ["--target", "**::web"] });
        const second = await idOf("web");
        expect(second).not.toBe(ids.blue);
        expect(Object.keys(await owners()).sort()).toEqual([ids.blue, second].sort());
        await setting.stack.up();
        expect(Object.keys(await owners()).sort()).toEqual([ids.blue, second].sort());
    });

    it("stays when that one goes again", async () => {
        write(blue('"none"', ALIAS));
        await setting.stack.up();
        expect(Object.keys(await owners())).toEqual([ids.blue]);
        expect(await idOf("blue")).toBe(ids.blue);
    });

    it("stays though its owner in the cloud still names the new one, of which the stack knows without an alias too", async () => {
        // As where its rename was never told to the cloud.
        await setting.nova.post(`/servers/${ids.blue}/metadata`, { metadata: { [OWNER]: "Server::web" } });
        write(web('userData: "#!/bin/sh"'), blue("web.ipV4", "{}"));
        await setting.stack.up({ args: ["--target", "**::web"] });
        const second = await idOf("web");
        expect(Object.keys(await owners()).sort()).toEqual([ids.blue, second].sort());
        write(blue('"none"', "{}"));
        await setting.stack.up();
        expect(Object.keys(await owners())).toEqual([ids.blue]);
    });

    it("is put right by a refresh and an up, where its owner in the cloud names another one", async () => {
        write(blue('"none"', "{}"));
        await setting.nova.post(`/servers/${ids.blue}/metadata`, { metadata: { [OWNER]: "Server::web" } });
        const { text } = await setting.stack.up({ refresh: true });
        expect(text).toContain('server "blue": its owner metadata names Server::web: it follows');
        expect(await owners()).toEqual({ [String(ids.blue)]: "Server::blue" });
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("is followed below a component, and a new one takes the name at the top", async () => {
        const moved = `
            const site = new Site("site");
            const blue = new compute.Server("blue", { ...small, metadata: { peer: "none" } },
                { parent: site, aliases: [{ parent: pulumi.rootStackResource }] });
        `;
        write(moved);
        const writes = await setting.writes(() => setting.stack.up());
        expect(writes).toEqual(["POST /servers/{id}/metadata"]);
        expect(await owners()).toEqual({ [String(ids.blue)]: "my:Site$Server::blue" });
        write(moved, 'const other = new compute.Server("blue", small);');
        await setting.stack.up();
        expect(Object.values(await owners()).sort()).toEqual(["Server+1::blue", "my:Site$Server::blue"]);
        write(moved);
        await setting.stack.up();
        expect(Object.keys(await owners())).toEqual([ids.blue]);
    });

    it("is deleted with its own entry", async () => {
        await setting.stack.destroy();
        expect(await owners()).toEqual({});
    });
});

describe("what has no owner but its name", () => {
    let setting: Setting;

    beforeAll(async () => {
        setting = await Setting.make();
    });
    afterAll(() => setting.end());

    const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
    const write = (...names: [name: string, alias?: string][]) =>
        setting.stack.write(`
            const compute = require("pulumi-openstack-compute");
            for (const [name, alias] of ${JSON.stringify(names)}) {
                const options = alias === undefined || alias === null ? {} : { aliases: [{ name: alias }] };
                new compute.Keypair(name, { publicKey: ${JSON.stringify(KEY)} }, options);
                new compute.SecurityGroup(name, { description: "one" }, options);
                new compute.Flavor(name, { ram: 512, vcpus: 1 }, options);
            }
        `);
    const standing = () => {
        const { keypairs, securityGroups, flavors } = setting.cloud.inspect();
        return [keypairs, securityGroups, flavors].map(
            (all) => all.filter(({ name }) => /^(web|blue)-[0-9a-f]{7}$/.test(name)).length,
        );
    };

    // With the alias still there: tests/engine/stacks/aliases.test.ts.
    it("keeps the name that it was made with when the alias is gone, and a new one under the old name gets another", async () => {
        write(["web"]);
        await setting.stack.up();
        write(["blue", "web"]);
        await setting.stack.up();
        expect(standing()).toEqual([1, 1, 1]);
        write(["web"], ["blue"]);
        await setting.stack.up();
        expect(standing()).toEqual([2, 2, 2]);
        write(["blue"]);
        await setting.stack.up();
        expect(standing()).toEqual([1, 1, 1]);
        await setting.stack.destroy();
        expect(standing()).toEqual([0, 0, 0]);
    });
});
