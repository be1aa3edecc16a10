/** A server's own addresses and interfaces, from its record. */
import groupBy from "lodash/groupBy";
import * as z from "zod";
import type { ServerInterface, ServerRecord } from "../../api/index";
import type { KnownInterface, Source } from "./fields/server-field";

export const serverAddress = z
    .object({
        address: z.string(),
        version: z.union([z.literal(4), z.literal(6)]),
        mac: z.string().optional().describe("The MAC address of the interface, if the cloud returns it."),
    })
    .meta({ title: "ServerAddress", description: "One of a server's own addresses." });

export type ServerAddress = z.output<typeof serverAddress>;

export const attachedInterface = z
    .object({
        network: z.string().describe("The name of its network."),
        addresses: z.array(z.string()).describe("Its addresses."),
        mac: z.string().optional().describe("Its MAC address, if the cloud returns it."),
        networkId: z.string().optional().describe("The id of its network, if known."),
        portId: z.string().optional().describe("The id of its port, if known."),
    })
    .meta({
        title: "AttachedInterface",
        description:
            "An interface of a server. `portId` is known for a port that the program names, after a change to `networks`, and " +
            "for a server that `Server.get` reads. Otherwise it is omitted: it would take one request for each server.",
    });

export type AttachedInterface = z.output<typeof attachedInterface>;

/** By network. Floating IPs are omitted: they belong to their own resource, and are no drift of the server. */
export function fixedAddresses(record: ServerRecord): Record<string, ServerAddress[]> {
    const networks = Object.entries(record.addresses)
        .map(([network, addresses]): [string, ServerAddress[]] => [
            network,
            addresses
                .filter(({ type }) => type !== "floating")
                .map(({ address, version, mac }) => ({
                    address,
                    version: version === 6 ? 6 : 4,
                    ...(mac === undefined ? {} : { mac }),
                })),
        ])
        .filter(([, addresses]) => addresses.length > 0);
    return Object.fromEntries(networks);
}

/** The first address of an IP version. */
export function firstAddress(record: ServerRecord, wanted: 4 | 6): string | undefined {
    return Object.values(fixedAddresses(record))
        .flat()
        .find(({ version }) => version === wanted)?.address;
}

/** Interfaces differ by MAC address. If the cloud returns none, all addresses on a network count as one interface. */
export function interfacesOf(record: ServerRecord, { pins, networks, interfaces }: Source): AttachedInterface[] {
    const told = Object.entries(fixedAddresses(record)).flatMap(([network, addresses]) =>
        Object.values(groupBy(addresses, ({ mac = "" }) => mac)).map((own): AttachedInterface => {
            const mac = own[0]?.mac;
            const known = mac === undefined ? undefined : interfaces.find((one) => one.mac === mac);
            const networkId = known?.networkId ?? pins.networks?.find(({ name }) => name === network)?.id;
            return {
                network,
                addresses: own.map(({ address }) => address),
                ...(mac === undefined ? {} : { mac }),
                ...(networkId === undefined ? {} : { networkId }),
                ...(known?.portId === undefined ? {} : { portId: known.portId }),
            };
        }),
    );
    const [only, ...others] = told;
    const [declared, ...more] = Array.isArray(networks) ? networks : [];
    const isDeclared = only !== undefined && only.portId === undefined && others.length === 0 && more.length === 0;
    return isDeclared && declared?.port !== undefined ? [{ ...only, portId: declared.port }] : told;
}

/** The facts about interfaces that a server's record does not have. */
export function knownInterfaces(all: readonly ServerInterface[]): KnownInterface[] {
    return all.map(({ mac, portId, networkId }) => ({ mac, portId, networkId }));
}
