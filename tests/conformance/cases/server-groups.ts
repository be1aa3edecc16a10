/** Server groups: lists, show, create, delete, and a server in one. */
import { type Case, cases, letters, MISSING, NOBODY, spoilt } from "./case";

const both = ["member", "admin"] as const;
const group = { path: { id: "$together" } };

export const serverGroupCases: readonly Case[] = [
    ...cases("serverGroups.create", {
        body: { server_group: { name: "$run-together", policies: ["anti-affinity"] } },
        at: ["2.1", "2.13", "2.15", "2.63"],
    }),
    ...cases("serverGroups.create", {
        variant: "soft",
        body: { server_group: { name: "$run-together", policies: ["soft-affinity"] } },
        at: ["2.14", "2.15"],
    }),
    ...cases("serverGroups.create", {
        variant: "with rules",
        body: { server_group: { name: "$run-together", policy: "anti-affinity", rules: { max_server_per_host: 2 } } },
        at: ["2.64", "2.93"],
    }),
    ...cases("serverGroups.create", {
        variant: "to stay",
        body: { server_group: { name: "$run-together", policy: "affinity" } },
        at: ["2.64"],
        keeps: { together: "server_group.id" },
    }),
    ...cases("serverGroups.create", {
        variant: "an administrator's",
        body: { server_group: { name: "$run-strangers", policy: "affinity" } },
        at: ["2.64"],
        who: "admin",
        keeps: { strangers: "server_group.id" },
    }),
    ...spoilt(
        "serverGroups.create",
        { body: { server_group: { name: "$run-bad", policies: ["affinity"] } }, at: ["2.1"] },
        {
            "server_group.name": [MISSING, "", null, letters(256), 5],
            "server_group.policies": [MISSING, [], ["legacy"], ["affinity", "anti-affinity"], "affinity", null],
            "server_group.policy": ["affinity"],
            server_group: [MISSING, null, {}, []],
            more: [1],
        },
    ),
    ...spoilt(
        "serverGroups.create",
        { body: { server_group: { name: "$run-bad", policy: "affinity" } }, at: ["2.64"] },
        {
            "server_group.policy": [MISSING, "legacy", ["affinity"], null],
            "server_group.rules": [{ max_server_per_host: 2 }, { colour: 1 }, { max_server_per_host: 0 }, []],
            "server_group.policies": [["affinity"]],
        },
    ),
    ...cases("serverGroups.list", { at: ["2.1", "2.13", "2.64", "2.93"] }),
    ...cases("serverGroups.list", { variant: "unknown parameter", query: "colour=red", at: ["2.74", "2.75"] }),
    ...cases("serverGroups.list", { variant: "bad limit", query: "limit=x", at: ["2.1"] }),
    ...cases("serverGroups.list", { variant: "all projects", query: "all_projects=1", at: ["2.1"], who: both }),
    ...cases("serverGroups.show", { ...group, at: ["2.1", "2.13", "2.64", "2.93"], who: both }),
    ...cases("serverGroups.show", { variant: "unknown", path: { id: NOBODY }, at: ["2.1", "2.93"] }),
    ...cases("serverGroups.show", { variant: "malformed id", path: { id: "no-uuid" }, at: ["2.1"] }),
    ...cases("serverGroups.show", { variant: "another project's", path: { id: "$strangers" }, at: ["2.64"] }),
    ...cases("servers.create", {
        variant: "in a group",
        body: {
            server: {
                name: "$run-grouped",
                flavorRef: "$tiny",
                imageRef: "$image",
                networks: [{ uuid: "$private" }],
            },
            "os:scheduler_hints": { group: "$together", colour: "red" },
        },
        at: ["2.52"],
        keeps: { grouped: "server.id" },
        until: ["grouped", "ACTIVE"],
    }),
    ...cases("servers.create", {
        variant: "in another project's group",
        body: {
            server: { name: "$run-grouped", flavorRef: "$tiny", imageRef: "$image", networks: "none" },
            "os:scheduler_hints": { group: "$strangers" },
        },
        at: ["2.52"],
    }),
    ...cases("servers.show", { variant: "in a group", path: { id: "$grouped" }, at: ["2.70", "2.71"] }),
    ...cases("serverGroups.show", { variant: "with a server", ...group, at: ["2.1"] }),
    ...cases("serverGroups.delete", { variant: "unknown", path: { id: NOBODY }, at: ["2.1"] }),
    ...cases("serverGroups.delete", { variant: "another project's", path: { id: "$strangers" }, at: ["2.64"] }),
    ...cases("serverGroups.delete", { ...group, at: ["2.1"] }),
    ...cases("serverGroups.delete", { variant: "again", ...group, at: ["2.1"] }),
    ...cases("servers.show", { variant: "of a group that is gone", path: { id: "$grouped" }, at: ["2.71"] }),
    ...cases("servers.delete", { variant: "of a group", path: { id: "$grouped" }, until: ["grouped", "gone"] }),
];
