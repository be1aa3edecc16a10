/** What PUT /servers/{id} changes: only what differs is sent. */

import { updateServer } from "../../../api/index";
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

export async function attributes({ context, id, changes }: Step): Promise<Done> {
    const body: Record<string, unknown> = {};
    let microversion = "2.1";
    for (const { property, new: value, change } of changes) {
        const attribute = ATTRIBUTES[property];
        if (attribute !== undefined) {
            body[attribute.key] = value ?? attribute.unset;
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
