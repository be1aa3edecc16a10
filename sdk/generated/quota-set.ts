// Written by `npm run build` out of provider/resources/: edit that.
import type * as pulumi from "@pulumi/pulumi";
import type { QuotaSetArgs } from "./arguments";
import { type CloudArgs, ComputeResource, type Shown } from "../resource";

/**
 * The quotas of a project, or of one user in it. Only declared quotas are managed; deleting the resource
 * resets them to the cloud's defaults. The id is the project's id, or `PROJECT/USER`. Administrators only, by
 * the API's default policy.
 *
 * @example
 * ```ts
 * const quotas = new compute.QuotaSet("ci", { project: projectId, instances: 50, cores: 200, ram: 409600 });
 * ```
 */
export class QuotaSet extends ComputeResource {

    /** The id of the project. */
    declare readonly project: Shown<QuotaSetArgs, "project">;
    /** The id of a user, to set this user's quotas in the project. */
    declare readonly user: Shown<QuotaSetArgs, "user">;
    /** The most servers; -1: no limit. Omit to leave it alone. */
    declare readonly instances: Shown<QuotaSetArgs, "instances">;
    /** The most virtual processors; -1: no limit. Omit to leave it alone. */
    declare readonly cores: Shown<QuotaSetArgs, "cores">;
    /** The most memory, in MiB; -1: no limit. Omit to leave it alone. */
    declare readonly ram: Shown<QuotaSetArgs, "ram">;
    /** The most metadata items of a server; -1: no limit. Omit to leave it alone. */
    declare readonly metadataItems: Shown<QuotaSetArgs, "metadataItems">;
    /** The most files written into a server; -1: no limit. Omit to leave it alone. */
    declare readonly injectedFiles: Shown<QuotaSetArgs, "injectedFiles">;
    /** The most bytes in a file written into a server; -1: no limit. Omit to leave it alone. */
    declare readonly injectedFileContentBytes: Shown<QuotaSetArgs, "injectedFileContentBytes">;
    /** The most bytes in the path of a file written into a server; -1: no limit. Omit to leave it alone. */
    declare readonly injectedFilePathBytes: Shown<QuotaSetArgs, "injectedFilePathBytes">;
    /** The most fixed addresses of a project; -1: no limit. Omit to leave it alone. */
    declare readonly fixedIps: Shown<QuotaSetArgs, "fixedIps">;
    /** The most keypairs of a user; -1: no limit. Omit to leave it alone. */
    declare readonly keyPairs: Shown<QuotaSetArgs, "keyPairs">;
    /** The most server groups; -1: no limit. Omit to leave it alone. */
    declare readonly serverGroups: Shown<QuotaSetArgs, "serverGroups">;
    /** The most servers in a server group; -1: no limit. Omit to leave it alone. */
    declare readonly serverGroupMembers: Shown<QuotaSetArgs, "serverGroupMembers">;
    /** The most floating IPs of a project; -1: no limit. Omit to leave it alone. */
    declare readonly floatingIps: Shown<QuotaSetArgs, "floatingIps">;
    /** The most rules of a security group; -1: no limit. Omit to leave it alone. */
    declare readonly securityGroupRules: Shown<QuotaSetArgs, "securityGroupRules">;
    /** The most security groups; -1: no limit. Omit to leave it alone. */
    declare readonly securityGroups: Shown<QuotaSetArgs, "securityGroups">;

    constructor(name: string, args: QuotaSetArgs, options?: pulumi.CustomResourceOptions) {
        super({"kind":"QuotaSet","outputs":["project","user","instances","cores","ram","metadataItems","injectedFiles","injectedFileContentBytes","injectedFilePathBytes","fixedIps","keyPairs","serverGroups","serverGroupMembers","floatingIps","securityGroupRules","securityGroups"],"secrets":[]}, name, args, options);
    }

    /** Reads a quota set that is not managed here. Fails when there is none with this id. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        args: CloudArgs = {},
        options?: pulumi.CustomResourceOptions,
    ): QuotaSet {
        return new QuotaSet(name, args as QuotaSetArgs, { ...options, id });
    }
}
