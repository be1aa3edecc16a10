/** What is loaded when: a program and a preview start without what only a request needs. Looks at what was built. */
import { execFileSync } from "node:child_process";
import { repositoryRoot } from "../../tools/pulumi/recipe";

const root = repositoryRoot(__dirname);

/** The names of the packages, and of our own folders, that a script has loaded when it ends. */
function loadedBy(script: string): string[] {
    const tell = "console.log(JSON.stringify(Object.keys(require.cache)))";
    const text = execFileSync(process.execPath, ["-e", `${script}\n.then(() => ${tell})`], {
        cwd: root,
        encoding: "utf8",
    });
    const files = JSON.parse(text.trim().split("\n").at(-1) ?? "") as string[];
    const names = files.map((file) =>
        file
            .slice(root.length + 1)
            .replace(/^.*node_modules\/((@[^/]+\/)?[^/]+).*$/, "$1")
            .replace(/^(dist\/(provider\/)?[^/]+)\/.*$/, "$1"),
    );
    return [...new Set(names)];
}

const HEAVY = ["axios", "https-proxy-agent", "sshpk", "yaml"];

test("what a program imports loads neither the API nor zod nor axios", () => {
    const before = loadedBy('Promise.resolve(require("@pulumi/pulumi"))');
    const loaded = loadedBy('Promise.resolve(require("./dist/sdk"))').filter((name) => !before.includes(name));
    // tests/sdk/loading.test.ts names the few small files of the provider.
    const small = ["arguments", "host", "lifecycle", "state"].map((folder) => `dist/provider/${folder}`);
    expect(loaded.sort()).toEqual([...small, "dist/sdk"]);
});

test("a check and a diff load nothing that only a request needs", () => {
    const loaded = loadedBy(`
        const provider = require("pulumi-openstack-compute/provider").provider();
        const args = { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }] };
        const news = { ...args, __resource: { kind: "Server", name: "web" } };
        (async () => {
            await provider.configure({ config: { get: () => undefined } });
            const { inputs } = await provider.check({}, news);
            const cloud = { name: "c", authUrl: "http://c", projectId: "p" };
            const state = { ...inputs, status: "ACTIVE", addresses: {}, __state: { schema: 1, cloud, pins: {}, ran: true } };
            await provider.diff("id", state, { ...inputs, flavor: "m1.small" });
        })()`);
    expect(loaded).toContain("dist/provider");
    expect(loaded.filter((name) => HEAVY.includes(name))).toEqual([]);
});
