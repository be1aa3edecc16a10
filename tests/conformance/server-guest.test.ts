/** What a guest reads at its first boot, and the rows whose effect the program chooses by `onChange`. */
import { type Bag, KEYS } from "./arguments";
import { releaseUnderTest } from "./cloud";
import { CREATED_FIRST, ops, type Scene, scenarios } from "./scenario";
import { expectTold } from "./server-rows";

const LOSS = "the root disk is lost; id and addresses stay";
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Two certificates' ids: no cloud under test checks signatures. */
const [CERTIFICATE, OTHER] = ["0b5d2c72-12cc-4ba6-a8d7-3ff5cc1d8cb8", "674736e3-f25c-405c-8362-bbf991e0ce0a"];

async function twoKeys(scene: Scene): Promise<[string, string]> {
    const keys: [string, string] = [scene.byHand("key"), scene.byHand("key")];
    await scene.witness.makeKeypair(keys[0], KEYS.first);
    await scene.witness.makeKeypair(keys[1], KEYS.second);
    return keys;
}

scenarios("what a server's guest is told", (scenario) => {
    scenario("hostname: is as declared from the first boot, and changes in place", async (scene) => {
        await scene.stack.up(scene.server({ hostname: "first" }));
        const id = scene.id(scene.server());
        expect(await scene.witness.server(id)).toMatchObject({ "OS-EXT-SRV-ATTR:hostname": "first" });
        await scene.unchanged(scene.server({ hostname: "first" }));

        await scene.inPlace(scene.server({ hostname: "second", name: scene.name("web") }));
        expect(scene.said).toContain("hostname first -> second: updated in place");
        expect(await scene.witness.server(id)).toMatchObject({ "OS-EXT-SRV-ATTR:hostname": "second" });

        const theirs = { server: { hostname: "theirs" } };
        await scene.witness.nova.call("PUT", `/servers/${id}`, theirs, { microversion: "2.90" });
        await scene.stack.refresh();
        await scene.inPlace(scene.server({ hostname: "second" }));
        expect(scene.said).toContain("hostname theirs -> second: updated in place");
        expect(await scene.witness.actions(id)).toEqual(["create"]);
    });

    scenario("hostname: with a domain is for clouds that serve 2.94; others have nothing made", async (scene) => {
        const server = scene.server({ hostname: "web.example.org" });
        if (releaseUnderTest() === "latest") {
            await scene.stack.up(server);
            const seen = await scene.witness.server(scene.id(server));
            expect(seen).toMatchObject({ "OS-EXT-SRV-ATTR:hostname": "web.example.org" });
            await scene.unchanged(server);
            return;
        }
        await expect(scene.stack.up(server)).rejects.toThrow(
            /a hostname with more than letters, digits and hyphens needs Compute microversion 2\.94/,
        );
        expect(scene.stack.holds(server.name)).toBe(false);
        await scene.stack.up(scene.server({ hostname: "web" }));
        await expect(scene.stack.up(server)).rejects.toThrow(
            "a hostname with more than letters, digits and hyphens needs Compute microversion 2.94",
        );
        await scene.inPlace(scene.server({ hostname: "web" }));
    });

    scenario("personality: goes along with the creation, and changes by a rebuild", async (scene) => {
        const first = [{ path: "/etc/motd", contents: "größer" }];
        await scene.stack.up(scene.server({ personality: first }));
        const id = scene.id(scene.server());
        await scene.unchanged(scene.server({ personality: first }));
        expect(JSON.stringify(scene.stack.resource(scene.server().name).outs)).not.toContain("größer");

        const second = [{ path: "/etc/motd", contentsBase64: base64("other") }];
        await scene.inPlace(scene.server({ personality: second }));
        expect(scene.said).toContain(`personality: rebuild in place with these files, ${LOSS}`);
        // They are lost with the root disk, and go along with each rebuild.
        await scene.inPlace(scene.server({ personality: second, image: scene.cloud.images[1] }));
        expect(await scene.witness.actions(id)).toEqual(["create", "rebuild", "rebuild"]);
    });

    scenario("personality: cannot go along with what came after it, and nothing is changed", async (scene) => {
        const personality = [{ path: "/etc/motd", contents: "x" }];
        const onChange = { userData: "rebuild" };
        await scene.stack.up(scene.server({ personality, onChange }));
        const id = scene.id(scene.server());
        await expect(scene.stack.up(scene.server({ personality, onChange, userData: "#!/bin/sh\n" }))).rejects.toThrow(
            "personality needs microversion 2.56 or lower, and userData needs 2.57 or higher: one request cannot have both. Nothing was changed.",
        );
        expect(await scene.witness.actions(id)).toEqual(["create"]);
        await expect(scene.stack.up(scene.server({ personality, hostname: "web" }))).rejects.toThrow(
            "microversion 2.57 removed personality, and hostname needs a later one: use user data instead",
        );
        await scene.inPlace(scene.server({ personality, onChange }));
        expect(await scene.witness.actions(id)).toEqual(["create"]);
    });

    scenario("trustedImageCertificates: are the server's, and change by a rebuild", async (scene) => {
        await scene.stack.up(scene.server({ trustedImageCertificates: [CERTIFICATE] }));
        const id = scene.id(scene.server());
        expect(await scene.witness.server(id)).toMatchObject({ trusted_image_certificates: [CERTIFICATE] });

        await scene.inPlace(scene.server({ trustedImageCertificates: [OTHER, CERTIFICATE] }));
        expect(scene.said).toContain(
            `trustedImageCertificates [${CERTIFICATE}] -> [${OTHER}, ${CERTIFICATE}]: rebuild in place with these certificates, ${LOSS}`,
        );
        expect(await scene.witness.server(id)).toMatchObject({ trusted_image_certificates: [OTHER, CERTIFICATE] });
        await scene.unchanged(scene.server({ trustedImageCertificates: [CERTIFICATE, OTHER] }));

        await scene.inPlace(scene.server());
        expect(await scene.witness.server(id)).toMatchObject({ trusted_image_certificates: null });
        expect(await scene.witness.actions(id)).toEqual(["create", "rebuild", "rebuild"]);
    });

    scenario("keyName: is noted only, unless the program says otherwise", async (scene) => {
        const [first, second] = await twoKeys(scene);
        await scene.stack.up(scene.server({ keyName: first }));
        const id = scene.id(scene.server());
        await scene.inPlace(scene.server({ keyName: second }));
        expect(scene.said).toContain(
            `keyName ${first} -> ${second}: recorded only: a key is put into a server at its first boot; see onChange`,
        );
        await scene.inPlace(scene.server());
        expect(await scene.witness.server(id)).toMatchObject({ key_name: first });
        expect(await scene.witness.actions(id)).toEqual(["create"]);
    });

    scenario("keyName: is given to the server by a rebuild where onChange says so, and taken away", async (scene) => {
        const [first, second] = await twoKeys(scene);
        const onChange = { keyName: "rebuild" };
        await scene.stack.up(scene.server({ keyName: first, onChange }));
        const id = scene.id(scene.server());
        await scene.inPlace(scene.server({ keyName: second, onChange }));
        expect(scene.said).toContain(`keyName ${first} -> ${second}: rebuild in place with the key, ${LOSS}`);
        expect(await scene.witness.server(id)).toMatchObject({ key_name: second, status: "ACTIVE" });
        await scene.inPlace(scene.server({ onChange }));
        expect(await scene.witness.server(id)).toMatchObject({ key_name: null });
        expect(await scene.witness.actions(id)).toEqual(["create", "rebuild", "rebuild"]);
    });

    const data: [argument: string, before: Bag, after: Bag, seen: string][] = [
        ["userData", { userData: "#!/bin/sh\n" }, { userData: "#!/bin/sh\necho größer\n" }, "#!/bin/sh\necho größer\n"],
        ["userDataBase64", {}, { userDataBase64: base64("two\n") }, "two\n"],
    ];
    for (const [argument, before, after, seen] of data) {
        scenario(`${argument}: goes in by a rebuild where onChange says so, or is noted only`, async (scene) => {
            const rebuild = { onChange: { userData: "rebuild" } };
            await scene.stack.up(scene.server({ ...before, ...rebuild }));
            const id = scene.id(scene.server());
            await scene.inPlace(scene.server({ ...after, ...rebuild }));
            expect(scene.said).toContain(`${argument}: rebuild in place with the user data, ${LOSS}`);
            const now = { "OS-EXT-SRV-ATTR:user_data": base64(seen) };
            expect(await scene.witness.server(id)).toMatchObject(now);

            const ignore = { onChange: { userData: "ignore" } };
            await scene.inPlace(scene.server({ ...after, ...ignore }));
            await scene.inPlace(scene.server({ [argument]: base64("three"), ...ignore }));
            expect(scene.said).toContain(`${argument}: recorded only: user data is read at the first boot`);
            expect(await scene.witness.server(id)).toMatchObject(now);
            expect(await scene.witness.actions(id)).toEqual(["create", "rebuild"]);
        });
    }

    scenario("is all said in one rebuild", async (scene) => {
        const [first, second] = await twoKeys(scene);
        const onChange = { keyName: "rebuild", userData: "rebuild" };
        const certificates = (...ids: string[]) => ({ trustedImageCertificates: ids });
        await scene.stack.up(scene.server({ keyName: first, onChange, ...certificates(CERTIFICATE) }));
        const server = scene.server({
            keyName: second,
            userData: "#!/bin/sh\n",
            image: scene.cloud.images[1],
            onChange,
            ...certificates(OTHER),
        });
        await scene.inPlace(server);
        const id = scene.id(server);
        expect(await scene.witness.actions(id)).toEqual(["create", "rebuild"]);
        expect(await scene.witness.server(id)).toMatchObject({
            status: "ACTIVE",
            key_name: second,
            "OS-EXT-SRV-ATTR:user_data": base64("#!/bin/sh\n"),
            trusted_image_certificates: [OTHER],
            image: { id: await scene.witness.imageId(scene.cloud.images[1]) },
        });
    });

    for (const argument of ["flavor", "image"] as const) {
        scenario(
            `onChange: a change of ${argument} replaces where it says so, and is itself noted only`,
            async (scene) => {
                const [before, after] = scene.cloud[`${argument}s`];
                const onChange = { [argument]: "replace" };
                await scene.stack.up(scene.server());
                const old = scene.id(scene.server());
                await scene.inPlace(scene.server({ onChange }));
                const next = scene.server({ [argument]: after, onChange });
                expect(ops(await scene.stack.up(next))).toEqual(CREATED_FIRST);
                expect(scene.said).toContain(
                    `${argument} ${before} -> ${after}: replace (\`onChange.${argument}\` is "replace")`,
                );
                expect(await scene.witness.isGone(old)).toBe(true);
                expect(await scene.witness.actions(scene.id(next))).toEqual(["create"]);
                await scene.unchanged(next);
            },
        );
    }

    scenario(
        "onChange: an ephemeral disk is asked to be kept, and where the hypervisor cannot the server is kept in ERROR",
        async (scene) => {
            const onChange = { image: "rebuild-preserve-ephemeral" };
            const image = scene.cloud.images[1];
            await scene.stack.up(scene.server({ onChange }));
            const id = scene.id(scene.server());
            await expect(scene.stack.up(scene.server({ onChange, image }))).rejects.toThrow(
                /went to ERROR while rebuilding from \S+: The current driver does not support preserving ephemeral partitions/,
            );
            await scene.stack.refresh();
            const { image: standing } = scene.stack.resource(scene.server().name).outs;
            await scene.inPlace(scene.server({ image: standing, onError: { running: "rebuild" } }));
            expect(await scene.witness.actions(id)).toEqual(["create", "rebuild", "rebuild"]);
        },
    );

    it("tells the rows that are told here", () => {
        expectTold("server-guest", ["hostname", "personality", "trustedImageCertificates", "keyName", "onChange"]);
    });
});
