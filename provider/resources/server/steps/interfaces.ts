/** A server's interfaces: attached and detached in place, in the program's order. What the state does not know stays on. */
import {
    addSecurityGroup,
    attachInterface,
    detachInterface,
    listInterfaces,
    removeSecurityGroup,
    type ServerInterface,
} from "../../../api/index";
import { ifThere } from "../../absent";
import { sameAddress, sameId } from "../../arguments";
import type { Context } from "../../kind";
import { names, type Pin, resolveNetwork } from "../../references";
import { failureOf } from "../account";
import { acting } from "../acting";
import type { NetworkArgument, ServerArguments } from "../arguments";
import { changedNetworks, has, matched } from "../networks";
import type { ServerState } from "../state";
import { done, watch } from "../watch";
import type { Done, Step } from "./step";

export async function interfaces({ context, id, args, state }: Step): Promise<Done> {
    const wanted = Array.isArray(args.networks) ? args.networks : [];
    const pins = await pinned(context, wanted, state.__state.pins.networks ?? []);
    const standing = await listInterfaces(context.compute, id, { resource: context.subject });
    const { added, going } = changesTo(standing, wanted, pins, state);

    // What comes may need what goes: its address, or the port itself.
    const first = going.filter((nic) => added.some((one) => sameId(nic.portId, one.port) || hasAddress(nic, one)));
    await detachPorts(
        context,
        id,
        first.map(({ portId }) => portId),
    );
    for (const one of added) {
        await attach(context, id, one, pins);
    }
    if (added.some(({ port }) => port === undefined)) {
        await guard(context, id, args);
    }
    await detachPorts(
        context,
        id,
        going.filter((nic) => !first.includes(nic)).map(({ portId }) => portId),
    );
    return { declared: { networks: args.networks }, pins: { networks: pins } };
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

/** What is still to do. An attempt before this one may have attached some already. */
function changesTo(
    standing: readonly ServerInterface[],
    wanted: readonly NetworkArgument[],
    pins: readonly Pin[],
    state: ServerState,
): { added: NetworkArgument[]; going: ServerInterface[] } {
    const tests = [
        (nic: ServerInterface, one: NetworkArgument) => sameId(nic.portId, one.port),
        (nic: ServerInterface, one: NetworkArgument) => isOn(nic, one, pins) && hasAddress(nic, one),
        (nic: ServerInterface, one: NetworkArgument) => isOn(nic, one, pins) && one.fixedIp === undefined,
    ];
    if (!Array.isArray(state.networks)) {
        const { added, removed } = matched(standing, wanted, tests);
        // Only what the state knows of is taken off: what others attached shows in a refresh first.
        const going = removed.filter(({ fixedIps }) => fixedIps.some(({ address }) => has({ ...state }, address)));
        return { added, going };
    }
    const known = matched(standing, state.networks, tests);
    const change = changedNetworks(state.networks, wanted, pins, { ...state });
    return {
        added: matched(known.removed, change.added, tests).added,
        going: known.kept.flatMap(([nic, old]) => (change.removed.includes(old) ? [nic] : [])),
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

async function attach(
    context: Context,
    id: string,
    { network, port, fixedIp, tag }: NetworkArgument,
    pins: readonly Pin[],
): Promise<void> {
    if (tag !== undefined) {
        context.compute.need("2.49", "a tag of an interface", context.subject);
    }
    const pin = pins.find((known) => names(network, known));
    context.say(`attaching ${port === undefined ? `an interface on ${pin?.name ?? ""}` : `port ${port}`}`);
    await acting(context, id, () =>
        attachInterface(
            context.compute,
            id,
            { portId: port, networkId: pin?.id, fixedIp, tag },
            { resource: context.subject },
        ),
    );
}

/**
 * The cloud makes a port with the project's default group. Putting a group on is refused where one port has it already,
 * so each is taken off all ports and put on all of them: for a moment less passes, never more.
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

/** Takes ports off; those that were made beforehand stay in the network service. */
export async function detachPorts(context: Context, id: string, ports: readonly string[]): Promise<void> {
    for (const port of ports) {
        const answer = await ifThere(
            acting(context, id, () => detachInterface(context.compute, id, port, { resource: context.subject })),
        );
        await watch(
            context,
            id,
            `detaching port ${port}`,
            async () => {
                const standing = await listInterfaces(context.compute, id, { resource: context.subject });
                if (!standing.some(({ portId }) => sameId(portId, port))) {
                    return done;
                }
                const failure = await failureOf(context, id, answer?.requestId);
                return failure === undefined
                    ? { kind: "waiting", because: "still on" }
                    : { kind: "failed", reason: `did not let go of port ${port}: ${failure}` };
            },
            answer?.requestId,
        );
    }
}
