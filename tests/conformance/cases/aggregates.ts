/** Host aggregates: lists, show, create, update, hosts, metadata, delete; for administrators. */
import { type Case, cases, letters, MISSING, type OperationName, type Row, spoilt } from "./case";

const ours = { path: { id: "$aggregate" } };
const strangers = {
    unknown: { path: { id: "987654" } },
    "malformed id": { path: { id: "no-number" } },
};

/** By an administrator, who alone may. */
const managed = (operation: OperationName, row: Row = {}) =>
    cases(operation, { at: ["2.1"], who: "admin", ...ours, ...row });
const spoiltOnes = (operation: OperationName, row: Row, values: Parameters<typeof spoilt>[2]) =>
    spoilt(operation, { at: ["2.1"], who: "admin", ...ours, ...row }, values);

export const aggregateCases: readonly Case[] = [
    ...managed("aggregates.create", {
        body: { aggregate: { name: "$run-first" } },
        at: ["2.1", "2.41", "2.93"],
    }),
    ...managed("aggregates.create", {
        variant: "with a zone",
        body: { aggregate: { name: "$run-zoned", availability_zone: "$run-zone" } },
        keeps: { zoned: "aggregate.id" },
    }),
    ...managed("aggregates.create", {
        variant: "to stay",
        body: { aggregate: { name: "$run-stays", availability_zone: null } },
        keeps: { aggregate: "aggregate.id" },
    }),
    ...managed("aggregates.create", { variant: "again", body: { aggregate: { name: "$run-stays" } } }),
    ...cases("aggregates.create", { variant: "by a member", body: { aggregate: { name: "$run-no" } }, at: ["2.1"] }),
    ...spoiltOnes(
        "aggregates.create",
        { body: { aggregate: { name: "$run-bad" } } },
        {
            "aggregate.name": [MISSING, "", null, letters(256), 5, " x"],
            "aggregate.availability_zone": ["", "a:b", letters(256), 5, " x"],
            "aggregate.more": [1],
            aggregate: [MISSING, null, {}, []],
            more: [1],
        },
    ),
    ...cases("aggregates.list", { at: ["2.1", "2.41", "2.93"], who: ["admin", "member"] }),
    ...cases("aggregates.list", {
        variant: "unknown parameter",
        query: "colour=red",
        at: ["2.1", "2.75"],
        who: "admin",
    }),
    ...managed("aggregates.show", { at: ["2.1", "2.41", "2.93"] }),
    ...cases("aggregates.show", { ...ours, variant: "by a member", at: ["2.1"] }),
    ...managed("aggregates.show", { variant: "with a zone", path: { id: "$zoned" } }),

    ...managed("aggregateActions.addHost", { body: { add_host: { host: "$host" } } }),
    ...managed("aggregateActions.addHost", { variant: "again", body: { add_host: { host: "$host" } } }),
    ...managed("aggregateActions.addHost", { variant: "of nobody", body: { add_host: { host: "nobody" } } }),
    ...cases("aggregateActions.addHost", {
        ...ours,
        variant: "by a member",
        body: { add_host: { host: "$host" } },
        at: ["2.1"],
    }),
    ...spoiltOnes(
        "aggregateActions.addHost",
        { body: { add_host: { host: "$host" } } },
        {
            "add_host.host": [MISSING, "", null, "a b", letters(256), 5],
            "add_host.more": [1],
            add_host: [null, {}, []],
            more: [1],
        },
    ),
    ...managed("aggregates.show", { variant: "with a host", at: ["2.1", "2.93"] }),
    ...managed("aggregates.update", {
        variant: "into a zone, with servers",
        body: { aggregate: { availability_zone: "$run-zone" } },
    }),

    ...managed("aggregateActions.setMetadata", { body: { set_metadata: { metadata: { ssd: "true", other: "1" } } } }),
    ...managed("aggregates.show", { variant: "with metadata" }),
    ...managed("aggregateActions.setMetadata", {
        variant: "without a key",
        body: { set_metadata: { metadata: { ssd: "false", other: null, unknown: null } } },
    }),
    ...managed("aggregateActions.setMetadata", {
        variant: "without a zone",
        path: { id: "$zoned" },
        body: { set_metadata: { metadata: { availability_zone: null } } },
    }),
    ...managed("aggregateActions.setMetadata", {
        variant: "without a zone again",
        path: { id: "$zoned" },
        body: { set_metadata: { metadata: { availability_zone: null } } },
    }),
    ...managed("aggregateActions.setMetadata", {
        variant: "with a zone",
        path: { id: "$zoned" },
        body: { set_metadata: { metadata: { availability_zone: "$run-zone-2" } } },
    }),
    ...managed("aggregates.show", { variant: "with another zone", path: { id: "$zoned" } }),
    ...spoiltOnes(
        "aggregateActions.setMetadata",
        { body: { set_metadata: { metadata: { k: "v" } } } },
        {
            "set_metadata.metadata": [
                MISSING,
                null,
                {},
                [],
                { "": "v" },
                { k: 5 },
                { [letters(256)]: "v" },
                { "k:/": "v" },
            ],
            "set_metadata.metadata.k": [letters(256), "", true],
            "set_metadata.more": [1],
            set_metadata: [null, {}],
        },
    ),
    ...managed("aggregateActions.setMetadata", { variant: "no action", body: { paint: {} } }),

    ...managed("aggregates.update", { body: { aggregate: { name: "$run-renamed" } }, at: ["2.1", "2.41"] }),
    ...managed("aggregates.update", {
        variant: "of the zone",
        path: { id: "$zoned" },
        body: { aggregate: { availability_zone: "$run-zone-3" } },
    }),
    ...managed("aggregates.update", { variant: "to a taken name", body: { aggregate: { name: "$run-zoned" } } }),
    ...cases("aggregates.update", { ...ours, variant: "by a member", body: { aggregate: { name: "x" } }, at: ["2.1"] }),
    ...spoiltOnes(
        "aggregates.update",
        { body: { aggregate: { name: "$run-renamed" } } },
        {
            "aggregate.name": [MISSING, "", null, letters(256), 5, " x"],
            "aggregate.availability_zone": ["", "a:b", null, 5],
            "aggregate.more": [1],
            aggregate: [MISSING, null],
        },
    ),

    ...managed("aggregates.delete", { variant: "with a host" }),
    ...cases("aggregates.delete", { ...ours, variant: "by a member", at: ["2.1"] }),
    ...managed("aggregateActions.removeHost", { variant: "of nobody", body: { remove_host: { host: "nobody" } } }),
    ...managed("aggregateActions.removeHost", { body: { remove_host: { host: "$host" } } }),
    ...managed("aggregateActions.removeHost", { variant: "again", body: { remove_host: { host: "$host" } } }),
    ...spoiltOnes(
        "aggregateActions.removeHost",
        { body: { remove_host: { host: "$host" } } },
        { "remove_host.host": [MISSING, "", null, "a b"], remove_host: [null, {}] },
    ),
    ...managed("aggregates.delete"),
    ...managed("aggregates.delete", { variant: "again" }),
    ...managed("aggregates.delete", { variant: "with a zone", path: { id: "$zoned" } }),
    ...Object.entries(strangers).flatMap(([variant, where]) => [
        ...managed("aggregates.show", { variant, ...where, at: ["2.1", "2.93"] }),
        ...managed("aggregates.update", { variant, ...where, body: { aggregate: { name: "$run-x" } } }),
        ...managed("aggregates.delete", { variant, ...where }),
        ...managed("aggregateActions.addHost", { variant, ...where, body: { add_host: { host: "$host" } } }),
        ...managed("aggregateActions.removeHost", { variant, ...where, body: { remove_host: { host: "$host" } } }),
        ...managed("aggregateActions.setMetadata", {
            variant,
            ...where,
            body: { set_metadata: { metadata: { k: "v" } } },
        }),
    ]),
];
