/** Creates flavors, images and networks with the same names as the emulator's, if they are missing. */
import { type Bed, urlOf } from "../releases";
import { Session } from "./session";

/** The five flavors of the API reference (Example 1.75). `ram` in MiB, `disk` in GiB. */
const FLAVORS = [
    { id: "1", name: "m1.tiny", ram: 512, disk: 1, vcpus: 1 },
    { id: "2", name: "m1.small", ram: 2048, disk: 20, vcpus: 1 },
    { id: "3", name: "m1.medium", ram: 4096, disk: 40, vcpus: 2 },
    { id: "4", name: "m1.large", ram: 8192, disk: 80, vcpus: 4 },
    { id: "5", name: "m1.xlarge", ram: 16384, disk: 160, vcpus: 8 },
];

const IMAGES = ["debian-12", "debian-13", "ubuntu-24.04", "cirros", "dummy-a", "dummy-b"];

/** Bytes of an image. Nothing boots it, so any content will do. */
const IMAGE_SIZE = 65_536;

export async function seedCloud(bed: Bed): Promise<void> {
    const admin = await Session.open(bed.authUrl, "admin");
    await seedFlavors(admin, `${urlOf(bed.ports.nova)}/v2.1`);
    await seedImages(admin, `${urlOf(bed.ports.glance)}/v2`);
    await seedNetworks(admin, `${urlOf(bed.ports.neutron)}/v2.0`, bed.authUrl);
}

async function seedFlavors(admin: Session, nova: string): Promise<void> {
    const present = new Set((await admin.list(`${nova}/flavors?is_public=None`)).map(({ id }) => id));
    for (const flavor of FLAVORS.filter(({ id }) => !present.has(id))) {
        await admin.create(`${nova}/flavors`, { flavor });
    }
}

async function seedImages(admin: Session, glance: string): Promise<void> {
    for (const name of IMAGES) {
        const active = await admin.list(`${glance}/images?name=${name}&visibility=public&status=active`);
        if (active.length > 0) {
            continue;
        }
        const image = await admin.create(`${glance}/images`, {
            name,
            visibility: "public",
            disk_format: "raw",
            container_format: "bare",
        });
        await admin.upload(`${glance}/images/${image.id}/file`, Buffer.alloc(IMAGE_SIZE, name));
    }
}

/** `private` for servers of every project, `public` for floating IPs, and a router between them. */
async function seedNetworks(admin: Session, neutron: string, authUrl: string): Promise<void> {
    const [owner] = await admin.list(`${authUrl}/projects?name=service`);
    const make = (kind: string, query: string, body: object) =>
        admin.findOrCreate(`${neutron}/${kind}s?${query}`, `${neutron}/${kind}s`, {
            [kind]: { project_id: owner?.id, ...body },
        });
    const inside = await make("network", `name=private&project_id=${owner?.id}`, { name: "private", shared: true });
    const subnet = await make("subnet", `network_id=${inside.id}`, {
        name: "private",
        network_id: inside.id,
        ip_version: 4,
        cidr: "10.20.0.0/24",
    });
    // The addresses above are for programs and tests that request a fixed one. They are never allocated to anybody
    // else.
    const pool = { start: "10.20.0.2", end: "10.20.0.199" };
    await admin.put(`${neutron}/subnets/${subnet.id}`, { subnet: { allocation_pools: [pool] } });
    const outside = await make("network", `name=public&project_id=${owner?.id}`, {
        name: "public",
        "router:external": true,
        "provider:network_type": "flat",
        "provider:physical_network": "ext",
    });
    await make("subnet", `network_id=${outside.id}`, {
        name: "public",
        network_id: outside.id,
        ip_version: 4,
        cidr: "203.0.113.0/24",
        enable_dhcp: false,
    });
    const router = await make("router", `name=router&project_id=${owner?.id}`, {
        name: "router",
        external_gateway_info: { network_id: outside.id },
    });
    const legs = await admin.list(`${neutron}/ports?device_id=${router.id}&network_id=${inside.id}`);
    if (legs.length === 0) {
        await admin.put(`${neutron}/routers/${router.id}/add_router_interface`, { subnet_id: subnet.id });
    }
}
