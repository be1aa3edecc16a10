/** Quota sets of a project and of a user in it. Only quotas of server groups and of what is not used are changed: other lanes make servers meanwhile. */
import { type Case, cases, MISSING, NOBODY, type Row, spoilt } from "./case";

const versions = ["2.1", "2.35", "2.36", "2.56", "2.57", "2.93"];
const theirs = { path: { project: "$memberProject" } };
const user = { ...theirs, query: "user_id=$memberUser" };
const both = ["member", "admin"] as const;

const update = (row: Row) => cases("quotaSets.update", { at: ["2.1"], who: "admin", ...theirs, ...row });

export const quotaSetCases: readonly Case[] = [
    ...cases("quotaSets.show", { ...theirs, at: versions, who: both }),
    ...cases("quotaSets.show", { ...user, variant: "of a user", at: ["2.1", "2.93"], who: both }),
    ...cases("quotaSets.show", { variant: "another project's", path: { project: "$adminProject" }, at: ["2.1"] }),
    ...cases("quotaSets.show", { variant: "of nobody", path: { project: NOBODY }, at: ["2.1"], who: both }),
    ...cases("quotaSets.show", { ...theirs, variant: "unknown parameter", query: "colour=red", at: ["2.1", "2.75"] }),
    ...cases("quotaSets.showDefaults", { ...theirs, at: versions, who: both }),
    ...cases("quotaSets.showDefaults", {
        variant: "another project's",
        path: { project: "$adminProject" },
        at: ["2.1"],
    }),
    ...cases("quotaSets.showDefaults", { variant: "of nobody", path: { project: NOBODY }, at: ["2.1"], who: both }),

    ...update({ body: { quota_set: { server_group_members: 200, injected_file_path_bytes: "300", fixed_ips: 50 } } }),
    ...update({ body: { quota_set: { server_group_members: 210 } }, at: ["2.36", "2.57", "2.93"] }),
    ...update({ variant: "no limit", body: { quota_set: { server_group_members: -1 } } }),
    ...update({ variant: "of nothing", body: { quota_set: {} } }),
    ...update({ variant: "by a member", body: { quota_set: { server_group_members: 200 } }, who: "member" }),
    ...update({ variant: "of nobody", path: { project: NOBODY }, body: { quota_set: { server_group_members: 200 } } }),
    ...update({ variant: "what is gone", body: { quota_set: { fixed_ips: 50 } }, at: ["2.36"] }),
    ...update({ variant: "files", body: { quota_set: { injected_file_path_bytes: 300 } }, at: ["2.56", "2.57"] }),
    ...update({ variant: "networks", body: { quota_set: { networks: 3 } }, at: ["2.1", "2.36"] }),
    ...update({ variant: "less than is used", body: { quota_set: { instances: 1 } } }),
    ...update({ variant: "less than is used, by force", body: { quota_set: { server_groups: 0, force: true } } }),
    ...update({ variant: "room again", body: { quota_set: { server_groups: 1000 } } }),
    ...spoilt(
        "quotaSets.update",
        { ...theirs, body: { quota_set: { server_group_members: 200 } }, at: ["2.1"], who: "admin" },
        {
            "quota_set.server_group_members": ["", "x", null, -2, 1.5, 2147483648, "-1", true],
            "quota_set.force": ["perhaps", null],
            "quota_set.colours": [1],
            quota_set: [MISSING],
            more: [1],
        },
    ),

    ...update({ variant: "before its users", body: { quota_set: { server_group_members: 180 } } }),
    ...update({ ...user, variant: "of a user", body: { quota_set: { server_group_members: 150, server_groups: 90 } } }),
    ...update({
        ...user,
        variant: "of a user, more than the project's",
        body: { quota_set: { server_group_members: 2000 } },
    }),
    ...update({ ...user, variant: "of a user, without a limit", body: { quota_set: { server_group_members: -1 } } }),
    ...update({
        ...user,
        variant: "of a user, at 2.93",
        body: { quota_set: { server_group_members: 140 } },
        at: ["2.93"],
    }),
    ...update({ variant: "less than its users have", body: { quota_set: { server_group_members: 100 } } }),
    ...cases("quotaSets.show", { ...user, variant: "of a user with some", at: ["2.1"], who: both }),
    ...update({ ...user, variant: "of a user, what a project has as a whole", body: { quota_set: { fixed_ips: 7 } } }),
    ...cases("quotaSets.reset", { ...user, variant: "of a user", at: ["2.1"], who: both }),
    ...cases("quotaSets.show", { ...user, variant: "of a user with none again", at: ["2.1"], who: both }),
    ...cases("quotaSets.reset", { ...theirs, at: ["2.1", "2.93"], who: both }),
    ...cases("quotaSets.reset", { variant: "of nobody", path: { project: NOBODY }, at: ["2.1"], who: "admin" }),
];
