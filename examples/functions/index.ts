/** A server of the newest image of its name and the smallest flavor that is large enough, both looked up. */
import * as pulumi from "@pulumi/pulumi";
import * as compute from "pulumi-openstack-compute";

const config = new pulumi.Config();

const image = compute.getImageOutput({ nameRegex: config.get("image") ?? "^debian-12", newest: true });

const flavor = compute.getFlavorsOutput({ minRam: 2048, isPublic: true }).apply(({ flavors }) => {
    const [smallest] = flavors.sort((one, other) => (one.ram ?? 0) - (other.ram ?? 0));
    if (smallest === undefined) {
        throw new Error("no flavor has 2 GiB of memory");
    }
    return smallest.id;
});

const network = compute.getNetworkOutput({ name: config.get("network") ?? "private" });

const server = new compute.Server("found", {
    flavor,
    image: image.id,
    networks: [{ network: network.id }],
});

export const imageName = image.name;
export const address = server.ipV4;
export const serversInUse = compute.getLimits().then(({ absolute }) => absolute.totalInstancesUsed);
