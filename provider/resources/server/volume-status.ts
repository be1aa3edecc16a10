import { getVolume } from "../../api/index";
import { CloudError } from "../../cloud/index";
import type { Context } from "../../lifecycle/kind";

/** A volume's status. Undefined if the cloud does not serve os-volumes: then only the attachment itself is visible. */
export async function volumeStatus({ compute, subject }: Context, volume: string): Promise<string | undefined> {
    try {
        return (await getVolume(compute, volume, { resource: subject })).status;
    } catch (error) {
        if (error instanceof CloudError && [403, 404].includes(error.status)) {
            return undefined;
        }
        throw error;
    }
}
