/** The embedded cloud answers for this machine only, so that no web page reaches it under a name of its own. */
import { EmbeddedCloud } from "../../emulator";
import { rawRequest, sendRaw } from "./raw";

let cloud: EmbeddedCloud;

beforeAll(async () => {
    cloud = await EmbeddedCloud.start({ allowedHosts: ["cloud.test", "[FD00::1]"] });
});

afterAll(async () => cloud.stop());

const asked = (host: string, ...headers: string[]) =>
    sendRaw(cloud, rawRequest(cloud, "GET /identity/v3", { host, headers }));

test.each([
    "127.0.0.1",
    "127.0.0.1:8774",
    "127.1.2.3:1",
    "localhost",
    "LocalHost:80",
    "[::1]",
    "[::1]:8774",
    "cloud.test",
    "Cloud.Test:443",
    "[fd00::1]:80",
])("it answers for %s", async (host) => {
    expect((await asked(host)).status).toBe(200);
});

test.each([
    "evil.example",
    "evil.example:8774",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "evil-localhost",
    "localhost.",
    "10.0.0.1",
    "0.0.0.0",
    "[::]",
    "[::ffff:127.0.0.1]",
    "2130706433",
    "0x7f.1",
    "sub.cloud.test",
])("it does not answer for %s", async (host) => {
    const { status, text } = await asked(host);
    expect(status).toBe(421);
    expect(text).toContain("To allow that name, start it with --allow-host");
});

test.each(["", "a b", "127.0.0.1/evil.example", "evil@127.0.0.1", "127.0.0.1:port", "[", "http://127.0.0.1"])(
    "a Host header of %p is no host",
    async (host) => {
        expect((await asked(host)).status).toBe(400);
    },
);

test("an address in the request line counts in place of the Host header", async () => {
    const line = (host: string) => `GET http://${host}/identity/v3`;
    expect((await sendRaw(cloud, rawRequest(cloud, line("evil.example")))).status).toBe(421);
    expect((await sendRaw(cloud, rawRequest(cloud, line("localhost"), { host: "evil.example" }))).status).toBe(200);
});

test.each([
    ["http://localhost:3000", 200],
    ["https://127.0.0.1", 200],
    ["http://cloud.test", 200],
    ["https://evil.example", 421],
    ["http://localhost.evil.example", 421],
    ["null", 421],
    ["file://", 400],
])("a page of %s is answered with %d", async (origin, status) => {
    expect((await asked("127.0.0.1", `Origin: ${origin}`)).status).toBe(status);
});

test.each(["", "http://cloud.test", "cloud.test:80", "a b", "a/b"])("%p is no host to allow", async (name) => {
    await expect(EmbeddedCloud.start({ allowedHosts: [name] })).rejects.toThrow("is not the name of a host");
});

test("what is refused is not among the cloud's requests", async () => {
    const mark = cloud.mark();
    await asked("evil.example");
    expect(cloud.requestsSince(mark)).toEqual([]);
});
