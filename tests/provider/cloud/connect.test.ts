import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../../provider/cloud";
import { ScriptedCloud } from "./scripted-cloud";

let cloud: ScriptedCloud;
let folder: string;
const before = { ...process.env };
beforeEach(async () => {
    cloud = await ScriptedCloud.start();
    cloud.timing.time = Date.now();
    folder = mkdtempSync(join(tmpdir(), "connect-"));
    const entry = (name: string, user: string) =>
        `  ${name}:\n    auth: { auth_url: "${cloud.url}/identity", username: ${user}, password: p, project_name: web }\n`;
    writeFileSync(join(folder, "clouds.yaml"), `clouds:\n${entry("one", "a")}${entry("two", "b")}`);
    process.env = { PATH: before.PATH, OS_CLIENT_CONFIG_FILE: join(folder, "clouds.yaml") };
});
afterEach(async () => {
    process.env = before;
    rmSync(folder, { recursive: true });
    await cloud.stop();
});

test("resources that start together share one connection and one token", async () => {
    const [first, ...others] = await Promise.all(Array.from({ length: 20 }, () => connect({ cloud: "one" })));
    expect(others.every((other) => other === first)).toBe(true);
    expect(cloud.tokens).toBe(1);
});

test("another cloud is another connection", async () => {
    const [one, two] = await Promise.all([connect({ cloud: "one" }), connect({ cloud: "two" })]);
    expect(one).not.toBe(two);
    expect([one?.name, two?.name]).toEqual(["one", "two"]);
    expect(cloud.tokens).toBe(2);
});

test("a region that is named and one that is implied are the same connection", async () => {
    const implied = await connect({ cloud: "one" });
    expect(await connect({ cloud: "one", region: "RegionOne" })).toBe(implied);
});

test("a connection that failed is tried anew", async () => {
    cloud.responder = () => ({ status: 401, text: "not yet" });
    await expect(connect({ cloud: "one" })).rejects.toThrow("not yet");
    cloud.responder = () => undefined;
    expect((await connect({ cloud: "one" })).name).toBe("one");
});

test("a cloud that is not there is a rejection, not an exception", async () => {
    await expect(connect({ cloud: "three" })).rejects.toThrow('has no cloud "three"; it has "one", "two".');
});
