/** Actions: one server goes through its states, and in each of them what is not allowed there is tried. */
import { type ServerAction, serverActions } from "../../../provider/api";
import { type Case, cases, letters, MISSING, NOBODY, type Row, spoilt } from "./case";

type Status =
    | "ACTIVE"
    | "PAUSED"
    | "SUSPENDED"
    | "SHUTOFF"
    | "RESCUE"
    | "VERIFY_RESIZE"
    | "SHELVED_OFFLOADED"
    | "ERROR";

/** What an action is told where its body is right. */
const ARGUMENTS: Partial<Record<ServerAction, unknown>> = {
    reboot: { type: "SOFT" },
    resize: { flavorRef: "$small" },
    rebuild: { imageRef: "$image" },
    createImage: { name: "$run-image" },
    changePassword: { adminPass: "new" },
    rescue: {},
    createBackup: { name: "$run-backup", backup_type: "daily", rotation: 1 },
};

/** The states in which an action is allowed; in the others it is refused with 409, and nothing changes. */
const ALLOWED = {
    start: ["SHUTOFF"],
    stop: ["ACTIVE", "ERROR"],
    pause: ["ACTIVE"],
    unpause: ["PAUSED"],
    suspend: ["ACTIVE"],
    resume: ["SUSPENDED"],
    reboot: ["ACTIVE"],
    resize: ["ACTIVE", "SHUTOFF"],
    confirmResize: ["VERIFY_RESIZE"],
    revertResize: ["VERIFY_RESIZE"],
    rebuild: ["ACTIVE", "SHUTOFF", "ERROR"],
    rescue: ["ACTIVE", "SHUTOFF", "ERROR"],
    unrescue: ["RESCUE"],
    shelve: ["ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED"],
    unshelve: ["SHELVED_OFFLOADED"],
    createImage: ["ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED"],
    changePassword: ["ACTIVE"],
} satisfies Partial<Record<ServerAction, readonly Status[]>>;

function act(name: ServerAction, row: Row & { to?: string; told?: unknown } = {}): Case[] {
    const { to = "scratch", told = ARGUMENTS[name] ?? null, ...rest } = row;
    return cases(`serverActions.${name}`, {
        path: { id: to.startsWith("$") || to === NOBODY || to.includes("-") ? to : `$${to}` },
        body: { [serverActions[name].key]: told },
        ...rest,
    });
}

/** All that a server in this state refuses. */
function refusedIn(status: Status): Case[] {
    return Object.entries(ALLOWED).flatMap(([name, allowed]) =>
        (allowed as readonly Status[]).includes(status)
            ? []
            : act(name as ServerAction, { variant: `in ${status}`, at: ["2.1"] }),
    );
}

/** Brings the server to a status, then tries what is refused there. */
function scene(name: ServerAction, status: Status, row: Row & { told?: unknown } = {}): Case[] {
    return [
        ...act(name, { variant: `to ${status}`, at: ["2.1"], until: ["scratch", status], ...row }),
        ...refusedIn(status),
        ...cases("servers.show", { variant: `in ${status}`, path: { id: "$scratch" }, at: ["2.1", "2.93"] }),
    ];
}

const life: readonly Case[] = [
    ...refusedIn("ACTIVE"),
    ...scene("pause", "PAUSED"),
    ...act("unpause", { at: ["2.1"], until: ["scratch", "ACTIVE"] }),
    ...scene("suspend", "SUSPENDED"),
    ...act("resume", { at: ["2.1"], until: ["scratch", "ACTIVE"] }),
    ...scene("stop", "SHUTOFF"),
    ...act("start", { at: ["2.1"], until: ["scratch", "ACTIVE"] }),
    ...act("reboot", { at: ["2.1"], until: ["scratch", "ACTIVE"] }),
    ...act("reboot", { variant: "hard", told: { type: "HARD" }, at: ["2.93"], until: ["scratch", "ACTIVE"] }),
    ...scene("rescue", "RESCUE"),
    ...act("unrescue", { at: ["2.1"], until: ["scratch", "ACTIVE"] }),
    ...scene("resize", "VERIFY_RESIZE"),
    ...act("revertResize", { at: ["2.1"], until: ["scratch", "ACTIVE"] }),
    ...act("resize", { variant: "again", at: ["2.93"], until: ["scratch", "VERIFY_RESIZE"] }),
    ...act("confirmResize", { at: ["2.1"], until: ["scratch", "ACTIVE"] }),
    ...act("resize", {
        variant: "to a flavor that is not for the project",
        told: { flavorRef: "$strangeFlavor" },
        at: ["2.1"],
        until: ["scratch", "VERIFY_RESIZE"],
    }),
    ...act("revertResize", { variant: "again", at: ["2.93"], until: ["scratch", "ACTIVE"] }),
    ...scene("shelve", "SHELVED_OFFLOADED"),
    ...act("unshelve", { at: ["2.1"], until: ["scratch", "ACTIVE"] }),
    ...act("rebuild", { at: ["2.1"], until: ["scratch", "ACTIVE"] }),
    ...act("rebuild", {
        variant: "with much",
        told: {
            imageRef: "$otherImage",
            name: "$run-scratch",
            description: "new",
            metadata: { k: "v" },
            key_name: "$run-key",
            user_data: "aGVsbG8=",
            hostname: "rebuilt",
            accessIPv4: "192.0.2.9",
            adminPass: "secret",
        },
        at: ["2.93"],
        until: ["scratch", "ACTIVE"],
    }),
    ...act("rebuild", {
        variant: "plain",
        told: { imageRef: "$image", key_name: null, user_data: null },
        at: ["2.57", "2.60", "2.63", "2.71", "2.73", "2.79"],
        until: ["scratch", "ACTIVE"],
    }),
    ...act("changePassword", { at: ["2.1"], until: ["scratch", "ACTIVE"] }),
    ...scene("resetState", "ERROR", { told: { state: "error" }, who: "admin" }),
    ...act("resetState", {
        variant: "back",
        told: { state: "active" },
        who: "admin",
        at: ["2.1"],
        until: ["scratch", "ACTIVE"],
    }),
];

const lock: readonly Case[] = [
    ...act("lock", { at: ["2.1"] }),
    ...cases("servers.show", { variant: "locked", path: { id: "$scratch" }, at: ["2.1", "2.73"] }),
    ...(["stop", "reboot", "resize", "rebuild", "pause", "rescue", "shelve", "changePassword"] as const).flatMap(
        (name) => act(name, { variant: "locked", at: ["2.1"] }),
    ),
    ...cases("servers.delete", { variant: "locked", path: { id: "$scratch" }, at: ["2.1"] }),
    ...act("unlock", { at: ["2.1"] }),
    ...act("lock", {
        variant: "by an administrator",
        who: "admin",
        at: ["2.73"],
        told: { locked_reason: "for the check" },
    }),
    ...cases("servers.show", { variant: "locked with a reason", path: { id: "$scratch" }, at: ["2.73"] }),
    ...act("unlock", { variant: "another's lock", at: ["2.1", "2.93"] }),
    ...act("unlock", { variant: "own lock", who: "admin", at: ["2.1"] }),
    ...act("lock", { variant: "reason too early", told: { locked_reason: "x" }, at: ["2.72"] }),
    ...act("unlock", { variant: "after the reason", at: ["2.72"] }),
    ...spoilt(
        "serverActions.lock",
        { path: { id: "$scratch" }, body: { lock: { locked_reason: "x" } }, at: ["2.73"] },
        {
            "lock.locked_reason": ["", letters(256), 5, null],
            "lock.more": [1],
            lock: ["text", 5],
        },
    ),
];

const on = (row: Row): Row => ({ path: { id: "$active" }, at: ["2.1"], ...row });

const bodies: readonly Case[] = [
    ...spoilt("serverActions.resize", on({ body: { resize: { flavorRef: "$small" } } }), {
        "resize.flavorRef": [MISSING, "", null, 1.5, [], "unknown", NOBODY, "$tiny"],
        "resize.OS-DCF:diskConfig": ["auto", null],
        "resize.more": [1],
        resize: [null, "2", {}, []],
        more: [1],
    }),
    ...spoilt("serverActions.reboot", on({ body: { reboot: { type: "SOFT" } } }), {
        "reboot.type": [MISSING, "", "WARM", null, 5],
        reboot: [null, "SOFT", {}],
        "reboot.more": [1],
    }),
    ...spoilt("serverActions.rebuild", on({ body: { rebuild: { imageRef: "$image" } }, at: ["2.1", "2.93"] }), {
        "rebuild.imageRef": [MISSING, "", null, "no-uuid", NOBODY, 5],
        "rebuild.name": ["", null, letters(256), 5],
        "rebuild.metadata": [null, "x", { "": "v" }, { k: 5 }, { k: letters(256) }],
        "rebuild.accessIPv4": ["x"],
        "rebuild.accessIPv6": [5],
        "rebuild.OS-DCF:diskConfig": ["x"],
        "rebuild.preserve_ephemeral": ["perhaps"],
        "rebuild.key_name": ["unknown", "", 5],
        "rebuild.user_data": ["not base64!", 5],
        "rebuild.hostname": ["-a", ""],
        "rebuild.description": [5, letters(256)],
        "rebuild.trusted_image_certificates": ["x"],
        "rebuild.more": [1],
        rebuild: [null, "x", {}],
    }),
    ...spoilt("serverActions.createImage", on({ body: { createImage: { name: "$run-image" } } }), {
        "createImage.name": [MISSING, "", null, letters(256), 5, " x"],
        "createImage.metadata": [null, { "": "v" }, { k: 5 }, []],
        "createImage.more": [1],
        createImage: [null, "x"],
    }),
    ...spoilt("serverActions.changePassword", on({ body: { changePassword: { adminPass: "x" } } }), {
        "changePassword.adminPass": [MISSING, null, 5],
        changePassword: [null, "x"],
        "changePassword.more": [1],
    }),
    ...spoilt("serverActions.rescue", on({ body: { rescue: { adminPass: "x" } } }), {
        "rescue.adminPass": [5, null],
        "rescue.rescue_image_ref": ["no-uuid", NOBODY, 5],
        "rescue.more": [1],
        rescue: ["x"],
    }),
    ...spoilt("serverActions.resetState", on({ body: { "os-resetState": { state: "error" } }, who: "admin" }), {
        "os-resetState.state": [MISSING, "paused", null, 5],
        "os-resetState": [null, "error"],
        "os-resetState.more": [1],
    }),
    ...spoilt(
        "serverActions.unshelve",
        on({ body: { unshelve: { availability_zone: "nova" } }, at: ["2.77", "2.91"] }),
        {
            "unshelve.availability_zone": [MISSING, "", null, 5, "nova", "nowhere"],
            "unshelve.host": ["unknown", 5],
            "unshelve.more": [1],
        },
    ),
    ...spoilt("serverActions.addSecurityGroup", on({ body: { addSecurityGroup: { name: "$run-otherGroup" } } }), {
        "addSecurityGroup.name": [MISSING, "", null, "unknown", 5, "$strangeGroup", "$run-group"],
        addSecurityGroup: [null, "x", {}],
    }),
    ...spoilt("serverActions.removeSecurityGroup", on({ body: { removeSecurityGroup: { name: "$run-group" } } }), {
        "removeSecurityGroup.name": [MISSING, "", null, "unknown", 5, "$run-otherGroup"],
        removeSecurityGroup: [null, "x"],
    }),
    ...spoilt("serverActions.addFloatingIp", on({ body: { addFloatingIp: { address: "$floatingFreeAddress" } } }), {
        "addFloatingIp.address": [MISSING, "", "x", null, "198.51.100.7", "$floatingAddress", 5],
        "addFloatingIp.fixed_address": ["x", "10.9.9.9", 5],
        "addFloatingIp.more": [1],
        addFloatingIp: [null, "x"],
    }),
    ...spoilt("serverActions.removeFloatingIp", on({ body: { removeFloatingIp: { address: "$floatingAddress" } } }), {
        "removeFloatingIp.address": [MISSING, "", "x", null, "198.51.100.7", "$floatingFreeAddress", 5],
        removeFloatingIp: [null, "x"],
    }),
    ...cases("serverActions.addFloatingIp", {
        variant: "too late",
        path: { id: "$active" },
        body: { addFloatingIp: { address: "$floatingFreeAddress" } },
        at: ["2.44", "2.93"],
    }),
    ...cases("serverActions.removeFloatingIp", {
        variant: "too late",
        path: { id: "$active" },
        body: { removeFloatingIp: { address: "$floatingAddress" } },
        at: ["2.44"],
    }),
    ...cases("serverActions.start", {
        variant: "two actions",
        path: { id: "$stopped" },
        body: { "os-start": null, pause: null },
        at: ["2.1"],
    }),
    ...cases("serverActions.start", { variant: "no action", path: { id: "$stopped" }, body: {}, at: ["2.1"] }),
    ...cases("serverActions.start", {
        variant: "no such action",
        path: { id: "$stopped" },
        body: { fly: null },
        at: ["2.1"],
    }),
    ...cases("serverActions.start", { variant: "no body", path: { id: "$stopped" }, at: ["2.1"] }),
    ...cases("serverActions.start", {
        variant: "an argument",
        path: { id: "$active" },
        body: { "os-start": { now: true } },
        at: ["2.1"],
    }),
];

const refused: readonly Case[] = [
    ...(
        [
            "start",
            "stop",
            "pause",
            "resize",
            "rebuild",
            "confirmResize",
            "lock",
            "unlock",
            "shelve",
            "rescue",
            "createImage",
            "forceDelete",
        ] as const
    ).flatMap((name) => [
        ...act(name, { variant: "unknown server", to: NOBODY, at: ["2.1"] }),
        ...act(name, { variant: "another project's", to: "strange", at: ["2.93"] }),
    ]),
    ...act("stop", { variant: "malformed id", to: "no-uuid", at: ["2.1"] }),
    ...act("resetState", { variant: "by a member", told: { state: "error" }, at: ["2.1"] }),
    ...act("shelveOffload", { variant: "by a member", at: ["2.1"] }),
    ...act("shelveOffload", { variant: "in ACTIVE", who: "admin", at: ["2.1"] }),
    ...act("start", { variant: "failed server", to: "failed", at: ["2.1"] }),
    ...act("stop", { variant: "failed server", to: "failed", at: ["2.1"] }),
    ...act("rebuild", { variant: "failed server", to: "failed", at: ["2.1"] }),
    ...act("resize", { variant: "failed server", to: "failed", at: ["2.1"] }),
    ...act("reboot", { variant: "failed server", to: "failed", told: { type: "HARD" }, at: ["2.1"] }),
    ...act("confirmResize", { variant: "failed server", to: "failed", at: ["2.1"] }),
];

const groups: readonly Case[] = [
    ...act("addSecurityGroup", { to: "active", told: { name: "$run-otherGroup" }, at: ["2.1"] }),
    ...act("addSecurityGroup", { variant: "again", to: "active", told: { name: "$run-otherGroup" }, at: ["2.1"] }),
    ...act("removeSecurityGroup", { to: "active", told: { name: "$run-otherGroup" }, at: ["2.1"] }),
    ...act("removeSecurityGroup", { variant: "by id", to: "active", told: { name: "$otherGroup" }, at: ["2.93"] }),
    ...act("addFloatingIp", {
        to: "stopped",
        told: { address: "$floatingFreeAddress", fixed_address: "$stoppedAddress" },
        at: ["2.1"],
    }),
    ...act("removeFloatingIp", { to: "stopped", told: { address: "$floatingFreeAddress" }, at: ["2.43"] }),
    ...act("addFloatingIp", {
        variant: "second of one address",
        to: "active",
        told: { address: "$floatingFreeAddress", fixed_address: "$activeAddress" },
        at: ["2.1"],
    }),
];

/** Actions that the provider never calls: how they are refused. */
const foreign: readonly Case[] = [
    ...act("addFixedIp", { to: "active", told: { networkId: NOBODY }, at: ["2.44"] }),
    ...act("removeFixedIp", { to: "active", told: { address: "10.20.0.250" }, at: ["2.44"] }),
    ...act("attachVolume", { to: "active", told: { volume_id: NOBODY, device: "/dev/vdb" }, at: ["2.1"] }),
    ...act("restore", { to: "active", at: ["2.1"] }),
    ...act("createBackup", { to: "active", told: { name: "", backup_type: "daily", rotation: 1 }, at: ["2.1"] }),
    ...act("consoleOutput", { to: "active", told: { length: "x" }, at: ["2.1"] }),
    ...act("rdpConsole", { to: "active", told: { type: "vga" }, at: ["2.1"] }),
    ...act("serialConsole", { to: "active", told: { type: "vga" }, at: ["2.1"] }),
    ...act("spiceConsole", { to: "active", told: { type: "vga" }, at: ["2.1"] }),
    ...act("vncConsole", { to: "active", told: { type: "vga" }, at: ["2.1"] }),
    ...act("evacuate", { to: "active", told: { onSharedStorage: false }, at: ["2.1"] }),
    ...act("migrate", { to: "active", at: ["2.1"] }),
    ...act("liveMigrate", { to: "active", told: { host: null, block_migration: "auto" }, at: ["2.30"] }),
    ...act("injectNetworkInfo", { to: "active", at: ["2.1"] }),
    ...act("resetNetwork", { to: "active", at: ["2.1"] }),
];

/** The server of the scenes has done its work. */
const end: readonly Case[] = [
    ...act("createImage", { at: ["2.1"], until: ["scratch", "ACTIVE"] }),
    ...act("createImage", { told: { name: "$run-image-2" }, at: ["2.45"], until: ["scratch", "ACTIVE"] }),
    ...act("forceDelete", { at: ["2.1"], until: ["scratch", "gone"] }),
    ...act("start", { variant: "deleted server", at: ["2.1"] }),
];

export const serverActionCases: readonly Case[] = [...bodies, ...refused, ...foreign, ...life, ...lock, ...groups];
export const lastServerActionCases: readonly Case[] = end;
