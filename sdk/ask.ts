/** Functions ask the cloud from the program's own process, in a preview too. What asks is loaded with the first question. */
import type * as pulumi from "@pulumi/pulumi";
import { NAMESPACE } from "../provider/host/stack-configuration";
import { allConfig, output } from "./pulumi";

/** What `pulumi-openstack-compute/provider` has for a program. */
interface Provider {
    call(name: string, args: object, settings: { cloud?: string; region?: string }): Promise<object>;
}

export function ask<Result>(name: string, args: object): Promise<Result> {
    const { [`${NAMESPACE}cloud`]: cloud, [`${NAMESPACE}region`]: region } = allConfig();
    const { call } = require("pulumi-openstack-compute/provider") as Provider;
    return call(name, args, { cloud, region }) as Promise<Result>;
}

/** Unknown as long as an argument is. */
export function askOutput<Result>(name: string, args: object): pulumi.Output<Result> {
    return (output(args) as pulumi.Output<object>).apply((known) => ask<Result>(name, known)) as pulumi.Output<Result>;
}
