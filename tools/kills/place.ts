/** Where the stack is killed: on the embedded cloud, or on a real OpenStack in a project of its own. */
import { readFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { type Credentials, Nova, PROXIES } from "../../bench/nova";
import { EmbeddedCloud } from "../../emulator/index";
import { bedOf, ensureOpenStack, PASSWORD, type Release } from "../openstack/index";
import { urlOf } from "../openstack/releases";
import { Session } from "../openstack/seed/session";

export interface Place {
    title: string;
    cloudsYaml: string;
    /** The entry of it. */
    cloud: string;
    /** A client of the runner's own, with a new token, because a long run takes longer than one is valid. */
    signIn(): Promise<Nova>;
    end(): Promise<void>;
}

const CLOUD = "kills";

/** Faster than a real cloud, but slow enough that a kill can hit any step. */
const SPEED = 5;

export async function embeddedPlace(): Promise<Place> {
    const embedded = await EmbeddedCloud.start({ speed: SPEED });
    const {
        OS_USERNAME: user = "",
        OS_PASSWORD: password = "",
        OS_PROJECT_NAME: project = "",
    } = embedded.environment("admin");
    const signIn = () => Nova.signIn({ authUrl: embedded.authUrl, user, password, project });
    const nova = await signIn();
    await nova.raiseQuotas();
    nova.end();
    return {
        title: "the embedded cloud",
        cloudsYaml: embedded.cloudsYaml({ name: CLOUD, project: "admin" }),
        cloud: CLOUD,
        signIn,
        end: () => embedded.stop(),
    };
}

/** `tag` becomes the name of the project, which is deleted at the end. */
export async function realPlace(release: Release, tag: string): Promise<Place> {
    const { cloudsYaml, cloud, authUrl, novaVersion } = await ensureOpenStack(release);
    const { clouds } = parse(readFileSync(cloudsYaml, "utf8")) as { clouds: Record<string, { auth: object }> };
    const entry = clouds[cloud];
    const admin = await Session.open(authUrl, "admin");
    const project = await admin.create(`${authUrl}/projects`, { project: { name: tag, domain_id: "default" } });
    const [user] = await admin.list(`${authUrl}/users?name=admin`);
    const [role] = await admin.list(`${authUrl}/roles?name=admin`);
    await admin.put(`${authUrl}/projects/${project.id}/users/${user?.id}/roles/${role?.id}`);
    const credentials: Credentials = { authUrl, user: "admin", password: PASSWORD, project: tag };
    return {
        title: `a real OpenStack (${release}, Nova ${novaVersion})`,
        cloudsYaml: stringify({ clouds: { [CLOUD]: { ...entry, auth: { ...entry?.auth, project_name: tag } } } }),
        cloud: CLOUD,
        signIn: () => Nova.signIn(credentials),
        end: async () => {
            const last = await Session.open(authUrl, "admin");
            const groups = `${urlOf(bedOf(release).ports.neutron)}/v2.0/security-groups`;
            for (const { id } of await last.list(`${groups}?project_id=${project.id}`)) {
                await last.remove(`${groups}/${id}`);
            }
            await last.remove(`${authUrl}/projects/${project.id}`);
        },
    };
}

/**
 * Deletes everything in the project, and the stack's resources outside it: keypairs belong to a user, flavors to
 * everyone.
 */
export async function sweep(nova: Nova, tag: string): Promise<void> {
    const own = ({ name }: { name: string }) => name.startsWith(`${tag}-`);
    const { servers } = await nova.call<{ servers: { id: string }[] }>("GET", "/servers");
    await Promise.all(servers.map(({ id }) => nova.call("DELETE", `/servers/${id}`)));
    const { floating_ips: ips } = await nova.call<{ floating_ips: { id: string }[] }>(
        "GET",
        "/os-floating-ips",
        undefined,
        PROXIES,
    );
    await Promise.all(ips.map(({ id }) => nova.call("DELETE", `/os-floating-ips/${id}`, undefined, PROXIES)));
    const { keypairs } = await nova.call<{ keypairs: { keypair: { name: string } }[] }>("GET", "/os-keypairs");
    for (const { keypair } of keypairs.filter((one) => own(one.keypair))) {
        await nova.call("DELETE", `/os-keypairs/${keypair.name}`);
    }
    const { flavors } = await nova.call<{ flavors: { id: string; name: string }[] }>("GET", "/flavors?is_public=None");
    for (const { id } of flavors.filter(own)) {
        await nova.call("DELETE", `/flavors/${id}`);
    }
}
