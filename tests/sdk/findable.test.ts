/** Whether Pulumi finds the provider from where the program runs. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demandFindable } from "../../sdk/findable";

const RUN = "/somewhere/node_modules/@pulumi/pulumi/cmd/run/index.js";

let workspace: string;
let project: string;

beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), "findable-"));
    project = join(workspace, "stack");
    mkdirSync(join(project, "src"), { recursive: true });
    writeFileSync(join(project, "package.json"), "{}");
});
afterEach(() => rmSync(workspace, { recursive: true }));

/** Puts a package of this name there. */
function install(folder: string): void {
    const place = join(folder, "node_modules", "pulumi-openstack-compute");
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "provider.js"), "");
}

test("a program in whose project the package is not installed ends with what to add, and to which file", () => {
    expect(() => demandFindable(join(project, "src"), RUN)).toThrow(
        "Pulumi cannot load the provider: pulumi-openstack-compute is not installed for the project in " +
            `${join(project, "src")}, only for a library that the program uses. ` +
            `Add "pulumi-openstack-compute" to the dependencies in ${join(project, "package.json")}, and install.`,
    );
});

test.each([
    ["the project", () => project],
    ["the workspace above it", () => workspace],
])("a program runs with the package in %s", (_, folder) => {
    install(folder());
    demandFindable(join(project, "src"), RUN);
});

test("an inline program of the Automation API is not checked: the provider runs elsewhere", () => {
    demandFindable(project, "/somewhere/deploy.js");
});
