/** Functions ask the cloud from the program's own process, in a preview too. What asks is loaded with the first question. */
import type * as pulumi from "@pulumi/pulumi";
import { NAMESPACE } from "../provider/host/configuration-keys";
import { ProgramError } from "./program-error";
import { allConfig, output } from "./pulumi";

/** What `pulumi-openstack-compute/provider` has for a program. */
interface Provider {
    call(name: string, args: object, settings: { cloud?: string; region?: string }): Promise<object>;
}

/** Throws {@link ProgramError} with the provider's message. */
export async function ask<Result>(name: string, args: object): Promise<Result> {
    const { [`${NAMESPACE}cloud`]: cloud, [`${NAMESPACE}region`]: region } = allConfig();
    const { call } = require("pulumi-openstack-compute/provider") as Provider;
    try {
        return (await call(name, args, { cloud, region })) as Result;
    } catch (error) {
        throw error instanceof Error ? new ProgramError(error.message, { cause: error }) : error;
    }
}

/** Unknown as long as an argument is. */
export function askOutput<Result>(name: string, args: object): pulumi.Output<Result> {
    return (output(args) as pulumi.Output<object>).apply((known) => ask<Result>(name, known)) as pulumi.Output<Result>;
}
