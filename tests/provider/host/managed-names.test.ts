/** What the names of a stack's own flavors and keypairs mean by now, and which servers that changes. */
import { ManagedNames } from "../../../provider/host/managed-names";
import { inWords } from "../../../provider/plan/words";
import { renewals } from "../../../provider/resources/server/renewed";
import type { ServerState } from "../../../provider/resources/server/state";

const CLOUD = { authUrl: "https://one.example/v3", region: "r", projectId: "p" };
const LARGE = { id: "f-1", name: "large" };

const meeting = (id: string, replaced = false) => {
    const managed = new ManagedNames();
    managed.meet("Flavor", CLOUD, LARGE.name, id, replaced);
    return managed;
};

describe("what was found under a name", () => {
    test("is not another one where nothing of that name is managed, there, or of that kind", () => {
        const managed = meeting("f-2");
        expect(managed.isAnother("Flavor", CLOUD, { id: "f-1", name: "small" })).toBe(false);
        expect(managed.isAnother("Flavor", { ...CLOUD, region: "other" }, LARGE)).toBe(false);
        expect(managed.isAnother("Keypair", CLOUD, LARGE)).toBe(false);
    });

    test("is another one where the name has another id, of whichever project", () => {
        expect(meeting("f-2").isAnother("Flavor", { ...CLOUD, projectId: "q" }, LARGE)).toBe(true);
        expect(meeting("f-1").isAnother("Flavor", CLOUD, LARGE)).toBe(false);
    });

    test("is another one where that is to be replaced, and once it was, under the same id too", () => {
        const managed = meeting("f-1", true);
        expect(managed.isAnother("Flavor", CLOUD, LARGE)).toBe(true);
        managed.created("Flavor", CLOUD, LARGE.name, "f-1");
        expect(managed.isAnother("Flavor", CLOUD, LARGE)).toBe(true);
    });
});

describe("a server", () => {
    const state: ServerState = {
        status: "ACTIVE",
        addresses: {},
        flavor: "large",
        keyName: "ops",
        __state: { pins: { flavor: LARGE }, ran: true },
    };
    const always = () => true;
    const words = (args: Parameters<typeof renewals>[1], isAnother = always) =>
        renewals(state, args, isAnother).map(inWords);

    test("is resized to what the name of its flavor is now, or replaced where onChange has it so", () => {
        const resized = "flavor large: resize in place to the new flavor of this name, the server restarts";
        expect(words({ flavor: "large" })).toEqual([resized]);
        expect(words({ flavor: { name: "large" } })).toEqual([resized]);
        expect(words({ flavor: "large", onChange: { flavor: "replace" } })).toEqual([
            "flavor large: replace: this name now means another one",
        ]);
    });

    test("is not, where it names the flavor by its id, or another one", () => {
        expect(words({ flavor: "f-1" })).toEqual([]);
        expect(words({ flavor: { id: "f-1" } })).toEqual([]);
        expect(words({ flavor: "small" })).toEqual([]);
        expect(words({ flavor: "large" }, () => false)).toEqual([]);
    });

    test("gets a key that was made again under its name only where onChange has it so", () => {
        const args = { keyName: "ops" };
        expect(words(args)).toEqual([]);
        expect(words({ ...args, onChange: { keyName: "rebuild" } })).toEqual([
            "keyName ops: rebuild in place with the key, the root disk is lost; id and addresses stay",
        ]);
        expect(words({ ...args, onChange: { keyName: "replace" } })).toEqual([
            "keyName ops: replace: this name now means another one",
        ]);
    });
});
