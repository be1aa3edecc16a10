/** The quotas of a project (for an administrator): `pulumi config set project ID`. */
import * as pulumi from "@pulumi/pulumi";
import * as compute from "pulumi-openstack-compute";

const config = new pulumi.Config();

const quotas = new compute.QuotaSet("ci", {
    project: config.require("project"),
    instances: 50,
    cores: 200,
    ram: 409_600, // MiB
});

export const servers = quotas.instances;
