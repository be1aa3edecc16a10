/** What PUT /servers/{id} changes: only what differs is sent. */

import { type ServerRecord, updateServer } from "../../../api/index";
import { acting } from "../acting";
import { microversionOfChanges } from "../needed-microversion";
import { changedBodyOf } from "../request-body";
import { asDeclared, type Done, type Step } from "./step";

/** A server can only be pinned to the zone that it is in. */
export function zonePin(pinned: boolean, { availabilityZone }: ServerRecord): Record<string, unknown> {
    return { pinned_availability_zone: pinned ? availabilityZone : null };
}

export async function attributes({ context, id, changes, record, state }: Step): Promise<Done> {
    const declared = asDeclared(changes);
    const body = {
        ...changedBodyOf(Object.keys(declared), declared, state.__state.pins),
        ...(declared.pinnedToZone === undefined ? {} : zonePin(declared.pinnedToZone, record)),
    };
    const microversion = microversionOfChanges(context, changes, declared);
    await acting(context, id, () =>
        updateServer(context.compute, id, body, microversion, { resource: context.subject }),
    );
    return { declared };
}
