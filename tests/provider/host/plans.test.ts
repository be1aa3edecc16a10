/** What a preview says of names and of the stack's identity holds in the update: a plan made by it is carried out. */

import { UNKNOWN } from "../../../provider/arguments/unknown";
import { identity } from "../../../provider/host";
import { type Declared, setting, settingForEach } from "./setting";

settingForEach();

const URN = "urn:pulumi:prod::shop::my:Site$pulumi-nodejs:dynamic/openstack-compute:Keypair::ops";
const STACK = "5ea1ab1e5ea1ab1e5ea1ab1e5ea1ab1e";
const key = (owner: Declared["owner"], told: Declared["told"] = {}): Declared => ({
    kind: "Keypair",
    name: "ops",
    args: {},
    told,
    ...(owner === undefined ? {} : { owner }),
});

const checked = async (declared: Declared) => (await (await setting.provider()).check(declared)).inputs;

test("a generated name is the same in the preview as in the update, where the identity is known", async () => {
    const owner = { stack: STACK, urn: URN };
    const previewed = await checked(key(owner, { preview: true }));
    expect(previewed.name).toMatch(/^ops-[0-9a-f]{7}$/);
    expect(previewed).toEqual(await checked(key(owner)));
});

test.each([
    ["in a new stack", { urn: URN }, { stack: STACK, urn: URN }],
    ["where the stack has no owner", undefined, undefined],
])("a generated name is not known in the preview, %s, and all else is as in the update", async (_how, told, known) => {
    const { name, ...previewed } = await checked(key(told, { preview: true }));
    const { name: made, ...others } = await checked(key(known));
    expect(name).toBe(UNKNOWN);
    expect(made).toMatch(/^ops-[0-9a-f]{7}$/);
    expect(previewed).toEqual(others);
});

describe("the stack's identity", () => {
    const keeper = identity();
    const PROVIDER = { __provider: "text" };

    test("is made by the creation, and is no input", async () => {
        const { inputs } = (await keeper.check?.({}, PROVIDER)) ?? {};
        expect(inputs).toEqual(PROVIDER);
        const [one, other] = [await keeper.create(inputs), await keeper.create(inputs)];
        expect(one.id).toMatch(/^[0-9a-f]{32}$/);
        expect(one.outs?.identity).toBe(one.id);
        expect(other.id).not.toBe(one.id);
    });

    test("stays as it is where an earlier release made it an input", async () => {
        const olds = { ...PROVIDER, identity: STACK };
        const { inputs } = (await keeper.check?.(olds, PROVIDER)) ?? {};
        expect(inputs).toEqual(olds);
        expect(await keeper.diff?.(STACK, { ...olds, key: "k" }, inputs)).toEqual({ changes: false });
    });

    test("remembers which names were given up, also when the aliases are gone", async () => {
        const told = { ...PROVIDER, givenUp: { "Server::web": ["Server::blue"] } };
        const { inputs } = (await keeper.check?.(PROVIDER, told)) ?? {};
        const olds = { ...PROVIDER, identity: STACK, key: "k" };
        expect(await keeper.diff?.(STACK, olds, inputs)).toEqual({ changes: true });
        const { outs } = (await keeper.update?.(STACK, olds, inputs)) ?? {};
        expect(outs).toMatchObject({ identity: STACK, givenUp: told.givenUp });
        const later = await keeper.check?.(inputs, PROVIDER);
        expect(later?.inputs).toEqual(inputs);
        const again = { ...PROVIDER, givenUp: { "Server::web": ["Server::green"], "Flavor::a": ["Flavor::b"] } };
        expect((await keeper.check?.(inputs, again))?.inputs?.givenUp).toEqual({
            "Flavor::a": ["Flavor::b"],
            "Server::web": ["Server::blue", "Server::green"],
        });
    });
});

describe("misspelt configuration", () => {
    test.each([
        ["alow", 'there is no such key; did you mean "allow"?'],
        ["maxdisruptive", 'there is no such key; did you mean "maxDisruptive"?'],
        ["password", "there is no such key; there are cloud, region, owner, allow, maxDisruptive"],
        ["constructor", "there is no such key; there are cloud, region, owner, allow, maxDisruptive"],
        ["owner", "expected true or false"],
        ["cloud", "must not be empty"],
    ])("%s is an error", async (wrong, why) => {
        const { failures } = await (await setting.provider()).check(key(undefined, { misconfigured: [wrong] }));
        expect(failures).toEqual([`config openstack-compute:${wrong}: ${why}`]);
    });
});
