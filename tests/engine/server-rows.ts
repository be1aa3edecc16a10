/** What the Server's test on the real engine changes: a row for each way, with what is written and said. */
import { CREATED_FIRST, DELETED_FIRST } from "./setting";

/** The arguments that every row begins with. */
export const BASE = {
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

export const UPDATE = "PUT /servers/{id}";
export const action = (...names: string[]) => names.map((name) => `POST /servers/{id}/action ${name}`);

export const IN_PLACE: [row: string, change: object, writes: string[], after: object, said: string][] = [
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
    ["description", { description: "second" }, [UPDATE], { description: "second" }, "description: updated in place"],
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
        ["DELETE /servers/{id}/metadata/stage", "POST /servers/{id}/metadata"],
        { metadata: { role: "api", owner: "ops" } },
        "metadata +owner, ~role, -stage: only these keys are written",
    ],
    [
        "tags",
        { tags: ["web", "green"] },
        ["DELETE /servers/{id}/tags/blue", "PUT /servers/{id}/tags/green"],
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
        "networks [private, private (10.20.0.78)] -> [private]: [private (10.20.0.78)] detached in place: 10.20.0.78 is lost",
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
        "flavor m1.tiny -> m1.medium: resize in place, the server restarts",
    ],
    [
        "powerState active",
        { powerState: "active" },
        action("os-start"),
        { status: "ACTIVE" },
        "powerState shutoff -> active: the server is started",
    ],
];

/** Old and new cannot stand side by side. */
export const FIXED_ADDRESS = "userData of one with a fixed address";

export const REPLACING: [row: string, change: object, steps: string[], said: string][] = [
    ["userData", { userData: "#!/bin/sh\n" }, CREATED_FIRST, "userData: replace: user data is read at the first boot"],
    [
        "keyName where onChange says so",
        { keyName: undefined, onChange: { keyName: "replace" } },
        CREATED_FIRST,
        "keyName ops -> (default): replace: a key is put into a server at its first boot only",
    ],
    [
        "configDrive",
        { configDrive: false },
        CREATED_FIRST,
        "configDrive true -> false: replace: the drive is made with the server",
    ],
    [
        FIXED_ADDRESS,
        { userData: "#!/bin/sh\ntrue\n" },
        DELETED_FIRST,
        "userData: replace: user data is read at the first boot; the old one is deleted first: a fixed address belongs to one server at a time",
    ],
];

/** What the servers of these rows are created with, beside {@link BASE}. */
export const CREATED_WITH: Record<string, object> = {
    networks: { securityGroups: ["default", "web"] },
    "networks, one taken off": { networks: [{ network: "private" }, { network: "private", fixedIp: "10.20.0.78" }] },
    "flavor of a stopped server, which stays stopped": { powerState: "shutoff" },
    "powerState active": { powerState: "shutoff" },
    everything: { securityGroups: ["default", "web"] },
    [FIXED_ADDRESS]: {
        networks: [{ network: "private", fixedIp: "10.20.0.79" }],
    },
};

/** At once, in one server. */
export const EVERYTHING = {
    name: "web-3",
    metadata: { role: "api" },
    tags: ["web"],
    securityGroups: ["web"],
    flavor: "m1.small",
    image: "debian-13",
    adminPass: "third-Passw0rd",
    powerState: "shutoff",
};
