/** The wrong cloud is not an empty cloud: a resource is only touched on the cloud, region and project that it is on. */
import type { Compute } from "../cloud/index";
import type { Kept } from "./kind";

/** The credentials in use reach another cloud, region or project than the resource's. Nothing has been done. */
export class WrongCloudError extends Error {
    override readonly name = "WrongCloudError";
}

export function assertSameCloud(subject: string, made: Kept["cloud"], { identity, name }: Compute): void {
    const same =
        made.authUrl === identity.authUrl && made.region === identity.region && made.projectId === identity.projectId;
    if (!same) {
        throw new WrongCloudError(
            `${subject} is on cloud "${made.name}" (${spell(made)}), but the credentials in use are those of cloud ` +
                `"${name}" (${spell(identity)}). Nothing was done. Use the right cloud: the argument cloud, the config ` +
                "openstack-compute:cloud, or OS_CLOUD.",
        );
    }
}

function spell({ authUrl, region, projectId }: Omit<Kept["cloud"], "name">): string {
    return `${authUrl}, region ${region ?? "none"}, project ${projectId}`;
}
