/** Servers: lists, show, create, update, delete. */
import { type Case, cases, letters, MICROVERSIONS, MISSING, NOBODY, type Row, spoilt } from "./case";

const both = ["member", "admin"] as const;
const some = ["2.1", "2.37", "2.93"];

const shows: readonly Case[] = [
    ...cases("servers.show", { path: { id: "$active" }, at: MICROVERSIONS, who: both }),
    ...cases("servers.show", { variant: "stopped", path: { id: "$stopped" }, at: ["2.1", "2.93"] }),
    ...cases("servers.show", { variant: "failed", path: { id: "$failed" }, at: some }),
    ...cases("servers.show", { variant: "without a microversion", path: { id: "$active" } }),
    ...cases("servers.show", { variant: "unknown", path: { id: NOBODY }, at: some, who: both }),
    ...cases("servers.show", { variant: "malformed id", path: { id: "no-uuid" }, at: some }),
    ...cases("servers.show", { variant: "another project's", path: { id: "$strange" }, at: some }),
    ...cases("servers.show", { variant: "a member's", path: { id: "$strange" }, at: some, who: "admin" }),
    ...cases("servers.show", {
        variant: "microversion",
        path: { id: "$active" },
        at: ["2.0", "2.999", "1.1", "3.1", "latest", "2", "2.01", "two"],
    }),
];

const own = { query: "name=$run-active" };
const lists: readonly Case[] = [
    ...cases("servers.listDetails", { ...own, at: MICROVERSIONS, who: ["member"] }),
    ...cases("servers.listDetails", {
        variant: "all projects",
        query: "name=$run-active&all_tenants=1",
        at: MICROVERSIONS,
        who: ["admin"],
    }),
    ...cases("servers.list", { ...own, at: ["2.1", "2.26", "2.93"] }),
    ...cases("servers.list", { variant: "all projects", query: "all_tenants=1", at: ["2.1", "2.93"] }),
    ...cases("servers.listDetails", { variant: "failed", query: "name=$run-failed", at: ["2.1", "2.93"] }),
    ...filters({
        "limit -1": "limit=-1",
        "limit a word": "limit=ten",
        "limit 0": "limit=0",
        "limit 1": "limit=1&name=$run-active",
        "limit twice": "limit=1&limit=x",
        "unknown marker": `marker=${NOBODY}`,
        "malformed marker": "marker=here",
        "changes-since malformed": "changes-since=yesterday",
        "changes-since tomorrow": "changes-since=2999-01-01T00:00:00Z",
        "changes-before": "name=$run-active&changes-before=1999-01-01T00:00:00Z",
        "changes-before malformed": "name=$run-active&changes-before=soon",
        "unknown status": "status=NONSENSE",
        "status active": "status=active&name=$run-active",
        "status deleted": "status=deleted&name=$run-active",
        "sort key": "name=$run-active&sort_key=colour",
        "sort direction": "sort_dir=sideways",
        "sort by name": "sort_key=display_name&sort_dir=desc&name=$run-active",
        "unknown parameter": "colour=red&name=$run-active",
        tags: "tags=blue&name=$run-active",
        "not-tags": "not-tags=blue&name=$run-active",
        locked: "locked=true&name=$run-active",
        "locked no boolean": "name=$run-active&locked=perhaps",
        "unknown flavor": "flavor=nothing",
        "unknown image": `image=${NOBODY}`,
        host: "host=compute1&name=$run-active",
        "no expression": "name=%5B",
        ip: "ip=10.20&name=$run-active",
        "ip no expression": "ip=%5B",
        "all_tenants no boolean": "all_tenants=perhaps",
        description: "description=of&name=$run-active",
        key_name: "key_name=$run-key&name=$run-active",
        vm_state: "vm_state=active&name=$run-active",
        deleted: "deleted=true&name=$run-active",
    }),
];

function filters(queries: Readonly<Record<string, string>>): Case[] {
    return Object.entries(queries).flatMap(([variant, query]) =>
        cases("servers.listDetails", { variant, query, at: ["2.1", "2.66", "2.79"] }),
    );
}

const minimal = { name: "$run-made", flavorRef: "$tiny", imageRef: "$image" };
const first: Row = { body: { server: minimal }, at: ["2.1"] };
const later: Row = { body: { server: { ...minimal, networks: [{ uuid: "$private" }] } } };

/** Each is deleted at once. */
function made(row: Row & { variant: string }): Case[] {
    return [
        ...cases("servers.create", { ...row, keeps: { made: "server.id" }, until: ["made", "ACTIVE"] }),
        ...cases("servers.show", { variant: row.variant, path: { id: "$made" }, at: ["2.93"] }),
        ...cases("servers.delete", {
            variant: row.variant,
            path: { id: "$made" },
            at: row.at,
            until: ["made", "gone"],
        }),
        ...cases("servers.show", { variant: `deleted, ${row.variant}`, path: { id: "$made" }, at: row.at }),
    ];
}

const creations: readonly Case[] = [
    ...made({ ...first, variant: "with the least" }),
    ...made({
        variant: "with much",
        at: ["2.93"],
        body: {
            server: {
                ...minimal,
                networks: "auto",
                description: "much",
                hostname: "much",
                tags: ["a"],
                metadata: { "a.b:c_d e-f": "" },
                key_name: "$run-key",
                user_data: "aGVsbG8=",
                config_drive: true,
                accessIPv4: "192.0.2.1",
                accessIPv6: "2001:db8::1",
                adminPass: "secret",
                availability_zone: "nova",
                security_groups: [{ name: "$run-group" }, { name: "$otherGroup" }],
                "OS-DCF:diskConfig": "AUTO",
            },
        },
    }),
    ...made({
        variant: "without networks",
        at: ["2.37"],
        body: { server: { ...minimal, networks: "none" } },
    }),
    ...cases("servers.create", {
        variant: "on a network that is not for members",
        at: ["2.1"],
        body: { server: { ...minimal, networks: [{ uuid: "$public" }] } },
        keeps: { unplugged: "server.id" },
        until: ["unplugged", "ERROR"],
    }),
    ...cases("servers.show", { variant: "not built", path: { id: "$unplugged" }, at: ["2.1", "2.93"] }),
    ...cases("instanceActions.list", { variant: "not built", path: { id: "$unplugged" }, at: ["2.1", "2.93"] }),
    ...cases("servers.createWithReservation", {
        ...first,
        body: { server: { ...minimal, return_reservation_id: true } },
    }),
    ...spoilt("servers.createWithReservation", first, { "server.return_reservation_id": ["perhaps", 7, null] }),
];

const wrongTexts = [MISSING, "", " ", null, 5, [], letters(256), " padded ", "tab\there"];

const refusals: readonly Case[] = [
    ...spoilt("servers.create", first, {
        "server.name": wrongTexts,
        "server.flavorRef": [MISSING, "", null, 1.5, {}, "unknown", "$hiddenFlavorNot", NOBODY].filter(
            (value) => value !== "$hiddenFlavorNot",
        ),
        "server.imageRef": [MISSING, "", null, "no-uuid", NOBODY, 5, "http://example.com/image"],
        "server.metadata": [
            null,
            [],
            "text",
            { "": "x" },
            { [letters(256)]: "x" },
            { k: letters(256) },
            { k: 1 },
            { "k/": "x" },
        ],
        "server.networks": [
            "auto",
            null,
            {},
            [{}],
            [{ uuid: "no-uuid" }],
            [{ uuid: NOBODY }],
            [{ port: NOBODY }],
            [{ uuid: "$private", fixed_ip: "10.9.9.9" }],
            [{ uuid: "$private", fixed_ip: "none" }],
            [{ uuid: "$private", colour: "red" }],
            [{ port: "$port" }],
        ],
        "server.key_name": ["unknown", "", 5, null],
        "server.security_groups": [[{ name: "unknown" }], [{}], [{ name: "" }], "default", [{ name: "$group", id: 1 }]],
        "server.min_count": [0, -1, "x", 2.5, "0"],
        "server.max_count": [0, "many"],
        "server.user_data": ["not base64!", 5, null],
        "server.availability_zone": ["nowhere", "nova:compute1", "a:b:c:d", ""],
        "server.config_drive": ["perhaps", 1],
        "server.accessIPv4": ["10.0.0.256", "::1", 5],
        "server.accessIPv6": ["10.0.0.1", "x"],
        "server.OS-DCF:diskConfig": ["auto", null],
        "server.adminPass": [5, null],
        "server.personality": [
            {},
            [{ path: "/a", contents: "!" }],
            Array.from({ length: 6 }, () => ({ path: "/a", contents: "" })),
        ],
        "server.block_device_mapping_v2": [
            "x",
            [{ source_type: "tape" }],
            [{ boot_index: 0, source_type: "volume", destination_type: "volume" }],
            [{ boot_index: "x" }],
        ],
        "server.description": ["not yet"],
        "server.tags": [["not yet"]],
        "server.hostname": ["not-yet"],
        "server.colour": ["red"],
        server: [MISSING, null, [], "text", {}],
        servers: [{}],
        "os:scheduler_hints": [
            "x",
            { group: "no-uuid" },
            { group: NOBODY },
            { same_host: "x" },
            { build_near_host_ip: "x" },
        ],
    }),
    ...spoilt(
        "servers.create",
        { ...later, at: ["2.37", "2.93"] },
        {
            "server.networks": [MISSING, "some", [], [{ uuid: "x" }], [{ uuid: "$private", tag: "a,b" }], null],
            "server.description": [5, letters(256), "line\nbreak"],
        },
    ),
    ...spoilt(
        "servers.create",
        { ...later, at: ["2.52", "2.93"] },
        {
            "server.tags": [
                ["a,b"],
                ["a/b"],
                [""],
                [letters(61)],
                "blue",
                Array.from({ length: 51 }, (_, i) => `t${i}`),
                [1],
            ],
        },
    ),
    ...spoilt(
        "servers.create",
        { ...later, at: ["2.73", "2.93"] },
        {
            "server.personality": [[]],
            "server.host": ["unknown", ""],
            "server.hypervisor_hostname": ["unknown"],
            "server.trusted_image_certificates": [[], "x", [""], ["a", "a"]],
            "server.hostname": ["-a", "a.b", "a", letters(64), ""],
        },
    ),
    ...spoilt(
        "servers.create",
        { ...later, at: ["2.93"], who: "admin" },
        {
            "server.host": ["unknown"],
            "server.hypervisor_hostname": ["unknown"],
            "server.availability_zone": ["nova:unknown", "nowhere:compute1"],
        },
    ),
    ...spoilt(
        "servers.create",
        { body: { server: { ...minimal, min_count: 3, max_count: 3 } }, at: ["2.1"] },
        {
            "server.max_count": [2],
            "server.min_count": [100_001],
            "server.networks": [[{ uuid: "$private", fixed_ip: "10.20.0.200" }]],
        },
    ),
    ...spoilt(
        "servers.create",
        { variant: "too much", ...first },
        {
            "server.metadata": [Object.fromEntries(Array.from({ length: 129 }, (_, i) => [`k${i}`, "v"]))],
            "server.flavorRef": ["$strangeFlavor"],
        },
    ),
    ...cases("servers.create", { variant: "no body", at: ["2.1"] }),
    ...cases("servers.create", { variant: "a text", body: "text", at: ["2.1"] }),
    ...cases("servers.create", { variant: "a list", body: [], at: ["2.1"] }),
];

const updates: readonly Case[] = [
    ...cases("servers.update", {
        path: { id: "$active" },
        body: { server: { name: "$run-active" } },
        at: ["2.1", "2.26", "2.47", "2.73", "2.79", "2.93"],
        who: both,
    }),
    ...cases("servers.update", {
        variant: "all",
        path: { id: "$active" },
        body: {
            server: {
                accessIPv4: "192.0.2.7",
                accessIPv6: "2001:db8::7",
                "OS-DCF:diskConfig": "AUTO",
                description: null,
            },
        },
        at: ["2.19"],
    }),
    ...cases("servers.update", {
        variant: "hostname",
        path: { id: "$active" },
        body: { server: { hostname: "host-7" } },
        at: ["2.90"],
    }),
    ...spoilt(
        "servers.update",
        { path: { id: "$active" }, body: { server: { name: "$run-active" } }, at: ["2.1", "2.90"] },
        {
            "server.name": wrongTexts.slice(1),
            "server.accessIPv4": ["x", null, 5],
            "server.accessIPv6": ["10.0.0.1"],
            "server.OS-DCF:diskConfig": ["auto"],
            "server.hostname": ["-a", "a.b", letters(64), null],
            "server.description": [letters(256), 5],
            "server.flavorRef": ["$small"],
            server: [MISSING, {}, null, []],
            more: [1],
        },
    ),
    ...cases("servers.update", { variant: "unknown", path: { id: NOBODY }, body: { server: { name: "x" } }, at: some }),
    ...cases("servers.update", {
        variant: "another project's",
        path: { id: "$strange" },
        body: { server: { name: "x" } },
        at: ["2.1"],
    }),
    ...cases("servers.update", { variant: "no body", path: { id: "$active" }, at: ["2.1"] }),
];

const deletions: readonly Case[] = [
    ...cases("servers.delete", { variant: "unknown", path: { id: NOBODY }, at: some, who: both }),
    ...cases("servers.delete", { variant: "malformed id", path: { id: "no-uuid" }, at: ["2.1"] }),
    ...cases("servers.delete", { variant: "another project's", path: { id: "$strange" }, at: ["2.1"] }),
];

const addresses: readonly Case[] = [
    ...cases("serverAddresses.list", { path: { id: "$active" }, at: ["2.1", "2.93"] }),
    ...cases("serverAddresses.list", { variant: "failed", path: { id: "$failed" }, at: ["2.1"] }),
    ...cases("serverAddresses.list", { variant: "unknown", path: { id: NOBODY }, at: ["2.1", "2.93"] }),
    ...cases("serverAddresses.show", { path: { id: "$active", label: "private" }, at: ["2.1", "2.93"] }),
    ...cases("serverAddresses.show", {
        variant: "unknown label",
        path: { id: "$active", label: "secret" },
        at: ["2.1"],
    }),
    ...cases("serverAddresses.show", { variant: "unknown", path: { id: NOBODY, label: "private" }, at: ["2.1"] }),
];

export const serverCases: readonly Case[] = [
    ...shows,
    ...lists,
    ...creations,
    ...refusals,
    ...updates,
    ...deletions,
    ...addresses,
];
