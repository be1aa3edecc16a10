/** A server's interfaces as a program declares them: which are kept, added and removed between two lists. */
import isEqual from "lodash/isEqual";
import { sameAddress, sameId, spellReference } from "../../arguments/argument-types";
import { ownValue } from "../../arguments/own-keys";
import { hasUnknown } from "../../arguments/unknown";
import { names, type Pin } from "../../lifecycle/references";
import type { NetworkArgument, NetworksArgument } from "./device-arguments";
import type { Seen, ServerChange } from "./fields/server-field";

export interface Matched<Old, New> {
    kept: [old: Old, wanted: New][];
    /** In the program's order. */
    added: New[];
    removed: Old[];
}

/**
 * Pairs two lists, each member once. The tests go from strict to loose: of two interfaces on one network, the one with
 * the declared address is paired first.
 */
export function matched<Old, New>(
    olds: readonly Old[],
    wanted: readonly New[],
    tests: readonly ((old: Old, wanted: New) => boolean)[],
): Matched<Old, New> {
    const left = new Set(olds);
    const pairs = new Map<New, Old>();
    for (const agree of tests) {
        for (const one of wanted.filter((candidate) => !pairs.has(candidate))) {
            const partner = [...left].find((old) => agree(old, one));
            if (partner !== undefined) {
                left.delete(partner);
                pairs.set(one, partner);
            }
        }
    }
    return {
        kept: [...pairs].map(([one, old]) => [old, one]),
        added: wanted.filter((one) => !pairs.has(one)),
        removed: [...left],
    };
}

type Networks = NetworksArgument | undefined;
type State = Pick<Seen, "addresses">;

/** The changes from the old declared list to the new one. */
export function changedNetworks(
    olds: readonly NetworkArgument[],
    wanted: readonly NetworkArgument[],
    pins: readonly Pin[],
    state: State,
): Matched<NetworkArgument, NetworkArgument> {
    const sameNetwork = (one: NetworkArgument, other: NetworkArgument) =>
        sameId(one.port, other.port) &&
        one.tag === other.tag &&
        (isEqual(one.network, other.network) ||
            pins.some((pin) => names(one.network, pin) && names(other.network, pin)));
    return matched(olds, wanted, [
        (old, one) => sameNetwork(old, one) && sameAddress(old.fixedIp, one.fixedIp),
        // Declaring the address that it has, or no longer declaring it, changes nothing.
        (old, one) =>
            sameNetwork(old, one) &&
            (one.fixedIp === undefined || (old.fixedIp === undefined && has(state, one.fixedIp))),
    ]);
}

/** Whether the server has this address itself. */
export function has({ addresses }: State, address: string | undefined): boolean {
    return Object.values(addresses ?? {})
        .flat()
        .some((own) => sameAddress(own.address, address));
}

/** What a change to the list does, for a preview: which interfaces are attached and detached, and what is lost. */
export function networksEffect(
    old: Networks,
    wanted: Networks,
    pins: readonly Pin[],
    state: State,
): Partial<ServerChange<Networks>> {
    if (wanted === "auto") {
        return { level: "none", by: "record", effect: "recorded only: the interfaces stay as they are" };
    }
    if (!Array.isArray(old) || !(wanted === "none" || Array.isArray(wanted))) {
        return { effect: "interfaces are attached and detached in place to match this list" };
    }
    const { added, removed } = changedNetworks(old, wanted === "none" ? [] : wanted, pins, state);
    if (added.length === 0 && removed.length === 0) {
        return {
            level: "none",
            by: "record",
            effect: "recorded only: the interfaces stay in their order",
        };
    }
    const comes = added.length === 0 ? "" : `${spellNetworks(added)} attached in place`;
    const goes = removed.length === 0 ? "" : `${spellNetworks(removed)} detached in place${lost(removed, pins, state)}`;
    return {
        level: removed.length === 0 ? "none" : "restart",
        effect: [comes, goes].filter((words) => words !== "").join(", "),
    };
}

/** The addresses that are lost with the removed interfaces. An existing port keeps its own. */
function lost(removed: readonly NetworkArgument[], pins: readonly Pin[], state: State): string {
    const { addresses = {} } = state;
    const gone = removed.flatMap(({ network, port, fixedIp }) => {
        if (port !== undefined) {
            return [];
        }
        if (fixedIp !== undefined) {
            return [fixedIp];
        }
        const label = pins.find((pin) => names(network, pin))?.name ?? spellReference(network);
        const there = ownValue(addresses, label) ?? [];
        // With several interfaces on one network, it is not known which one is lost.
        return there.length === 1 ? there.map(({ address }) => address) : [`an address of ${label}`];
    });
    return gone.length === 0 ? "" : `: ${gone.join(", ")} is lost`;
}

/** `[private, public (203.0.113.7), port 0f3c…]`. */
export function spellNetworks(networks: Networks): string {
    if (!Array.isArray(networks)) {
        return networks ?? "(default)";
    }
    const nics = networks.map(({ network, port, fixedIp }) =>
        port === undefined
            ? `${spellReference(network)}${fixedIp === undefined ? "" : ` (${fixedIp})`}`
            : `port ${port}`,
    );
    return `[${nics.join(", ")}]`;
}

/** Whether the interfaces are the same, with networks by name or id. The order matters: it is that of attaching. */
export function sameNetworks(old: Networks, wanted: Networks, pins: readonly Pin[], state: State): boolean {
    if (!Array.isArray(old) || !Array.isArray(wanted) || hasUnknown(wanted)) {
        return isEqual(old, wanted);
    }
    const { kept, added, removed } = changedNetworks(old, wanted, pins, state);
    const order = [...kept]
        .sort(([, one], [, other]) => wanted.indexOf(one) - wanted.indexOf(other))
        .map(([before]) => before);
    return added.length === 0 && removed.length === 0 && isEqual(order, old) && kept.every(sameSpelling);
}

function sameSpelling([old, wanted]: [NetworkArgument, NetworkArgument]): boolean {
    return sameAddress(old.fixedIp, wanted.fixedIp);
}

/** Whether these are the networks that the cloud chose, by name: then declaring them is no change. */
export function isConnectedTo(networks: Networks, { addresses }: State): boolean {
    if (!Array.isArray(networks) || addresses === undefined) {
        return false;
    }
    const labels = networks.map((nic) =>
        nic.fixedIp === undefined && nic.network !== undefined ? spellReference(nic.network) : undefined,
    );
    return isEqual([...labels].sort(), Object.keys(addresses).sort());
}
