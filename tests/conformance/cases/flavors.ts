/** Flavors, who may use them, their extra specs. */
import { type Case, cases, letters, MISSING, type Row, spoilt } from "./case";

const all = ["2.1", "2.36", "2.54", "2.55", "2.61", "2.75", "2.93"];
const ours = { id: "$flavor" };

const reading: readonly Case[] = [
    ...cases("flavors.list", { query: "minRam=777777", at: ["2.1", "2.55", "2.93"] }),
    ...cases("flavors.list", { variant: "all", query: "is_public=None", at: ["2.1"], who: "admin" }),
    ...cases("flavors.listDetails", { query: "minRam=777777", at: all }),
    ...cases("flavors.show", { path: ours, at: all, who: ["member", "admin"] }),
    ...cases("flavors.show", { variant: "private", path: { id: "$hiddenFlavor" }, at: ["2.1", "2.93"] }),
    ...cases("flavors.show", { variant: "not for the project", path: { id: "$strangeFlavor" }, at: ["2.1", "2.93"] }),
    ...cases("flavors.show", { variant: "unknown", path: { id: "unknown" }, at: ["2.1", "2.93"] }),
    ...Object.entries({
        "is_public none": "is_public=None&minRam=777777",
        "is_public false": "is_public=false&minRam=777777",
        "is_public no boolean": "is_public=perhaps",
        "minRam a word": "minRam=x",
        "minDisk a word": "minDisk=x",
        minDisk: "minDisk=650000",
        "limit 0": "limit=0",
        "limit -1": "limit=-1",
        "limit 1": "limit=1&minRam=777777",
        "unknown marker": "marker=unknown",
        "unknown sort key": "sort_key=colour",
        "unknown direction": "sort_dir=sideways",
        "unknown parameter": "colour=red&minRam=777777",
    }).flatMap(([variant, query]) => cases("flavors.listDetails", { variant, query, at: ["2.1", "2.75"] })),
];

const flavor = { name: "$run-made", ram: 64, vcpus: 1, disk: 1 };

function made(at: string, more: object = {}): Case[] {
    return [
        ...cases("flavors.create", {
            body: { flavor: { ...flavor, ...more } },
            at: [at],
            who: "admin",
            keeps: { made: "flavor.id" },
        }),
        ...cases("flavors.create", {
            variant: "again",
            body: { flavor: { ...flavor, ...more } },
            at: [at],
            who: "admin",
        }),
        ...cases("flavors.delete", { path: { id: "$made" }, at: [at], who: "admin" }),
        ...cases("flavors.delete", { variant: "again", path: { id: "$made" }, at: [at], who: "admin" }),
    ];
}

const managing: readonly Case[] = [
    ...made("2.1"),
    ...made("2.55", { description: "x", id: "$run-id", swap: 1, "OS-FLV-EXT-DATA:ephemeral": 1, rxtx_factor: 2.0 }),
    ...made("2.93", { description: null, id: "auto", "os-flavor-access:is_public": false }),
    ...cases("flavors.create", { variant: "by a member", body: { flavor }, at: ["2.1", "2.93"] }),
    ...cases("flavors.create", { variant: "a bad one, by a member", body: { flavor: {} }, at: ["2.1"] }),
    ...spoilt(
        "flavors.create",
        { body: { flavor }, at: ["2.1"], who: "admin" },
        {
            "flavor.name": [MISSING, "", null, 5, letters(256), " x", "m1.tiny"],
            "flavor.ram": [MISSING, 0, -1, "x", null, 1.5, 2147483648, ""],
            "flavor.vcpus": [MISSING, 0, "x", null],
            "flavor.disk": [MISSING, -1, "x", null],
            "flavor.id": ["1", "", " ", letters(256), "a/b", {}],
            "flavor.swap": [-1, "x", null],
            "flavor.OS-FLV-EXT-DATA:ephemeral": [-1, "x"],
            "flavor.rxtx_factor": [0, -1, "x", null],
            "flavor.os-flavor-access:is_public": ["perhaps", null, 5],
            "flavor.description": ["too early"],
            "flavor.more": [1],
            flavor: [MISSING, null, {}, []],
            more: [1],
        },
    ),
    ...spoilt(
        "flavors.create",
        { body: { flavor: { ...flavor, description: "x" } }, at: ["2.55"], who: "admin" },
        {
            "flavor.description": [letters(65536), 5, "line\nbreak"],
        },
    ),
    ...cases("flavors.update", {
        path: ours,
        body: { flavor: { description: "new" } },
        at: ["2.55", "2.61", "2.75", "2.93"],
        who: "admin",
    }),
    ...cases("flavors.update", {
        variant: "too early",
        path: ours,
        body: { flavor: { description: "new" } },
        at: ["2.1", "2.54"],
        who: "admin",
    }),
    ...cases("flavors.update", {
        variant: "by a member",
        path: ours,
        body: { flavor: { description: "x" } },
        at: ["2.55"],
    }),
    ...cases("flavors.update", {
        variant: "unknown",
        path: { id: "unknown" },
        body: { flavor: { description: "x" } },
        at: ["2.55"],
        who: "admin",
    }),
    ...spoilt(
        "flavors.update",
        { path: ours, body: { flavor: { description: "x" } }, at: ["2.55"], who: "admin" },
        {
            "flavor.description": [MISSING, 5, letters(65536)],
            "flavor.name": ["x"],
            flavor: [MISSING, null],
        },
    ),
    ...cases("flavors.delete", { variant: "by a member", path: ours, at: ["2.1"] }),
    ...cases("flavors.delete", { variant: "unknown", path: { id: "unknown" }, at: ["2.1", "2.93"], who: "admin" }),
];

const hidden = { id: "$hiddenFlavor" };
const admin = (row: Row): Row => ({ at: ["2.1"], who: "admin", ...row });

const access: readonly Case[] = [
    ...cases("flavorAccess.list", { path: hidden, at: ["2.1", "2.93"], who: ["member", "admin"] }),
    ...cases("flavorAccess.list", admin({ variant: "public flavor", path: ours })),
    ...cases("flavorAccess.list", admin({ variant: "unknown", path: { id: "unknown" } })),
    ...cases("flavorAccess.add", admin({ path: hidden, body: { addTenantAccess: { tenant: "$adminProject" } } })),
    ...cases(
        "flavorAccess.add",
        admin({ variant: "again", path: hidden, body: { addTenantAccess: { tenant: "$adminProject" } } }),
    ),
    ...cases("flavorAccess.remove", admin({ path: hidden, body: { removeTenantAccess: { tenant: "$adminProject" } } })),
    ...cases(
        "flavorAccess.remove",
        admin({
            variant: "again",
            path: hidden,
            body: { removeTenantAccess: { tenant: "$adminProject" } },
            at: ["2.1", "2.93"],
        }),
    ),
    ...cases(
        "flavorAccess.add",
        admin({
            variant: "public flavor",
            path: ours,
            body: { addTenantAccess: { tenant: "$adminProject" } },
            at: ["2.1", "2.7"],
        }),
    ),
    ...cases(
        "flavorAccess.remove",
        admin({ variant: "public flavor", path: ours, body: { removeTenantAccess: { tenant: "$adminProject" } } }),
    ),
    ...cases(
        "flavorAccess.add",
        admin({
            variant: "unknown flavor",
            path: { id: "unknown" },
            body: { addTenantAccess: { tenant: "$adminProject" } },
        }),
    ),
    ...cases("flavorAccess.add", {
        variant: "by a member",
        path: hidden,
        body: { addTenantAccess: { tenant: "$adminProject" } },
        at: ["2.1"],
    }),
    ...spoilt("flavorAccess.add", admin({ path: hidden, body: { addTenantAccess: { tenant: "$adminProject" } } }), {
        "addTenantAccess.tenant": [MISSING, "", null, 5, "unknown-project", letters(256)],
        "addTenantAccess.more": [1],
        addTenantAccess: [null, "x"],
    }),
];

const specs: readonly Case[] = [
    ...cases("flavorExtraSpecs.list", { path: ours, at: ["2.1", "2.93"], who: ["member", "admin"] }),
    ...cases("flavorExtraSpecs.create", admin({ path: ours, body: { extra_specs: { "x:y": "z" } } })),
    ...cases("flavorExtraSpecs.show", { path: { ...ours, key: "x:y" }, at: ["2.1"] }),
    ...cases("flavorExtraSpecs.update", admin({ path: { ...ours, key: "x:y" }, body: { "x:y": "w" } })),
    ...cases("flavorExtraSpecs.delete", admin({ path: { ...ours, key: "x:y" } })),
    ...cases("flavorExtraSpecs.delete", admin({ variant: "again", path: { ...ours, key: "x:y" } })),
    ...cases("flavorExtraSpecs.show", {
        variant: "unknown key",
        path: { ...ours, key: "colour" },
        at: ["2.1", "2.93"],
    }),
    ...cases("flavorExtraSpecs.list", { variant: "unknown flavor", path: { id: "unknown" }, at: ["2.1"] }),
    ...cases("flavorExtraSpecs.create", {
        variant: "by a member",
        path: ours,
        body: { extra_specs: { a: "b" } },
        at: ["2.1"],
    }),
    ...cases("flavorExtraSpecs.delete", { variant: "by a member", path: { ...ours, key: "a:b" }, at: ["2.1"] }),
    ...cases(
        "flavorExtraSpecs.create",
        admin({ variant: "unknown flavor", path: { id: "unknown" }, body: { extra_specs: { a: "b" } } }),
    ),
    ...spoilt("flavorExtraSpecs.create", admin({ path: ours, body: { extra_specs: { a: "b" } } }), {
        extra_specs: [MISSING, null, [], {}, { "": "x" }, { "a/b": "x" }, { a: null }, { a: letters(256) }, { a: {} }],
        more: [1],
    }),
    ...spoilt("flavorExtraSpecs.update", admin({ path: { ...ours, key: "a:b" }, body: { "a:b": "x" } }), {
        other: ["x"],
        "a:b": [MISSING, null, letters(256), []],
    }),
    ...spoilt(
        "flavorExtraSpecs.create",
        admin({ variant: "checked", path: ours, body: { extra_specs: {} }, at: ["2.86"] }),
        {
            extra_specs: [{ "hw:cpu_policy": "nonsense" }, { "hw:colour": "red" }, { "hw:mem_page_size": "x" }],
        },
    ),
];

export const flavorCases: readonly Case[] = [...reading, ...managing, ...access, ...specs];
