/** Users, projects, roles and the catalog: made where they are missing. */
import { type Bed, PASSWORD, REGION, urlOf } from "../releases";
import { Session } from "./session";

const PROJECTS = ["service", "demo"];

/** `svc` is the user as whom the services call each other. */
const USERS = ["svc", "demo"];

/** Beyond those that keystone makes itself: `service` by keystone 23 and later, `admin` and `member` by every one. */
const ROLES = ["service"];

const ASSIGNMENTS = [
    { user: "svc", project: "service", role: "admin" },
    { user: "svc", project: "service", role: "service" },
    { user: "demo", project: "demo", role: "member" },
    // So that the admin can look into the project of the other.
    { user: "admin", project: "demo", role: "admin" },
];

/** A secret for each user's application credential: `admin-ci` has `admin-secret`. */
const APPLICATION_CREDENTIALS = ["admin", "demo"];

function services(bed: Bed) {
    const { placement, glance, neutron, nova, cinder } = bed.ports;
    return [
        { type: "placement", name: "placement", url: urlOf(placement) },
        { type: "image", name: "glance", url: urlOf(glance) },
        { type: "network", name: "neutron", url: urlOf(neutron) },
        { type: "compute", name: "nova", url: `${urlOf(nova)}/v2.1` },
        { type: "volumev3", name: "cinder", url: `${urlOf(cinder)}/v3/%(project_id)s` },
    ];
}

export async function seedIdentity(bed: Bed): Promise<void> {
    const url = bed.authUrl;
    const admin = await Session.open(url, "admin");
    const named = (kind: string, name: string, more: object = {}) =>
        admin.findOrCreate(`${url}/${kind}s?name=${name}`, `${url}/${kind}s`, { [kind]: { name, ...more } });

    for (const name of PROJECTS) {
        await named("project", name, { domain_id: "default" });
    }
    for (const name of USERS) {
        await named("user", name, { domain_id: "default", password: PASSWORD });
    }
    for (const name of ROLES) {
        await named("role", name);
    }
    for (const assignment of ASSIGNMENTS) {
        const user = await named("user", assignment.user);
        const project = await named("project", assignment.project);
        const role = await named("role", assignment.role);
        await admin.put(`${url}/projects/${project.id}/users/${user.id}/roles/${role.id}`);
    }
    for (const { type, name, url: target } of services(bed)) {
        const service = await admin.findOrCreate(`${url}/services?type=${type}`, `${url}/services`, {
            service: { type, name },
        });
        for (const face of ["public", "internal"]) {
            await admin.findOrCreate(
                `${url}/endpoints?service_id=${service.id}&interface=${face}`,
                `${url}/endpoints`,
                { endpoint: { service_id: service.id, interface: face, region_id: REGION, url: target } },
            );
        }
    }
    for (const name of APPLICATION_CREDENTIALS) {
        const user = await named("user", name);
        const credentials = `${url}/users/${user.id}/application_credentials`;
        // Only the user itself may make one, for the project that it has signed in to.
        const self = await Session.open(url, name);
        await self.findOrCreate(`${credentials}?name=${name}-ci`, credentials, {
            application_credential: { name: `${name}-ci`, secret: `${name}-secret` },
        });
    }
}
