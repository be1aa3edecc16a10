/** What PUT /servers/{id} changes: only what differs is sent. */

import { type ServerRecord, updateServer } from "../../../api/index";
import { acting } from "../acting";
import { latest } from "../microversions";
import { asDeclared, type Done, type Step } from "./step";

const ATTRIBUTES: Readonly<Record<string, { key: string; unset: unknown }>> = {
    name: { key: "name", unset: undefined },
    accessIpV4: { key: "accessIPv4", unset: undefined },
    accessIpV6: { key: "accessIPv6", unset: undefined },
    diskConfig: { key: "OS-DCF:diskConfig", unset: undefined },
    description: { key: "description", unset: null },
    hostname: { key: "hostname", unset: undefined },
};

/** A server can only be pinned to the zone that it is in. */
export function zonePin(pinned: boolean, { availabilityZone }: ServerRecord): Record<string, unknown> {
    return { pinned_availability_zone: pinned ? availabilityZone : null };
}

export async function attributes({ context, id, changes, record }: Step): Promise<Done> {
    const body: Record<string, unknown> = {};
    let microversion = "2.1";
    for (const { property, new: value, change } of changes) {
        const attribute = ATTRIBUTES[property];
        if (attribute !== undefined) {
            body[attribute.key] = value ?? attribute.unset;
        }
        if (property === "pinnedToZone") {
            Object.assign(body, zonePin(value === true, record));
        }
        if (change.microversion !== undefined) {
            context.compute.need(change.microversion, property, context.subject);
            microversion = latest(microversion, change.microversion);
        }
    }
    await acting(context, id, () =>
        updateServer(context.compute, id, body, microversion, { resource: context.subject }),
    );
    return { declared: asDeclared(changes) };
}
