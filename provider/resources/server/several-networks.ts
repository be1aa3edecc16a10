/** A creation without networks, in a project that has several: the cloud refuses, without naming them. */
import { listNetworks } from "../../api/index";
import { ConflictError } from "../../cloud/index";
import type { Context } from "../../lifecycle/kind";

/** Nova's words (nova/exception.py, NetworkAmbiguous). */
const AMBIGUOUS = /(multiple|more than one) possible networks?/i;

/** Awaits the creation. If the cloud refuses because of several networks, the error names them. */
export async function namingNetworks<T>({ compute, subject }: Context, creating: Promise<T>): Promise<T> {
    try {
        return await creating;
    } catch (error) {
        if (!(error instanceof ConflictError && AMBIGUOUS.test(error.cloudMessage))) {
            throw error;
        }
        // The list only explains the refusal: if it fails too, the user must see the refusal.
        const networks = await listNetworks(compute, { resource: subject }).catch(() => undefined);
        if (networks === undefined || networks.length === 0) {
            throw error;
        }
        const names = networks.map(({ name }) => `"${name}"`).sort();
        const { operation, resource, status, fault, cloudMessage, requestId } = error;
        const remedy = `Name one in networks, for example [{ network: ${names[0]} }]. The project has ${names.join(", ")}. Nothing was changed.`;
        throw new ConflictError({ operation, resource, status, fault, cloudMessage, requestId, remedy });
    }
}
