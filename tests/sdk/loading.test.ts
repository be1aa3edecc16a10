/** What importing the built package loads, and how each way to import it finds the public names. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { functions, kinds } from "../../provider/resources/registry";

const ROOT = join(__dirname, "..", "..");
/** Every resource, and every function in its two forms. */
const NAMES = [...kinds.keys(), ...[...functions.keys()].flatMap((name) => [name, `${name}Output`])].sort();

function node(...args: string[]): string {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
    if (status !== 0) {
        throw new Error(stderr);
    }
    return stdout.trim();
}

/** The files that a statement loads, besides Pulumi's SDK and what that needs. */
function loaded(statement: string): string[] {
    const script = `
        require("@pulumi/pulumi");
        const before = new Set(Object.keys(require.cache));
        ${statement};
        console.log(JSON.stringify(Object.keys(require.cache).filter((file) => !before.has(file))));
    `;
    return JSON.parse(node("-e", script)) as string[];
}

test("a program that imports the package loads no HTTP client and no zod", () => {
    const files = loaded('require("./dist/sdk/index.js")');
    expect(files.filter((file) => file.includes("node_modules"))).toEqual([]);
});

test("a program that imports the package loads of the provider only a few small files that both have", () => {
    const files = loaded('require("./dist/sdk/index.js")');
    const provider = files.map((file) => file.split("/dist/")[1] ?? "").filter((file) => file.startsWith("provider/"));
    expect(provider.sort()).toEqual(
        [
            "arguments/durations",
            "arguments/own-keys",
            "host/configuration-keys",
            "lifecycle/owner",
            "state/given-up-names",
            "state/sealed",
            "state/state-text",
        ].map((file) => `provider/${file}.js`),
    );
});

test("the provider loads nothing of the SDK", () => {
    const files = loaded('require("./dist/provider/host/index.js")');
    expect(files.filter((file) => file.includes("/dist/sdk/"))).toEqual([]);
});

test("the package's own name leads to the SDK and to the provider", () => {
    const script = `
        const { provider } = require("pulumi-openstack-compute/provider");
        console.log(typeof require("pulumi-openstack-compute").Server, typeof provider().create);
    `;
    expect(node("-e", script)).toBe("function function");
});

test("an ES module imports each public name", () => {
    const script = `
        import { ${NAMES.join(", ")} } from "./dist/sdk/index.js";
        console.log([${NAMES.join(", ")}].map((one) => typeof one).join());
    `;
    expect(node("--input-type=module", "-e", script)).toBe(NAMES.map(() => "function").join());
});

test("the package has these public names and no others", () => {
    const names = node("-e", 'console.log(Object.keys(require("./dist/sdk/index.js")).sort().join())');
    expect(names.split(",")).toEqual(NAMES);
});

test("the shipped declarations of the SDK import nothing but Pulumi's SDK and each other", () => {
    const sdk = join(ROOT, "dist", "sdk");
    const generated = readdirSync(join(sdk, "generated")).filter((file) => file.endsWith(".d.ts"));
    const files = ["index.d.ts", "resource.d.ts", ...generated.map((file) => join("generated", file))];
    const imported = files.flatMap((file) => {
        const text = readFileSync(join(sdk, file), "utf8");
        return [...text.matchAll(/^(?:import|export) .*from "([^"]+)"/gm)].map(([, from]) => from ?? "");
    });
    expect([...new Set(imported)].filter((from) => !/^\.\.?\//.test(from))).toEqual(["@pulumi/pulumi"]);
});
