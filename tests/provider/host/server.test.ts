/** What becomes of a server when things go otherwise than planned: failures half-way, and hands of others. */
import { declarationIn, keptIn, onWire } from "../../support/wire";
import {
    type Bag,
    beginAgain,
    type Declared,
    nova,
    pulumi,
    type Stood,
    setting,
    settingForEach,
    thrown,
} from "./setting";

settingForEach();

const server = (args: Bag = {}): Declared => ({
    kind: "Server",
    name: "web",
    args: { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }], ...args },
});

const act = ({ id }: Stood, action: string, argument: unknown = null) =>
    nova.call("POST", `/servers/${id}/action`, { [action]: argument });

async function status(id: string): Promise<string> {
    return (await nova.get<{ server: { status: string } }>(`/servers/${id}`)).server.status;
}

async function until(id: string, wanted: string): Promise<void> {
    while ((await status(id)) !== wanted) {
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
}

/** What an `up` that failed left behind. */
async function failing(call: Promise<unknown>, inputs: Bag): Promise<Stood & { reasons: string[] }> {
    const { id, properties, reasons } = await thrown(call);
    if (id === undefined || properties === undefined || reasons === undefined) {
        throw new Error("the failure leaves no state");
    }
    return { id, inputs, outs: properties, reasons };
}

describe("a creation that fails after the POST", () => {
    let failed: Stood & { reasons: string[] };

    beforeEach(async () => {
        setting.cloud.faults.noValidHost("create");
        const { inputs } = await pulumi.check(server({ metadata: { role: "web" }, adminPass: "s3cret-pass" }));
        failed = await failing(pulumi.create(inputs), inputs);
    });

    test("leaves every argument in the state, and what Pulumi needs to load the provider", () => {
        const { __resource, ...args } = failed.inputs;
        expect(onWire(failed.outs)).toMatchObject(onWire(args));
        expect(keptIn(failed.outs).resource).toEqual(declarationIn({ __resource }));
    });

    test("gives one reason, in words, with the cloud's own and the request id", () => {
        expect(failed.reasons).toEqual([
            expect.stringMatching(/^server "web" went to ERROR while creating: No valid host.+ \[request id req-.+\]$/),
        ]);
    });

    test("is told by the state: ERROR, with the fault", () => {
        expect(failed.outs).toMatchObject({ status: "ERROR", fault: { code: 500 } });
    });

    test("is made anew by the next up, the old one deleted first", async () => {
        const { diff } = await pulumi.preview(server(failed.inputs.args as Bag), failed);
        expect(diff).toMatchObject({ replaces: ["status"], deleteBeforeReplace: true });
    });

    test("can be refreshed and destroyed", async () => {
        const refreshed = await pulumi.refreshed(failed);
        await pulumi.delete(refreshed.id, refreshed.outs);
        expect(setting.cloud.inspect().servers).toEqual([]);
    });

    test("may be made anew under any ceiling: there is nothing on it", async () => {
        const strict = await setting.provider({ "openstack-compute:allow": "none" });
        const { failures } = await strict.preview(
            server({ metadata: { role: "web" }, adminPass: "s3cret-pass" }),
            failed,
        );
        expect(failures).toEqual([]);
    });
});

test("a failure waits for the fault, which a cloud writes after the status", async () => {
    await beginAgain({ speed: 0.5, latency: { create: 50 } });
    setting.cloud.faults.noValidHost("create");
    const { inputs } = await pulumi.check(server());
    const failed = await failing(pulumi.create(inputs), inputs);
    expect(failed.reasons[0]).toContain("No valid host was found.");
    expect(failed.outs).toMatchObject({ status: "ERROR", fault: { code: 500 } });
});

test("a failure that the cloud gives no fault for says so, and does not wait for one until the deadline", async () => {
    await beginAgain({ speed: 0.001, latency: { create: 0 } });
    setting.cloud.faults.noValidHost("create");
    const { inputs } = await pulumi.check({ ...server(), timeouts: { create: 60_000 } });
    const failed = await failing(pulumi.create(inputs), inputs);
    expect(failed.reasons[0]).toMatch(/went to ERROR while creating: the cloud gives no reason \[request id/);
});

test("a creation that fails before the POST leaves nothing", async () => {
    const { inputs } = await pulumi.check(server({ image: "none-such" }));
    const error = await thrown(pulumi.create(inputs));
    expect(error).not.toHaveProperty("id");
});

describe("a resize that others began", () => {
    let stood: Stood;

    beforeEach(async () => {
        stood = await pulumi.first(server());
        await act(stood, "resize", { flavorRef: "2" });
        await until(stood.id, "VERIFY_RESIZE");
    });

    test("is neither confirmed nor reverted by a change of something else", async () => {
        await pulumi.next(server({ name: "renamed" }), stood);
        expect(await status(stood.id)).toBe("VERIFY_RESIZE");
    });

    test("is confirmed by a change to the flavor at which it stands", async () => {
        const writes = await setting.writes(() => pulumi.next(server({ flavor: "m1.small" }), stood));
        expect(writes).toEqual(["POST /servers/{id}/action"]);
        expect(await status(stood.id)).toBe("ACTIVE");
    });

    test("is announced after a refresh, and reverted to the flavor that the program declares", async () => {
        const refreshed = await pulumi.refreshed(stood);
        const next = await pulumi.next(server(), refreshed);
        expect(setting.said).toContainEqual(
            expect.stringContaining("confirms or reverts the resize that awaits confirmation"),
        );
        expect(next.outs).toMatchObject({ flavor: "m1.tiny", flavorId: "1", status: "ACTIVE" });
    });
});

test("an update of a server that was deleted softly says that it is gone", async () => {
    const stood = await pulumi.first(server());
    await pulumi.delete(stood.id, stood.outs);
    const { message } = await thrown(pulumi.next(server({ name: "new" }), stood));
    expect(message).toContain('is gone from cloud "one". Run `pulumi refresh`; then `pulumi up` creates a new one.');
});

describe("security groups", () => {
    beforeEach(() => pulumi.first({ kind: "SecurityGroup", name: "guard", args: { name: "guard" } }));

    const groups = async (id: string) =>
        (
            await nova.get<{ security_groups: { name: string }[] }>(`/servers/${id}/os-security-groups`)
        ).security_groups.map(({ name }) => name);

    test("that are named for the first time take the place of the default one", async () => {
        const stood = await pulumi.first(server());
        await pulumi.next(server({ securityGroups: ["guard"] }), stood);
        expect(await groups(stood.id)).toEqual(["guard"]);
    });

    test("written by id where they were by name stay on the server", async () => {
        const guard = setting.cloud.inspect().securityGroups.find(({ name }) => name === "guard");
        const stood = await pulumi.first(server({ securityGroups: ["guard"] }));
        const next = await pulumi.next(server({ securityGroups: [guard?.id] }), stood);
        expect(await groups(stood.id)).toEqual(["guard"]);
        expect((await pulumi.refreshed(next)).outs.securityGroups).toEqual([guard?.id]);
    });

    test("are refused with a remedy where the server has no interface to put them on, and none are taken off", async () => {
        const bare = { networks: "none" };
        const stood = await pulumi.first(server(bare));
        const { message } = await thrown(
            pulumi.next(server({ networks: undefined, securityGroups: ["guard"] }), stood),
        );
        expect(message).toContain("the server has no interface for security groups. They were not changed.");
        const again = { networks: undefined, metadata: { role: "web" } };
        await pulumi.next(server(again), { ...stood, outs: { ...stood.outs, securityGroups: ["guard"] } });
    });

    test("that the program names no more give way to the default one", async () => {
        const stood = await pulumi.first(server({ securityGroups: ["guard"] }));
        await pulumi.next(server(), stood);
        expect(await groups(stood.id)).toEqual(["default"]);
    });
});

describe("what others do to a server", () => {
    test.each([
        ["metadata beside the program's", () => nova.call("POST", path("/metadata"), { metadata: { theirs: "1" } })],
        ["a stop of a server whose power is not declared", () => act(stood, "os-stop")],
        ["a tag", () => nova.call("PUT", path("/tags/theirs"), undefined, { microversion: "2.26" })],
        [
            "a description that is not declared",
            () => nova.call("PUT", path(), { server: { description: "x" } }, { microversion: "2.19" }),
        ],
    ])("%s is no drift", async (_what, doing) => {
        stood = await pulumi.first(server({ metadata: { ours: "1" }, tags: ["ours"] }));
        await doing();
        const refreshed = await pulumi.refreshed(stood);
        const { diff } = await pulumi.preview(server({ metadata: { ours: "1" }, tags: ["ours"] }), refreshed);
        expect(diff.changes).toBe(false);
    });

    test.each([
        ["name", { name: "web" }, () => nova.call("PUT", path(), { server: { name: "theirs" } }), "theirs"],
        [
            "metadata",
            { metadata: { role: "web" } },
            () => nova.call("POST", path("/metadata"), { metadata: { role: "theirs" } }),
            { role: "theirs" },
        ],
        ["powerState", { powerState: "active" }, () => act(stood, "os-stop"), "shutoff"],
        [
            "accessIpV6",
            { accessIpV6: "2001:db8::1" },
            () => nova.call("PUT", path(), { server: { accessIPv6: "2001:db8::2" } }),
            "2001:db8::2",
        ],
    ])("a declared %s that was changed is a drift, and put right by the next up", async (name, args, doing, seen) => {
        stood = await pulumi.first(server(args));
        await doing();
        await settled(stood.id);
        const refreshed = await pulumi.refreshed(stood);
        expect(refreshed.inputs[name]).toEqual(seen);
        const next = await pulumi.next(server(args), refreshed);
        expect((await pulumi.refreshed(next)).inputs).toEqual(stood.inputs);
    });

    let stood: Stood;
    const path = (rest = "") => `/servers/${stood.id}${rest}`;

    async function settled(id: string): Promise<void> {
        const look = () =>
            nova.get<{ server: Record<string, unknown> }>(`/servers/${id}`).then(({ server: one }) => one);
        while ((await look())["OS-EXT-STS:task_state"] !== null) {
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
    }
});

test("an IPv6 address in the user's spelling is no drift where the cloud writes it in its own", async () => {
    const args = { accessIpV6: "2001:DB8:0:0::10" };
    const stood = await pulumi.first(server(args));
    await nova.call("PUT", `/servers/${stood.id}`, { server: { accessIPv6: "2001:db8::10" } });
    expect((await pulumi.refreshed(stood)).inputs).toEqual(stood.inputs);
});

test.each(["nova", "nova:compute1", ":compute1"])("a server in the zone %j is no drift", async (availabilityZone) => {
    const stood = await pulumi.first(server({ availabilityZone }));
    const refreshed = await pulumi.refreshed(stood);
    expect(refreshed.inputs).toEqual(stood.inputs);
    expect((await pulumi.preview(server({ availabilityZone }), refreshed)).diff.changes).toBe(false);
});

test("a state never has the user data, only its hash", async () => {
    const stood = await pulumi.first(server({ userData: "#!/bin/sh\necho planted" }));
    expect(JSON.stringify(stood.outs)).not.toContain("planted");
    expect(stood.outs.userData).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test("time-outs of the program end an operation, and the state keeps what exists", async () => {
    await beginAgain({ speed: 0.1 });
    const { inputs } = await pulumi.check({ ...server(), timeouts: { create: 700 } });
    const failed = await failing(pulumi.create(inputs), inputs);
    expect(failed.reasons[0]).toMatch(
        /timed out after \d s while creating; seen: .+ Raise customTimeouts to wait longer\.$/,
    );
    expect(setting.cloud.inspect().servers).toMatchObject([{ id: failed.id }]);
});

test.each([{ image: "no-such" }, { flavor: "no-such" }])(
    "an update to %j changes nothing, though the program changes more",
    async (unknown) => {
        const stood = await pulumi.first(server({ metadata: { role: "web" } }));
        const { inputs } = await pulumi.check(server({ metadata: { role: "db" }, ...unknown }), stood.inputs);
        const asked = await setting.writes(async () => {
            const { message } = await thrown(pulumi.update(stood.id, stood.outs, inputs));
            expect(message).toMatch(/there is no (image|flavor) "no-such" in cloud "one".+Nothing was changed\./);
        });
        expect(asked).toEqual([]);
    },
);
