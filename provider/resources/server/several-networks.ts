/** A creation that names no network, in a project that has several: the cloud refuses to choose, and does not name them. */
import { listNetworks } from "../../api/index";
import { ConflictError } from "../../cloud/index";
import type { Context } from "../../lifecycle/kind";

/** Nova's words (nova/exception.py, NetworkAmbiguous). */
const AMBIGUOUS = /(multiple|more than one) possible networks?/i;

/** Creates. Where the cloud finds several networks, the refusal names those that there are. */
export async function namingNetworks<T>({ compute, subject }: Context, creating: Promise<T>): Promise<T> {
    try {
        return await creating;
    } catch (error) {
        if (!(error instanceof ConflictError && AMBIGUOUS.test(error.cloudMessage))) {
            throw error;
        }
        // Only what explains a refusal: where this fails too, the refusal is what the user is to see.
        const networks = await listNetworks(compute, { resource: subject }).catch(() => undefined);
        if (networks === undefined || networks.length === 0) {
            throw error;
        }
        const names = networks.map(({ name }) => `"${name}"`).sort();
        const { operation, resource, status, fault, cloudMessage, requestId } = error;
        const remedy = `Name one in networks, as [{ network: ${names[0]} }]. The project has ${names.join(", ")}. Nothing was changed.`;
        throw new ConflictError({ operation, resource, status, fault, cloudMessage, requestId, remedy });
    }
}
