/** Creates a server: resolves names, sends one POST, and waits. From the POST on, the state has what was done. */
import { lockServer, type ServerRecord, updateServer } from "../../api/index";
import type { Context, Created } from "../../lifecycle/kind";
import { names, type Pin, resolveFlavor, resolveImage, resolveNetwork } from "../../lifecycle/references";
import { mappingsOf } from "./block-devices";
import type { BlockDevice, NetworkArgument, NetworksArgument } from "./device-arguments";
import { wantedBy } from "./holdings";
import { lockOf } from "./locked";
import { latest, microversionOf, microversionOfCreation, TAGS_IN_CREATION } from "./needed-microversion";
import type { Pins } from "./pins";
import { lookAhead, post } from "./post";
import { bodyOf } from "./request-body";
import type { Declared, ServerArguments } from "./server-fields";
import { namingNetworks } from "./several-networks";
import { asState, type ServerKept, type ServerState } from "./state";
import { zonePin } from "./steps/attributes";
import { bring } from "./steps/power";
import { changeTags } from "./steps/tags";
import { atRest, done, waiting, watch } from "./watch";
import { whenFree } from "./when-free";

type Named = ServerArguments & { name: string };

export async function createFrom(context: Context, args: Named): Promise<Created<ServerState>> {
    const needed = microversionOfCreation(context, args);
    const [pins] = await Promise.all([pin(context, args), lookAhead(context, args)]);
    const tagged = tagsAtCreation(context, args);
    const microversion = tagged ? latest(needed, TAGS_IN_CREATION) : needed;
    const body = request(args, pins, tagged);
    const asked = { server: body, schedulerHints: args.schedulerHints, microversion };
    const created = await namingNetworks(
        context,
        whenFree(context, wantedBy(args, pins.networks ?? []), () => post(context, args, asked)),
    );

    const kept: ServerKept = { pins, ran: false, ...(args.adminPass === undefined ? { made: ["adminPass"] } : {}) };
    const before = created.adminPass === undefined ? {} : { adminPass: created.adminPass };
    // What the creation itself sets. The rest is recorded when it is done.
    let standing: ServerArguments = {
        ...args,
        ...(args.tags === undefined || tagged ? {} : { tags: [] }),
        ...(args.powerState === undefined ? {} : { powerState: "active" }),
        ...(args.locked === undefined ? {} : { locked: false }),
        pinnedToZone: undefined,
    };
    const note = (record: ServerRecord) => context.record(created.id, asState(standing, record, kept, before));
    note(UNSEEN);

    let record = await watch(
        context,
        created.id,
        "creating",
        // ACTIVE, or SHUTOFF if the guest has shut itself down at once.
        (seen) => (atRest(seen) ? done : waiting(seen)),
        created.requestId,
        note,
    );
    for (const tag of tagged ? [] : (args.tags ?? [])) {
        await changeTags(context, created.id, [tag], []);
        standing = { ...standing, tags: [...(standing.tags ?? []), tag] };
        note(record);
    }
    if (args.pinnedToZone !== undefined && args.pinnedToZone !== record.pinnedToZone) {
        const pinning = zonePin(args.pinnedToZone, record);
        const microversion = microversionOf(context, { pinnedToZone: args.pinnedToZone });
        await updateServer(context.compute, created.id, pinning, microversion, { resource: context.subject });
    }
    standing = { ...standing, pinnedToZone: args.pinnedToZone };
    if (args.powerState !== undefined && args.powerState !== "active") {
        record = await bring(context, created.id, record, args.powerState, note);
        standing = { ...standing, powerState: args.powerState };
    }
    if (lockOf(args.locked) !== undefined) {
        note(record);
        const { reason } = lockOf(args.locked) ?? {};
        await lockServer(context.compute, created.id, { resource: context.subject, reason });
    }
    return { id: created.id, state: asState(args, record, kept, before) };
}

/**
 * Whether the creation includes the tags. Since 2.37 it must name networks then; otherwise tags are added afterwards.
 */
function tagsAtCreation({ compute }: Context, { tags, networks }: ServerArguments): boolean {
    return tags !== undefined && networks !== undefined && compute.serves(TAGS_IN_CREATION);
}

/** Resolves names to ids. It only reads: an unknown or ambiguous name fails before anything is created. */
export async function pin(context: Context, args: Declared): Promise<Pins> {
    const [flavor, image, networks, images] = await Promise.all([
        args.flavor === undefined ? undefined : resolveFlavor(context, args.flavor),
        args.image === undefined ? undefined : resolveImage(context, args.image),
        pinNetworks(context, Array.isArray(args.networks) ? args.networks : []),
        pinImages(context, args.blockDevices ?? []),
    ]);
    return {
        ...(flavor === undefined ? {} : { flavor }),
        ...(image === undefined ? {} : { image }),
        ...(networks.length === 0 ? {} : { networks }),
        ...(images.length === 0 ? {} : { images }),
    };
}

async function pinImages(context: Context, devices: readonly BlockDevice[]): Promise<Pin[]> {
    const images: Pin[] = [];
    for (const { image } of devices) {
        if (image !== undefined && !images.some((known) => names(image, known))) {
            images.push(await resolveImage(context, image));
        }
    }
    return images;
}

async function pinNetworks(context: Context, nics: readonly NetworkArgument[]): Promise<Pin[]> {
    const networks: Pin[] = [];
    for (const { network } of nics) {
        if (network !== undefined && !networks.some((known) => names(network, known))) {
            networks.push(await resolveNetwork(context, network));
        }
    }
    return networks;
}

function request(args: Named, pins: Pins, tagged: boolean): Record<string, unknown> {
    const { tags, image, networks, bootVolume, ...others } = args;
    const disks = mappingsOf(args, pins.image?.id, pins.images ?? []);
    return {
        ...bodyOf(
            {
                ...others,
                ...(tagged ? { tags } : {}),
                // For a boot volume, the block device mapping names the image.
                ...(bootVolume === undefined ? { image } : {}),
            },
            pins,
        ),
        ...(disks === undefined ? {} : { block_device_mapping_v2: disks }),
        ...(networks === undefined ? {} : { networks: networksIn(networks, pins.networks ?? []) }),
    };
}

function networksIn(networks: NetworksArgument, pins: readonly Pin[]): unknown {
    if (!Array.isArray(networks)) {
        return networks;
    }
    return networks.map(({ network, port, fixedIp, tag }) => ({
        ...(port === undefined ? { uuid: pins.find((known) => names(network, known))?.id } : { port }),
        ...(fixedIp === undefined ? {} : { fixed_ip: fixedIp }),
        ...(tag === undefined ? {} : { tag }),
    }));
}

/** The record of a server that only has an id yet. */
const UNSEEN: ServerRecord = {
    id: "",
    name: "",
    status: "BUILD",
    flavor: {},
    metadata: {},
    addresses: {},
    configDrive: false,
    volumesAttached: [],
    partial: true,
};
