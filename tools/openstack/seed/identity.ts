/** Creates users, projects, roles and the catalog, if they are missing. */
import { type Bed, PASSWORD, REGION, urlOf } from "../releases";
import { Session, type Thing } from "./session";

/** Keystone makes the first, and the first user. */
const PROJECTS = ["admin", "service", "demo"];

/** The services use the user `svc` to call each other. */
const USERS = ["admin", "svc", "demo"];

/** keystone 22 does not create the role `service` itself. */
const ASSIGNMENTS = [
    { user: "svc", project: "service", role: "admin" },
    { user: "svc", project: "service", role: "service" },
    { user: "demo", project: "demo", role: "member" },
    // The admin can then read the other project.
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

    const projects = new Map<string, Thing>();
    for (const name of PROJECTS) {
        projects.set(name, await named("project", name, { domain_id: "default" }));
    }
    const users = new Map<string, Thing>();
    for (const name of USERS) {
        users.set(name, await named("user", name, { domain_id: "default", password: PASSWORD }));
    }
    for (const { user, project, role } of ASSIGNMENTS) {
        const { id } = await named("role", role);
        await admin.put(`${url}/projects/${projects.get(project)?.id}/users/${users.get(user)?.id}/roles/${id}`);
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
        const credentials = `${url}/users/${users.get(name)?.id}/application_credentials`;
        // Only the user itself can create one, for the project of its token.
        const self = await Session.open(url, name);
        await self.findOrCreate(`${credentials}?name=${name}-ci`, credentials, {
            application_credential: { name: `${name}-ci`, secret: `${name}-secret` },
        });
    }
}
