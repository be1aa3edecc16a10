/** A server that the cloud lets nothing be done to for now: a task under way is waited for, a lock is not. */
import { Nova } from "../../support/nova";
import { type Bag, type Called, type Declared, Setting, type Stood, thrown } from "./setting";

let setting: Setting;
let pulumi: Called;
let nova: Nova;

beforeEach(async () => {
    setting = await Setting.start();
    // A member: administrators pass every lock.
    pulumi = await setting.provider({ "openstack-compute:cloud": "demo" });
    nova = await Nova.connect(setting.cloud.cloudsYaml({ project: "demo" }));
});

afterEach(() => setting.stop());

const BASE = {
    flavor: "m1.tiny",
    image: "debian-12",
    networks: [{ network: "private" }],
    metadata: { role: "web", stage: "test" },
    tags: ["old"],
};

const server = (args: Bag = {}): Declared => ({ kind: "Server", name: "web", args: { ...BASE, ...args } });

/** What was written meanwhile, with the action's name. */
async function writes(during: () => Promise<unknown>): Promise<string[]> {
    const mark = setting.cloud.mark();
    await during();
    return setting.cloud
        .requestsSince(mark)
        .filter(({ service, method }) => service === "compute" && method !== "GET")
        .map(
            ({ method, path, body }) => `${method} ${ending(path)}${path.endsWith("/action") ? ` ${keyOf(body)}` : ""}`,
        );
}

const ending = (path: string) => path.replace(/^.*\/servers\/[0-9a-f-]{36}/, "");
const keyOf = (body: unknown) => Object.keys(body as object).join();

const TASK = "Cannot 'it' instance web while it is in task_state image_snapshot";

const steps: [step: string, change: Bag, match: { method?: string; path?: RegExp; action?: string }, once: string[]][] =
    [
        ["a rename", { name: "renamed" }, { method: "PUT", path: /\/servers\/[^/]+$/ }, ["PUT "]],
        [
            "metadata that is set",
            { metadata: { ...BASE.metadata, role: "db" } },
            { method: "POST", path: /\/metadata$/ },
            ["POST /metadata"],
        ],
        [
            "metadata that is taken away",
            { metadata: { role: "web" } },
            { method: "DELETE", path: /\/metadata\/stage$/ },
            ["DELETE /metadata/stage"],
        ],
        ["a tag", { tags: ["old", "new"] }, { method: "PUT", path: /\/tags\/new$/ }, ["PUT /tags/new"]],
        ["a tag that is taken away", { tags: [] }, { method: "DELETE", path: /\/tags\/old$/ }, ["DELETE /tags/old"]],
        [
            "a group",
            { securityGroups: ["default", "guard"] },
            { action: "addSecurityGroup" },
            ["POST /action addSecurityGroup"],
        ],
        ["a stop", { powerState: "shutoff" }, { action: "os-stop" }, ["POST /action os-stop"]],
        ["a rebuild", { image: "debian-13" }, { action: "rebuild" }, ["POST /action rebuild"]],
        ["a password", { adminPass: "s3cret-Pass" }, { action: "changePassword" }, ["POST /action changePassword"]],
    ];

describe("a task that is under way", () => {
    let stood: Stood;

    beforeEach(async () => {
        await pulumi.first({ kind: "SecurityGroup", name: "guard", args: { name: "guard" } });
        stood = await pulumi.first(server());
    });

    test.each(steps)("is waited for, and %s is asked for again", async (_step, change, match, once) => {
        setting.cloud.faults.answer(409, { ...match, message: TASK, times: 2 });
        const written = await writes(() => pulumi.next(server(change), stood));
        expect(written).toEqual([...once, ...once, ...once]);
    });

    test("of the cloud's own is waited for before the deletion", async () => {
        setting.cloud.faults.answer(409, { method: "DELETE", path: /\/servers\/[^/]+$/, message: TASK });
        expect(await writes(() => pulumi.delete(stood.id, stood.outs))).toEqual(["DELETE ", "DELETE "]);
    });

    test("that never ends is given up after some tries, in the cloud's words", async () => {
        setting.cloud.faults.answer(409, { action: "os-stop", message: TASK, times: 1000 });
        let message = "";
        const written = await writes(async () => {
            ({ message } = await thrown(pulumi.next(server({ powerState: "shutoff" }), stood)));
        });
        expect(message).toContain("task_state image_snapshot (HTTP 409)");
        expect(written).toHaveLength(8);
    });

    test("is seen in the server's own record too, whatever the refusal says", async () => {
        await nova.post(`/servers/${stood.id}/action`, { createImage: { name: "snapshot" } });
        const next = await pulumi.next(server({ powerState: "shutoff" }), stood);
        expect(next.outs).toMatchObject({ status: "SHUTOFF" });
    });

    test("is no status from which it cannot be done", async () => {
        const message = "Cannot 'stop' instance web while it is in vm_state rescued";
        setting.cloud.faults.answer(409, { action: "os-stop", message, times: 1000 });
        const written = await writes(() => thrown(pulumi.next(server({ powerState: "shutoff" }), stood)));
        expect(written).toEqual(["POST /action os-stop"]);
    });
});

describe("somebody else's lock", () => {
    let stood: Stood;

    beforeEach(async () => {
        await pulumi.first({ kind: "SecurityGroup", name: "guard", args: { name: "guard" } });
        stood = await pulumi.first(server());
        const lock = { lock: { locked_reason: "audit until Friday" } };
        await nova.post(`/servers/${stood.id}/action`, lock, { microversion: "2.73" });
    });

    // Nova lets the name, the tags and the groups of a locked server change.
    const guarded = steps.filter(([step]) => !/rename|tag|group/.test(step));

    test.each(guarded)(
        "is not waited for: %s fails at once, and says who can unlock",
        async (_step, change, _m, once) => {
            let message = "";
            const written = await writes(async () => {
                ({ message } = await thrown(pulumi.next(server(change), stood)));
            });
            expect(written).toEqual(once);
            expect(message).toMatch(
                /server "web" \([0-9a-f-]{36}\) is locked \("audit until Friday"\): Instance [0-9a-f-]{36} is .* \(HTTP 409, .*\) \[request id req-[0-9a-f-]{36}\]\. Unlock it with `openstack server unlock`; if an administrator locked it, only an administrator can\. /,
            );
            expect(message).toContain("The provider removes only a lock that the program declared.");
        },
    );

    test("is in the way of the deletion too", async () => {
        const { message } = await thrown(pulumi.delete(stood.id, stood.outs));
        expect(message).toContain('is locked ("audit until Friday")');
        expect(setting.cloud.inspect().servers).toMatchObject([{ id: stood.id, status: "ACTIVE" }]);
    });
});

describe("a creation that names no network where the project has several", () => {
    const message = "Multiple possible networks found, use a Network ID to be more specific.";
    const none = { ...server(), args: { ...BASE, networks: undefined } };

    test("fails with the networks that there are, and asks for them only then", async () => {
        setting.cloud.faults.answer(409, { method: "POST", path: /\/servers$/, message });
        const mark = setting.cloud.mark();
        const refused = await thrown(pulumi.first(none));
        expect(refused.message).toContain(message);
        expect(refused.message).toContain(
            'Name one in networks, for example [{ network: "private" }]. The project has "private", "public". Nothing was changed.',
        );
        const lists = () => setting.cloud.requestsSince(mark).filter(({ path }) => path.includes("networks"));
        expect(lists()).toHaveLength(1);
        await pulumi.first(none);
        expect(lists()).toHaveLength(1);
    });

    test("fails in the cloud's words alone where it does not list them", async () => {
        setting.cloud.faults.answer(409, { method: "POST", path: /\/servers$/, message });
        setting.cloud.faults.answer(403, { path: /networks/, times: 2 });
        const refused = await thrown(pulumi.first(none));
        expect(refused.message).toContain(message);
        expect(refused.message).not.toContain("Name one in networks");
    });
});
