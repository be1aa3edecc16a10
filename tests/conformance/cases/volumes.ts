/** Volumes: Nova's own view of them, on servers, and under servers that boot from them. */
import { type Case, cases, letters, MISSING, NOBODY, type Row, spoilt } from "./case";

const both = ["member", "admin"] as const;

const proxies: readonly Case[] = [
    ...cases("volumes.list", { at: ["2.1", "2.35", "2.36"] }),
    ...cases("volumes.listDetails", { at: ["2.1", "2.35", "2.36"] }),
    ...cases("volumes.list", { variant: "bad limit", query: "limit=-1", at: ["2.1"] }),
    ...cases("volumes.show", { path: { id: "$data" }, at: ["2.1", "2.35", "2.36"], who: both }),
    ...cases("volumes.show", { variant: "unknown", path: { id: NOBODY }, at: ["2.1"] }),
    ...cases("volumes.show", { variant: "another project's", path: { id: "$strangeData" }, at: ["2.1"] }),
    ...cases("volumes.create", {
        body: { volume: { size: 1, display_name: "$run-made", display_description: "x", metadata: { a: "b" } } },
        at: ["2.1"],
        keeps: { madeVolume: "volume.id" },
        untilVolume: ["madeVolume", "available"],
    }),
    ...spoilt(
        "volumes.create",
        { body: { volume: { size: 1 } }, at: ["2.1"] },
        {
            "volume.size": [MISSING, 0, -1, "x", null, 1.5],
            "volume.display_name": [5],
            "volume.metadata": ["x"],
            "volume.snapshot_id": [NOBODY],
            "volume.more": [1],
            volume: [MISSING, null, {}],
            more: [1],
        },
    ),
    ...cases("volumes.create", { variant: "too late", body: { volume: { size: 1 } }, at: ["2.36"] }),
    ...cases("volumes.delete", { path: { id: "$madeVolume" }, at: ["2.1"], untilVolume: ["madeVolume", "gone"] }),
    ...cases("volumes.delete", { variant: "again", path: { id: "$madeVolume" }, at: ["2.1"] }),
    ...cases("volumes.delete", { variant: "unknown", path: { id: NOBODY }, at: ["2.1", "2.36"] }),
];

/** A server on a volume that goes with it. */
const root = {
    boot_index: 0,
    uuid: "$otherImage",
    source_type: "image",
    destination_type: "volume",
    volume_size: 1,
    delete_on_termination: true,
};
const blank = { source_type: "blank", destination_type: "volume", volume_size: 1, delete_on_termination: true };
const booted = { name: "$run-booted", flavorRef: "$tiny", networks: [{ uuid: "$private" }] };
const on = (...devices: object[]) => ({ server: { ...booted, block_device_mapping_v2: devices } });

function shown(variant: string, name = "booted"): Case[] {
    return [
        ...cases("servers.show", { variant, path: { id: `$${name}` }, at: ["2.1", "2.3", "2.93"], who: both }),
        ...cases("serverVolumes.list", { variant, path: { id: `$${name}` }, at: ["2.1", "2.70", "2.79", "2.89"] }),
    ];
}

function gone(variant: string, name = "booted"): Case[] {
    return cases("servers.delete", { variant, path: { id: `$${name}` }, at: ["2.1"], until: [name, "gone"] });
}

const booting: readonly Case[] = [
    ...cases("servers.create", {
        variant: "on a volume made of an image",
        body: on({ ...root, tag: "root", volume_type: "__DEFAULT__" }, blank),
        at: ["2.67"],
        keeps: { booted: "server.id" },
        until: ["booted", "ACTIVE"],
    }),
    ...shown("on a volume"),
    ...cases("servers.show", {
        variant: "to know its root",
        path: { id: "$booted" },
        at: ["2.79"],
        keeps: { rootVolume: 'server["os-extended-volumes:volumes_attached"][0].id' },
    }),
    ...cases("volumes.show", { variant: "of a server", path: { id: "$rootVolume" }, at: ["2.1"] }),
    ...cases("volumes.delete", { variant: "of a server", path: { id: "$rootVolume" }, at: ["2.1"] }),
    ...cases("serverVolumes.detach", {
        variant: "the root",
        path: { id: "$booted", volumeId: "$rootVolume" },
        at: ["2.1", "2.93"],
    }),
    ...cases("serverActions.rebuild", {
        variant: "on a volume, another image",
        path: { id: "$booted" },
        body: { rebuild: { imageRef: "$image" } },
        at: ["2.1", "2.92"],
    }),
    ...cases("serverActions.rebuild", {
        variant: "on a volume, with certificates",
        path: { id: "$booted" },
        body: { rebuild: { imageRef: "$otherImage", trusted_image_certificates: ["a"] } },
        at: ["2.63"],
    }),
    ...cases("serverActions.rebuild", {
        variant: "on a volume, its own image",
        path: { id: "$booted" },
        body: { rebuild: { imageRef: "$otherImage" } },
        at: ["2.92"],
        until: ["booted", "ACTIVE"],
    }),
    ...cases("serverActions.rebuild", {
        variant: "on a volume",
        path: { id: "$booted" },
        body: { rebuild: { imageRef: "$image", hostname: "anew" } },
        at: ["2.93"],
        until: ["booted", "ACTIVE"],
    }),
    ...shown("on a volume, rebuilt"),
    ...cases("serverActions.shelve", {
        variant: "on a volume",
        path: { id: "$booted" },
        body: { shelve: null },
        at: ["2.1"],
        until: ["booted", "SHELVED_OFFLOADED"],
    }),
    ...shown("on a volume, shelved"),
    ...cases("volumes.show", { variant: "of a shelved server", path: { id: "$rootVolume" }, at: ["2.1"] }),
    ...attachedTo("booted", "shelved"),
    ...cases("serverActions.unshelve", {
        variant: "to an unknown host",
        path: { id: "$booted" },
        body: { unshelve: { host: "unknown" } },
        at: ["2.91"],
        who: both,
    }),
    ...cases("serverActions.unshelve", {
        variant: "to a zone",
        path: { id: "$booted" },
        body: { unshelve: { availability_zone: "nova" } },
        at: ["2.77"],
        until: ["booted", "ACTIVE"],
    }),
    ...shown("on a volume, back"),
    ...gone("on a volume"),
    ...cases("servers.create", {
        variant: "on a volume that exists",
        body: on({ boot_index: 0, uuid: "$bootable", source_type: "volume", destination_type: "volume" }),
        at: ["2.37"],
        keeps: { booted: "server.id" },
        until: ["booted", "ACTIVE"],
    }),
    ...shown("on a volume that exists"),
    ...cases("servers.create", {
        variant: "on a volume in use",
        body: on({ boot_index: 0, uuid: "$bootable", source_type: "volume", destination_type: "volume" }),
        at: ["2.37"],
    }),
    ...gone("on a volume that exists"),
    ...cases("servers.create", {
        variant: "on a volume, the older way",
        body: {
            server: { ...booted, block_device_mapping: [{ volume_id: "$bootable", device_name: "vda" }] },
        },
        at: ["2.37"],
        keeps: { booted: "server.id" },
        until: ["booted", "ACTIVE"],
    }),
    ...shown("on a volume, the older way"),
    ...gone("on a volume, the older way"),
    ...cases("servers.create", {
        variant: "an image, and on a volume",
        body: { server: { ...on(root).server, imageRef: "$otherImage" } },
        at: ["2.37"],
        keeps: { booted: "server.id" },
        until: ["booted", "ACTIVE"],
    }),
    ...shown("an image, and on a volume"),
    ...gone("an image, and on a volume"),
];

const local = { boot_index: 0, uuid: "$image", source_type: "image", destination_type: "local" };
const withImage = (...devices: object[]) => ({ server: { ...on(...devices).server, imageRef: "$image" } });
const wrong: Readonly<Record<string, object>> = {
    "nothing to boot": on(blank),
    "nothing to boot beside the image": withImage(blank),
    "a gap": withImage(local, { ...blank, boot_index: 2 }),
    "two roots": on(root, root),
    "no size": on({ ...root, volume_size: undefined }),
    "a size of 0": on({ ...root, volume_size: 0 }),
    "a blank one without a size": withImage(local, { ...blank, volume_size: undefined }),
    "a blank one of something": withImage(local, { ...blank, uuid: NOBODY }),
    "an unknown image": on({ ...root, uuid: NOBODY }),
    "no image": on({ ...root, uuid: undefined }),
    "an unknown volume": on({ ...root, source_type: "volume", uuid: NOBODY, volume_size: undefined }),
    "another project's volume": on({ ...root, source_type: "volume", uuid: "$strangeData", volume_size: undefined }),
    "a volume with nothing on it": on({ ...root, source_type: "volume", uuid: "$data", volume_size: undefined }),
    "an unknown snapshot": on({ ...root, source_type: "snapshot", uuid: NOBODY }),
    "an unknown second volume": withImage(local, { source_type: "volume", uuid: NOBODY, destination_type: "volume" }),
    "a local image beside": withImage({ ...local, boot_index: 1 }),
    "a local image alone": on(local),
    "too large an ephemeral disk": withImage(local, { ...blank, destination_type: "local" }),
    "too large a swap": withImage(local, { ...blank, destination_type: "local", guest_format: "swap" }),
    "two swaps": withImage(
        local,
        ...Array(2).fill({ source_type: "blank", destination_type: "local", guest_format: "swap" }),
    ),
    "too many local disks": withImage(local, ...Array(4).fill({ source_type: "blank", destination_type: "local" })),
    "the root's name": withImage({ ...blank, device_name: "vda" }),
    "a name with a space": withImage(local, { ...blank, device_name: "a b" }),
    "no source": on({ boot_index: 0, uuid: "$image" }),
    "no device": withImage({ no_device: true }),
    "both syntaxes": {
        server: { ...withImage(local).server, block_device_mapping: [{ volume_id: "$data", device_name: "vdb" }] },
    },
    "an empty list": on(),
    "a tag too long": on({ ...root, tag: letters(61) }),
    "a volume for two servers": {
        server: {
            ...withImage(local, { source_type: "volume", uuid: "$data", destination_type: "volume" }).server,
            max_count: 2,
        },
    },
    "the older way, nothing": { server: { ...booted, block_device_mapping: [{ device_name: "vdb" }] } },
    "the older way, an unknown volume": {
        server: { ...booted, block_device_mapping: [{ volume_id: NOBODY, device_name: "vda" }] },
    },
    "the older way, no root": {
        server: { ...booted, block_device_mapping: [{ volume_id: "$data", device_name: "vdb" }] },
    },
};

const typed: Readonly<Record<string, object>> = {
    "an unknown type": on({ ...root, volume_type: "tape" }),
    "a type of a volume that exists": on({ ...root, source_type: "volume", uuid: "$data", volume_type: "tape" }),
    "a type of a local disk": withImage({ ...local, volume_type: "tape" }),
    certificates: { server: { ...on(root).server, trusted_image_certificates: ["a"] } },
};

const refused: readonly Case[] = [
    ...Object.entries(wrong).flatMap(([variant, body]) =>
        cases("servers.create", { variant: `disks: ${variant}`, body, at: ["2.42"] }),
    ),
    ...Object.entries(typed).flatMap(([variant, body]) =>
        cases("servers.create", { variant: `disks: ${variant}`, body, at: ["2.66", "2.67"] }),
    ),
];

/** What a server is given and what it gives back. */
function attachedTo(name: string, state: string): Case[] {
    const path = { id: `$${name}` };
    const body = { volumeAttachment: { volumeId: "$data" } };
    const data = { ...path, volumeId: "$data" };
    return [
        ...cases("serverVolumes.attach", { variant: `${state}, too early`, path, body, at: ["2.19"] }),
        ...cases("serverVolumes.attach", {
            variant: `${state}, with a tag`,
            path,
            body: { volumeAttachment: { volumeId: "$data", tag: "data" } },
            at: ["2.49"],
        }),
        ...cases("serverVolumes.attach", { variant: state, path, body, at: ["2.20"], untilVolume: ["data", "in-use"] }),
        ...cases("serverVolumes.list", { variant: state, path, at: ["2.89"] }),
        ...cases("serverVolumes.detach", { variant: `${state}, too early`, path: data, at: ["2.19"] }),
        ...cases("serverVolumes.detach", {
            variant: state,
            path: data,
            at: ["2.20"],
            untilVolume: ["data", "available"],
        }),
    ];
}

const server = { id: "$holder" };
const data = { ...server, volumeId: "$data" };
const all = ["2.1", "2.49", "2.70", "2.79", "2.89"];
const attach = (more: object = {}): Row => ({
    path: server,
    body: { volumeAttachment: { volumeId: "$data", ...more } },
});

const attaching: readonly Case[] = [
    ...cases("servers.create", {
        variant: "to hold volumes",
        body: { server: { ...booted, name: "$run-holder", imageRef: "$image" } },
        at: ["2.52"],
        keeps: { holder: "server.id" },
        until: ["holder", "ACTIVE"],
    }),
    ...cases("serverVolumes.list", { variant: "none", path: server, at: ["2.1", "2.89"] }),
    ...spoilt(
        "serverVolumes.attach",
        { ...attach(), at: ["2.1", "2.79"] },
        {
            "volumeAttachment.volumeId": [MISSING, NOBODY, "no-uuid", null, "$strangeData"],
            "volumeAttachment.device": ["vdb", "/dev/vda", "", "/dev/"],
            "volumeAttachment.tag": ["a,b", 5],
            "volumeAttachment.delete_on_termination": ["perhaps"],
            "volumeAttachment.more": [1],
            volumeAttachment: [MISSING, null, "x"],
            more: [1],
        },
    ),
    ...all.flatMap((at) => [
        ...cases("serverVolumes.attach", { ...attach(), at: [at], untilVolume: ["data", "in-use"] }),
        ...cases("serverVolumes.list", { path: server, at: [at] }),
        ...cases("serverVolumes.show", { path: data, at: [at] }),
        ...cases("serverVolumes.detach", { path: data, at: [at], untilVolume: ["data", "available"] }),
    ]),
    ...cases("serverVolumes.detach", { variant: "again", path: data, at: ["2.1"] }),
    ...cases("serverVolumes.attach", {
        variant: "with all",
        ...attach({ device: "/dev/vdq", tag: "data", delete_on_termination: false }),
        at: ["2.79"],
        untilVolume: ["data", "in-use"],
    }),
    ...cases("servers.show", { variant: "with a volume", path: server, at: ["2.1", "2.93"] }),
    ...cases("serverVolumes.list", { variant: "with all", path: server, at: ["2.1", "2.89"] }),
    ...cases("serverVolumes.list", { variant: "bad limit", query: "limit=x", path: server, at: ["2.1"] }),
    ...cases("serverVolumes.list", { variant: "limit 1", query: "limit=1", path: server, at: ["2.1"] }),
    ...cases("serverVolumes.list", {
        variant: "unknown parameter",
        query: "colour=red",
        path: server,
        at: ["2.74", "2.75"],
    }),
    ...cases("serverVolumes.attach", { variant: "again", ...attach(), at: ["2.1"] }),
    ...cases("serverVolumes.attach", { variant: "to another", ...attach(), path: { id: "$stopped" }, at: ["2.1"] }),
    ...cases("serverVolumes.attach", {
        variant: "the device is taken",
        ...attach({ volumeId: "$largerData", device: "/dev/vdq" }),
        at: ["2.1"],
    }),
    ...cases("serverVolumes.attach", { variant: "in ERROR", ...attach(), path: { id: "$failed" }, at: ["2.1"] }),
    ...(["list", "attach"] as const).flatMap((name) => [
        ...cases(`serverVolumes.${name}`, {
            variant: "unknown server",
            path: { id: NOBODY },
            body: name === "list" ? undefined : attach().body,
            at: ["2.1"],
        }),
        ...cases(`serverVolumes.${name}`, {
            variant: "another project's",
            path: { id: "$strange" },
            body: name === "list" ? undefined : attach().body,
            at: ["2.1"],
        }),
    ]),
    ...(["show", "detach"] as const).flatMap((name) => [
        ...cases(`serverVolumes.${name}`, { variant: "unknown", path: { ...server, volumeId: NOBODY }, at: ["2.1"] }),
        ...cases(`serverVolumes.${name}`, {
            variant: "not attached",
            path: { ...server, volumeId: "$largerData" },
            at: ["2.1", "2.93"],
        }),
        ...cases(`serverVolumes.${name}`, {
            variant: "unknown server",
            path: { id: NOBODY, volumeId: "$data" },
            at: ["2.1"],
        }),
    ]),
];

const updating: readonly Case[] = [
    ...cases("serverVolumes.update", {
        variant: "goes with its server",
        path: data,
        body: { volumeAttachment: { volumeId: "$data", delete_on_termination: true } },
        at: ["2.84", "2.85"],
    }),
    ...spoilt(
        "serverVolumes.update",
        {
            path: data,
            body: { volumeAttachment: { volumeId: "$data", delete_on_termination: false } },
            at: ["2.85"],
        },
        {
            "volumeAttachment.volumeId": [MISSING, "no-uuid", "$largerData", NOBODY],
            "volumeAttachment.device": ["/dev/vdb"],
            "volumeAttachment.tag": ["other"],
            "volumeAttachment.serverId": [NOBODY],
            "volumeAttachment.id": [NOBODY],
            "volumeAttachment.delete_on_termination": ["perhaps", null],
            "volumeAttachment.more": [1],
            more: [1],
        },
    ),
    ...cases("serverVolumes.update", {
        variant: "back",
        path: data,
        body: { volumeAttachment: { volumeId: "$data", delete_on_termination: false } },
        at: ["2.85"],
    }),
    ...cases("serverVolumes.update", {
        variant: "not attached",
        path: { ...server, volumeId: "$largerData" },
        body: { volumeAttachment: { volumeId: "$largerData" } },
        at: ["2.85"],
    }),
    ...cases("serverVolumes.update", {
        variant: "another volume",
        path: data,
        body: { volumeAttachment: { volumeId: NOBODY } },
        at: ["2.1", "2.85"],
        who: both,
    }),
    ...cases("serverVolumes.update", {
        variant: "another project's volume in use",
        path: data,
        body: { volumeAttachment: { volumeId: "$data" } },
        at: ["2.1"],
        who: "admin",
    }),
    ...cases("serverVolumes.update", {
        variant: "a larger volume",
        path: data,
        body: { volumeAttachment: { volumeId: "$largerData" } },
        at: ["2.1"],
        who: "admin",
        untilVolume: ["data", "available"],
    }),
    ...cases("serverVolumes.update", {
        variant: "a smaller volume",
        path: { ...server, volumeId: "$largerData" },
        body: { volumeAttachment: { volumeId: "$data" } },
        at: ["2.1"],
        who: "admin",
    }),
    ...cases("serverVolumes.list", { variant: "swapped", path: server, at: ["2.89"] }),
];

/** In the states of a server that take volumes, and in those that do not. */
const elsewhere: readonly Case[] = [
    ...(
        [
            ["pause", "unpause", "PAUSED"],
            ["suspend", "resume", "SUSPENDED"],
            ["rescue", "unrescue", "RESCUE"],
        ] as const
    ).flatMap(([to, back, status]) => [
        ...cases(`serverActions.${to}`, {
            variant: "holding volumes",
            path: server,
            body: { [to]: null },
            until: ["holder", status],
        }),
        ...cases("serverVolumes.attach", {
            variant: `in ${status}`,
            ...attach(),
            at: ["2.1"],
            untilVolume: ["data", "in-use"],
        }),
        ...cases("serverVolumes.detach", {
            variant: `in ${status}`,
            path: data,
            at: ["2.1"],
            untilVolume: ["data", "available"],
        }),
        ...cases("serverVolumes.detach", {
            variant: `another in ${status}`,
            path: { ...server, volumeId: NOBODY },
            at: ["2.1"],
        }),
        ...cases(`serverActions.${back}`, {
            variant: "holding volumes",
            path: server,
            body: { [back]: null },
            until: ["holder", "ACTIVE"],
        }),
    ]),
    ...cases("serverActions.lock", { variant: "holding volumes", path: server, body: { lock: null } }),
    ...cases("serverVolumes.attach", { variant: "locked", ...attach(), at: ["2.1"] }),
    ...cases("serverVolumes.detach", {
        variant: "locked",
        path: { ...server, volumeId: "$largerData" },
        at: ["2.1"],
    }),
    ...cases("serverInterfaces.create", {
        variant: "locked",
        path: server,
        body: { interfaceAttachment: { net_id: "$private" } },
        at: ["2.1"],
    }),
    ...cases("serverActions.unlock", { variant: "holding volumes", path: server, body: { unlock: null } }),
    ...cases("serverActions.rebuild", {
        variant: "keeping an ephemeral disk",
        path: server,
        body: { rebuild: { imageRef: "$image", preserve_ephemeral: true } },
        at: ["2.1"],
        until: ["holder", "ERROR"],
    }),
    ...cases("servers.show", { variant: "without its ephemeral disk", path: server, at: ["2.1", "2.93"], who: both }),
    ...cases("servers.delete", { variant: "holding volumes", path: server, until: ["holder", "gone"] }),
    ...cases("volumes.show", { variant: "that held", path: { id: "$largerData" }, at: ["2.1"] }),
];

export const volumeCases: readonly Case[] = [
    ...proxies,
    ...refused,
    ...booting,
    ...attaching,
    ...updating,
    ...elsewhere,
];
