/** How a state spells what only the provider reads: in short, and the same again when it is spelled out. */
import fc from "fast-check";
import { UNKNOWN } from "../../../../provider/arguments/unknown";
import { DynamicProvider } from "../../../../provider/host/dynamic/dynamic-provider";
import { inShort, spelledOut } from "../../../../provider/host/dynamic/shorthand";
import { brief, whole } from "../../../../provider/resources/server/derived-state";
import { asText, type Bag, isSecret, keptIn, onWire } from "../../../support/wire";

const CLOUD = { name: "one", authUrl: "http://one/identity", region: "RegionOne", projectId: "p-1" };

const SERVER: Bag = {
    __resource: { kind: "Server", name: "web", autonamed: true },
    __state: {
        schema: 2,
        cloud: CLOUD,
        pins: {
            flavor: { id: "1", name: "m1.tiny" },
            image: { id: "i-1", name: "debian-12" },
            networks: [{ id: "n-1", name: "private" }],
        },
        ran: true,
        made: ["adminPass"],
    },
    flavor: "m1.tiny",
    flavorId: "1",
    image: "debian-12",
    imageId: "i-1",
    networks: [{ network: "private" }],
    adminPass: "made-Passw0rd",
    hostId: "h-1",
    created: "2026-11-29T12:00:00Z",
    updated: "2026-11-29T12:00:05Z",
};

test("what is ours is one text for the inputs, and one for the outputs", () => {
    const { __resource, __state, ...args } = SERVER;
    expect(inShort({ ...args, __resource }).__resource).toBe("{'autonamed':true,'kind':'Server','name':'web'}");
    const outs = inShort(SERVER);
    expect(outs).not.toHaveProperty("__resource");
    expect(typeof outs.__state).toBe("string");
});

test("a pin has no more than the rest of a server's state does not say", () => {
    expect(keptIn(inShort(SERVER))).toEqual({
        resource: SERVER.__resource,
        schema: 2,
        cloud: CLOUD,
        pins: { networks: [{ id: "n-1" }] },
        made: ["adminPass"],
        outputs: { hostId: "h-1", created: SERVER.created, updated: SERVER.updated },
    });
});

test("outputs that few look at are in the same text, and nowhere else", () => {
    const outs = inShort(SERVER);
    expect(["hostId", "created", "updated"].filter((name) => name in outs)).toEqual([]);
});

test("what was put in short is the same when it is spelled out", () => {
    expect(spelledOut(onWire(inShort(SERVER)))).toEqual(SERVER);
});

test("the state of a release that knew no shorthand is taken as it is", () => {
    expect(spelledOut(SERVER)).toEqual(SERVER);
});

describe.each([
    ["Server", "adminPass"],
    ["Server", "userData"],
    ["Server", "userDataBase64"],
    ["Server", "personality"],
    ["Keypair", "privateKey"],
])("of a %s, %s is a secret in the state", (kind, secret) => {
    const resource = { kind, name: "x" };

    test("as an output", () => {
        expect(isSecret(inShort({ __resource: resource, __state: { pins: {} }, [secret]: "s" })[secret])).toBe(true);
    });

    test("as an input", () => {
        expect(isSecret(inShort({ __resource: resource, [secret]: "s" })[secret])).toBe(true);
    });

    test("but not where a preview does not know it, which is none yet", () => {
        expect(inShort({ __resource: resource, [secret]: UNKNOWN })[secret]).toBe(UNKNOWN);
    });
});

describe("a password that is sealed", () => {
    const sealed = { ...SERVER, adminPass: "sealed:abc=" };

    test("is no secret: one secret a server would make Pulumi encrypt them all again for each new one", () => {
        const outs = inShort(sealed);
        expect(outs).not.toHaveProperty("adminPass");
        expect(keptIn(outs)).toMatchObject({ outputs: { adminPass: "sealed:abc=" } });
    });

    test("tells that the cloud made it, and is the same when it is spelled out", () => {
        expect(keptIn(inShort(sealed))).not.toHaveProperty("made");
        expect(spelledOut(inShort(sealed))).toEqual(sealed);
    });

    test.each([
        ["only looks so, for the program declares it", { ...sealed, __state: { pins: {} } }],
        ["only looks so, as an argument", { __resource: SERVER.__resource, adminPass: "sealed:abc=" }],
        ["is not, for the stack has no key", SERVER],
    ])("is a secret where it %s", (_what, bag) => {
        expect(isSecret(inShort(bag).adminPass)).toBe(true);
    });
});

test("of a newer state nothing is read: its number refuses it", () => {
    const text = asText({ resource: { kind: "Server", name: "web" }, schema: 3, pins: "other" });
    expect(spelledOut({ __state: text }).__state).toEqual({ schema: 3, pins: "other" });
});

test.each([
    ["edited by hand", "{"],
    ["not known in a preview", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"],
    ["no bag", "[]"],
])("a text that is %s says nothing", (_what, text) => {
    expect(spelledOut({ __resource: text, name: "web" })).toEqual({ __resource: text, name: "web" });
});

test("a state that was edited by hand is refused in words, without a stack", async () => {
    const reading = new DynamicProvider().read("1", { __state: "{" });
    await expect(reading).rejects.toMatchObject({
        message: expect.stringContaining("cannot be read: the state was edited by hand. Nothing was done."),
        stack: "",
    });
});

/** Few texts, so that many are the same. */
const text = fc.constantFrom("a", "b", "c");
const reference = fc.oneof(text, fc.record({ id: text }), fc.record({ name: text }));
const pin = fc.record({ id: text, name: text });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

test("whatever a server's state says, its pins are the same again", () => {
    const states = fc.record({
        flavor: optional(reference),
        flavorId: optional(text),
        image: optional(reference),
        imageId: optional(text),
        networks: optional(
            fc.oneof(fc.constantFrom("auto", "none"), fc.array(fc.record({ network: optional(reference) }))),
        ),
        pins: fc.record({
            flavor: optional(pin),
            image: optional(pin),
            networks: optional(fc.array(pin)),
            images: optional(fc.array(pin)),
            keyName: optional(text),
        }),
        ran: fc.boolean(),
    });
    fc.assert(
        fc.property(states, ({ pins, ran, ...beside }) => {
            const kept = { pins, ran };
            const stored = JSON.parse(JSON.stringify(brief({ ...beside, __state: kept })));
            expect(whole({ ...beside, __state: stored })).toEqual(kept);
        }),
    );
});
