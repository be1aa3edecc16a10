/** What a program's aliases tell of names that were given up, without waiting for anything to be registered. */
import * as pulumi from "@pulumi/pulumi";
import * as compute from "../../sdk";
import { formerNames } from "../../sdk/former-names";

pulumi.runtime.setMocks(
    { newResource: ({ name, id, inputs }) => ({ id: id || `${name}-id`, state: inputs }), call: () => ({}) },
    "site",
    "dev",
);

class Site extends pulumi.ComponentResource {
    constructor(name: string, options?: pulumi.ComponentResourceOptions, type = "my:Site") {
        super(type, name, {}, options);
    }
}

const KEYPAIR = "pulumi-nodejs:dynamic/openstack-compute:Keypair";
const made: compute.Keypair[] = [];

function key(name: string, options: pulumi.CustomResourceOptions): compute.Keypair {
    const resource = new compute.Keypair(name, {}, options);
    made.push(resource);
    return resource;
}

// What still goes on when the last test has ended.
afterAll(() => Promise.all(made.map(({ urn }) => new Promise((resolve) => urn.apply(resolve)))));

/** By the new name. */
async function formerOf(name: string): Promise<string[]> {
    const all = Object.entries(await formerNames());
    return all.flatMap(([former, owners]) => (owners.includes(name) ? former : [])).sort();
}

test("a name and a URN are read as they are written", async () => {
    key("one", { aliases: [{ name: "two" }, `urn:pulumi:dev::old::my:Site$${KEYPAIR}::three`] });
    expect(await formerOf("Keypair::one")).toEqual(["Keypair::two", "my:Site$Keypair::three"]);
});

test("a move below a component, and back to the top", async () => {
    const site = new Site("site");
    key("down", { parent: site, aliases: [{ parent: pulumi.rootStackResource }] });
    key("up", { aliases: [{ parent: site }] });
    expect(await formerOf("my:Site$Keypair::down")).toEqual(["Keypair::down"]);
    expect(await formerOf("Keypair::up")).toEqual(["my:Site$Keypair::up"]);
});

test("the aliases of parents count: another type, and another name that the child's begins with", async () => {
    const site = new Site("shop", { aliases: [{ type: "my:OldSite" }, { name: "store" }] });
    const inner = new Site("shop-inner", { parent: site }, "my:Inner");
    key("shop-inner-key", { parent: inner, aliases: [{ name: "shop-old" }] });
    const found = await formerOf("my:Site$my:Inner$Keypair::shop-inner-key");
    expect(found).toEqual(
        expect.arrayContaining([
            "my:OldSite$my:Inner$Keypair::shop-inner-key",
            "my:OldSite$my:Inner$Keypair::shop-old",
            "my:Site$my:Inner$Keypair::shop-old",
            "my:Site$my:Inner$Keypair::store-inner-key",
        ]),
    );
});

test("one below a resource of this package, which waits for its owner, is not waited for", async () => {
    const parent = key("parent", {});
    key("child", { parent, aliases: [{ name: "former" }] });
    expect(await formerOf("Keypair$Keypair::child")).toEqual(["Keypair$Keypair::former"]);
});

test("its own name is no former one", async () => {
    key("same", { aliases: [{ name: "same" }] });
    expect(await formerOf("Keypair::same")).toEqual([]);
});
