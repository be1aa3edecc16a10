/**
 * The QuotaSet on every cloud, of another project than the program's: only what is declared is managed, and goes back to
 * the cloud's default. One scenario has the project to itself.
 */
import mapKeys from "lodash/mapKeys";
import mapValues from "lodash/mapValues";
import snakeCase from "lodash/snakeCase";
import { quotaSet } from "../../provider/resources/quota-set";
import type { Bag } from "./arguments";
import { ops, scenarios } from "./scenario";

/** Those of which a project has few. */
const FEW = ["serverGroups", "serverGroupMembers", "fixedIps", "floatingIps", "securityGroups", "securityGroupRules"];

/** Each quota, with values before and after that limit nobody. */
const QUOTAS: Record<string, readonly number[]> = {
    instances: [900, 950],
    cores: [3_900, -1],
    ram: [7_900_000, 7_950_000],
    keyPairs: [900, 950],
    metadataItems: [150, 160],
    injectedFiles: [6, 7],
    injectedFileContentBytes: [20_000, 30_000],
    injectedFilePathBytes: [300, 310],
    ...Object.fromEntries(FEW.map((name) => [name, [90, 95]])),
};

const declared = (at: 0 | 1): Bag => mapValues(QUOTAS, (values) => values[at]);
/** By the cloud's names for them. */
const inCloud = (at: 0 | 1) => mapKeys(declared(at), (_value, name) => snakeCase(name));

scenarios("a quota set", (scenario) => {
    scenario("of a project, then of a user in it, manages what is declared", async (scene) => {
        const { memberProject: project, memberUser: user, witness } = scene;
        const quotas = (args: Bag) => scene.declare("QuotaSet", { project, ...args });
        const defaults = await witness.defaultQuotas(project);
        await scene.stack.up(quotas(declared(0)));
        expect(scene.id(quotas({}))).toBe(project);
        expect(await witness.quotas(project)).toMatchObject(inCloud(0));
        await scene.unchanged(quotas(declared(0)));
        await scene.inPlace(quotas(declared(1)));
        expect(await witness.quotas(project)).toMatchObject(inCloud(1));

        // What others write is put right where it is declared, and let be where it is not.
        await scene.inPlace(quotas({ instances: 950, cores: -1, metadataItems: 160 }));
        const set = (values: object) => witness.nova.call("PUT", `/os-quota-sets/${project}`, { quota_set: values });
        await set({ instances: 960, server_groups: 97 });
        await scene.stack.refresh();
        await scene.inPlace(quotas({ instances: 950, cores: -1, metadataItems: 160 }));
        expect(await witness.quotas(project)).toMatchObject({ instances: 950, cores: -1, server_groups: 97 });
        await scene.inPlace(quotas({ instances: 950 }));
        expect(await witness.quotas(project)).toMatchObject({
            cores: defaults.cores,
            metadata_items: defaults.metadata_items,
            key_pairs: defaults.key_pairs,
        });
        await scene.stack.destroy();
        expect(await witness.quotas(project)).toMatchObject({ instances: defaults.instances, server_groups: 97 });

        // One that is there already is adopted by its project's id.
        await set({ instances: 970 });
        const adopted = quotas({ instances: 970, adopt: project });
        await scene.stack.up(adopted);
        await scene.unchanged(adopted);

        // A user's quotas are told apart from the project's: another user's are another resource.
        const theirs = (args: Bag) => scene.declare("QuotaSet", { project, user, ...args }, { name: "user" });
        await scene.stack.up(adopted, theirs({ instances: 5, metadataItems: 20 }));
        expect(scene.id(theirs({}))).toBe(`${project}/${user}`);
        expect(await witness.quotas(project, user)).toMatchObject({ instances: 5, metadata_items: 20 });
        expect(await witness.quotas(project)).toMatchObject({ instances: 970 });
        await scene.unchanged(adopted, theirs({ instances: 5, metadataItems: 20 }));
        const another = theirs({ user: witness.nova.userId, instances: 6 });
        const steps = await scene.stack.up(adopted, another);
        expect(ops(steps)).toEqual(["create-replacement", "delete-replaced"]);
        expect(await witness.quotas(project, witness.nova.userId)).toMatchObject({ instances: 6 });
        await expect(scene.stack.up(adopted, theirs({ user: witness.nova.userId, instances: 971 }))).rejects.toThrow(
            /Quota limit 971 for instances must be less than or equal to \d+\. \(HTTP 400\)/,
        );
        await scene.stack.destroy();
        expect(await witness.quotas(project, user)).toMatchObject({ metadata_items: defaults.metadata_items });
        await witness.nova.call("DELETE", `/os-quota-sets/${project}`);
    });

    scenario(
        "is refused to a member, and of a project that is not there, in the cloud's words",
        async (scene) => {
            const args = { project: scene.memberProject, instances: 20 };
            await expect(scene.stack.up(scene.declare("QuotaSet", args))).rejects.toThrow(
                /Update quota set.*: Policy doesn't allow os_compute_api:os-quota-sets:update to be performed\. \(HTTP 403\)/s,
            );
        },
        { as: "member" },
    );

    scenario("of a project that is not there is refused in the cloud's words", async (scene) => {
        const nobody = scene.declare("QuotaSet", { project: "no-such-project", instances: 20 });
        await expect(scene.stack.up(nobody)).rejects.toThrow(/no-such-project is not a valid project/);
        expect(scene.stack.holds(nobody.name)).toBe(false);
    });

    it("has every row of its change table told here", () => {
        expect(Object.keys(quotaSet.changes).sort()).toEqual([...Object.keys(QUOTAS), "project", "user"].sort());
    });
});
