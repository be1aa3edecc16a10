/** The row `locked`: a lock of the program's own is taken off for its changes and put on again; one of others is let be. */
import { scenarios } from "./scenario";
import { expectTold } from "./server-rows";

const MEMBER = { as: "member" } as const;
const REQUEST = "\\[request id req-[0-9a-f-]{36}\\]";

/** More than any host of a cloud under test has, and less than the quotas allow. In MiB. */
const TOO_LARGE_FOR_A_HOST = 900_000;

scenarios("a server's lock", (scenario) => {
    scenario(
        "is put on at the creation, with its reason; is changed, taken away by the program, and put on",
        async (scene) => {
            const reason = "größer than life";
            await scene.stack.up(scene.server({ locked: { reason } }));
            const id = scene.id(scene.server());
            expect(await scene.witness.server(id)).toMatchObject({ locked: true, locked_reason: reason });
            await scene.unchanged(scene.server({ locked: { reason } }));

            const steps: [locked: unknown, words: string, seen: object, actions: string[]][] = [
                [
                    { reason: "another" },
                    `locked yes (${reason}) -> yes (another): locked`,
                    { locked: true, locked_reason: "another" },
                    ["unlock", "lock"],
                ],
                [
                    true,
                    "locked yes (another) -> yes: locked",
                    { locked: true, locked_reason: null },
                    ["unlock", "lock"],
                ],
                [false, "locked yes -> no: unlocked", { locked: false, locked_reason: null }, ["unlock"]],
                [true, "locked no -> yes: locked", { locked: true }, ["lock"]],
                [undefined, "locked yes -> no: unlocked", { locked: false }, ["unlock"]],
            ];
            let told = await scene.witness.actions(id);
            expect(told).toEqual(["create", "lock"]);
            for (const [locked, words, seen, actions] of steps) {
                await scene.inPlace(scene.server({ locked }));
                expect(scene.said).toContain(words);
                expect(await scene.witness.server(id)).toMatchObject(seen);
                const now = await scene.witness.actions(id);
                expect({ words, actions: now.slice(told.length) }).toEqual({ words, actions });
                told = now;
            }
        },
        MEMBER,
    );

    scenario(
        "is taken off for the program's changes and put on again, and is none in the way of its end",
        async (scene) => {
            const { flavors, images } = scene.cloud;
            const locked = { reason: "ours" };
            await scene.stack.up(scene.server({ locked }));
            const server = scene.server({ locked, flavor: flavors[1], image: images[1], metadata: { role: "web" } });
            await scene.inPlace(server);
            const id = scene.id(server);
            expect(await scene.witness.actions(id)).toEqual([
                ...["create", "lock"],
                ...["unlock", "resize", "confirmResize", "rebuild", "lock"],
            ]);
            expect(await scene.witness.server(id)).toMatchObject({
                locked: true,
                locked_reason: "ours",
                flavor: { original_name: flavors[1] },
                metadata: { role: "web" },
            });
            await scene.stack.destroy();
            expect(await scene.witness.isGone(id)).toBe(true);
            expect((await scene.witness.actions(id)).slice(-2)).toEqual(["unlock", "delete"]);
        },
        MEMBER,
    );

    scenario(
        "that a failure left off is said to be off, and put on by the next up",
        async (scene) => {
            const flavor = await scene.admin.makeFlavor(scene.byHand("huge"), { ram: TOO_LARGE_FOR_A_HOST });
            await scene.stack.up(scene.server({ locked: true }));
            const id = scene.id(scene.server());
            await expect(scene.stack.up(scene.server({ locked: true, flavor }))).rejects.toThrow(
                new RegExp(
                    `was not resized to \\S+, and runs as before: its step \\w+ failed; the cloud shows the reason only to administrators ${REQUEST}`,
                ),
            );
            expect(await scene.witness.server(id)).toMatchObject({ status: "ACTIVE", locked: false });
            expect(scene.stack.resource(scene.server().name).outs).toMatchObject({ locked: false });

            await scene.inPlace(scene.server({ locked: true }));
            expect(scene.said).toContain("locked no -> yes: locked");
            expect(await scene.witness.actions(id)).toEqual(["create", "lock", "unlock", "resize", "lock"]);
        },
        MEMBER,
    );

    scenario(
        "that others took off or gave another reason is a drift, and put right",
        async (scene) => {
            const server = scene.server({ locked: { reason: "ours" } });
            await scene.stack.up(server);
            const id = scene.id(server);
            await scene.witness.act(id, { unlock: null });
            await scene.stack.refresh();
            await scene.inPlace(server);
            expect(scene.said).toContain("locked no -> yes (ours): locked");

            await scene.witness.act(id, { unlock: null });
            await scene.witness.nova.post(
                `/servers/${id}/action`,
                { lock: { locked_reason: "theirs" } },
                { microversion: "2.73" },
            );
            await scene.stack.refresh();
            await scene.inPlace(server);
            expect(scene.said).toContain("locked yes (theirs) -> yes (ours): locked");
            expect(await scene.witness.server(id)).toMatchObject({ locked: true, locked_reason: "ours" });
        },
        MEMBER,
    );

    for (const whose of ["of the project's own", "of an administrator"] as const) {
        scenario(
            `that is ${whose} hand ends each change at once, and is not taken off`,
            async (scene) => {
                const [, larger] = scene.cloud.flavors;
                await scene.stack.up(scene.server());
                const id = scene.id(scene.server());
                const { nova } = whose === "of an administrator" ? scene.admin : scene.witness;
                const lock = { lock: { locked_reason: "audit" } };
                await nova.post(`/servers/${id}/action`, lock, { microversion: "2.73" });
                try {
                    for (const change of [
                        { flavor: larger },
                        { image: scene.cloud.images[1] },
                        { powerState: "shutoff" },
                        { adminPass: "second-Passw0rd" },
                        { metadata: { role: "web" } },
                    ]) {
                        await expect(scene.stack.up(scene.server(change))).rejects.toThrow(
                            new RegExp(
                                `is locked \\("audit"\\): .* \\(HTTP 409, [^)]*\\) ${REQUEST}\\. Unlock it with .*; if an administrator locked it, only an administrator can\\.`,
                            ),
                        );
                    }
                    await expect(scene.stack.destroy()).rejects.toThrow('is locked ("audit")');
                    expect(await scene.witness.server(id)).toMatchObject({ status: "ACTIVE", locked: true });
                    expect((await scene.witness.actions(id)).filter((action) => action !== "lock")).toEqual(["create"]);
                } finally {
                    await nova.post(`/servers/${id}/action`, { unlock: null });
                }
                await scene.inPlace(scene.server({ metadata: { role: "web" } }));
            },
            MEMBER,
        );
    }

    it("tells the rows that are told here", () => {
        expectTold("server-lock", ["locked"]);
    });
});
