/** What the server is connected to, and what may reach it. */
import * as z from "zod";
import { bareAddress, ipV4Argument, ipV6Argument, nameArgument, sameAddress } from "../../../arguments/argument-types";
import { isConnectedTo, networksEffect, sameNetworks, spellNetworks } from "../declared-interfaces";
import { networks, sinceOfNetworks } from "../device-arguments";
import { argument, attribute, lastingAttribute } from "./server-field";
import { sorted } from "./spelling";

/** A host name without a domain, which 2.90 accepts. */
const BARE = /^[a-zA-Z0-9]+[a-zA-Z0-9-]*[a-zA-Z0-9]+$/;
const LONGEST_BARE = 63;

export const connectionFields = {
    networks: argument(
        networks
            .optional()
            .describe(
                'What to connect to: `"auto"` (the cloud chooses or creates a network; microversion 2.37), `"none"` (2.37), or networks and ports in the order of the server\'s interfaces. Default: the project\'s only network.',
            ),
        {
            by: "interfaces",
            level: "restart",
            effect: "interfaces are attached and detached in place",
            removed: "unmanaged",
            spell: spellNetworks,
            same: (old, wanted, state) =>
                old === undefined
                    ? isConnectedTo(wanted, state)
                    : sameNetworks(old, wanted, state.__state?.pins?.networks ?? [], state),
            according: (old, wanted, state) => networksEffect(old, wanted, state.__state?.pins?.networks ?? [], state),
        },
        { sinceOf: sinceOfNetworks },
    ),
    securityGroups: argument(
        z
            .array(nameArgument("A group."))
            .min(1, { error: 'must not be empty; omit it for the group "default"' })
            .refine((groups) => new Set(groups).size === groups.length, { error: "a group is named twice" })
            .optional()
            .describe("The security groups, by name or id, in any order. Default: the project's group `default`."),
        { by: "securityGroups", level: "none", effect: "added and removed in place" },
        {
            key: "security_groups",
            write: (groups) => groups.map((name) => ({ name })),
            normal: sorted,
            // If they differ from the program's, state.ts also reads their ids.
            told: ({ securityGroups }, wanted) => wanted ?? securityGroups,
        },
    ),
    accessIpV4: argument(
        ipV4Argument("The IPv4 address at which the server can be reached; Nova only stores it.").optional(),
        lastingAttribute,
        { key: "accessIPv4", told: ({ accessIpV4 }) => accessIpV4 },
    ),
    accessIpV6: argument(
        ipV6Argument("The IPv6 address at which the server can be reached; Nova only stores it.").optional(),
        lastingAttribute,
        {
            key: "accessIPv6",
            normal: bareAddress,
            told: ({ accessIpV6 }, wanted) => (sameAddress(wanted, accessIpV6) ? wanted : accessIpV6),
        },
    ),
    hostname: argument(
        z
            .string()
            .max(255, { error: "at most 255 characters" })
            .regex(/^[a-zA-Z0-9-_]+([a-zA-Z0-9-_.]*[a-zA-Z0-9-_])?$/, {
                error: "a host name has letters, digits, - _ and . only",
            })
            .optional()
            .describe(
                "The host name in the guest's metadata. A domain needs microversion 2.94. Default: made from the name that the server is created with.",
            ),
        { ...attribute, removed: "unmanaged" },
        {
            key: "hostname",
            since: "2.90",
            sinceOf: (name) =>
                BARE.test(name) && name.length <= LONGEST_BARE
                    ? []
                    : [{ microversion: "2.94", what: "a hostname with more than letters, digits and hyphens" }],
            told: ({ hostname }, wanted) => hostname ?? wanted,
        },
    ),
};
