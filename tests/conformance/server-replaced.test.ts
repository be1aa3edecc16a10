/** What replaces a server, on every cloud: the new one is there before the old one goes, unless both cannot stand side by side. */
import { type Bag, KEYS } from "./arguments";
import { CREATED_FIRST, DELETED_FIRST, ops, type Scene, scenarios } from "./scenario";
import { expectTold, filling } from "./server-rows";
import type { SeenServer } from "./witness";

interface Replacement {
    row: string;
    before: Bag;
    after: Bag;
    words: string;
    shows(scene: Scene): Partial<SeenServer>;
}

const REPLACED: Replacement[] = [
    {
        row: "userData",
        before: { userData: "#!/bin/sh\n" },
        after: { userData: "#!/bin/sh\necho größer\n" },
        words: "userData: replace: user data is read at the first boot",
        shows: () => ({
            "OS-EXT-SRV-ATTR:user_data": Buffer.from("#!/bin/sh\necho größer\n").toString("base64"),
        }),
    },
    {
        row: "userDataBase64",
        before: {},
        after: { userDataBase64: "AAEC/w==" },
        words: "userDataBase64: replace: user data is read at the first boot",
        shows: () => ({ "OS-EXT-SRV-ATTR:user_data": "AAEC/w==" }),
    },
    {
        row: "configDrive",
        before: {},
        after: { configDrive: true },
        words: "configDrive (default) -> true: replace: the drive is created with the server",
        shows: () => ({ config_drive: "True" }),
    },
];

scenarios("a server that is replaced", (scenario) => {
    for (const { row, before, after, words, shows } of REPLACED) {
        scenario(`is replaced for a change of ${row}: ${words}`, async (scene) => {
            const fill = filling(scene);
            const first = scene.server(fill(before));
            await scene.stack.up(first);
            const old = scene.id(first);

            const next = scene.server(fill(after));
            expect(ops(await scene.stack.up(next))).toEqual(CREATED_FIRST);
            expect(scene.said).toContain(fill(words));
            expect(await scene.witness.isGone(old)).toBe(true);
            expect(await scene.witness.server(scene.id(next))).toMatchObject(shows(scene));
            await scene.unchanged(next);
        });
    }

    scenario("is not changed where user data is given another way, as text or in base64", async (scene) => {
        const text = "#!/bin/sh\necho größer, and a line long enough for the command base64 to wrap it\n";
        const inBase64 = Buffer.from(text).toString("base64");
        await scene.stack.up(scene.server({ userData: text }));
        const { id } = scene.stack.resource(scene.server().name);
        const wrapped = scene.server({ userDataBase64: inBase64.replace(/.{76}/g, "$&\n") });
        expect(await scene.stack.up(wrapped)).toEqual([]);
        await scene.unchanged(wrapped);
        await scene.unchanged(scene.server({ userData: text }));

        const next = scene.server({ userDataBase64: `${inBase64.slice(0, -4)}\nAAEC\n` });
        expect(ops(await scene.stack.up(next))).toEqual(CREATED_FIRST);
        expect(await scene.witness.server(scene.id(next))).toMatchObject({
            "OS-EXT-SRV-ATTR:user_data": `${inBase64.slice(0, -4)}AAEC`,
        });
        await scene.unchanged(next);
        expect(scene.id(next)).not.toBe(id);
    });

    scenario(
        "is not changed when the zone that the cloud chose is declared, and is replaced for no other",
        async (scene) => {
            await scene.stack.up(scene.server());
            const declared = scene.server({ availabilityZone: "nova" });
            expect(await scene.stack.preview(declared)).toEqual([]);
            await scene.stack.up(declared);
            await scene.unchanged(declared);
            const elsewhere = scene.server({ availabilityZone: "elsewhere" });
            expect(ops(await scene.stack.preview(elsewhere))).toEqual(["create-replacement"]);
            await expect(scene.stack.up(elsewhere)).rejects.toThrow("The requested availability zone is not available");
            expect(await scene.witness.server(scene.id(declared))).toMatchObject({ status: "ACTIVE" });
        },
    );

    scenario("is made where its hints lead, and replaced for others", async (scene) => {
        await scene.stack.up(scene.server());
        const first = scene.id(scene.server());
        const beside = scene.server({ schedulerHints: { different_host: [first], same: "any" } });
        expect(ops(await scene.stack.up(beside))).toEqual(CREATED_FIRST);
        expect(scene.said).toContainEqual(
            expect.stringMatching(/^schedulerHints .*: replace: the scheduler uses hints only at creation$/),
        );
        expect(await scene.witness.isGone(first)).toBe(true);
        await scene.unchanged(beside);
        const none = scene.server({ schedulerHints: {} });
        expect(ops(await scene.stack.up(none))).toEqual(CREATED_FIRST);
        await scene.unchanged(scene.server());
        const nowhere = scene.server({ schedulerHints: { group: NOWHERE } });
        await expect(scene.stack.up(nowhere)).rejects.toThrow(/Instance group \S+ could not be found.* \(HTTP 400\)/);
        await scene.unchanged(scene.server());
    });

    scenario("is replaced for a change of keyName", async (scene) => {
        const key = scene.byHand("key");
        await scene.witness.makeKeypair(key, KEYS.first);
        const onChange = { keyName: "replace" };
        await scene.stack.up(scene.server({ onChange }));
        const server = scene.server({ keyName: key, onChange });
        expect(ops(await scene.stack.up(server))).toEqual(CREATED_FIRST);
        expect(scene.said).toContain(
            `keyName (default) -> ${key}: replace: a key is put into a server at its first boot only`,
        );
        expect(await scene.witness.server(scene.id(server))).toMatchObject({ key_name: key });
        await scene.unchanged(server);
    });

    scenario("is deleted first where old and new have one fixed address", async (scene) => {
        const { network, spareAddress: fixedIp } = scene.cloud;
        const networks = [{ network, fixedIp }];
        await scene.stack.up(scene.server({ networks }));
        const server = scene.server({ networks, userData: "#!/bin/sh\n" });
        expect(ops(await scene.stack.up(server))).toEqual(DELETED_FIRST);
        expect(scene.said).toContainEqual(
            expect.stringContaining("the old one is deleted first: a fixed address belongs to one server at a time"),
        );
        expect((await scene.witness.server(scene.id(server))).addresses).toMatchObject({
            [network]: [{ addr: fixedIp }],
        });
        await scene.unchanged(server);
    });

    scenario(
        "is deleted first where the new one is to have the address that the cloud gave the old one",
        async (scene) => {
            const { network } = scene.cloud;
            await scene.stack.up(scene.server());
            const first = scene.id(scene.server());
            const fixedIp = (await scene.witness.server(first)).addresses[network]?.[0]?.addr ?? "";
            const server = scene.server({ networks: [{ network, fixedIp }], userData: "#!/bin/sh\n" });
            expect(ops(await scene.stack.preview(server))).toEqual(DELETED_FIRST);
            expect(scene.said).toContain(
                "userData: replace: user data is read at the first boot; " +
                    "the old one is deleted first: a fixed address belongs to one server at a time",
            );
            expect(ops(await scene.stack.up(server))).toEqual(DELETED_FIRST);
            expect((await scene.witness.server(scene.id(server))).addresses).toMatchObject({
                [network]: [{ addr: fixedIp }],
            });
            await scene.unchanged(server);
        },
    );

    it("tells the rows that are told here", () => {
        expectTold("server-replaced", [...REPLACED.map(({ row }) => row), "availabilityZone", "schedulerHints"]);
    });
});

const NOWHERE = "2b2f9b6e-8a0e-4b6e-9a55-000000000000";
