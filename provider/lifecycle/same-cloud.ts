/**
 * Wrong credentials must not look like an empty cloud: a resource is only touched in its own cloud, region and project.
 */
import type { Compute, MeantCloud } from "../cloud/index";
import type { Kept } from "../state/stored-state";

/** The credentials in use are for another cloud, region or project than the resource's. Nothing was changed. */
export class WrongCloudError extends Error {
    override readonly name = "WrongCloudError";
}

export function assertSameCloud(subject: string, made: Kept["cloud"], { identity, name }: Compute): void {
    const same =
        made.authUrl === identity.authUrl && made.region === identity.region && made.projectId === identity.projectId;
    if (!same) {
        throw wrongCloud(subject, made, name, identity);
    }
}

/** Throws what an update would throw, as far as the settings show. The region counts only if the resource has one. */
export function assertMeantCloud(subject: string, made: Kept["cloud"], meant: MeantCloud): void {
    const same =
        made.authUrl === meant.authUrl &&
        (made.region === undefined || (meant.region ?? made.region) === made.region) &&
        (meant.projectId ?? made.projectId) === made.projectId;
    if (!same) {
        throw wrongCloud(subject, made, meant.name, meant);
    }
}

function wrongCloud(
    subject: string,
    made: Kept["cloud"],
    name: string,
    used: Omit<MeantCloud, "name">,
): WrongCloudError {
    return new WrongCloudError(
        `${subject} is on cloud "${made.name}" (${spell(made)}), but the credentials in use are those of cloud ` +
            `"${name}" (${spell(used)}). Nothing was done. Use the right cloud: the argument cloud, the config ` +
            "openstack-compute:cloud, or OS_CLOUD.",
    );
}

function spell({ authUrl, region, projectId }: Omit<MeantCloud, "name">): string {
    return [authUrl, `region ${region ?? "none"}`, ...(projectId === undefined ? [] : [`project ${projectId}`])].join(
        ", ",
    );
}
