/**
 * The Flavor on the real engine: extra specs, projects and description in place, the rest replaced row by row. Each
 * flavor stands for a row: all are made, changed and found otherwise at once.
 */

import { join } from "node:path";
import type { Result, Stack } from "../support/stack";
import { CREATED_FIRST, DELETED_FIRST, resources, Setting, words } from "./setting";

const CREATE = "POST /flavors";
const SPECS = (id: string) => `POST /flavors/${id}/os-extra_specs`;
const ACCESS = (id: string, action: "add" | "remove") => `POST /flavors/${id}/action ${action}TenantAccess`;

const BASE = { ram: 512, vcpus: 1 };

const BARE = { ...BASE, name: "bare", flavorId: "bare", isPublic: false };
const GONE = { ...BASE, flavorId: "gone" };

/** Each resource stands for a row of the change table that replaces. */
const REPLACED: [resource: string, before: object, after: object, words: string][] = [
    ["name", { ...BASE, name: "one" }, { ...BASE, name: "two" }, "name one -> two"],
    ["flavorId", { ...BASE, flavorId: "f-1" }, { ...BASE, flavorId: "f-2" }, "flavorId f-1 -> f-2"],
    ["ram", BASE, { ...BASE, ram: 1024 }, "ram 512 -> 1024"],
    ["vcpus", BASE, { ...BASE, vcpus: 2 }, "vcpus 1 -> 2"],
    ["disk", { ...BASE, disk: 10 }, { ...BASE, disk: 20 }, "disk 10 -> 20"],
    ["ephemeral", BASE, { ...BASE, ephemeral: 5 }, "ephemeral (default) -> 5"],
    ["swap", { ...BASE, swap: 64 }, BASE, "swap 64 -> (default)"],
    ["rxtxFactor", BASE, { ...BASE, rxtxFactor: 1.5 }, "rxtxFactor (default) -> 1.5"],
    ["isPublic", { ...BASE, isPublic: false }, { ...BASE, isPublic: true }, "isPublic false -> true"],
];

/** Old and new would have one id, or one name. */
const DELETED: [resource: string, before: object, after: object, words: string][] = [
    [
        "oneId",
        { ...BASE, flavorId: "one-id" },
        { ...BASE, flavorId: "one-id", ram: 1024 },
        "ram 512 -> 1024: replace: the API cannot change it; the old one is deleted first: a flavor's id is unique",
    ],
    [
        "oneName",
        { ...BASE, name: "one-name" },
        { ...BASE, name: "one-name", vcpus: 4 },
        "vcpus 1 -> 4: replace: the API cannot change it; the old one is deleted first: a flavor's name is unique",
    ],
];

/** Not changed by these: a default that is spelled out, another order of the projects. */
const SAME: [resource: string, before: (projects: string[]) => object, after: (projects: string[]) => object][] = [
    ["default", () => BASE, () => ({ ...BASE, disk: 0, ephemeral: 0, swap: 0, rxtxFactor: 1, isPublic: true })],
    [
        "order",
        (projects) => ({ ...BASE, isPublic: false, projects }),
        (projects) => ({ ...BASE, isPublic: false, projects: [...projects].reverse() }),
    ],
];

describe("a flavor", () => {
    let setting: Setting;
    let full: Record<string, unknown>;
    let project = "";
    let own = "";
    let adopted: object;
    /** What the latest up was, and what it wrote: of all, and of the flavor with this id. */
    let result: Result;
    let calls: string[];
    let writes: (id: string) => string[];
    /** The flavors before the changes; and what the program has beside `full`. */
    let known: Set<string>;
    let others: Record<string, object>;

    beforeAll(async () => {
        setting = await Setting.make();
        own = setting.nova.projectId;
        project = setting.cloud.inspect().projects.find(({ name }) => name === "demo")?.id ?? "";
        full = {
            name: "build",
            flavorId: "build",
            ram: 4096,
            vcpus: 2,
            disk: 20,
            ephemeral: 10,
            swap: 512,
            rxtxFactor: 2,
            isPublic: false,
            description: "first",
            extraSpecs: { "hw:cpu_policy": "dedicated", "hw:numa_nodes": "1" },
            projects: [project],
        };
        adopted = {
            adopt: "2",
            name: "m1.small",
            ram: 2048,
            vcpus: 1,
            disk: 20,
            extraSpecs: { "hw:cpu_policy": "shared" },
        };
    });
    afterAll(() => setting.end());

    const flavor = (id = "build") => setting.cloud.inspect().flavors.find((candidate) => candidate.id === id);
    const created = () => calls.filter((call) => call === CREATE).length;
    const deleted = () => calls.filter((call) => /^DELETE \/flavors\/[^/]+$/.test(call)).length;

    const rows = (at: "before" | "after") => ({
        ...Object.fromEntries([...REPLACED, ...DELETED].map(([name, before, after]) => [name, { before, after }[at]])),
        ...Object.fromEntries(SAME.map(([name, before, after]) => [name, { before, after }[at]([project, own])])),
    });
    const ROWS = REPLACED.length + DELETED.length + SAME.length;

    const programOf = (all: Record<string, object>) =>
        `${resources("Flavor", all)}\nexports.seen = compute.Flavor.get("seen", "4").name;`;

    async function up(all: Record<string, object>, options: Parameters<Stack["up"]>[0] = {}): Promise<void> {
        setting.stack.write(programOf(all));
        calls = await setting.writes(async () => {
            writes = await setting.writesById(async () => {
                result = await setting.stack.up(options);
            });
        });
    }

    it("is created with every argument: one call for the flavor, one for its specs, one for each project", async () => {
        const both = `${setting.cloud.cloudsYaml({ project: "admin" })}${setting.cloud
            .cloudsYaml({ project: "demo", name: "member" })
            .replace(/^clouds:\n/, "")}`;
        setting.stack.writeFile("both.yaml", both);
        const { description, extraSpecs, projects } = full;
        const bare = { ...BARE, description, extraSpecs, projects };
        others = { bare, gone: GONE, ...rows("before"), adopted };
        await up(
            { full, ...others, mine: { ...BASE, cloud: "member" } },
            {
                env: { OS_CLIENT_CONFIG_FILE: join(setting.stack.folder, "both.yaml") },
                expectFailure: true,
                args: ["--continue-on-error"],
            },
        );
        expect(writes("build")).toEqual([SPECS("build"), ACCESS("build", "add")]);
        expect(flavor()).toEqual({ id: "build", ...full, flavorId: undefined });
        expect((await setting.stack.resource("full")).id).toBe("build");
        // And the refused one.
        expect(created()).toBe(ROWS + 3 + 1);
        expect(setting.cloud.inspect().flavors).toHaveLength(5 + ROWS + 3);
    });

    it("is refused to a project that may not make one, in the cloud's words and with what to do", async () => {
        expect(result.text).toContain(
            'flavor "mine": Create flavor: Policy doesn\'t allow os_compute_api:os-flavor-manage:create to be performed. (HTTP 403) [request id req-',
        );
        expect(result.text).toContain(
            "The user of \"member\" needs a role that the cloud's policy allows this for; some operations are the administrators' alone.",
        );
        expect(result.steps.filter(({ failed }) => failed).map(({ name }) => name)).toEqual(["mine"]);
        await expect(setting.stack.resource("mine")).rejects.toThrow('0 resources named "mine"');
    });

    it("is adopted by reading only, and read without being managed", async () => {
        expect([writes("2"), writes("4")]).toEqual([[], []]);
        expect((await setting.stack.outputs()).seen).toBe("m1.large");
        const { outputs } = await setting.stack.resource("seen");
        expect(outputs).toMatchObject({ flavorId: "4", ram: 8192, vcpus: 4, disk: 80, isPublic: true, extraSpecs: {} });
    });

    it("is proposed no change while nothing changes, also after a refresh; only what was adopted and differs from the program is", async () => {
        setting.stack.write(programOf({ full, ...others }));
        const preview = await setting.stack.preview({ refresh: true });
        expect(words(preview).filter((line) => line.includes('flavor "'))).toEqual([
            expect.stringContaining('flavor "adopted": extraSpecs +hw:cpu_policy: only these keys are written'),
        ]);
        expect(preview.changes).toMatchObject({ update: 1 });
        expect(preview.ops("adopted")).toEqual(["update"]);
    });

    it("changes description, extra specs and projects in place, only what differs", async () => {
        known = new Set(setting.cloud.inspect().flavors.map(({ id }) => id));
        full = {
            ...full,
            description: "second",
            extraSpecs: { "hw:cpu_policy": "shared", "hw:mem_page_size": "large" },
            projects: [own],
        };
        others = { bare: BARE, gone: GONE, ...rows("after"), adopted };
        await up({ full, ...others });

        expect(result.ops("full")).toEqual(["update"]);
        const said = words(result);
        expect(said).toContain('flavor "full": description: updated in place');
        expect(said).toContain(
            'flavor "full": extraSpecs +hw:mem_page_size, ~hw:cpu_policy, -hw:numa_nodes: ' +
                "only these keys are written; servers see them at their next resize",
        );
        expect(said).toContain(`flavor "full": projects [${project}] -> [${own}]: access is given and taken in place`);
        expect(writes("build")).toEqual([
            "PUT /flavors/build",
            SPECS("build"),
            "DELETE /flavors/build/os-extra_specs/hw%3Anuma_nodes",
            ACCESS("build", "add"),
            ACCESS("build", "remove"),
        ]);
        const sent = setting.cloud.requests.findLast(({ path }) => path.endsWith("/build/os-extra_specs"));
        expect(sent?.body).toEqual({ extra_specs: { "hw:cpu_policy": "shared", "hw:mem_page_size": "large" } });
        expect(flavor()).toMatchObject({
            description: "second",
            extraSpecs: { "hw:cpu_policy": "shared", "hw:mem_page_size": "large" },
            projects: [own],
        });
    });

    it("goes back to no description, no extra specs and no projects when they are taken out", () => {
        expect(result.ops("bare")).toEqual(["update"]);
        expect([...writes("bare")].sort()).toEqual(
            [
                "PUT /flavors/bare",
                "DELETE /flavors/bare/os-extra_specs/hw%3Acpu_policy",
                "DELETE /flavors/bare/os-extra_specs/hw%3Anuma_nodes",
                ACCESS("bare", "remove"),
            ].sort(),
        );
        expect(flavor("bare")).toMatchObject({ description: null, extraSpecs: {}, projects: [] });
    });

    it("that was adopted is changed in what differs alone", () => {
        expect(result.ops("adopted")).toEqual(["update"]);
        expect(writes("2")).toEqual([SPECS("2")]);
    });

    it.each(SAME)("is not changed by another way to write the same: %s", (name) => {
        expect(result.ops(name)).toEqual([]);
    });

    it.each(REPLACED)("is replaced for a change of %s: the new one first", (name, _before, _after, change) => {
        expect(result.ops(name)).toEqual(CREATED_FIRST);
        expect(words(result)).toContain(`flavor "${name}": ${change}: replace: the API cannot change it`);
    });

    it.each(DELETED)("is deleted first where old and new would share it: %s", (name, _before, _after, change) => {
        expect(result.ops(name)).toEqual(DELETED_FIRST);
        expect(words(result)).toContain(`flavor "${name}": ${change}`);
    });

    it("is replaced by one creation and one deletion", () => {
        const replaced = REPLACED.length + DELETED.length;
        expect([created(), deleted()]).toEqual([replaced, replaced]);
        const { flavors } = setting.cloud.inspect();
        // The one whose id is in the program has it again.
        expect(flavors.filter(({ id }) => !known.has(id))).toHaveLength(replaced - 1);
        expect(flavors).toHaveLength(5 + ROWS + 3);
        expect(flavor("f-2")).toMatchObject(BASE);
        expect(flavor("one-id")).toMatchObject({ ram: 1024 });
    });

    it("shows what was changed outside, and up puts it right; another's extra spec is let be", async () => {
        await setting.nova.call("PUT", "/flavors/build", { flavor: { description: "x" } }, { microversion: "2.55" });
        await setting.nova.post("/flavors/build/os-extra_specs", {
            extra_specs: { "hw:cpu_policy": "mixed", "quota:cpu_shares": "10" },
        });
        await setting.nova.call("DELETE", "/flavors/build/os-extra_specs/hw%3Amem_page_size");
        await setting.nova.post("/flavors/build/action", { removeTenantAccess: { tenant: own } });
        await setting.nova.post("/flavors/build/action", { addTenantAccess: { tenant: project } });
        await setting.nova.call("DELETE", "/flavors/gone");

        await up({ full, ...others }, { refresh: true });
        expect(result.ops("full")).toEqual(["update"]);
        const said = words(result);
        expect(said).toContain('flavor "full": description: updated in place');
        expect(said).toContainEqual(
            expect.stringContaining('flavor "full": extraSpecs +hw:mem_page_size, ~hw:cpu_policy: only these keys'),
        );
        expect(said).toContain(`flavor "full": projects [${project}] -> [${own}]: access is given and taken in place`);
        expect(writes("build")).toEqual([
            "PUT /flavors/build",
            SPECS("build"),
            ACCESS("build", "add"),
            ACCESS("build", "remove"),
        ]);
        expect(flavor()).toMatchObject({
            description: "second",
            extraSpecs: { "hw:cpu_policy": "shared", "hw:mem_page_size": "large", "quota:cpu_shares": "10" },
        });
        expect(flavor()?.projects).toEqual([own]);
    });

    it("is made anew when it was deleted outside; nothing else is written, or then proposed", async () => {
        expect(result.ops("gone")).toEqual(["create"]);
        expect(calls.filter((call) => !call.includes("/build"))).toEqual([CREATE]);
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("is deleted, without complaint when it is gone already; one that is only read is let be", async () => {
        await setting.nova.call("DELETE", "/flavors/gone");
        const all = setting.cloud.inspect().flavors.map(({ id }) => id);
        const calls = await setting.writes(() => setting.stack.destroy());
        const deletions = all.filter((id) => id === "2" || !/^[1-5]$/.test(id));
        const generated = /[0-9a-f]{8}-[0-9a-f-]{27}/;
        expect([...calls].sort()).toEqual(
            deletions.map((id) => `DELETE /flavors/${id.replace(generated, "{id}")}`).sort(),
        );
        expect(setting.cloud.inspect().flavors.map(({ id }) => id)).toEqual(["1", "3", "4", "5"]);
    });
});
