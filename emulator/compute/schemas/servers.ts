import type { Schema } from "../../http/schema";
import type { Versioned } from "../route";
import * as type from "./parameter-types";

/** Request bodies of servers: what each microversion added or removed. */

type Properties = Readonly<Record<string, Schema>>;

const legacyDevice: Properties = {
    virtual_name: { type: "string", maxLength: 255 },
    volume_id: type.uuid,
    snapshot_id: type.uuid,
    volume_size: { type: ["integer", "string"], pattern: "^[0-9]+$", minimum: 1, maximum: 0x7fffffff },
    device_name: { type: "string", minLength: 1, maxLength: 255, pattern: "^[a-zA-Z0-9._-r/]*$" },
    delete_on_termination: type.boolean,
    no_device: {},
    connection_info: { type: "string", maxLength: 16_777_215 },
};
const device: Properties = {
    ...legacyDevice,
    source_type: { type: "string", enum: ["volume", "image", "snapshot", "blank"] },
    uuid: { type: "string", minLength: 1, maxLength: 255, pattern: "^[a-zA-Z0-9._-]*$" },
    image_id: type.uuid,
    destination_type: { type: "string", enum: ["local", "volume"] },
    guest_format: { type: "string", maxLength: 255 },
    device_type: { type: "string", maxLength: 255 },
    disk_bus: { type: "string", maxLength: 255 },
    boot_index: { type: ["integer", "string", "null"], pattern: "^-?[0-9]+$" },
};
const devices = (properties: Properties): Schema => ({ type: "array", items: type.object(properties) });

const network: Properties = {
    fixed_ip: type.ipAddress,
    port: { oneOf: [type.uuid, { type: "null" }] },
    uuid: type.text,
};
const strictNetwork: Properties = { ...network, uuid: type.uuid };
const networkList = (properties: Properties): Schema => ({ type: "array", items: type.object(properties) });
const networksOrWord = (properties: Properties): Schema => ({
    oneOf: [networkList(properties), { type: "string", enum: ["none", "auto"] }],
});

const hints: Schema = {
    type: "object",
    properties: {
        group: type.uuid,
        different_host: { oneOf: [type.uuid, { type: "array", items: type.uuid }] },
        same_host: { type: ["string", "array"], items: type.uuid },
        query: { type: ["string", "object"] },
        target_cell: type.name,
        different_cell: { type: ["string", "array"], items: type.text },
        build_near_host_ip: type.ipAddress,
        cidr: { type: "string", pattern: "^/[0-9a-f.:]+$" },
    },
    additionalProperties: true,
};

const created: Properties = {
    name: type.name,
    imageRef: { oneOf: [type.uuid, { type: "string", maxLength: 0 }] },
    flavorRef: type.flavorRef,
    adminPass: type.text,
    metadata: type.metadata,
    networks: networkList(network),
    "OS-DCF:diskConfig": type.diskConfig,
    accessIPv4: { type: "string", format: "ipv4" },
    accessIPv6: { type: "string", format: "ipv6" },
    personality: type.personality,
    availability_zone: type.name,
    block_device_mapping: devices(legacyDevice),
    block_device_mapping_v2: devices(device),
    config_drive: type.boolean,
    key_name: type.name,
    min_count: type.positiveInteger,
    max_count: type.positiveInteger,
    return_reservation_id: type.boolean,
    security_groups: { type: "array", items: type.object({ name: type.name }) },
    user_data: { type: "string", format: "base64", maxLength: 65_535 },
};

const createBody = (server: Properties, required: readonly string[]): Schema =>
    type.object(
        {
            server: type.object({ ...server }, required),
            "os:scheduler_hints": hints,
            "OS-SCH-HNT:scheduler_hints": hints,
        },
        ["server"],
    );

function without(properties: Properties, key: string): Properties {
    const { [key]: _dropped, ...rest } = properties;
    return rest;
}

function createBodies(): Versioned<Schema> {
    const optionalNetworks = ["name", "flavorRef"];
    const required = ["name", "flavorRef", "networks"];
    const v19 = { ...created, description: type.description };
    const v33 = { ...v19, networks: networkList({ ...network, tag: type.tag }) };
    const v32 = { ...v33, block_device_mapping_v2: devices({ ...device, tag: type.tag }) };
    const v37 = { ...v33, networks: networksOrWord(strictNetwork) };
    const v42 = {
        ...v37,
        networks: networksOrWord({ ...strictNetwork, tag: type.tag }),
        block_device_mapping_v2: devices({ ...device, tag: type.tag }),
    };
    const v52 = { ...v42, tags: { type: "array", items: type.tag, maxItems: 50 } as const };
    const v57 = without(v52, "personality");
    const v63 = { ...v57, trusted_image_certificates: type.trustedCertificates };
    const volumeType: Schema = { type: ["string", "null"], minLength: 0, maxLength: 255 };
    const v67 = { ...v63, block_device_mapping_v2: devices({ ...device, tag: type.tag, volume_type: volumeType }) };
    const v74 = { ...v67, host: type.fqdn, hypervisor_hostname: type.fqdn };
    const v90 = { ...v74, hostname: type.hostname };
    return [
        [1, createBody(created, optionalNetworks)],
        [19, createBody(v19, optionalNetworks)],
        [32, createBody(v32, optionalNetworks)],
        [33, createBody(v33, optionalNetworks)],
        [37, createBody(v37, required)],
        [42, createBody(v42, required)],
        [52, createBody(v52, required)],
        [57, createBody(v57, required)],
        [63, createBody(v63, required)],
        [67, createBody(v67, required)],
        [74, createBody(v74, required)],
        [90, createBody(v90, required)],
    ];
}

export const createServer = createBodies();

const updated: Properties = {
    name: type.name,
    "OS-DCF:diskConfig": type.diskConfig,
    accessIPv4: { type: "string", format: "ipv4" },
    accessIPv6: { type: "string", format: "ipv6" },
};
const updateBody = (server: Properties): Schema => type.wrapped("server", type.object({ ...server }));

export const updateServer: Versioned<Schema> = [
    [1, updateBody(updated)],
    [19, updateBody({ ...updated, description: type.description })],
    [90, updateBody({ ...updated, description: type.description, hostname: type.hostname })],
];

const rebuilt: Properties = {
    name: type.name,
    imageRef: type.uuid,
    adminPass: type.text,
    metadata: type.metadata,
    preserve_ephemeral: type.boolean,
    "OS-DCF:diskConfig": type.diskConfig,
    accessIPv4: { type: "string", format: "ipv4" },
    accessIPv6: { type: "string", format: "ipv6" },
    personality: type.personality,
};
const rebuildBody = (properties: Properties): Schema =>
    type.wrapped("rebuild", type.object({ ...properties }, ["imageRef"]));

function rebuildBodies(): Versioned<Schema> {
    const v19 = { ...rebuilt, description: type.description };
    const v54 = { ...v19, key_name: type.nameOrNone };
    const userData: Schema = {
        oneOf: [{ type: "string", format: "base64", maxLength: 65_535 }, { type: "null" }],
    };
    const v57 = { ...without(v54, "personality"), user_data: userData };
    const v63 = { ...v57, trusted_image_certificates: type.trustedCertificates };
    return [
        [1, rebuildBody(rebuilt)],
        [19, rebuildBody(v19)],
        [54, rebuildBody(v54)],
        [57, rebuildBody(v57)],
        [63, rebuildBody(v63)],
        [90, rebuildBody({ ...v63, hostname: type.hostname })],
    ];
}

export const rebuildServer = rebuildBodies();
