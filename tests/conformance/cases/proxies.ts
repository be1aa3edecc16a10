/** What Nova passes on to other services, up to 2.35: floating IPs, security groups, networks, images. */
import { type Case, cases, letters, MISSING, NOBODY, type Row, spoilt } from "./case";

const last = ["2.1", "2.35"];
const gone = ["2.36", "2.93"];

const floatingIps: readonly Case[] = [
    ...cases("floatingIps.list", { at: [...last, ...gone] }),
    ...cases("floatingIps.listPools", { at: [...last, ...gone] }),
    ...cases("floatingIps.show", { path: { id: "$floating" }, at: [...last, ...gone] }),
    ...cases("floatingIps.show", { variant: "free", path: { id: "$floatingFree" }, at: last }),
    ...cases("floatingIps.show", { variant: "unknown", path: { id: NOBODY }, at: last }),
    ...cases("floatingIps.show", { variant: "malformed id", path: { id: "no-uuid" }, at: last }),
    ...cases("floatingIps.create", {
        body: { pool: "public" },
        at: ["2.1"],
        keeps: { floatingMade: "floating_ip.id" },
    }),
    ...cases("floatingIps.delete", { path: { id: "$floatingMade" }, at: ["2.1"] }),
    ...cases("floatingIps.delete", { variant: "again", path: { id: "$floatingMade" }, at: ["2.1"] }),
    ...cases("floatingIps.create", {
        variant: "pool by id",
        body: { pool: "$public" },
        at: ["2.35"],
        keeps: { floatingById: "floating_ip.id" },
    }),
    ...cases("floatingIps.delete", { variant: "by id", path: { id: "$floatingById" }, at: ["2.35"] }),
    ...cases("floatingIps.create", { variant: "too late", body: { pool: "public" }, at: gone }),
    ...cases("floatingIps.create", { variant: "no body", at: ["2.1"] }),
    ...spoilt(
        "floatingIps.create",
        { body: { pool: "public" }, at: ["2.1"] },
        { pool: [MISSING, "", null, "nowhere", 5, "private"] },
    ),
    ...cases("floatingIps.delete", { variant: "unknown", path: { id: NOBODY }, at: last }),
    ...cases("floatingIps.delete", { variant: "malformed id", path: { id: "no-uuid" }, at: ["2.1"] }),
    ...cases("floatingIps.delete", { variant: "another project's", path: { id: "$floatingFree" }, at: gone }),
];

const group = { name: "$run-made", description: "made" };
const groups: readonly Case[] = [
    ...cases("securityGroups.list", { at: [...last, ...gone] }),
    ...cases("securityGroups.list", { variant: "all projects", query: "all_tenants=1", at: ["2.1"] }),
    ...cases("securityGroups.list", { variant: "limit -1", query: "limit=-1", at: ["2.1"] }),
    ...cases("securityGroups.list", { variant: "limit a word", query: "limit=x", at: ["2.1"] }),
    ...cases("securityGroups.list", { variant: "unknown parameter", query: "colour=red", at: ["2.1"] }),
    ...cases("securityGroups.show", { path: { id: "$group" }, at: [...last, ...gone] }),
    ...cases("securityGroups.show", {
        variant: "by an administrator",
        path: { id: "$group" },
        at: ["2.1"],
        who: "admin",
    }),
    ...cases("securityGroups.show", { variant: "unknown", path: { id: NOBODY }, at: last }),
    ...cases("securityGroups.show", { variant: "malformed id", path: { id: "no-uuid" }, at: ["2.1"] }),
    ...cases("securityGroups.show", { variant: "another project's", path: { id: "$strangeGroup" }, at: ["2.1"] }),
    ...cases("securityGroups.create", {
        body: { security_group: group },
        at: ["2.1"],
        keeps: { madeGroup: "security_group.id" },
    }),
    ...cases("securityGroups.create", {
        variant: "same name",
        body: { security_group: group },
        at: ["2.1"],
        keeps: { twinGroup: "security_group.id" },
    }),
    ...cases("securityGroups.update", {
        path: { id: "$madeGroup" },
        body: { security_group: { name: "$run-new", description: "new" } },
        at: last,
    }),
    ...cases("securityGroups.delete", { path: { id: "$madeGroup" }, at: ["2.1"] }),
    ...cases("securityGroups.delete", { variant: "again", path: { id: "$madeGroup" }, at: ["2.1"] }),
    ...cases("securityGroups.delete", { variant: "twin", path: { id: "$twinGroup" }, at: ["2.35"] }),
    ...cases("securityGroups.delete", { variant: "in use", path: { id: "$group" }, at: ["2.1"] }),
    ...cases("securityGroups.delete", { variant: "malformed id", path: { id: "no-uuid" }, at: ["2.1"] }),
    ...cases("securityGroups.delete", { variant: "another project's", path: { id: "$strangeGroup" }, at: ["2.1"] }),
    ...cases("securityGroups.delete", { variant: "too late", path: { id: "$group" }, at: gone }),
    ...spoilt(
        "securityGroups.create",
        { body: { security_group: group }, at: ["2.1"] },
        {
            "security_group.name": [MISSING, "", " ", null, 5, letters(256), "default"],
            "security_group.description": [null, 5, letters(256)],
            security_group: [MISSING, null, "x"],
        },
    ),
    ...cases("securityGroups.create", { variant: "no body", at: ["2.1"] }),
    ...spoilt(
        "securityGroups.update",
        {
            path: { id: "$otherGroup" },
            body: { security_group: { name: "$run-otherGroup", description: "x" } },
            at: ["2.1"],
        },
        {
            "security_group.name": [MISSING, "", null, letters(256), "default"],
            "security_group.description": [MISSING, null, letters(256)],
            security_group: [MISSING, null],
        },
    ),
    ...cases("securityGroups.update", {
        variant: "unknown",
        path: { id: NOBODY },
        body: { security_group: group },
        at: ["2.1"],
    }),
    ...cases("securityGroups.listOfServer", { path: { id: "$active" }, at: [...last, ...gone] }),
    ...cases("securityGroups.listOfServer", { variant: "unknown", path: { id: NOBODY }, at: ["2.1"] }),
    ...cases("securityGroups.listOfServer", { variant: "another project's", path: { id: "$strange" }, at: ["2.1"] }),
];

const rule = { parent_group_id: "$otherGroup", ip_protocol: "tcp", from_port: 80, to_port: 80, cidr: "0.0.0.0/0" };
const rules: readonly Case[] = [
    ...madeRule("cidr", rule),
    ...madeRule("group", {
        parent_group_id: "$otherGroup",
        ip_protocol: "udp",
        from_port: 1,
        to_port: 65535,
        group_id: "$group",
    }),
    ...madeRule("icmp", { ...rule, ip_protocol: "icmp", from_port: -1, to_port: -1 }),
    ...madeRule("icmp type", { ...rule, ip_protocol: "icmp", from_port: 8, to_port: 0 }),
    ...madeRule("texts", { ...rule, from_port: "443", to_port: "444" }),
    ...madeRule("ipv6", { ...rule, cidr: "2001:db8::/32" }),
    ...madeRule("no cidr", { ...rule, cidr: null }),
    ...madeRule("short cidr", { ...rule, cidr: "10.1.0.0/16" }),
    ...cases("securityGroups.createRule", { variant: "too late", body: { security_group_rule: rule }, at: gone }),
    ...spoilt(
        "securityGroups.createRule",
        {
            body: {
                security_group_rule: {
                    ...rule,
                    from_port: 22,
                    to_port: 22,
                    parent_group_id: "$group",
                    cidr: "10.0.0.0/8",
                },
            },
            at: ["2.1"],
        },
        {
            "security_group_rule.parent_group_id": [MISSING, "", null, "no-uuid", NOBODY, 5, "$strangeGroup"],
            "security_group_rule.ip_protocol": [MISSING, "", null, "gopher", 5, "TCP", 300],
            "security_group_rule.from_port": [MISSING, "", null, "x", -2, 0, 65536, 23],
            "security_group_rule.to_port": [MISSING, null, "x", 65536, 21],
            "security_group_rule.cidr": ["", "x", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0", 5],
            "security_group_rule.group_id": ["no-uuid", NOBODY],
            security_group_rule: [MISSING, null, {}, "x"],
        },
    ),
    ...cases("securityGroups.createRule", {
        variant: "again",
        body: {
            security_group_rule: {
                parent_group_id: "$group",
                ip_protocol: "tcp",
                from_port: 22,
                to_port: 22,
                cidr: "10.0.0.0/8",
            },
        },
        at: ["2.1"],
    }),
    ...cases("securityGroups.createRule", {
        variant: "icmp ports",
        body: { security_group_rule: { ...rule, ip_protocol: "icmp", from_port: 256, to_port: 0 } },
        at: ["2.1"],
    }),
    ...cases("securityGroups.deleteRule", { variant: "unknown", path: { id: NOBODY }, at: last }),
    ...cases("securityGroups.deleteRule", { variant: "malformed id", path: { id: "no-uuid" }, at: ["2.1"] }),
    ...cases("securityGroups.deleteRule", { variant: "too late", path: { id: "$rule" }, at: gone }),
];

function madeRule(variant: string, body: object): Case[] {
    return [
        ...cases("securityGroups.createRule", {
            variant,
            body: { security_group_rule: body },
            at: ["2.1"],
            keeps: { madeRule: "security_group_rule.id" },
        }),
        ...cases("securityGroups.deleteRule", { variant, path: { id: "$madeRule" }, at: ["2.1"] }),
    ];
}

const networks: readonly Case[] = (["networks", "tenantNetworks"] as const).flatMap((api) => [
    ...cases(`${api}.list`, { at: [...last, ...gone] }),
    ...cases(`${api}.list`, { at: ["2.1"], who: "admin" }),
    ...cases(`${api}.show`, { path: { id: "$private" }, at: [...last, ...gone] }),
    ...cases(`${api}.show`, { path: { id: "$private" }, at: ["2.1"], who: "admin" }),
    ...cases(`${api}.show`, { variant: "unknown", path: { id: NOBODY }, at: last }),
    ...cases(`${api}.show`, { variant: "malformed id", path: { id: "no-uuid" }, at: ["2.1"] }),
]);

/** What nova-network did; Neutron's networks are changed at Neutron. */
const networkChanges: readonly Case[] = [
    ...cases("networks.add", { body: { id: NOBODY }, at: last, who: ["member", "admin"] }),
    ...(["networks", "tenantNetworks"] as const).flatMap((api) => [
        ...cases(`${api}.create`, { body: { network: { label: "x" } }, at: last, who: ["member", "admin"] }),
        ...cases(`${api}.delete`, { path: { id: NOBODY }, at: last, who: ["member", "admin"] }),
        ...cases(`${api}.associateHost`, { path: { id: NOBODY }, body: { associate_host: "x" }, at: ["2.1"] }),
        ...cases(`${api}.disassociateHost`, { path: { id: NOBODY }, body: { disassociate_host: null }, at: ["2.1"] }),
        ...cases(`${api}.disassociateNetwork`, { path: { id: NOBODY }, body: { disassociate: null }, at: ["2.1"] }),
        ...cases(`${api}.disassociateProject`, {
            path: { id: NOBODY },
            body: { disassociate_project: null },
            at: ["2.1"],
        }),
    ]),
];

const image = { id: "$image" };
const imageRow: Row = { path: image, at: [...last, ...gone] };
const images: readonly Case[] = [
    ...cases("images.list", { query: "name=debian-12", at: [...last, ...gone] }),
    ...cases("images.listDetails", { query: "name=debian-12", at: [...last, ...gone] }),
    ...cases("images.list", { variant: "limit -1", query: "limit=-1", at: ["2.1"] }),
    ...cases("images.list", { variant: "limit a word", query: "limit=x", at: ["2.1"] }),
    ...cases("images.list", { variant: "unknown marker", query: `marker=${NOBODY}`, at: ["2.1"] }),
    ...cases("images.list", { variant: "status", query: "name=debian-12&status=ACTIVE", at: ["2.1"] }),
    ...cases("images.list", { variant: "unknown parameter", query: "name=debian-12&colour=red", at: ["2.1"] }),
    ...cases("images.show", imageRow),
    ...cases("images.show", { variant: "unknown", path: { id: NOBODY }, at: last }),
    ...cases("images.show", { variant: "malformed id", path: { id: "no-uuid" }, at: ["2.1"] }),
    ...cases("images.delete", { variant: "unknown", path: { id: NOBODY }, at: ["2.1", "2.36"] }),
    ...cases("images.delete", { variant: "another project's", path: image, at: ["2.1"] }),
    ...cases("imageMetadata.list", { path: image, at: ["2.1", "2.38", "2.39"] }),
    ...cases("imageMetadata.list", { variant: "unknown", path: { id: NOBODY }, at: ["2.1"] }),
    ...cases("imageMetadata.showItem", {
        variant: "unknown key",
        path: { ...image, key: "colour" },
        at: ["2.1", "2.39"],
    }),
    ...cases("imageMetadata.merge", {
        variant: "another project's",
        path: image,
        body: { metadata: { a: "b" } },
        at: ["2.1", "2.39"],
    }),
    ...cases("imageMetadata.replace", {
        variant: "another project's",
        path: image,
        body: { metadata: {} },
        at: ["2.1", "2.39"],
    }),
    ...cases("imageMetadata.setItem", {
        variant: "another project's",
        path: { ...image, key: "a" },
        body: { meta: { a: "b" } },
        at: ["2.1", "2.39"],
    }),
    ...cases("imageMetadata.deleteItem", {
        variant: "another project's",
        path: { ...image, key: "a" },
        at: ["2.1", "2.39"],
    }),
    ...spoilt(
        "imageMetadata.merge",
        { path: image, body: { metadata: {} }, at: ["2.1"] },
        { metadata: [MISSING, null, { k: 5 }, { "": "x" }] },
    ),
];

export const proxyCases: readonly Case[] = [
    ...floatingIps,
    ...groups,
    ...rules,
    ...networks,
    ...networkChanges,
    ...images,
];
