/** The Flavor on the real engine: extra specs, projects and description in place, the rest replaced row by row. */

import type { Result } from "../support/stack";
import { Stack } from "../support/stack";
import { CREATED_FIRST, DELETED_FIRST, resources, Setting, words } from "./setting";

const CREATE = "POST /flavors";
const SPECS = "POST /flavors/build/os-extra_specs";
const ACCESS = (action: "add" | "remove") => `POST /flavors/build/action ${action}TenantAccess`;

const BASE = { ram: 512, vcpus: 1 };

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

describe("a flavor", () => {
    let setting: Setting;
    let full: Record<string, unknown>;
    let project = "";

    beforeAll(async () => {
        setting = await Setting.make();
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
    });
    afterAll(() => setting.end());

    const write = (others: Record<string, object> = {}, more = "") =>
        setting.stack.write(`${resources("Flavor", { full, ...others })}\n${more}`);
    const flavor = (id = "build") => setting.cloud.inspect().flavors.find((candidate) => candidate.id === id);
    const withBefore = () => Object.fromEntries(REPLACED.map(([name, before]) => [name, before]));

    /** What the provider said, and what it wrote, in an `up` in place. */
    async function up(change: Record<string, unknown>, options = {}): Promise<{ said: string[]; writes: string[] }> {
        full = { ...full, ...change };
        write();
        let said: string[] = [];
        const writes = await setting.writes(async () => {
            const result = await setting.stack.up(options);
            expect(result.ops("full")).toEqual(["update"]);
            said = words(result);
        });
        return { said, writes };
    }

    it("is created with every argument: one call for the flavor, one for its specs, one for each project", async () => {
        write();
        const writes = await setting.writes(() => setting.stack.up());
        expect(writes).toEqual([CREATE, SPECS, ACCESS("add")]);
        expect(flavor()).toEqual({ id: "build", ...full, flavorId: undefined });
        expect((await setting.stack.resource("full")).id).toBe("build");
    });

    it("is proposed no change while nothing changes, also after a refresh", async () => {
        await setting.stack.preview({ expectNoChanges: true });
        const result = await setting.stack.preview({ refresh: true, expectNoChanges: true });
        expect(words(result).join()).not.toContain("->");
    });

    it("changes description, extra specs and projects in place, only what differs", async () => {
        const own = setting.nova.projectId;
        const { said, writes } = await up({
            description: "second",
            extraSpecs: { "hw:cpu_policy": "shared", "hw:mem_page_size": "large" },
            projects: [own],
        });
        expect(said).toContain('flavor "full": description: updated in place');
        expect(said).toContain(
            'flavor "full": extraSpecs +hw:mem_page_size, ~hw:cpu_policy, -hw:numa_nodes: ' +
                "only these keys are written; servers see them at their next resize",
        );
        expect(said).toContain(`flavor "full": projects [${project}] -> [${own}]: access is given and taken in place`);
        expect(writes).toEqual([
            "PUT /flavors/build",
            SPECS,
            "DELETE /flavors/build/os-extra_specs/hw%3Anuma_nodes",
            ACCESS("add"),
            ACCESS("remove"),
        ]);
        expect(setting.cloud.requests.findLast(({ path }) => path.endsWith("/os-extra_specs"))?.body).toEqual({
            extra_specs: { "hw:cpu_policy": "shared", "hw:mem_page_size": "large" },
        });
        expect(flavor()).toMatchObject({
            description: "second",
            extraSpecs: { "hw:cpu_policy": "shared", "hw:mem_page_size": "large" },
            projects: [own],
        });
    });

    it("shows what was changed outside, and up puts it right; another's extra spec is let be", async () => {
        await setting.nova.call("PUT", "/flavors/build", { flavor: { description: "x" } }, { microversion: "2.55" });
        await setting.nova.post("/flavors/build/os-extra_specs", {
            extra_specs: { "hw:cpu_policy": "mixed", "quota:cpu_shares": "10" },
        });
        await setting.nova.call("DELETE", "/flavors/build/os-extra_specs/hw%3Amem_page_size");
        await setting.nova.post("/flavors/build/action", { removeTenantAccess: { tenant: setting.nova.projectId } });
        await setting.nova.post("/flavors/build/action", { addTenantAccess: { tenant: project } });

        const { said, writes } = await up({}, { refresh: true });
        expect(said).toContain('flavor "full": description: updated in place');
        expect(said).toContainEqual(
            expect.stringContaining('flavor "full": extraSpecs +hw:mem_page_size, ~hw:cpu_policy: only these keys'),
        );
        expect(said).toContain(
            `flavor "full": projects [${project}] -> [${setting.nova.projectId}]: access is given and taken in place`,
        );
        expect(writes).toEqual(["PUT /flavors/build", SPECS, ACCESS("add"), ACCESS("remove")]);
        expect(flavor()).toMatchObject({
            description: "second",
            extraSpecs: { "hw:cpu_policy": "shared", "hw:mem_page_size": "large", "quota:cpu_shares": "10" },
        });
        expect(flavor()?.projects).toEqual([setting.nova.projectId]);
    });

    it("is not changed by another order of the projects", async () => {
        await up({ projects: [setting.nova.projectId, project] });
        full = { ...full, projects: [project, setting.nova.projectId] };
        write();
        expect(await setting.calls(() => setting.stack.up({ expectNoChanges: true }))).toEqual([]);
    });

    it("goes back to no description, no extra specs and no projects when they are taken out", async () => {
        const { writes } = await up({ description: undefined, extraSpecs: undefined, projects: undefined });
        expect([...writes].sort()).toEqual(
            [
                "PUT /flavors/build",
                "DELETE /flavors/build/os-extra_specs/hw%3Acpu_policy",
                "DELETE /flavors/build/os-extra_specs/hw%3Amem_page_size",
                ACCESS("remove"),
                ACCESS("remove"),
            ].sort(),
        );
        expect(flavor()).toMatchObject({
            description: null,
            extraSpecs: { "quota:cpu_shares": "10" },
            projects: [],
        });
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("is not changed by a default that is spelled out", async () => {
        write(withBefore());
        await setting.stack.up();
        const spelled = { ...BASE, disk: 0, ephemeral: 0, swap: 0, rxtxFactor: 1, isPublic: true };
        write({ ...withBefore(), ram: spelled });
        expect(await setting.calls(() => setting.stack.up({ expectNoChanges: true }))).toEqual([]);
    });

    it("is replaced for a change of each other argument: the new one first", async () => {
        const before = new Set(setting.cloud.inspect().flavors.map(({ id }) => id));
        write(Object.fromEntries(REPLACED.map(([name, , after]) => [name, after])));
        let result: Result | undefined;
        const writes = await setting.writes(async () => {
            result = await setting.stack.up();
        });

        for (const [name, , , change] of REPLACED) {
            expect(result?.ops(name)).toEqual(CREATED_FIRST);
            expect(result && words(result)).toContain(`flavor "${name}": ${change}: replace: the API cannot change it`);
        }
        expect(writes).toHaveLength(2 * REPLACED.length);
        expect(writes.filter((call) => call === CREATE)).toHaveLength(REPLACED.length);
        expect(writes.filter((call) => call.startsWith("DELETE /flavors/"))).toHaveLength(REPLACED.length);
        const after = setting.cloud.inspect().flavors;
        expect(after.filter(({ id }) => before.has(id)).map(({ name }) => name)).toEqual([
            "m1.tiny",
            "m1.small",
            "m1.medium",
            "m1.large",
            "m1.xlarge",
            "build",
        ]);
        expect(after.filter(({ id }) => !before.has(id))).toHaveLength(REPLACED.length);
        expect(flavor("f-2")).toMatchObject(BASE);
    });

    it("is deleted first where old and new would have one id or one name", async () => {
        full = { ...full, ram: 8192 };
        const others = Object.fromEntries(REPLACED.map(([name, , after]) => [name, after]));
        write({ ...others, name: { ...BASE, name: "two", vcpus: 4 } });
        const result = await setting.stack.up();
        expect(result.ops("full")).toEqual(DELETED_FIRST);
        expect(result.ops("name")).toEqual(DELETED_FIRST);
        expect(words(result)).toContain(
            'flavor "full": ram 4096 -> 8192: replace: the API cannot change it; ' +
                "the old one is deleted first: a flavor's id is unique",
        );
        expect(words(result)).toContain(
            'flavor "name": vcpus 1 -> 4: replace: the API cannot change it; ' +
                "the old one is deleted first: a flavor's name is unique",
        );
        expect(flavor()).toMatchObject({ ram: 8192 });
    });

    it("is made anew when it was deleted outside, and deleted without complaint when it is gone already", async () => {
        await setting.nova.call("DELETE", "/flavors/build");
        write();
        const result = await setting.stack.up({ refresh: true });
        expect(result.ops("full")).toEqual(["create"]);

        await setting.nova.call("DELETE", "/flavors/build");
        expect(await setting.writes(() => setting.stack.destroy())).toEqual(["DELETE /flavors/build"]);
        expect(setting.cloud.inspect().flavors).toHaveLength(5);
    });

    it("is adopted by reading only, and read without being managed", async () => {
        full = {
            adopt: "2",
            name: "m1.small",
            ram: 2048,
            vcpus: 1,
            disk: 20,
            extraSpecs: { "hw:cpu_policy": "shared" },
        };
        write({}, 'exports.seen = compute.Flavor.get("seen", "4").name;');
        const calls = await setting.calls(() => setting.stack.up());
        expect(new Set(calls)).toEqual(new Set(["GET /flavors/2", "GET /flavors/4"]));
        expect((await setting.stack.outputs()).seen).toBe("m1.large");
        const { outputs } = await setting.stack.resource("seen");
        expect(outputs).toMatchObject({ flavorId: "4", ram: 8192, vcpus: 4, disk: 80, isPublic: true, extraSpecs: {} });
    });

    it("shows what differs from the program in the next preview, and up changes that alone", async () => {
        const preview = await setting.stack.preview();
        expect(words(preview)).toContainEqual(
            expect.stringContaining('flavor "full": extraSpecs +hw:cpu_policy: only these keys are written'),
        );
        const { writes } = await up({});
        expect(writes).toEqual(["POST /flavors/2/os-extra_specs"]);
    });

    it("is refused to a project that may not make one, in the cloud's words and with what to do", async () => {
        const member = await Stack.create({
            cloud: { cloudsYaml: () => setting.cloud.cloudsYaml({ project: "demo" }) },
            program: resources("Flavor", { mine: BASE }),
        });
        try {
            const { text } = await member.up({ expectFailure: true });
            expect(text).toContain(
                'flavor "mine": Create flavor: Policy doesn\'t allow os_compute_api:os-flavor-manage:create to be performed. (HTTP 403) [request id req-',
            );
            expect(text).toContain(
                "The user of \"embedded\" needs a role that the cloud's policy allows this for; some operations are the administrators' alone.",
            );
            expect((await member.state()).resources.filter(({ type }) => type.includes("Flavor"))).toEqual([]);
        } finally {
            await member.dispose();
        }
    });
});
