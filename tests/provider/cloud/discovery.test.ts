import { openCompute } from "../../../provider/cloud";
import { ScriptedCloud } from "./scripted-cloud";

let cloud: ScriptedCloud;
beforeEach(async () => {
    cloud = await ScriptedCloud.start();
});
afterEach(() => cloud.stop());

const list = { operation: "List servers", method: "GET", path: "/servers" } as const;
const v21 = {
    id: "v2.1",
    status: "CURRENT",
    version: "2.93",
    min_version: "2.1",
    links: [{ rel: "self", href: "http://inside:8774/v2.1/" }],
};
const v20 = { id: "v2.0", status: "SUPPORTED", version: "", min_version: "", links: [] };
const modern = { minimum: "2.1", maximum: "2.93" };
const base = { minimum: "2.1", maximum: "2.1" };

test.each([
    ["v2.1 below a prefix", "/compute/v2.1", "/compute/v2.1/", { version: v21 }, modern, "/compute/v2.1/servers"],
    [
        "v2.1 with the project in its path",
        "/v2.1/4fd44f30",
        "/v2.1/",
        { version: v21 },
        modern,
        "/v2.1/4fd44f30/servers",
    ],
    ["v2, which has no microversions", "/v2/4fd44f30", "/v2/", { version: v20 }, base, "/v2/4fd44f30/servers"],
    [
        "v1.1, which has no microversions",
        "/v1.1/4fd44f30",
        "/v1.1/",
        { version: { id: "v1.1", status: "CURRENT" } },
        base,
        "/v1.1/4fd44f30/servers",
    ],
    ["a list in place of the one version", "/v2.1", "/v2.1/", { versions: [v20, v21] }, modern, "/v2.1/servers"],
    ["no version in its path", "/compute", "/compute/", { versions: [v20, v21] }, modern, "/compute/v2.1/servers"],
])("an endpoint of %s", async (_, endpoint, asked, document, microversions, called) => {
    cloud.computePath = endpoint;
    cloud.responder = ({ path }) =>
        path === asked ? { status: path === "/compute/" ? 300 : 200, body: document } : undefined;
    const compute = await openCompute(cloud.settings());
    expect(compute.microversions).toEqual(microversions);
    await compute.call(list);
    const sent = cloud.seen.at(-1);
    expect(sent?.path).toBe(called);
    expect(sent?.headers["openstack-api-version"]).toBe(microversions === modern ? "compute 2.1" : undefined);
});

test("where the version's document is hidden, the list of all versions is asked", async () => {
    cloud.responder = ({ path }) =>
        path === "/compute/v2.1/"
            ? { status: 403, text: "no" }
            : path === "/compute/"
              ? { status: 300, body: { versions: [v20, v21] } }
              : undefined;
    expect((await openCompute(cloud.settings())).microversions).toEqual(modern);
});

test("where both are hidden, the base microversion is what is sure", async () => {
    cloud.responder = ({ path }) =>
        path === "/compute/v2.1/" || path === "/compute/" ? { status: 404, text: "no" } : undefined;
    expect((await openCompute(cloud.settings())).microversions).toEqual(base);
});

test("an address that is no Compute API is told at once", async () => {
    cloud.responder = ({ path }) =>
        path === "/compute/v2.1/" ? { status: 200, text: "<html>It works!</html>" } : undefined;
    await expect(openCompute(cloud.settings())).rejects.toThrow(
        `List API versions: the cloud's answer was not understood: ${cloud.url}/compute/v2.1/ answers HTTP 200 with something other than a list of API versions`,
    );
});

describe("the catalog", () => {
    test("a region that it does not have is an error that lists those it has", async () => {
        cloud.regions = ["RegionTwo", "RegionOne"];
        await expect(openCompute(cloud.settings({ region: "regionone" }))).rejects.toThrow(
            '"test" has no region "regionone"; its regions: RegionOne, RegionTwo. Region names are case-sensitive.',
        );
    });

    test("several regions and none named is an error, for the first may be the wrong one", async () => {
        cloud.regions = ["RegionTwo", "RegionOne"];
        await expect(openCompute(cloud.settings())).rejects.toThrow(
            '"test" has several regions: RegionOne, RegionTwo. Name one',
        );
    });

    test("the named one of several regions is the identity's", async () => {
        cloud.regions = ["RegionTwo", "RegionOne"];
        expect((await openCompute(cloud.settings({ region: "RegionTwo" }))).identity.region).toBe("RegionTwo");
    });

    test("an interface that it does not have is an error that names those it has", async () => {
        await expect(openCompute(cloud.settings({ interfaces: ["admin"] }))).rejects.toThrow(
            'The Compute service of "test" has no admin endpoint (it has: internal, public)',
        );
    });

    test("an override takes the place of the endpoint", async () => {
        cloud.responder = ({ path }) => (path === "/other/v2.1/" ? { status: 200, body: { version: v21 } } : undefined);
        const compute = await openCompute(cloud.settings({ computeEndpoint: `${cloud.url}/other/v2.1/` }));
        await compute.call(list);
        expect(cloud.seen.at(-1)?.path).toBe("/other/v2.1/servers");
        expect(compute.identity.region).toBe("RegionOne");
    });
});

test.each(["%(project_id)s", "%(tenant_id)s", "$(project_id)s"])(
    "an override is filled in: %s",
    async (placeholder) => {
        cloud.responder = ({ path }) => (path === "/other/v2.1/" ? { status: 200, body: { version: v21 } } : undefined);
        const compute = await openCompute(
            cloud.settings({ computeEndpoint: `${cloud.url}/other/v2.1/${placeholder}` }),
        );
        await compute.call({ operation: "List servers", method: "GET", path: "/servers" });
        expect(cloud.seen.at(-1)?.path).toBe("/other/v2.1/4fd44f30/servers");
    },
);

test("an override that asks for what is not known is an error that names the file", async () => {
    const opening = openCompute(cloud.settings({ computeEndpoint: `${cloud.url}/%(password)s` }));
    await expect(opening).rejects.toThrow(
        "compute_endpoint_override in /etc/openstack/clouds.yaml contains %(password)s, which has no value",
    );
});
