/** A server's interfaces: attached and detached in place, in the program's order. Those of others stay attached. */
import sortBy from "lodash/sortBy";
import {
    addSecurityGroup,
    attachInterface,
    detachInterface,
    listInterfaces,
    removeSecurityGroup,
    type ServerInterface,
} from "../../../api/index";
import { sameAddress, sameId } from "../../../arguments/argument-types";
import { CloudError } from "../../../cloud/index";
import { ifThere } from "../../../lifecycle/absent";
import { claim } from "../../../lifecycle/claim";
import { afterDeadline, deferRest, messageOf, worded } from "../../../lifecycle/deferred-updates";
import type { Context } from "../../../lifecycle/kind";
import { names, type Pin, resolveNetwork } from "../../../lifecycle/references";
import { type Thing, things } from "../../../lifecycle/resource-exchange";
import { accountOfPart } from "../account";
import { acting } from "../acting";
import { knownInterfaces } from "../addresses";
import { changedNetworks, has, matched } from "../declared-interfaces";
import type { NetworkArgument } from "../device-arguments";
import { onOwnServer } from "../holders";
import { ownAddress, wantedByInterface } from "../holdings";
import type { ServerArguments } from "../server-fields";
import type { ServerState } from "../state";
import { done, watch } from "../watch";
import { completing, type Done, type Step } from "./step";

export async function interfaces(step: Step): Promise<Done> {
    const { context, id, args, state, note } = step;
    const wanted = Array.isArray(args.networks) ? args.networks : [];
    const pins = await pinned(context, wanted, state.__state.pins.networks ?? []);
    const look = async () => {
        const standing = await listInterfaces(context.compute, id, { resource: context.subject });
        return { standing, ...changesTo(standing, wanted, pins, state) };
    };
    const { added, going, standing: before } = await look();
    const known = [...before];
    const off: Going[] = [];
    const on: NetworkArgument[] = [];
    const standing = () => withChanges(state, off, on);
    const tell = () => note({ declared: { networks: standing() }, pins: { networks: pins } });
    const takeOff = async (leaving: readonly Going[]) => {
        for (const one of leaving.filter((each) => !off.includes(each))) {
            await detach(context, id, one.nic);
            off.push(one);
            tell();
        }
    };
    const waiting: Thing[] = [];
    try {
        // A new interface may need the address or the port of an old one.
        await takeOff(
            going.filter(({ nic }) => added.some((one) => sameId(nic.portId, one.port) || hasAddress(nic, one))),
        );
        for (const one of added) {
            context.progress(`attaching ${spelled(one, pins)}`);
            const claimed = await claim(context, {
                things: wantedByInterface(one, pins),
                take: async () => {
                    known.push(await attach(context, id, one, pins));
                },
                isHeld,
                yield: () => takeOff(going),
                mayDefer: step.completing === true ? undefined : () => onOwnServer(context, id, one),
            });
            if ("taken" in claimed) {
                on.push(one);
                tell();
            } else {
                waiting.push(...claimed.deferred);
            }
        }
    } catch (error) {
        throw worded(error, await putBack(step, off, tell));
    }
    if (on.some(({ port }) => port === undefined)) {
        await guard(context, id, args);
    }
    if (waiting.length > 0) {
        const lost = await putBack(step, off, tell);
        const later = afterDeadline(context);
        deferRest(context, {
            wants: waiting,
            has: going.filter((one) => !off.includes(one)).flatMap((one) => thingsOf(state, one)),
            lost,
            letGo: async () => {
                for (const { nic } of (await look()).going) {
                    await detach(later, id, nic);
                }
            },
            complete: () => interfaces(completing(step, later)),
        });
        return { declared: { networks: standing() }, pins: { networks: pins }, deferred: ["networks"] };
    }
    await takeOff(going);
    await context.run.exchange.released(off.flatMap((one) => thingsOf(state, one)));
    return {
        declared: { networks: args.networks },
        pins: { networks: pins },
        interfaces: knownInterfaces(known),
    };
}

/** An interface to detach, and its old declaration. */
interface Going {
    nic: ServerInterface;
    old: NetworkArgument | undefined;
}

/** The declared list with the changes so far. A value that is not a list stays as it was. */
function withChanges(
    { networks }: ServerState,
    off: readonly Going[],
    on: readonly NetworkArgument[],
): ServerArguments["networks"] {
    return Array.isArray(networks)
        ? [...networks.filter((one) => !off.some(({ old }) => old === one)), ...on]
        : networks;
}

function thingsOf(state: ServerState, { nic, old }: Going): Thing[] {
    const addresses = nic.fixedIps.flatMap(({ address }) => ownAddress(state, address));
    return [...addresses, ...(old?.port === undefined ? [] : [things.port(old.port)])];
}

/** The address or the port is in use: 409, or 400 in older releases. */
function isHeld(error: unknown): error is CloudError {
    return (
        error instanceof CloudError &&
        (error.status === 409 || error.status === 400) &&
        /\bin use\b/i.test(error.cloudMessage)
    );
}

/** Attaches again, with its address, what was detached for a failed attachment. Returns what it could not, in words. */
async function putBack({ context, id, args }: Step, off: Going[], tell: () => void): Promise<string[]> {
    const lost: string[] = [];
    let made = false;
    for (const one of [...off]) {
        const { nic, old } = one;
        const [{ address } = { address: undefined }] = nic.fixedIps;
        try {
            await acting(context, id, () =>
                attachInterface(
                    context.compute,
                    id,
                    old?.port === undefined
                        ? { networkId: nic.networkId, fixedIp: address, tag: old?.tag }
                        : { portId: old.port, tag: old.tag },
                    { resource: context.subject },
                ),
            );
            off.splice(off.indexOf(one), 1);
            made ||= old?.port === undefined;
            tell();
        } catch (error) {
            const what = old?.port === undefined ? (address ?? nic.portId) : `port ${old.port}`;
            lost.push(`Its interface ${what} could not be attached again (${messageOf(error)})`);
        }
    }
    if (made) {
        await guard(context, id, args);
    }
    return lost;
}

async function pinned(context: Context, wanted: readonly NetworkArgument[], known: readonly Pin[]): Promise<Pin[]> {
    const pins = [...known];
    for (const { network } of wanted) {
        if (network !== undefined && !pins.some((pin) => names(network, pin))) {
            pins.push(await resolveNetwork(context, network));
        }
    }
    return pins;
}

/** What is still to do. An earlier attempt may have attached some already. */
function changesTo(
    standing: readonly ServerInterface[],
    wanted: readonly NetworkArgument[],
    pins: readonly Pin[],
    state: ServerState,
): { added: NetworkArgument[]; going: Going[] } {
    const tests = [
        (nic: ServerInterface, one: NetworkArgument) => sameId(nic.portId, one.port),
        (nic: ServerInterface, one: NetworkArgument) => isOn(nic, one, pins) && hasAddress(nic, one),
        (nic: ServerInterface, one: NetworkArgument) => isOn(nic, one, pins) && one.fixedIp === undefined,
    ];
    if (!Array.isArray(state.networks)) {
        const { added, removed } = matched(standing, wanted, tests);
        // Only interfaces in the state are detached: a refresh shows those of others first.
        const going = removed.filter(({ fixedIps }) => fixedIps.some(({ address }) => has(state, address)));
        return { added, going: going.map((nic) => ({ nic, old: undefined })) };
    }
    const change = changedNetworks(state.networks, wanted, pins, state);
    // A new interface may be attached already, on a network where the state has another one.
    const comes = (nic: ServerInterface) =>
        change.added.some((one) => sameId(nic.portId, one.port) || (isOn(nic, one, pins) && hasAddress(nic, one)));
    const known = matched(sortBy(standing, comes), state.networks, tests);
    return {
        added: matched(known.removed, change.added, tests).added,
        going: known.kept.flatMap(([nic, old]) => (change.removed.includes(old) ? [{ nic, old }] : [])),
    };
}

function isOn({ networkId }: ServerInterface, { network, port }: NetworkArgument, pins: readonly Pin[]): boolean {
    return (
        port === undefined &&
        names(
            network,
            pins.find((pin) => pin.id === networkId),
        )
    );
}

function hasAddress({ fixedIps }: ServerInterface, { fixedIp }: NetworkArgument): boolean {
    return fixedIp !== undefined && fixedIps.some(({ address }) => sameAddress(address, fixedIp));
}

function spelled({ network, port }: NetworkArgument, pins: readonly Pin[]): string {
    return port === undefined
        ? `an interface on ${pins.find((known) => names(network, known))?.name ?? ""}`
        : `port ${port}`;
}

async function attach(
    context: Context,
    id: string,
    { network, port, fixedIp, tag }: NetworkArgument,
    pins: readonly Pin[],
): Promise<ServerInterface> {
    if (tag !== undefined) {
        context.compute.need("2.49", "a tag of an interface", context.subject);
    }
    const pin = pins.find((known) => names(network, known));
    return acting(context, id, () =>
        attachInterface(
            context.compute,
            id,
            { portId: port, networkId: pin?.id, fixedIp, tag },
            { resource: context.subject },
        ),
    );
}

/**
 * Sets the security groups of new interfaces: the cloud creates a port with the project's default group. It refuses to
 * add a group that one port has already, so each group is removed from all ports and then added to all of them: for a
 * moment less traffic is allowed, never more.
 */
async function guard(context: Context, id: string, { securityGroups }: ServerArguments): Promise<void> {
    const groups = (securityGroups ?? []).filter((group) => group !== "default");
    const onServer = { resource: context.subject };
    for (const group of groups) {
        await ifThere(removeSecurityGroup(context.compute, id, group, onServer));
        await addSecurityGroup(context.compute, id, group, onServer);
    }
    if (securityGroups !== undefined && !securityGroups.includes("default")) {
        await ifThere(removeSecurityGroup(context.compute, id, "default", onServer));
    }
}

/** Detaches ports. Existing ports stay in the network service. */
export async function detachPorts(context: Context, id: string, ports: readonly string[]): Promise<void> {
    for (const port of ports) {
        await detachPort(context, id, port, []);
    }
}

function detach(context: Context, id: string, { portId, fixedIps }: ServerInterface): Promise<void> {
    const addresses = fixedIps.map(({ address }) => address);
    return detachPort(context, id, portId, addresses);
}

/** How long a server's record may show the addresses of a detached port, in milliseconds. */
const STALE = 10_000;

/** Waits until Nova's cached addresses are up to date too: otherwise the outputs would still have the old ones. */
async function detachPort(context: Context, id: string, port: string, addresses: readonly string[]): Promise<void> {
    const answer = await ifThere(
        acting(context, id, () => detachInterface(context.compute, id, port, { resource: context.subject })),
    );
    const account = accountOfPart(context, id, answer?.requestId);
    let offSince: number | undefined;
    await watch(
        context,
        id,
        `detaching port ${port}`,
        async (seen) => {
            const standing = await listInterfaces(context.compute, id, { resource: context.subject });
            if (!standing.some(({ portId }) => sameId(portId, port))) {
                offSince ??= Date.now();
                const others = standing.flatMap(({ fixedIps }) => fixedIps.map(({ address }) => address));
                const stale = Object.values(seen.addresses)
                    .flat()
                    .some(({ address }) => addresses.includes(address) && !others.includes(address));
                return stale && Date.now() - offSince < STALE
                    ? { kind: "waiting", because: "detached, addresses still shown" }
                    : done;
            }
            const { failure } = await account();
            return failure === undefined
                ? { kind: "waiting", because: "still attached" }
                : { kind: "failed", reason: `did not detach port ${port}: ${failure}` };
        },
        answer?.requestId,
    );
}
