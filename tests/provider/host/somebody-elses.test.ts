/** Under an id that people choose stands another thing by now: it is not deleted with the entry of the state. */
import { ECDSA, ED25519 } from "../resources/public-keys";
import { type Bag, type Declared, nova, type Stood, setting, settingForEach } from "./setting";

settingForEach();

const SIZES = { vcpus: 1, disk: 1 };

interface Case {
    kind: string;
    id: string;
    mine: Bag;
    /** As the program would have to declare the other one. */
    theirs: Bag;
    /** Deletes the one, and makes the other under its id. */
    replace(): Promise<unknown>;
    stands(): boolean;
}

const CASES: Case[] = [
    {
        kind: "Keypair",
        id: "ops",
        mine: { name: "ops", publicKey: ED25519 },
        theirs: { name: "ops", publicKey: ECDSA },
        async replace() {
            await nova.call("DELETE", "/os-keypairs/ops");
            await nova.post("/os-keypairs", { keypair: { name: "ops", public_key: ECDSA } });
        },
        stands: () => setting.cloud.inspect().keypairs.some(({ name }) => name === "ops"),
    },
    {
        kind: "Flavor",
        id: "tiny",
        mine: { name: "tiny", flavorId: "tiny", ram: 512, ...SIZES },
        theirs: { name: "tiny", flavorId: "tiny", ram: 256, ...SIZES },
        async replace() {
            await nova.call("DELETE", "/flavors/tiny");
            await nova.post("/flavors", { flavor: { name: "tiny", id: "tiny", ram: 256, ...SIZES } });
        },
        stands: () => setting.cloud.inspect().flavors.some(({ id }) => id === "tiny"),
    },
];

const declared = ({ kind }: Case, args: Bag): Declared => ({ kind, name: "ops", args });
const STAYS =
    /is not deleted, because another (keypair|flavor) is under this id now: only this entry is removed from the state/;

describe.each(CASES.map((one): [string, Case] => [one.kind, one]))(
    "a %s made by others under the id of ours",
    (_kind, one) => {
        async function replaced(): Promise<Stood> {
            const stood = await (await setting.provider()).first(declared(one, one.mine));
            expect(stood.id).toBe(one.id);
            await one.replace();
            return stood;
        }

        test.each([
            ["before a refresh", false],
            ["after one", true],
        ])("stays when ours is taken out of the program, %s", async (_when, isRefreshed) => {
            const stood = await replaced();
            const pulumi = await setting.provider();
            const { id, outs } = isRefreshed ? await pulumi.refreshed(stood) : stood;
            await (await setting.provider()).delete(id, outs);
            expect(one.stands()).toBe(true);
            expect(setting.said.at(-1)).toMatch(STAYS);
        });

        test("is shown as drift, and replaced only where the preview has said so", async () => {
            const refreshed = await (await setting.provider()).refreshed(await replaced());
            const pulumi = await setting.provider();
            const { diff } = await pulumi.preview(declared(one, one.mine), refreshed);
            expect(diff.replaces).not.toEqual([]);
            expect(setting.said.at(-1)).toMatch(/another (keypair|flavor) is under this id now, and is deleted/);
            await pulumi.delete(refreshed.id, refreshed.outs);
            expect(one.stands()).toBe(false);
        });

        test("is ours once the program declares it", async () => {
            const refreshed = await (await setting.provider()).refreshed(await replaced());
            const ours = await (await setting.provider()).next(declared(one, one.theirs), refreshed);
            expect(ours.diff).toMatchObject({ changes: true, replaces: [] });
            await (await setting.provider()).delete(ours.id, ours.outs);
            expect(one.stands()).toBe(false);
        });

        test("is no other thing where ours is back", async () => {
            const stood = await (await setting.provider()).first(declared(one, one.mine));
            const refreshed = await (await setting.provider()).refreshed(stood);
            await (await setting.provider()).delete(refreshed.id, refreshed.outs);
            expect(one.stands()).toBe(false);
        });
    },
);
