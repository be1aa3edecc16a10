/** The clouds.yaml of a test bed: the credentials for the provider, its tests and the `openstack` command. */
import { stringify } from "yaml";
import { type Bed, PASSWORD, REGION, type Release } from "./releases";

/** The entry of the user with the admin role, in the project `admin`. */
export function adminCloud(release: Release): string {
    return `openstack-${release}`;
}

/** The entry of the user without it, in the project `demo`. */
export function demoCloud(release: Release): string {
    return `openstack-${release}-demo`;
}

/** The text of the file. The admin comes first. */
export function cloudsYaml(bed: Bed): string {
    const clouds = {
        [adminCloud(bed.release)]: entry(bed, "admin"),
        [demoCloud(bed.release)]: entry(bed, "demo"),
    };
    return `# Written by \`npm run openstack -- start --release ${bed.release}\`.\n${stringify({ clouds })}`;
}

function entry(bed: Bed, name: "admin" | "demo"): object {
    return {
        auth: {
            auth_url: bed.authUrl,
            username: name,
            password: PASSWORD,
            project_name: name,
            user_domain_name: "Default",
            project_domain_name: "Default",
        },
        region_name: REGION,
        identity_api_version: "3",
        interface: "public",
    };
}
