/**
 * A host aggregate, and a flavor that is scheduled to its hosts only (for an administrator). Name the hosts with
 * `pulumi config set --path "hosts[0]" NAME`.
 */
import * as pulumi from "@pulumi/pulumi";
import * as compute from "pulumi-openstack-compute";

const config = new pulumi.Config();

const ssd = new compute.Aggregate("ssd", {
    hosts: config.requireObject<string[]>("hosts"),
    metadata: { ssd: "true" },
});

const flavor = new compute.Flavor("ssd", {
    ram: 4096, // MiB
    vcpus: 2,
    disk: 20, // GiB
    extraSpecs: { "aggregate_instance_extra_specs:ssd": "true" },
});

export const aggregate = ssd.name;
export const flavorName = flavor.name;
