/** The Server's change table on every cloud, row by row: what changes in place keeps the server, the rest replaces it. */
import { serverChanges } from "../../provider/resources/server/server-fields";
import type { Bag } from "./arguments";
import { releaseUnderTest } from "./cloud";
import { scenarios } from "./scenario";
import { expectTold, filling, TOLD_IN } from "./server-rows";
import type { SeenServer } from "./witness";

interface Row {
    row: keyof typeof serverChanges;
    /** When the row has more than one scenario. */
    case?: string;
    before: Bag;
    after: Bag;
    /** What the preview says of it. */
    words: string;
    /** What the cloud notes as done to the server since its creation. */
    actions: string[];
    /** What the cloud shows afterwards. */
    shows: Partial<SeenServer>;
}

/** Those that cost the server nothing, told of one server, one after the other. */
const ATTRIBUTES: Omit<Row, "before" | "actions">[] = [
    {
        row: "name",
        after: { name: "NAME-2" },
        words: "name NAME-1 -> NAME-2: updated in place",
        shows: { name: "NAME-2" },
    },
    {
        row: "accessIpV4",
        after: { accessIpV4: "192.0.2.20" },
        words: "accessIpV4 192.0.2.10 -> 192.0.2.20: updated in place",
        shows: { accessIPv4: "192.0.2.20" },
    },
    {
        row: "accessIpV6",
        after: { accessIpV6: "2001:DB8::20" },
        words: "accessIpV6 (default) -> 2001:DB8::20: updated in place",
        shows: { accessIPv6: "2001:db8::20" },
    },
    {
        row: "description",
        after: { description: "second, größer" },
        words: "description: updated in place",
        shows: { description: "second, größer" },
    },
    {
        row: "description",
        case: "taken out",
        after: { description: undefined },
        words: "description: updated in place",
        shows: { description: null },
    },
    {
        row: "diskConfig",
        after: { diskConfig: "MANUAL" },
        words: "diskConfig AUTO -> MANUAL: updated in place",
        shows: { "OS-DCF:diskConfig": "MANUAL" },
    },
    {
        row: "metadata",
        after: { metadata: { role: "api", owner: "ops" } },
        words: "metadata +owner, ~role, -stage, -with space: only these keys are written",
        shows: { metadata: { role: "api", owner: "ops" } },
    },
    {
        row: "tags",
        after: { tags: ["web", "green", "in two"] },
        words: "tags [blue, web] -> [web, green, in two]: only these tags are added and removed",
        shows: { tags: ["green", "in two", "web"] },
    },
    {
        row: "tags",
        case: "that no path can have",
        after: { tags: ["größe", "..", "web"] },
        words: "tags [web, green, in two] -> [größe, .., web]: only these tags are added and removed",
        shows: { tags: ["..", "größe", "web"] },
    },
    {
        row: "tags",
        case: "in another case",
        after: { tags: ["größe", "Web"] },
        words: "tags [größe, .., web] -> [größe, Web]: only these tags are added and removed",
        shows: { tags: ["Web", "größe"] },
    },
    {
        row: "metadata",
        case: "in another case",
        after: { metadata: { Role: "api", "..": "x" } },
        words: "metadata +Role, +.., -role, -owner: only these keys are written",
        shows: { metadata: { Role: "api", "..": "x" } },
    },
];

const ATTRIBUTES_BEFORE = {
    name: "NAME-1",
    accessIpV4: "192.0.2.10",
    description: "first",
    diskConfig: "AUTO",
    metadata: { role: "web", stage: "test", "with space": "1" },
    tags: ["blue", "web"],
};

const IN_PLACE: Row[] = [
    {
        row: "tags",
        case: "of a server whose networks are left out",
        before: { networks: undefined, tags: ["blue"] },
        after: { networks: undefined },
        words: "tags [blue] -> (default): only these tags are added and removed",
        actions: [],
        shows: { tags: [] },
    },
    {
        row: "flavor",
        before: {},
        after: { flavor: "LARGER" },
        words: "flavor FLAVOR -> LARGER: resize in place, the server restarts",
        actions: ["resize", "confirmResize"],
        shows: { status: "ACTIVE", flavor: { original_name: "LARGER" } },
    },
    {
        row: "flavor",
        case: "of a stopped server, which stays stopped",
        before: { powerState: "shutoff" },
        after: { powerState: "shutoff", flavor: { name: "LARGER" } },
        words: "flavor FLAVOR -> LARGER: resize in place, the server restarts",
        actions: ["stop", "resize", "confirmResize"],
        shows: { status: "SHUTOFF", flavor: { original_name: "LARGER" } },
    },
    {
        row: "image",
        before: {},
        after: { image: "OTHER" },
        words: "image IMAGE -> OTHER: rebuild in place, the root disk is lost; id and addresses stay",
        actions: ["rebuild"],
        shows: { status: "ACTIVE" },
    },
    {
        row: "image",
        case: "with a disk config, which stays",
        before: { diskConfig: "AUTO" },
        after: { diskConfig: "AUTO", image: "OTHER" },
        words: "image IMAGE -> OTHER: rebuild in place, the root disk is lost; id and addresses stay",
        actions: ["rebuild"],
        shows: { status: "ACTIVE", "OS-DCF:diskConfig": "AUTO" },
    },
    {
        row: "image",
        case: "of a stopped server",
        before: { powerState: "shutoff" },
        after: { powerState: "shutoff", image: "OTHER" },
        words: "image IMAGE -> OTHER: rebuild in place, the root disk is lost; id and addresses stay",
        actions: ["stop", "rebuild"],
        shows: { status: "SHUTOFF" },
    },
    {
        row: "adminPass",
        before: { adminPass: "first-Passw0rd" },
        after: { adminPass: "second-Passw0rd" },
        words: "adminPass: changed in the running server",
        actions: ["changePassword"],
        shows: { status: "ACTIVE" },
    },
];

scenarios("a server", (scenario) => {
    scenario(`changes in place: ${ATTRIBUTES.map(({ row }) => row).join(", ")}`, async (scene) => {
        const fill = filling(scene);
        let args: Bag = fill(ATTRIBUTES_BEFORE);
        await scene.stack.up(scene.server(args));
        for (const { row, case: which, after, words, shows } of ATTRIBUTES) {
            args = { ...args, ...fill(after) };
            const server = scene.server(args);
            await scene.inPlace(server);
            const { tags, ...seen } = await scene.witness.server(scene.id(server));
            const said = scene.said.filter((line) => line === fill(words));
            expect({ row, which, said, ...seen, tags: tags.sort() }).toMatchObject({
                row,
                said: expect.arrayContaining([fill(words)]),
                ...fill(shows),
            });
        }
        expect(await scene.witness.actions(scene.id(scene.server()))).toEqual(["create"]);
    });

    for (const { row, case: which, before, after, words, actions, shows } of IN_PLACE) {
        scenario(`changes in place: ${row}${which === undefined ? "" : ` ${which}`}`, async (scene) => {
            const fill = filling(scene);
            const first = scene.server(fill(before));
            await scene.stack.up(first);
            const network = (await scene.witness.server(scene.id(first))).addresses;

            const next = scene.server(fill(after));
            await scene.inPlace(next);
            expect(scene.said).toContain(fill(words));
            const seen = await scene.witness.server(scene.id(next));
            expect({ ...seen, tags: seen.tags.sort() }).toMatchObject(fill(shows));
            expect(seen.addresses).toEqual(network);
            expect(await scene.witness.actions(seen.id)).toEqual(["create", ...actions]);
            if (row === "image") {
                expect(seen.image.id).toBe(await scene.witness.imageId(scene.cloud.images[1]));
            }
        });
    }

    scenario("writes and removes metadata keys that every object has, and keys with dots", async (scene) => {
        const keys = { constructor: "1", toString: "2", "role.length": "3" };
        await scene.stack.up(scene.server({ metadata: { role: "web" } }));
        const server = scene.server({ metadata: { role: "web", ...keys } });
        await scene.inPlace(server);
        expect(scene.said).toContain("metadata +constructor, +toString, +role.length: only these keys are written");
        expect((await scene.witness.server(scene.id(server))).metadata).toMatchObject({ role: "web", ...keys });
        await scene.inPlace(scene.server({ metadata: { role: "web" } }));
        const { metadata } = await scene.witness.server(scene.id(server));
        expect(Object.keys(metadata).filter((key) => key in keys)).toEqual([]);
    });

    scenario("changes in place: securityGroups, by name and by id, and back to the default group", async (scene) => {
        const [one, two] = [scene.byHand("one"), scene.byHand("two")];
        await scene.witness.makeGroup(one);
        const id = await scene.witness.makeGroup(two);
        await scene.stack.up(scene.server({ securityGroups: [one] }));
        const server = scene.server({ securityGroups: ["default", id] });
        await scene.inPlace(server);
        expect(await scene.witness.groupsOf(scene.id(server))).toEqual([two, "default"].sort());
        await scene.inPlace(scene.server());
        expect(await scene.witness.groupsOf(scene.id(server))).toEqual(["default"]);
    });

    scenario("changes in place: securityGroups together with the first interface, on which they are", async (scene) => {
        const [one, { network }] = [scene.byHand("one"), scene.cloud];
        await scene.witness.makeGroup(one);
        await scene.stack.up(scene.server({ networks: "none" }));
        const server = scene.server({ networks: [{ network }], securityGroups: [one] });
        await scene.inPlace(server);
        expect(await scene.witness.groupsOf(scene.id(server))).toEqual([one]);
        const again = scene.server({ networks: [{ network }, { network }], securityGroups: [one, "default"] });
        await scene.inPlace(again);
        expect(new Set(await scene.witness.groupsOf(scene.id(again)))).toEqual(new Set([one, "default"]));
    });

    scenario("changes everything at once in the order of the change table", async (scene) => {
        const { flavors, images } = scene.cloud;
        await scene.stack.up(scene.server({ metadata: { stage: "test" }, adminPass: "first-Passw0rd" }));
        const server = scene.server({
            metadata: { role: "web" },
            tags: ["web"],
            flavor: flavors[1],
            image: images[1],
            adminPass: "third-Passw0rd",
            powerState: "shutoff",
            description: "all",
        });
        await scene.inPlace(server);
        const id = scene.id(server);
        expect(await scene.witness.actions(id)).toEqual([
            "create",
            "resize",
            "confirmResize",
            "rebuild",
            "changePassword",
            "stop",
        ]);
        expect(await scene.witness.server(id)).toMatchObject({
            status: "SHUTOFF",
            description: "all",
            metadata: { role: "web" },
            tags: ["web"],
            flavor: { original_name: flavors[1] },
        });
    });

    scenario("keeps its diskConfig AUTO when it is resized, declared or not", async (scene) => {
        const [first, second] = scene.cloud.flavors;
        const diskConfigOf = async () => (await scene.witness.server(scene.id(scene.server())))["OS-DCF:diskConfig"];
        await scene.stack.up(scene.server({ diskConfig: "MANUAL" }));
        await scene.inPlace(scene.server({ diskConfig: "AUTO", flavor: second }));
        expect(await diskConfigOf()).toBe("AUTO");
        await scene.inPlace(scene.server({ flavor: first }));
        expect(await diskConfigOf()).toBe("AUTO");
    });

    scenario("is not changed by another way to write the same thing", async (scene) => {
        const { flavors, images, network } = scene.cloud;
        await scene.stack.up(scene.server());
        const [flavor, image, net] = await Promise.all([
            scene.witness.flavorId(flavors[0]),
            scene.witness.imageId(images[0]),
            scene.witness.networkId(network),
        ]);
        await scene.unchanged(
            scene.server({ flavor: { id: flavor }, image: { id: image }, networks: [{ network: net }] }),
        );
        await scene.unchanged(scene.server({ flavor, image, networks: [{ network: { name: network } }] }));
    });

    scenario("is told nothing where ownerMetadata changes: only a creation writes it", async (scene) => {
        await scene.stack.up(scene.server({ metadata: { role: "web" } }));
        const id = scene.id(scene.server());
        const before = await scene.witness.server(id);
        await scene.inPlace(scene.server({ metadata: { role: "web" }, ownerMetadata: false }));
        expect(scene.said).toContain("ownerMetadata (default) -> false: recorded only: it is written at creation");
        expect((await scene.witness.server(id)).metadata).toEqual(before.metadata);
        expect(await scene.witness.actions(id)).toEqual(["create"]);
    });

    scenario(
        "pinnedToZone: is pinned and unpinned in place by clouds that serve 2.104; others say so",
        async (scene) => {
            const zone = { availabilityZone: "nova" };
            const unpinned = scene.server({ ...zone, pinnedToZone: false });
            if (releaseUnderTest() !== "latest") {
                const words = /pinnedToZone needs Compute microversion 2\.104 \(OpenStack 2026\.2 Hibiscus\)/;
                await expect(scene.stack.up(unpinned)).rejects.toThrow(words);
                expect(scene.stack.holds(unpinned.name)).toBe(false);
                await scene.stack.up(scene.server(zone));
                await expect(scene.stack.up(unpinned)).rejects.toThrow(words);
                await scene.inPlace(scene.server(zone));
                return;
            }
            const pin = async () => {
                const options = { microversion: "2.96" };
                const { server } = await scene.witness.nova.get<{
                    server: { pinned_availability_zone: string | null };
                }>(`/servers/${scene.id(scene.server())}`, options);
                return server.pinned_availability_zone;
            };
            await scene.stack.up(unpinned);
            expect(await pin()).toBeNull();
            await scene.unchanged(unpinned);

            await scene.inPlace(scene.server({ ...zone, pinnedToZone: true, description: "pinned" }));
            expect(scene.said).toContain("pinnedToZone false -> true: moves keep the server in its zone");
            expect(await pin()).toBe("nova");

            const theirs = { server: { pinned_availability_zone: null } };
            await scene.witness.nova.call("PUT", `/servers/${scene.id(unpinned)}`, theirs, { microversion: "2.104" });
            await scene.stack.refresh();
            await scene.inPlace(scene.server({ ...zone, pinnedToZone: true, description: "pinned" }));
            expect(await pin()).toBe("nova");

            await scene.inPlace(unpinned);
            expect(scene.said).toContain("pinnedToZone true -> false: moves may take the server to another zone");
            expect(await pin()).toBeNull();
            expect(await scene.witness.actions(scene.id(unpinned))).toEqual(["create"]);
        },
    );

    scenario("pinnedToZone: is put on a server whose zone the cloud chose", async (scene) => {
        const pinned = scene.server({ pinnedToZone: true });
        if (releaseUnderTest() !== "latest") {
            await expect(scene.stack.up(pinned)).rejects.toThrow("pinnedToZone needs Compute microversion 2.104");
            return;
        }
        await scene.stack.up(pinned);
        const answer = await scene.witness.nova.get<{ server: Bag }>(`/servers/${scene.id(pinned)}`, {
            microversion: "2.96",
        });
        expect(answer.server).toMatchObject({ pinned_availability_zone: "nova" });
        await scene.unchanged(pinned);
    });

    it("tells the rows that are told here", () => {
        const told = [...ATTRIBUTES, ...IN_PLACE].map(({ row }) => row);
        expectTold("server-changes", [...told, "securityGroups", "ownerMetadata", "pinnedToZone"]);
    });

    it("has every row of its change table told in one of the files", () => {
        expect(Object.keys(TOLD_IN).sort()).toEqual(Object.keys(serverChanges).sort());
    });
});
