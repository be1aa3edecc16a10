import { listServers } from "../../../provider/api";
import { flavor } from "../../../provider/resources/flavor";
import { keypair as keypairs } from "../../../provider/resources/keypair";
import { FakeCompute } from "./fake-compute";

const server = (id: string, status = "ACTIVE") => ({ id, name: `web-${id}`, status });
const next = (marker: string) => [
    { rel: "next", href: `http://cloud.example/v2.1/servers/detail?limit=2&name=web&marker=${marker}` },
];

describe("a list of servers", () => {
    test("is followed from page to page with the same filters", async () => {
        const compute = new FakeCompute().answering(
            { body: { servers: [server("1"), server("2")], servers_links: next("2") } },
            { body: { servers: [server("3")] } },
        );
        const servers = await listServers(compute, { name: "web", limit: 2 });
        expect(servers.map(({ id }) => id)).toEqual(["1", "2", "3"]);
        expect(compute.calls.map(({ query }) => query)).toEqual([
            expect.objectContaining({ name: "web", limit: 2 }),
            expect.objectContaining({ name: "web", limit: 2, marker: "2" }),
        ]);
    });

    test("has each server once, as last seen", async () => {
        const compute = new FakeCompute().answering(
            { body: { servers: [server("1", "BUILD"), server("2")], servers_links: next("2") } },
            { body: { servers: [server("1"), server("3")] } },
        );
        const servers = await listServers(compute);
        expect(servers.map(({ id, status }) => [id, status])).toEqual([
            ["1", "ACTIVE"],
            ["2", "ACTIVE"],
            ["3", "ACTIVE"],
        ]);
    });

    test("goes on after a full page that names no next one, as HP Cloud's do", async () => {
        const full = Array.from({ length: 1000 }, (_, index) => server(String(index)));
        const compute = new FakeCompute().answering(
            { body: { servers: full } },
            { body: { servers: [server("last")] } },
        );
        const servers = await listServers(compute);
        expect(servers).toHaveLength(1001);
        expect(compute.calls[1]?.query).toMatchObject({ marker: "999" });
    });

    test("ends when a cloud does not know markers and gives the same full page again", async () => {
        const full = Array.from({ length: 1000 }, (_, index) => server(String(index)));
        const compute = new FakeCompute().answering({ body: { servers: full } });
        await expect(listServers(compute)).resolves.toHaveLength(1000);
        expect(compute.calls).toHaveLength(2);
    });

    test("is an error when its links go round in circles", async () => {
        const compute = new FakeCompute().answering({ body: { servers: [server("1")], servers_links: next("1") } });
        await expect(listServers(compute)).rejects.toThrow("its pages repeat");
        expect(compute.calls).toHaveLength(2);
    });

    test("is an error when its links go on for ever, after more pages than any project fills", async () => {
        const pages = Array.from({ length: 600 }, (_, page) => ({
            body: { servers: [server("1")], servers_links: next(String(page)) },
        }));
        const compute = new FakeCompute().answering(...pages);
        await expect(listServers(compute, {}, { resource: "servers" })).rejects.toThrow(
            "servers: List details for servers: the cloud's answer was not understood: its pages do not end (500 pages with 1 items so far)",
        );
        expect(compute.calls).toHaveLength(500);
    });

    test("may be empty", async () => {
        await expect(listServers(new FakeCompute().answering({ body: { servers: [] } }))).resolves.toEqual([]);
    });

    test("names the field of a broken one", async () => {
        const compute = new FakeCompute().answering({ body: { servers: [server("1"), { id: "2", name: "x" }] } });
        await expect(listServers(compute)).rejects.toThrow("servers.1.status: expected string, got nothing");
        await expect(listServers(new FakeCompute().answering({ body: {} }))).rejects.toThrow(
            "servers: expected array, got nothing",
        );
    });
});

describe("other lists", () => {
    test("of keypairs go on at a name", async () => {
        const keypair = (name: string) => ({ keypair: { name, public_key: "ssh-rsa AAAA", fingerprint: "aa:bb" } });
        const compute = new FakeCompute().answering(
            {
                body: {
                    keypairs: [keypair("one two")],
                    keypairs_links: [{ rel: "next", href: "/os-keypairs?limit=1&marker=one+two" }],
                },
            },
            { body: { keypairs: [keypair("three")] } },
        );
        const found = await keypairs.records.list(compute);
        expect(found.map(({ name }) => name)).toEqual(["one two", "three"]);
        expect(compute.calls[1]?.query).toMatchObject({ marker: "one two" });
    });

    test("of flavors ask for those of all projects", async () => {
        const compute = new FakeCompute().answering({ body: { flavors: [] } });
        await flavor.records.list(compute);
        expect(compute.onlyCall).toMatchObject({ path: "/flavors/detail", query: { is_public: "None" } });
    });
});
