/** A refusal for want of quota says what is used of which limit, beside the cloud's own words. */
import { Nova } from "../../support/nova";
import { type Bag, type Declared, pulumi, setting, settingForEach, thrown } from "./setting";

settingForEach();

async function limited(quotas: Bag): Promise<void> {
    const nova = await Nova.connect(setting.cloud.cloudsYaml({ project: "admin" }));
    await nova.call("PUT", `/os-quota-sets/${nova.projectId}`, { quota_set: quotas });
}

const server = (name: string, flavor = "m1.tiny"): Declared => ({
    kind: "Server",
    name,
    args: { flavor, image: "debian-12", networks: [{ network: "private" }] },
});

const REQUEST = "\\[request id req-[0-9a-f-]{36}\\]";
const REMEDY = "Delete resources that are no longer needed, or ask the cloud's operators for a higher quota\\.";

test("the number of servers", async () => {
    await limited({ instances: 1 });
    await pulumi.first(server("one"));
    const { message } = await thrown(pulumi.first(server("two")));
    expect(message).toMatch(
        new RegExp(
            `^server "two": Create server: Quota exceeded for instances: .* \\(HTTP 403\\) ${REQUEST}\\. ` +
                `This project's quota: instances: 1 of 1 used\\. ${REMEDY}$`,
        ),
    );
});

test("several at once", async () => {
    await limited({ cores: 2, ram: 1024 });
    await pulumi.first(server("one"));
    const { message } = await thrown(pulumi.first(server("two", "m1.medium")));
    expect(message).toContain("This project's quota: cores: 1 of 2 used, ram: 512 of 1024 MiB used.");
});

test("a resize, which leaves the server as it was", async () => {
    const stood = await pulumi.first(server("one"));
    await limited({ cores: 1, ram: 1024 });
    const { reasons } = await thrown(pulumi.next(server("one", "m1.small"), stood));
    expect(reasons?.join()).toContain("This project's quota: ram: 512 of 1024 MiB used.");
    expect(setting.cloud.inspect().servers).toMatchObject([{ status: "ACTIVE", flavor: { name: "m1.tiny" } }]);
});

test("keypairs, of which the cloud does not tell how many there are", async () => {
    await limited({ key_pairs: 0 });
    const { message } = await thrown(pulumi.first({ kind: "Keypair", name: "deploy", args: {} }));
    expect(message).toMatch(/This project's quota: key pairs: at most 0\. /);
});

test.each([
    ["FloatingIp", { pool: "public" }, "/os-floating-ips", "IP allocation over quota"],
    ["SecurityGroup", {}, "/os-security-groups", "Quota exceeded for security_group"],
])("what the network service counts, of which Compute tells no limit: %s", async (kind, args, path, message) => {
    setting.cloud.faults.answer(403, { method: "POST", path, message });
    const error = await thrown(pulumi.first({ kind, name: "it", args }));
    expect(error.message).toMatch(new RegExp(`${message} \\(HTTP 403\\) ${REQUEST}\\. ${REMEDY}$`));
});

test.each(["answer", "drop"] as const)("limits that cannot be read (%s) leave the refusal as it is", async (how) => {
    await limited({ instances: 0 });
    const match = { path: "/limits", times: 100 };
    if (how === "answer") {
        setting.cloud.faults.answer(403, { ...match, message: "Policy doesn't allow it" });
    } else {
        setting.cloud.faults.drop("before", match);
    }
    const { message } = await thrown(pulumi.first(server("one")));
    expect(message).toMatch(new RegExp(`Quota exceeded for instances: .* ${REQUEST}\\. ${REMEDY}$`));
});

test("a refusal by policy asks for no limits", async () => {
    setting.cloud.faults.answer(403, { method: "POST", path: /\/servers$/, message: "Policy doesn't allow create" });
    const calls = await setting.calls(() => thrown(pulumi.first(server("one"))));
    expect(calls).not.toContain("GET /limits");
});

test("a cloud of before microversions, which says it with 413, has it explained too", async () => {
    const message = "Quota exceeded, too many servers.";
    setting.cloud.faults.answer(413, { method: "POST", path: /\/servers$/, message });
    const error = await thrown(pulumi.first(server("one")));
    expect(error.message).toContain("This project's quota: instances: 0 of 10 used.");
});
