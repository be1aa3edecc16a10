/**
 * The Aggregate on every cloud: hosts, metadata and name in place, a zone that it does not leave; admins only. No host is
 * put into a zone here: that would take it from the servers of other scenarios. While it has one of theirs, Nova changes
 * the zone of no host, and the latest Nova does not let it out of its zone's aggregate again. tests/provider/host does
 * it, on a cloud of its own.
 */
import { aggregate } from "../../provider/resources/aggregate";
import type { Bag } from "./arguments";
import { CREATED_FIRST, ops, type Scene, scenarios } from "./scenario";

const TOLD = ["name", "hosts", "metadata", "availabilityZone"];

/** Two compute hosts. */
async function hostsOf({ witness }: Scene): Promise<[one: string, other: string]> {
    const [one, other] = await witness.hosts();
    if (one === undefined || other === undefined) {
        throw new Error("the cloud has fewer than two hosts");
    }
    return [one, other];
}

scenarios("an aggregate", (scenario) => {
    scenario("is created with hosts and metadata, and changed in place: name, hosts, metadata", async (scene) => {
        const [one, other] = await hostsOf(scene);
        const args = { name: scene.name("fast"), hosts: [one], metadata: { ssd: "true", tier: "1" } };
        const fast = (change: Bag = {}) => scene.declare("Aggregate", { ...args, ...change });
        await scene.stack.up(fast());
        const id = scene.id(fast());
        expect(await scene.witness.aggregate(id)).toMatchObject({
            name: args.name,
            hosts: [one],
            metadata: args.metadata,
            availability_zone: null,
        });
        await scene.unchanged(fast());

        const changed = { name: scene.name("faster"), hosts: [other], metadata: { ssd: "false", rack: "7" } };
        await scene.inPlace(fast(changed));
        expect(scene.said).toEqual(
            expect.arrayContaining([
                `name ${args.name} -> ${changed.name}: updated in place`,
                `hosts [${one}] -> [${other}]: added and removed in place`,
                "metadata +rack, ~ssd, -tier: only these keys are written",
            ]),
        );
        const { metadata, ...seen } = await scene.witness.aggregate(id);
        expect(seen).toMatchObject({ name: changed.name, hosts: [other] });
        expect(metadata).toEqual(changed.metadata);
        await scene.inPlace(fast({ hosts: undefined, metadata: undefined }));
        expect(await scene.witness.aggregate(id)).toMatchObject({ hosts: [], metadata: {} });
    });

    scenario("is in a zone: availabilityZone changes in place, and is left by a replacement only", async (scene) => {
        const [first, second] = [scene.name("zone"), scene.name("zone")];
        const zoned = (availabilityZone?: string) => scene.declare("Aggregate", { availabilityZone });
        await scene.stack.up(zoned(first));
        const id = scene.id(zoned());
        expect(await scene.witness.aggregate(id)).toMatchObject({ availability_zone: first });
        await scene.inPlace(zoned(second));
        expect(await scene.witness.aggregate(id)).toMatchObject({ availability_zone: second });
        expect(ops(await scene.stack.up(zoned()))).toEqual(CREATED_FIRST);
        expect(await scene.witness.aggregate(scene.id(zoned()))).toMatchObject({ availability_zone: null });
        await scene.unchanged(zoned());
    });

    scenario("shows what others changed, and has it put right; another's key is let be", async (scene) => {
        const [one, other] = await hostsOf(scene);
        const mine = scene.declare("Aggregate", { hosts: [one], metadata: { ssd: "true" } });
        await scene.stack.up(mine);
        const id = scene.id(mine);
        const act = (action: object) => scene.witness.nova.post(`/os-aggregates/${id}/action`, action);
        await act({ remove_host: { host: one } });
        await act({ add_host: { host: other } });
        await act({ set_metadata: { metadata: { ssd: "false", theirs: "1" } } });
        await scene.stack.refresh();
        await scene.inPlace(mine);
        const seen = await scene.witness.aggregate(id);
        expect(seen.hosts).toEqual([one]);
        expect(seen.metadata).toEqual({ ssd: "true", theirs: "1" });

        // A host that others put in does not keep it from being deleted.
        await act({ add_host: { host: other } });
        await scene.stack.destroy();
        expect(await scene.witness.nova.isGone(`/os-aggregates/${id}`)).toBe(true);
        await scene.stack.up(mine);
        await scene.witness.deleteDeclared({ kind: "Aggregate", path: `/os-aggregates/${scene.id(mine)}` });
        await scene.stack.refresh();
        expect(ops(await scene.stack.up(mine))).toEqual(["create"]);
    });

    scenario("is adopted as it stands", async (scene) => {
        const [one] = await hostsOf(scene);
        const id = await scene.witness.makeAggregate(scene.byHand("theirs"), one);
        const adopted = scene.declare("Aggregate", { hosts: [one], adopt: id });
        await scene.stack.up(adopted);
        expect(scene.id(adopted)).toBe(id);
        await scene.unchanged(adopted);
    });

    scenario("with a host that is not there is kept, and gets the right one in the next up", async (scene) => {
        const [one, other] = await hostsOf(scene);
        const named = (...hosts: string[]) => scene.declare("Aggregate", { hosts });
        await expect(scene.stack.up(named(one, "no-such-host"))).rejects.toThrow(
            /no-such-host could not be found.*HTTP 404/s,
        );
        const id = scene.id(named());
        expect((await scene.witness.aggregate(id)).hosts).toEqual([one]);
        await scene.inPlace(named(one, other));
        expect((await scene.witness.aggregate(id)).hosts).toEqual([one, other]);
    });

    scenario("is refused under a name that is taken, in the cloud's words", async (scene) => {
        const name = scene.byHand("taken");
        await scene.witness.makeAggregate(name);
        const taken = scene.declare("Aggregate", { name, metadata: { a: "1" } });
        await expect(scene.stack.up(taken)).rejects.toThrow(/already exists\. \(HTTP 409\)/);
        expect(scene.stack.holds(taken.name)).toBe(false);
    });

    scenario(
        "is refused to a member, in the cloud's words",
        async (scene) => {
            const refused = scene.declare("Aggregate", {});
            await expect(scene.stack.up(refused)).rejects.toThrow(
                /Create aggregate.*: Policy doesn't allow os_compute_api:os-aggregates:create to be performed\. \(HTTP 403\)/s,
            );
            expect(scene.stack.holds(refused.name)).toBe(false);
        },
        { as: "member" },
    );

    it("has every row of its change table told here", () => {
        expect(Object.keys(aggregate.changes).sort()).toEqual([...TOLD].sort());
    });
});
