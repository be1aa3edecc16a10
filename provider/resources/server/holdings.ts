/** What only one server can have at a time (fixed addresses, ports, volumes), and what a change releases. */
import { sameAddress, sameId, spellReference } from "../../arguments/argument-types";
import { hasUnknown } from "../../arguments/unknown";
import { names, type Pin } from "../../lifecycle/references";
import { type Holdings, type Thing, things } from "../../lifecycle/resource-exchange";
import type { Plan } from "../../plan/plan";
import { changedVolumes, volumesIn } from "./block-devices";
import { changedNetworks } from "./declared-interfaces";
import type { NetworkArgument } from "./device-arguments";
import type { ServerStep } from "./fields/server-field";
import type { ServerArguments } from "./server-fields";
import type { ServerState } from "./state";

export function holdings(state: ServerState, args: ServerArguments, plan: Plan<ServerStep>): Holdings {
    return {
        has: [...addressesIn(state).map(({ thing }) => thing), ...portsIn(state.networks), ...volumes(state)],
        gives: plan.flatMap(({ change: { by }, new: wanted }) => {
            if (hasUnknown(wanted)) {
                return [];
            }
            return by === "interfaces" ? leaving(state, args) : by === "volumes" ? detached(state, args) : [];
        }),
    };
}

/** What a creation needs. */
export function wantedBy({ networks, blockDevices, bootVolume }: ServerArguments, pins: readonly Pin[]): Thing[] {
    const nics = Array.isArray(networks) ? networks : [];
    return [...nics.flatMap((nic) => wantedByInterface(nic, pins)), ...volumes({ blockDevices, bootVolume })];
}

/** Empty if the cloud chooses. */
export function wantedByInterface({ network, port, fixedIp }: NetworkArgument, pins: readonly Pin[]): Thing[] {
    if (port !== undefined) {
        return [things.port(port)];
    }
    return fixedIp === undefined ? [] : [things.address(labelOf(network, pins), fixedIp)];
}

function labelOf(network: NetworkArgument["network"], pins: readonly Pin[]): string {
    return pins.find((pin) => names(network, pin))?.name ?? spellReference(network);
}

function addressesIn({ addresses }: Partial<ServerState>): { label: string; address: string; thing: Thing }[] {
    return Object.entries(addresses ?? {}).flatMap(([label, all]) =>
        all.map(({ address }) => ({ label, address, thing: things.address(label, address) })),
    );
}

/** An address of this server, under the network label that the state has for it. */
export function ownAddress(state: ServerState, address: string): Thing[] {
    return addressesIn(state).flatMap((own) => (sameAddress(own.address, address) ? [own.thing] : []));
}

function portsIn(networks: ServerState["networks"]): Thing[] {
    return Array.isArray(networks)
        ? networks.flatMap(({ port }) => (port === undefined ? [] : [things.port(port)]))
        : [];
}

function volumes({ bootVolume, blockDevices }: Partial<ServerArguments>): Thing[] {
    const boot = bootVolume?.volume === undefined ? [] : [things.volume(bootVolume.volume)];
    return [...boot, ...volumesIn(blockDevices).map(({ volume }) => things.volume(volume))];
}

/** With several interfaces on one network, any address that the program does not name may be released. */
function leaving(state: ServerState, args: ServerArguments): Thing[] {
    const wanted = Array.isArray(args.networks) ? args.networks : [];
    const pins = state.__state.pins.networks ?? [];
    const removed = Array.isArray(state.networks)
        ? changedNetworks(state.networks, wanted, pins, state).removed
        : undefined;
    const named = (address: string) => wanted.some(({ fixedIp }) => sameAddress(fixedIp, address));
    const addresses = addressesIn(state).filter(
        ({ label, address }) =>
            !named(address) &&
            (removed === undefined ||
                removed.some(({ network, port, fixedIp }) =>
                    fixedIp === undefined
                        ? port !== undefined || labelOf(network, pins) === label
                        : sameAddress(fixedIp, address),
                )),
    );
    const ports = (removed ?? []).filter(
        ({ port }) => port !== undefined && !wanted.some((nic) => sameId(nic.port, port)),
    );
    return [...addresses.map(({ thing }) => thing), ...portsIn(ports)];
}

function detached(state: ServerState, { blockDevices }: ServerArguments): Thing[] {
    return changedVolumes(state.blockDevices, blockDevices).removed.map(({ volume = "" }) => things.volume(volume));
}
