/** A server's interfaces. */
import { detachInterface, listInterfaces } from "../../../api/index";
import { ifThere } from "../../absent";
import type { Context } from "../../kind";
import { acting } from "../acting";
import { done, watch } from "../watch";

/** Takes ports off; those that were made beforehand stay in the network service. */
export async function detachPorts(context: Context, id: string, ports: readonly string[]): Promise<void> {
    for (const port of ports) {
        await ifThere(
            acting(context, id, () => detachInterface(context.compute, id, port, { resource: context.subject })),
        );
    }
    await watch(context, id, "detaching ports", async () => {
        const standing = await listInterfaces(context.compute, id, { resource: context.subject });
        const left = ports.filter((port) => standing.some(({ portId }) => portId === port));
        return left.length === 0 ? done : { kind: "waiting", because: `${left.length} ports still on` };
    });
}
