/** The Server on the real engine: created, changed in place row by row, replaced row by row, deleted. */
import type { Result } from "../support/stack";
import { program, Setting } from "./setting";

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

const BASE = {
    name: "web-1",
    flavor: "m1.tiny",
    image: "debian-12",
    keyName: "ops",
    networks: [{ network: "private" }],
    metadata: { role: "web", stage: "test" },
    tags: ["blue", "web"],
    description: "first",
    userData: "#!/bin/sh\necho hello\n",
    configDrive: true,
    availabilityZone: "nova",
    accessIpV4: "192.0.2.10",
    accessIpV6: "2001:db8::10",
    adminPass: "first-Passw0rd",
    diskConfig: "AUTO",
    powerState: "active",
};

const UPDATE = "PUT /servers/{id}";
const action = (...names: string[]) => names.map((name) => `POST /servers/{id}/action ${name}`);

describe("a server", () => {
    let setting: Setting;
    let args: Record<string, unknown> = { ...BASE };
    let id = "";

    beforeAll(async () => {
        setting = await Setting.make();
        await setting.nova.post("/os-keypairs", {
            keypair: { name: "ops", public_key: PUBLIC_KEY },
        });
        await setting.nova.post("/os-security-groups", { security_group: { name: "web", description: "web" } });
    });

    afterAll(() => setting.end());

    async function up(change: Record<string, unknown>, options = {}): Promise<Result> {
        args = { ...args, ...change };
        setting.stack.write(program("Server", "web", args));
        return setting.stack.up(options);
    }

    async function seen(server = id): Promise<Seen> {
        const answer = await setting.nova.get<{ server: Seen }>(`/servers/${server}`, { microversion: "2.93" });
        return answer.server;
    }

    it("is created with every argument, by one POST", async () => {
        const writes = await setting.writes(() => up({}));
        id = String((await setting.stack.outputs()).id);

        expect(writes).toEqual(["POST /servers"]);
        expect(await seen()).toMatchObject({
            name: "web-1",
            status: "ACTIVE",
            flavor: { original_name: "m1.tiny" },
            metadata: BASE.metadata,
            description: "first",
            accessIPv4: "192.0.2.10",
            accessIPv6: "2001:db8::10",
            key_name: "ops",
            config_drive: "True",
            "OS-DCF:diskConfig": "AUTO",
            "OS-EXT-AZ:availability_zone": "nova",
            "OS-EXT-SRV-ATTR:user_data": Buffer.from(BASE.userData).toString("base64"),
        });
        expect((await seen()).tags.sort()).toEqual(["blue", "web"]);
    });

    it("is proposed no change while nothing changes, also after a refresh", async () => {
        await setting.stack.preview({ expectNoChanges: true });
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
        const { messages } = await setting.stack.refresh({ expectNoChanges: true });
        expect(messages.map(({ text }) => text).join()).not.toContain("->");
    });

    const inPlace: [row: string, change: object, writes: string[], after: object, words: string][] = [
        ["name", { name: "web-2" }, [UPDATE], { name: "web-2" }, "name web-1 -> web-2: updated in place"],
        [
            "accessIpV4",
            { accessIpV4: "192.0.2.20" },
            [UPDATE],
            { accessIPv4: "192.0.2.20" },
            "accessIpV4 192.0.2.10 -> 192.0.2.20: updated in place",
        ],
        [
            "accessIpV6",
            { accessIpV6: "2001:db8::20" },
            [UPDATE],
            { accessIPv6: "2001:db8::20" },
            "accessIpV6 2001:db8::10 -> 2001:db8::20: updated in place",
        ],
        [
            "description",
            { description: "second" },
            [UPDATE],
            { description: "second" },
            "description: updated in place",
        ],
        [
            "diskConfig",
            { diskConfig: "MANUAL" },
            [UPDATE],
            { "OS-DCF:diskConfig": "MANUAL" },
            "diskConfig AUTO -> MANUAL: updated in place",
        ],
        [
            "metadata",
            { metadata: { role: "api", owner: "ops" } },
            ["POST /servers/{id}/metadata", "DELETE /servers/{id}/metadata/stage"],
            { metadata: { role: "api", owner: "ops" } },
            "metadata +owner, ~role, -stage: only these keys are written",
        ],
        [
            "tags",
            { tags: ["web", "green"] },
            ["PUT /servers/{id}/tags/green", "DELETE /servers/{id}/tags/blue"],
            { tags: ["green", "web"] },
            "tags [blue, web] -> [web, green]: only these tags are added and removed",
        ],
        [
            "securityGroups",
            { securityGroups: ["default", "web"] },
            action("addSecurityGroup"),
            { security_groups: [{ name: "default" }, { name: "web" }] },
            "securityGroups (default) -> [default, web]: added and removed in place",
        ],
        [
            "adminPass",
            { adminPass: "second-Passw0rd" },
            action("changePassword"),
            {},
            "adminPass: changed in the running server",
        ],
        [
            "networks",
            { networks: [{ network: "private" }, { network: "private", fixedIp: "10.20.0.77" }] },
            ["POST /servers/{id}/os-interface", ...action("removeSecurityGroup", "addSecurityGroup")],
            {},
            "networks [private] -> [private, private (10.20.0.77)]: [private (10.20.0.77)] attached in place",
        ],
        [
            "networks, one taken off",
            { networks: [{ network: "private" }] },
            ["DELETE /servers/{id}/os-interface/{id}"],
            {},
            "networks [private, private (10.20.0.77)] -> [private]: [private (10.20.0.77)] detached in place: 10.20.0.77 is lost",
        ],
        [
            "flavor",
            { flavor: "m1.small" },
            action("resize", "confirmResize"),
            { flavor: { original_name: "m1.small" }, status: "ACTIVE" },
            "flavor m1.tiny -> m1.small: resize in place, the server restarts",
        ],
        [
            "image",
            { image: "debian-13" },
            action("rebuild"),
            { status: "ACTIVE" },
            "image debian-12 -> debian-13: rebuild in place, the root disk is lost; id and addresses stay",
        ],
        [
            "powerState shutoff",
            { powerState: "shutoff" },
            action("os-stop"),
            { status: "SHUTOFF" },
            "powerState active -> shutoff: the server is stopped",
        ],
        [
            "flavor of a stopped server, which stays stopped",
            { flavor: { name: "m1.medium" } },
            action("resize", "confirmResize"),
            { flavor: { original_name: "m1.medium" }, status: "SHUTOFF" },
            "flavor m1.small -> m1.medium: resize in place, the server restarts",
        ],
        [
            "powerState active",
            { powerState: "active" },
            action("os-start"),
            { status: "ACTIVE" },
            "powerState shutoff -> active: the server is started",
        ],
    ];

    it.each(inPlace)("changes in place: %s", async (_row, change, writes, after, words) => {
        let result: Result | undefined;
        const written = await setting.writes(async () => {
            result = await up(change as Record<string, unknown>);
        });

        expect(result?.ops("web")).toEqual(["update"]);
        expect(result?.messages.map(({ text }) => text.trim())).toContain(`server "web": ${words}`);
        expect(written).toEqual(writes);
        const server = await seen();
        expect({ ...server, tags: server.tags.sort(), security_groups: byName(server.security_groups) }).toMatchObject(
            after,
        );
        await setting.stack.preview({ expectNoChanges: true });
    });

    it("changes everything at once in the order of the change table", async () => {
        const writes = await setting.writes(() =>
            up({
                name: "web-3",
                metadata: { role: "web" },
                tags: ["web"],
                securityGroups: ["web"],
                flavor: "m1.small",
                image: "debian-12",
                adminPass: "third-Passw0rd",
                powerState: "shutoff",
            }),
        );
        expect(writes).toEqual([
            UPDATE,
            "POST /servers/{id}/metadata",
            "DELETE /servers/{id}/metadata/owner",
            "DELETE /servers/{id}/tags/green",
            ...action("removeSecurityGroup", "resize", "confirmResize", "rebuild", "changePassword", "os-stop"),
        ]);
        await up({ powerState: "active" });
    });

    it("is not changed by another way to write the same thing", async () => {
        const image = (await seen()).image.id;
        const changes = { flavor: { id: "2" }, image: { id: image }, networks: [{ network: { name: "private" } }] };
        const writes = await setting.writes(() => up(changes, { expectNoChanges: true }));
        expect(writes).toEqual([]);
        await up({ flavor: "m1.small", image: "debian-12", networks: [{ network: "private" }] });
    });

    const replacing: [row: string, change: object, words: string][] = [
        ["userData", { userData: "#!/bin/sh\n" }, "userData: replace: user data is read at the first boot"],
        [
            "keyName where onChange says so",
            { keyName: undefined, onChange: { keyName: "replace" } },
            "keyName ops -> (default): replace: a key is put into a server at its first boot only",
        ],
        [
            "configDrive",
            { configDrive: false },
            "configDrive true -> false: replace: the drive is made with the server",
        ],
    ];

    it.each(replacing)("is replaced for a change of %s", async (_row, change, words) => {
        const before = id;
        const result = await up(change as Record<string, unknown>);
        id = String((await setting.stack.outputs()).id);

        expect(result.ops("web")).toEqual(["create-replacement", "replace", "delete-replaced"]);
        expect(result.messages.map(({ text }) => text.trim())).toContain(`server "web": ${words}`);
        expect(id).not.toBe(before);
        expect(await setting.nova.isGone(`/servers/${before}`)).toBe(true);
        expect(await seen()).toMatchObject({ status: "ACTIVE", name: "web-3" });
    });

    it("is deleted first where old and new cannot stand side by side", async () => {
        await up({ networks: [{ network: "private", fixedIp: "10.20.0.77" }] });
        const result = await up({ userData: "#!/bin/sh\ntrue\n" });
        id = String((await setting.stack.outputs()).id);
        expect(result.ops("web")).toEqual(["delete-replaced", "replace", "create-replacement"]);
        expect(result.text).toContain("the old one is deleted first: a fixed address belongs to one server at a time");
        expect((await seen()).addresses).toMatchObject({ private: [{ addr: "10.20.0.77" }] });
    });

    it("is deleted, and the cloud is as it was", async () => {
        const writes = await setting.writes(() => setting.stack.destroy());
        expect(writes).toEqual(["DELETE /servers/{id}"]);
        expect(setting.cloud.inspect().servers).toEqual([]);
    });
});

function byName(groups: { name: string }[]): { name: string }[] {
    return [...groups].sort((one, other) => one.name.localeCompare(other.name));
}

const PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f ops";
