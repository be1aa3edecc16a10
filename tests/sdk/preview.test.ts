/** What a preview knows of a server that the state has: a program that uses its outputs is not told of changes that are none. */
import * as pulumi from "@pulumi/pulumi";
import * as compute from "../../sdk";

const KEPT = "{'outputs':{'created':'2026-11-29T12:00:00Z','hostId':'h-1'},'schema':2}";

const states = new Map<string, object>();

pulumi.runtime.setMocks(
    {
        newResource: ({ name, id, inputs }) => ({ id: id || "the-id", state: { ...inputs, ...states.get(name) } }),
        call: () => ({}),
    },
    "site",
    "dev",
    true,
);

const ARGS = { flavor: "m1.small", image: "debian-12" };

/** An output as a preview has it; undefined: it is not known. */
async function known<T>(output: pulumi.Output<T>): Promise<T | undefined> {
    const { isKnown, promise } = output as unknown as { isKnown: Promise<boolean>; promise(): Promise<T> };
    return (await isKnown) ? promise.call(output) : undefined;
}

test("the outputs that the state has in its own text are known", async () => {
    states.set("kept", { __state: KEPT });
    const server = new compute.Server("kept", ARGS);
    expect([await known(server.hostId), await known(server.created)]).toEqual(["h-1", "2026-11-29T12:00:00Z"]);
});

test("a declared password is known also before there is a state", async () => {
    expect(await known(new compute.Server("declared", { ...ARGS, adminPass: "0wn" }).adminPass)).toBe("0wn");
});

test("what the cloud has not told yet is not known", async () => {
    const server = new compute.Server("new", ARGS);
    expect(await Promise.all([server.hostId, server.adminPass].map((one) => known<unknown>(one)))).toEqual([
        undefined,
        undefined,
    ]);
});

test("a state of an older shape, which is no text, says nothing there", async () => {
    states.set("older", { __state: { schema: 1 }, hostId: "h-0" });
    expect(await known(new compute.Server("older", ARGS).hostId)).toBe("h-0");
});
