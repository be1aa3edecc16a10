/** What is lost and what is kept when a server is deleted or replaced, according to its state alone. */
import partition from "lodash/partition";
import { sameAddress, sameId } from "../../arguments/argument-types";
import { volumesIn } from "./block-devices";
import type { NetworkArgument } from "./device-arguments";
import type { AttachedVolume } from "./fields/outputs";
import type { Declared } from "./server-fields";
import type { ServerState } from "./state";

/** Each in a few words: `volume 0f3c… is deleted`. A server that never ran has no data on its root disk. */
export function lossesOnReplacing(state: ServerState, args: Declared): string[] {
    const local = state.bootVolume === undefined && state.__state.ran ? ["the root disk is lost"] : [];
    return [...local, ...lossesOfVolumes(state, args), ...lossesOfAddresses(state, args)];
}

/** Losses of volumes only. It is obvious that a server's own disk is deleted with it. */
export function lossesOfVolumes(state: Partial<ServerState>, wanted: Declared = {}): string[] {
    const next = namedIn(wanted);
    const attached = volumesOf(state);
    const [kept, deleted] = partition(attached, ({ deleteOnTermination }) => deleteOnTermination !== true);
    const [moved, left] = partition(kept, ({ id }) => next.some((volume) => sameId(volume, id)));
    return [
        ...told(deleted, "is deleted"),
        ...told(moved, "is attached to the new server"),
        ...told(left, "is kept; nothing deletes it"),
        ...(state.attachedVolumes === undefined ? lossesOfUnnamed(state) : []),
    ];
}

function told(volumes: readonly AttachedVolume[], what: string): string[] {
    return volumes.map(({ id }) => `volume ${id} ${what}`);
}

/** As the cloud returns them. A state of 0.1.0 has only those that the program names. */
function volumesOf({ attachedVolumes, bootVolume, blockDevices }: Partial<ServerState>): AttachedVolume[] {
    const named = [...(bootVolume === undefined ? [] : [bootVolume]), ...volumesIn(blockDevices)].flatMap(
        ({ volume, deleteOnTermination = false }) =>
            volume === undefined ? [] : [{ id: volume, deleteOnTermination }],
    );
    const declared = ({ id }: AttachedVolume) => named.find((one) => sameId(one.id, id))?.deleteOnTermination;
    return (attachedVolumes ?? named).map(({ id, deleteOnTermination }) => ({
        id,
        deleteOnTermination: deleteOnTermination ?? declared({ id }),
    }));
}

/** Volumes that were created with the server, and whose ids the state does not have yet. */
function lossesOfUnnamed({ bootVolume, blockDevices = [] }: Partial<ServerState>): string[] {
    const made = [...(bootVolume === undefined ? [] : [{ ...bootVolume, local: undefined }]), ...blockDevices].filter(
        ({ volume, local }) => volume === undefined && local === undefined,
    );
    return made.map(({ size, deleteOnTermination = true }) => {
        const what = `a volume${size === undefined ? "" : ` of ${size} GiB`} that was created with it`;
        return deleteOnTermination ? `${what} is deleted` : `${what} is kept; nothing deletes it`;
    });
}

function namedIn({ bootVolume, blockDevices }: Declared): string[] {
    return [bootVolume?.volume ?? [], volumesIn(blockDevices).map(({ volume }) => volume)].flat();
}

/** An existing port keeps its addresses. The state does not say which of the server's addresses these are. */
function lossesOfAddresses({ addresses, networks }: ServerState, wanted: Declared): string[] {
    const nics: readonly NetworkArgument[] = Array.isArray(networks) ? networks : [];
    if (nics.length > 0 && nics.every(({ port }) => port !== undefined)) {
        return [];
    }
    const next = (Array.isArray(wanted.networks) ? wanted.networks : []).flatMap(({ fixedIp }) => fixedIp ?? []);
    const lost = Object.values(addresses ?? {})
        .flat()
        .filter(({ address }) => !next.some((one) => sameAddress(one, address)))
        .map(({ address }) => address);
    if (lost.length === 0) {
        return [];
    }
    const ports = nics.some(({ port }) => port !== undefined) ? ", except those of existing ports" : "";
    return [`${lost.join(", ")} ${lost.length === 1 ? "is" : "are"} released${ports}`];
}
