import { openCompute } from "../../../provider/cloud";
import { ScriptedCloud } from "./scripted-cloud";

let cloud: ScriptedCloud;
beforeEach(async () => {
    cloud = await ScriptedCloud.start();
});
afterEach(() => cloud.stop());

test("a call is sent below the endpoint with token, both microversion headers, a request id and a user agent", async () => {
    const compute = await openCompute(cloud.settings());
    const answer = await compute.call({
        operation: "List servers",
        method: "GET",
        path: "/servers",
        query: { name: "web 1", limit: 2, all_tenants: undefined },
        microversion: "2.19",
    });

    expect(answer).toMatchObject({ status: 200, body: { servers: [] }, requestId: "req-from-the-cloud" });
    const [sent] = cloud.requests("/servers");
    expect(sent?.path).toBe("/compute/v2.1/servers?name=web+1&limit=2");
    expect(sent?.headers).toMatchObject({
        "x-auth-token": "token-1",
        "openstack-api-version": "compute 2.19",
        "x-openstack-nova-api-version": "2.19",
        "x-openstack-request-id": expect.stringMatching(/^req-[0-9a-f-]{36}$/),
        "user-agent": `pulumi-openstack-compute/0.1.0 node/${process.versions.node}`,
    });
});
