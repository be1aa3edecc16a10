/**
 * The Server on the real engine: created, changed in place row by row, replaced row by row, deleted. Each row of a table
 * has a server of its own, named for it: all are created by one command, and all are changed by one.
 */
import type { Result } from "../support/stack";
import { action, BASE, CREATED_WITH, EVERYTHING, FIXED_ADDRESS, IN_PLACE, REPLACING, UPDATE } from "./server-rows";
import { idsAfter, resources, Setting, words } from "./setting";

interface Seen {
    id: string;
    name: string;
    status: string;
    flavor: { original_name: string };
    image: { id: string };
    metadata: Record<string, string>;
    tags: string[];
    security_groups: { name: string }[];
    description: string | null;
    accessIPv4: string;
    accessIPv6: string;
    key_name: string | null;
    config_drive: string;
    "OS-DCF:diskConfig": string;
    "OS-EXT-AZ:availability_zone": string;
    "OS-EXT-SRV-ATTR:user_data"?: string;
    addresses: Record<string, { addr: string }[]>;
}

describe("a server", () => {
    let setting: Setting;
    /** What is written otherwise in the end, and means the same. */
    let otherwise: object;
    let created: Result;
    let changed: Result;
    let writes: (id: string) => string[];
    const oldId = (row: string) => idsAfter(created)(row);
    const newId = (row: string) => idsAfter(changed)(row);

    beforeAll(async () => {
        setting = await Setting.make();
        await setting.liftQuotas();
        await setting.nova.post("/os-keypairs", {
            keypair: { name: "ops", public_key: PUBLIC_KEY },
        });
        await setting.nova.post("/os-security-groups", { security_group: { name: "web", description: "web" } });
        const image = setting.cloud.inspect().images.find(({ name }) => name === BASE.image)?.id;
        otherwise = { flavor: { id: "1" }, image: { id: image }, networks: [{ network: { name: "private" } }] };
    });

    afterAll(() => setting.end());

    /** The changes of all the servers. */
    const changes = (): Record<string, object> => ({
        "in other words": otherwise,
        everything: EVERYTHING,
        ...Object.fromEntries([...IN_PLACE, ...REPLACING].map(([row, change]) => [row, change])),
    });

    function write(change: (row: string) => object): void {
        const all = Object.keys(changes()).map((row) => [row, { ...BASE, ...CREATED_WITH[row], ...change(row) }]);
        setting.stack.write(resources("Server", Object.fromEntries(all)));
    }

    async function seen(id: string): Promise<Seen> {
        const { server } = await setting.nova.get<{ server: Seen }>(`/servers/${id}`, { microversion: "2.93" });
        return { ...server, tags: server.tags.sort(), security_groups: byName(server.security_groups) };
    }

    it("is created with every argument, by one POST", async () => {
        write(() => ({}));
        const calls = await setting.writes(async () => {
            created = await setting.stack.up();
        });

        const each = Object.keys(changes()).map(() => "POST /servers");
        expect(calls.sort()).toEqual([...each, ...action("os-stop", "os-stop")]);
        expect(await seen(oldId("in other words"))).toMatchObject({
            name: "web-1",
            status: "ACTIVE",
            flavor: { original_name: "m1.tiny" },
            metadata: BASE.metadata,
            tags: ["blue", "web"],
            description: "first",
            accessIPv4: "192.0.2.10",
            accessIPv6: "2001:db8::10",
            key_name: "ops",
            config_drive: "True",
            "OS-DCF:diskConfig": "AUTO",
            "OS-EXT-AZ:availability_zone": "nova",
            "OS-EXT-SRV-ATTR:user_data": Buffer.from(BASE.userData).toString("base64"),
        });
    });

    it("is proposed no change while nothing changes, also after a refresh", async () => {
        await setting.stack.preview({ expectNoChanges: true });
        const { messages } = await setting.stack.refresh({ expectNoChanges: true });
        expect(messages.map(({ text }) => text).join()).not.toContain("->");
    });

    it("is changed by one command, as are the others, and made only where one is replaced", async () => {
        write((row) => changes()[row] ?? {});
        writes = await setting.writesById(async () => {
            changed = await setting.stack.up();
        });
        const others = writes("v2.1").filter((call) => !call.includes("/servers/{id}"));
        expect(others).toEqual(REPLACING.map(() => "POST /servers"));
    });

    it.each(IN_PLACE)("changes in place: %s", async (row, _change, calls, looks, said) => {
        expect(changed.ops(row)).toEqual(["update"]);
        expect(words(changed)).toContain(`server "${row}": ${said}`);
        expect(newId(row)).toBe(oldId(row));
        expect(writes(oldId(row))).toEqual(calls);
        expect(await seen(oldId(row))).toMatchObject(looks);
    });

    it("changes everything at once in the order of the change table", () => {
        expect(writes(oldId("everything"))).toEqual([
            UPDATE,
            "DELETE /servers/{id}/metadata/stage",
            "POST /servers/{id}/metadata",
            "DELETE /servers/{id}/tags/blue",
            ...action("removeSecurityGroup", "resize", "confirmResize", "rebuild", "changePassword", "os-stop"),
        ]);
    });

    it("is not changed by another way to write the same thing", () => {
        expect(changed.ops("in other words")).toEqual([]);
        expect(writes(oldId("in other words"))).toEqual([]);
    });

    it.each(REPLACING)("is replaced for a change of %s", async (row, _change, steps, said) => {
        expect(changed.ops(row)).toEqual(steps);
        expect(words(changed)).toContain(`server "${row}": ${said}`);
        expect(newId(row)).not.toBe(oldId(row));
        expect([writes(oldId(row)), writes(newId(row))]).toEqual([["DELETE /servers/{id}"], []]);
        expect(await setting.nova.isGone(`/servers/${oldId(row)}`)).toBe(true);
        expect(await seen(newId(row))).toMatchObject({ status: "ACTIVE", name: "web-1" });
    });

    it("has its fixed address again where the old one was deleted first", async () => {
        expect((await seen(newId(FIXED_ADDRESS))).addresses).toMatchObject({ private: [{ addr: "10.20.0.79" }] });
    });

    it("is proposed no further change, by the state or by the cloud", async () => {
        await setting.stack.preview({ expectNoChanges: true });
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("is deleted, and the cloud is as it was", async () => {
        const calls = await setting.writes(() => setting.stack.destroy());
        expect(calls).toEqual(Object.keys(changes()).map(() => "DELETE /servers/{id}"));
        expect(setting.cloud.inspect().servers).toEqual([]);
    });
});

function byName(groups: { name: string }[]): { name: string }[] {
    return [...groups].sort((one, other) => one.name.localeCompare(other.name));
}

const PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f ops";
