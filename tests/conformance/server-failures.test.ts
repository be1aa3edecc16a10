/** What fails in a cloud, and what becomes of the state: the truth of it, the cloud's own words, and a way on. */
import type { CloudUnderTest } from "./cloud";
import { CREATED_FIRST, DELETED_FIRST, ops, scenarios } from "./scenario";

const REQUEST = "\\[request id req-[0-9a-f-]{36}\\]";

/** More than any host of a cloud under test has, and less than the quotas allow. In MiB. */
const TOO_LARGE_FOR_A_HOST = 900_000;
/** More than the quotas of a project allow. */
const BEYOND_THE_QUOTA = 9_000_000;

const fails = (step: string) => ({ "osreal:fail": step });
const delays = (step: string, seconds: number) => ({ "osreal:delay": `${step}=${seconds}` });

/** Milliseconds in which a creation has begun and not ended, and the seconds that it takes then, by the cloud's clock. */
const hurry = ({ speed }: CloudUnderTest) =>
    speed > 1 ? { create: 700, delay: 2 * speed } : { create: 5000, delay: 15 };

scenarios("a server that fails", (scenario) => {
    scenario("at its first boot is kept with its fault, and made anew by the next up", async (scene) => {
        const broken = scene.server({ metadata: fails("spawn") });
        await expect(scene.stack.up(broken)).rejects.toThrow(
            new RegExp(`went to ERROR while creating: .*:fail=spawn.* ${REQUEST}`),
        );
        const id = scene.id(broken);
        expect(await scene.witness.server(id)).toMatchObject({ status: "ERROR" });
        expect(scene.stack.resource(broken.name).outs).toMatchObject({
            status: "ERROR",
            fault: { code: 500, message: expect.stringContaining(":fail=spawn") },
        });
        const mended = scene.server();
        expect(ops(await scene.stack.up(mended))).toEqual(DELETED_FIRST);
        expect(scene.said).toContainEqual(expect.stringMatching(/^status ERROR -> ACTIVE: replace: it never ran \(/));
        expect(await scene.witness.isGone(id)).toBe(true);
        await scene.unchanged(mended);
    });

    scenario("for want of a host is kept with its fault, and made anew when it wants less", async (scene) => {
        const flavor = await scene.admin.makeFlavor(scene.byHand("huge"), { ram: TOO_LARGE_FOR_A_HOST });
        await expect(scene.stack.up(scene.server({ flavor }))).rejects.toThrow(
            new RegExp(`went to ERROR while creating: No valid host was found\\..* ${REQUEST}`),
        );
        expect(await scene.witness.server(scene.id(scene.server()))).toMatchObject({ status: "ERROR" });
        expect(ops(await scene.stack.up(scene.server()))).toEqual(DELETED_FIRST);
        await scene.unchanged(scene.server());
    });

    scenario(
        "at a resize for want of a host runs on as before, and is resized by the next up to one that fits",
        async (scene) => {
            const flavor = await scene.admin.makeFlavor(scene.byHand("huge"), { ram: TOO_LARGE_FOR_A_HOST });
            await scene.stack.up(scene.server());
            const id = scene.id(scene.server());
            const metadata = { role: "web" };
            await expect(scene.stack.up(scene.server({ flavor, metadata, powerState: "shutoff" }))).rejects.toThrow(
                new RegExp(`was not resized to \\S+, and runs as before: No valid host was found\\..* ${REQUEST}`),
            );
            expect(await scene.witness.server(id)).toMatchObject({
                status: "ACTIVE",
                flavor: { original_name: scene.cloud.flavors[0] },
                metadata,
            });
            expect(scene.stack.resource(scene.server().name).outs).toMatchObject({
                flavor: scene.cloud.flavors[0],
                metadata,
                status: "ACTIVE",
            });
            await scene.inPlace(scene.server({ flavor: scene.cloud.flavors[1], metadata, powerState: "shutoff" }));
            expect(await scene.witness.actions(id)).toEqual(["create", "resize", "resize", "confirmResize", "stop"]);
        },
    );

    scenario("in the middle of a resize is kept in ERROR, since it ran, and a rebuild repairs it", async (scene) => {
        const [, larger] = scene.cloud.flavors;
        const metadata = fails("finish_migration");
        await scene.stack.up(scene.server({ metadata }));
        const id = scene.id(scene.server());
        await expect(scene.stack.up(scene.server({ metadata, flavor: larger }))).rejects.toThrow(
            new RegExp(`went to ERROR while resizing to ${larger}: .*:fail=finish_migration.* ${REQUEST}`),
        );
        const broken = await scene.witness.server(id);
        expect(broken).toMatchObject({ status: "ERROR" });
        await scene.stack.refresh();
        expect(scene.stack.resource(scene.server().name).outs).toMatchObject({
            status: "ERROR",
            flavor: broken.flavor.original_name,
        });

        const repaired = scene.server({ flavor: broken.flavor.original_name, image: scene.cloud.images[1] });
        await scene.inPlace(repaired);
        expect(scene.said).toContainEqual(
            expect.stringMatching(/^status ERROR -> ACTIVE: kept, because it has been ACTIVE before \(/),
        );
        expect(await scene.witness.server(id)).toMatchObject({ status: "ACTIVE" });
    });

    scenario(
        "in a rebuild is kept in ERROR, said to be so by each up, and repaired by another rebuild",
        async (scene) => {
            await scene.stack.up(scene.server());
            const id = scene.id(scene.server());
            const image = scene.cloud.images[1];
            await expect(scene.stack.up(scene.server({ metadata: fails("spawn"), image }))).rejects.toThrow(
                new RegExp(`went to ERROR while rebuilding from ${image}: .*:fail=spawn.* ${REQUEST}`),
            );
            expect(await scene.witness.server(id)).toMatchObject({ status: "ERROR" });
            await scene.stack.refresh();
            const { outs } = scene.stack.resource(scene.server().name);
            const asItIs = scene.server({ metadata: fails("spawn"), image: outs.image });
            await expect(scene.stack.up(asItIs)).rejects.toThrow(
                /is in ERROR: .*It is kept, because it has been ACTIVE before/,
            );

            await scene.witness.mend(id, "osreal:fail");
            const other = outs.image === image ? scene.cloud.images[0] : image;
            await scene.inPlace(scene.server({ image: other }));
            expect(await scene.witness.server(id)).toMatchObject({
                status: "ACTIVE",
                image: { id: await scene.witness.imageId(other) },
            });
        },
    );

    for (const [step, before, after] of [
        ["power_off", "active", "shutoff"],
        ["power_on", "shutoff", "active"],
    ] as const) {
        scenario(
            `at ${step} says so, with the cloud's reason, and does not wait for what will not come`,
            async (scene) => {
                const metadata = fails(step);
                // A server that is created stopped is stopped, with power_off.
                await scene.stack.up(scene.server({ metadata, powerState: before }));
                const began = Date.now();
                await expect(scene.stack.up(scene.server({ metadata, powerState: after }))).rejects.toThrow(
                    new RegExp(`:fail=${step}.*${REQUEST}`),
                );
                expect(Date.now() - began).toBeLessThan(30_000);
                await scene.inPlace(scene.server({ powerState: after }));
            },
        );
    }

    scenario("to take a new password says so", async (scene) => {
        const metadata = fails("set_admin_password");
        await scene.stack.up(scene.server({ metadata, adminPass: "first-Passw0rd" }));
        await expect(scene.stack.up(scene.server({ metadata, adminPass: "second-Passw0rd" }))).rejects.toThrow(
            new RegExp(`${REQUEST}`),
        );
        expect(await scene.witness.actions(scene.id(scene.server()))).toEqual(["create", "changePassword"]);
    });

    scenario("to be resized to a smaller disk is refused in the cloud's words, and runs on", async (scene) => {
        const [name, larger] = scene.cloud.flavors;
        await scene.stack.up(scene.server({ flavor: larger }));
        await expect(scene.stack.up(scene.server({ flavor: name }))).rejects.toThrow(
            new RegExp(
                `Flavor's disk is smaller than the minimum size specified in image metadata\\. .*\\(HTTP 400\\) ${REQUEST}`,
            ),
        );
        expect(await scene.witness.server(scene.id(scene.server()))).toMatchObject({
            status: "ACTIVE",
            flavor: { original_name: larger },
        });
        await scene.inPlace(scene.server({ flavor: larger }));
    });

    scenario("for want of quota is refused, and nothing is made", async (scene) => {
        const flavor = await scene.admin.makeFlavor(scene.byHand("beyond"), { ram: BEYOND_THE_QUOTA });
        const server = scene.server({ flavor });
        await expect(scene.stack.up(server)).rejects.toThrow(
            new RegExp(
                `Quota exceeded for ram: Requested ${BEYOND_THE_QUOTA}, .*\\(HTTP 403\\) ${REQUEST}\\. ` +
                    "This project's quota: ram: \\d+ of \\d+ MiB used\\. ",
            ),
        );
        expect(scene.stack.holds(server.name)).toBe(false);
        expect(await scene.witness.servers(scene.prefix)).toEqual([]);

        await scene.stack.up(scene.server());
        await expect(scene.stack.up(scene.server({ flavor, name: scene.name("web") }))).rejects.toThrow(
            "Quota exceeded for ram",
        );
        await scene.inPlace(scene.server());
    });

    scenario("to come up in its time is kept, and the next up waits for it to the end", async (scene) => {
        const { create, delay } = hurry(scene.cloud);
        const metadata = delays("spawn", delay);
        const hurried = scene.server({ metadata }, { timeouts: { create } });
        await expect(scene.stack.up(hurried)).rejects.toThrow(/creating/);
        const id = scene.id(hurried);
        expect(await scene.witness.server(id)).toMatchObject({ status: "BUILD" });
        expect(scene.stack.resource(hurried.name).outs).toMatchObject({ status: "BUILD" });

        const patient = scene.server({ metadata });
        expect(ops(await scene.stack.up(patient))).toEqual(["update"]);
        expect(scene.id(patient)).toBe(id);
        expect(scene.stack.resource(patient.name).outs).toMatchObject({ status: "ACTIVE" });
        await scene.unchanged(patient);
    });

    scenario("to be replaced leaves the old one as it was, and the next up replaces it", async (scene) => {
        await scene.stack.up(scene.server());
        const old = scene.id(scene.server());
        const userData = "#!/bin/sh\n";
        await expect(scene.stack.up(scene.server({ userData, metadata: fails("spawn") }))).rejects.toThrow(
            ":fail=spawn",
        );
        const broken = scene.id(scene.server());
        expect(broken).not.toBe(old);
        expect(ops(await scene.stack.up(scene.server({ userData }))).slice(0, 2)).toEqual(DELETED_FIRST);
        await scene.unchanged(scene.server({ userData }));
    });

    scenario("to be found among the names is not made, and all that there is is named", async (scene) => {
        for (const [argument, noun] of [
            ["flavor", "flavor"],
            ["image", "image"],
        ] as const) {
            const server = scene.server({ [argument]: "nothing-of-this-name" });
            await expect(scene.stack.up(server)).rejects.toThrow(
                new RegExp(
                    `there is no ${noun} "nothing-of-this-name" in cloud "[^"]+" for this project\\. It has: .*`,
                ),
            );
        }
        await expect(scene.stack.up(scene.server({ networks: [{ network: "nothing-of-this-name" }] }))).rejects.toThrow(
            'there is no network "nothing-of-this-name"',
        );
        await expect(scene.stack.up(scene.server({ keyName: "nothing-of-this-name" }))).rejects.toThrow(
            new RegExp(`Invalid key_name provided\\. \\(HTTP 400\\) ${REQUEST}`),
        );
        await expect(scene.stack.up(scene.server({ securityGroups: ["nothing-of-this-name"] }))).rejects.toThrow(
            /nothing-of-this-name/,
        );
    });

    scenario("to be replaced side by side is created first elsewhere", async (scene) => {
        await scene.stack.up(scene.server({ metadata: delays("spawn", 1) }));
        const next = scene.server({ metadata: delays("spawn", 1), userData: "x" });
        expect(ops(await scene.stack.up(next))).toEqual(CREATED_FIRST);
    });
});
