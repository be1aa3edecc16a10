/** What belongs to a server: metadata, tags, interfaces, what was done to it. */
import { type Case, cases, letters, MISSING, NOBODY, type Row, spoilt } from "./case";

const server = { id: "$active" };
const strange = { id: "$strange" };
const unknown = { id: NOBODY };

const metadata: readonly Case[] = [
    ...cases("serverMetadata.list", { path: server, at: ["2.1", "2.93"] }),
    ...cases("serverMetadata.showItem", { path: { ...server, key: "role" }, at: ["2.1"] }),
    ...cases("serverMetadata.setItem", {
        path: { ...server, key: "role" },
        body: { meta: { role: "db" } },
        at: ["2.1"],
    }),
    ...cases("serverMetadata.merge", { path: server, body: { metadata: { more: "x" } }, at: ["2.1"] }),
    ...cases("serverMetadata.deleteItem", { path: { ...server, key: "more" }, at: ["2.1"] }),
    ...cases("serverMetadata.deleteItem", { variant: "again", path: { ...server, key: "more" }, at: ["2.1"] }),
    ...cases("serverMetadata.replace", { path: server, body: { metadata: { role: "web" } }, at: ["2.1"] }),
    ...cases("serverMetadata.replace", {
        variant: "with nothing",
        path: { id: "$stopped" },
        body: { metadata: {} },
        at: ["2.1"],
    }),
    ...cases("serverMetadata.showItem", {
        variant: "unknown key",
        path: { ...server, key: "colour" },
        at: ["2.1", "2.93"],
    }),
    ...(["list", "merge", "replace"] as const).flatMap((name) => [
        ...cases(`serverMetadata.${name}`, {
            variant: "unknown server",
            path: unknown,
            body: name === "list" ? undefined : { metadata: {} },
            at: ["2.1"],
        }),
        ...cases(`serverMetadata.${name}`, {
            variant: "another project's",
            path: strange,
            body: name === "list" ? undefined : { metadata: {} },
            at: ["2.1"],
        }),
    ]),
    ...(["merge", "replace"] as const).flatMap((name) =>
        spoilt(
            `serverMetadata.${name}`,
            { path: server, body: { metadata: { k: "v" } }, at: ["2.1"] },
            {
                metadata: [
                    MISSING,
                    null,
                    [],
                    "x",
                    { "": "x" },
                    { [letters(256)]: "x" },
                    { k: letters(256) },
                    { k: 5 },
                    { k: null },
                    { "a/b": "x" },
                    { ä: "x" },
                ],
                more: [1],
            },
        ),
    ),
    ...spoilt(
        "serverMetadata.merge",
        { variant: "too many", path: server, body: { metadata: {} }, at: ["2.1"] },
        {
            metadata: [Object.fromEntries(Array.from({ length: 129 }, (_, i) => [`k${i}`, "v"]))],
        },
    ),
    ...spoilt(
        "serverMetadata.setItem",
        { path: { ...server, key: "role" }, body: { meta: { role: "x" } }, at: ["2.1"] },
        {
            meta: [MISSING, null, {}, { role: 5 }, { role: letters(256) }, { other: "x" }, { role: "x", other: "y" }],
            more: [1],
        },
    ),
];

const tags: readonly Case[] = [
    ...cases("serverTags.list", { path: server, at: ["2.1", "2.25", "2.26", "2.93"] }),
    ...cases("serverTags.check", { path: { ...server, tag: "blue" }, at: ["2.26"] }),
    ...cases("serverTags.check", { variant: "unknown tag", path: { ...server, tag: "red" }, at: ["2.26", "2.93"] }),
    ...cases("serverTags.add", { path: { ...server, tag: "red" }, at: ["2.26"] }),
    ...cases("serverTags.add", { variant: "again", path: { ...server, tag: "red" }, at: ["2.26", "2.93"] }),
    ...cases("serverTags.delete", { path: { ...server, tag: "red" }, at: ["2.26"] }),
    ...cases("serverTags.delete", { variant: "again", path: { ...server, tag: "red" }, at: ["2.26"] }),
    ...cases("serverTags.add", { variant: "too long", path: { ...server, tag: letters(61) }, at: ["2.26"] }),
    ...cases("serverTags.add", { variant: "with a comma", path: { ...server, tag: "a,b" }, at: ["2.26"] }),
    ...cases("serverTags.replace", { path: server, body: { tags: ["blue", "green"] }, at: ["2.26", "2.93"] }),
    ...spoilt(
        "serverTags.replace",
        { path: server, body: { tags: ["blue"] }, at: ["2.26"] },
        {
            tags: [
                MISSING,
                null,
                "blue",
                [5],
                [""],
                ["a,b"],
                ["a/b"],
                [letters(61)],
                Array.from({ length: 51 }, (_, i) => `t${i}`),
            ],
            more: [1],
        },
    ),
    ...cases("serverTags.replace", { variant: "too early", path: server, body: { tags: [] }, at: ["2.25"] }),
    ...cases("serverTags.deleteAll", { path: { id: "$stopped" }, at: ["2.26"] }),
    ...cases("serverTags.list", { variant: "unknown server", path: unknown, at: ["2.26"] }),
    ...cases("serverTags.add", { variant: "unknown server", path: { ...unknown, tag: "x" }, at: ["2.26"] }),
    ...cases("serverTags.replace", { variant: "another project's", path: strange, body: { tags: [] }, at: ["2.26"] }),
    ...cases("serverTags.deleteAll", { variant: "unknown server", path: unknown, at: ["2.26"] }),
];

const onActive: Row = { path: server, at: ["2.1", "2.70"] };

const interfaces: readonly Case[] = [
    ...cases("serverInterfaces.list", { path: server, at: ["2.1", "2.36", "2.70", "2.93"] }),
    ...cases("serverInterfaces.list", { variant: "unknown server", path: unknown, at: ["2.1"] }),
    ...cases("serverInterfaces.list", { variant: "another project's", path: strange, at: ["2.1"] }),
    ...cases("serverInterfaces.show", { path: { ...server, portId: "$port" }, at: ["2.1", "2.70"] }),
    ...cases("serverInterfaces.show", {
        variant: "unknown port",
        path: { ...server, portId: NOBODY },
        at: ["2.1", "2.93"],
    }),
    ...cases("serverInterfaces.show", {
        variant: "malformed port",
        path: { ...server, portId: "no-uuid" },
        at: ["2.1"],
    }),
    ...cases("serverInterfaces.show", {
        variant: "another server's port",
        path: { id: "$stopped", portId: "$port" },
        at: ["2.1"],
    }),
    ...cases("serverInterfaces.create", {
        path: { id: "$stopped" },
        body: { interfaceAttachment: { net_id: "$private" } },
        at: ["2.70"],
        keeps: { secondPort: "interfaceAttachment.port_id" },
    }),
    ...spoilt(
        "serverInterfaces.create",
        { ...onActive, body: { interfaceAttachment: { net_id: "$private" } } },
        {
            "interfaceAttachment.net_id": ["no-uuid", NOBODY, 5, null],
            "interfaceAttachment.port_id": [NOBODY, "no-uuid", null],
            "interfaceAttachment.fixed_ips": [[], "x", [{}], [{ ip_address: "x" }], null],
            "interfaceAttachment.tag": ["a,b", "", letters(61), 5],
            "interfaceAttachment.more": [1],
            interfaceAttachment: ["x", null],
            more: [1],
        },
    ),
    ...spoilt(
        "serverInterfaces.create",
        { variant: "taken", ...onActive, body: { interfaceAttachment: {} } },
        { "interfaceAttachment.port_id": ["$port"] },
    ),
    // The network belongs to the administrators' project: only they may choose an address.
    ...spoilt(
        "serverInterfaces.create",
        { path: strange, who: "admin", at: ["2.1", "2.70"], body: { interfaceAttachment: { net_id: "$private" } } },
        { "interfaceAttachment.fixed_ips": [[{ ip_address: "10.9.9.9" }], [{ ip_address: "$activeAddress" }]] },
    ),
    ...spoilt(
        "serverInterfaces.create",
        { path: strange, who: "admin", at: ["2.1"], body: { interfaceAttachment: {} } },
        { "interfaceAttachment.fixed_ips": [[{ ip_address: "10.20.0.250" }]] },
    ),
    ...cases("serverInterfaces.create", {
        variant: "unknown server",
        path: unknown,
        body: { interfaceAttachment: {} },
        at: ["2.1"],
    }),
    ...cases("serverInterfaces.create", {
        variant: "in ERROR",
        path: { id: "$failed" },
        body: { interfaceAttachment: {} },
        at: ["2.1"],
    }),
    ...cases("serverInterfaces.detach", {
        variant: "unknown port",
        path: { ...server, portId: NOBODY },
        at: ["2.1", "2.93"],
    }),
    ...cases("serverInterfaces.detach", {
        variant: "unknown server",
        path: { ...unknown, portId: "$port" },
        at: ["2.1"],
    }),
    ...cases("serverInterfaces.detach", { path: { id: "$stopped", portId: "$secondPort" }, at: ["2.1"] }),
];

const actions: readonly Case[] = [
    ...cases("instanceActions.list", { path: server, at: ["2.1", "2.21", "2.51", "2.58", "2.62", "2.93"] }),
    ...cases("instanceActions.list", { path: server, at: ["2.1", "2.93"], who: "admin" }),
    ...cases("instanceActions.show", {
        path: { ...server, requestId: "$activeRequest" },
        at: ["2.1", "2.26", "2.50", "2.51", "2.58", "2.62", "2.84", "2.93"],
        who: ["member", "admin"],
    }),
    ...cases("instanceActions.show", {
        variant: "failed",
        path: { id: "$failed", requestId: "$failedRequest" },
        at: ["2.1", "2.51", "2.84"],
        who: ["member", "admin"],
    }),
    ...cases("instanceActions.show", {
        variant: "unknown request",
        path: { ...server, requestId: `req-${NOBODY}` },
        at: ["2.1", "2.93"],
    }),
    ...cases("instanceActions.show", {
        variant: "another server's request",
        path: { ...server, requestId: "$stoppedRequest" },
        at: ["2.1"],
    }),
    ...cases("instanceActions.show", { variant: "no request", path: { ...server, requestId: "nothing" }, at: ["2.1"] }),
    ...cases("instanceActions.list", { variant: "unknown server", path: unknown, at: ["2.1", "2.93"] }),
    ...cases("instanceActions.list", { variant: "another project's", path: strange, at: ["2.1"] }),
    ...Object.entries({
        "limit 1": "limit=1",
        "limit -1": "limit=-1",
        "limit a word": "limit=x",
        "unknown marker": `marker=req-${NOBODY}`,
        "changes-since": "changes-since=2001-01-01T00:00:00Z",
        "changes-since malformed": "changes-since=x",
        "changes-before": "changes-before=2001-01-01T00:00:00Z",
        "unknown parameter": "colour=red",
    }).flatMap(([variant, query]) =>
        cases("instanceActions.list", { variant, query, path: server, at: ["2.1", "2.58", "2.66"] }),
    ),
];

export const serverPartCases: readonly Case[] = [...metadata, ...tags, ...interfaces, ...actions];
