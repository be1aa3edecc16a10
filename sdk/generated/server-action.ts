// Written by `npm run build` out of provider/resources/: edit that.
import type * as pulumi from "@pulumi/pulumi";
import type { ServerActionArgs } from "./arguments";
import { type CloudArgs, ComputeResource, type Shown } from "../resource";

/**
 * Something that is done to a server once, and again when `triggers` change: a reboot, a rescue, an image. An
 * action that was interrupted runs again.
 *
 * @example
 * ```ts
 * const nightly = new compute.ServerAction("nightly", {
 *     server: server.id,
 *     reboot: { type: "SOFT" },
 *     triggers: [version],
 * });
 * ```
 */
export class ServerAction extends ComputeResource {
    /** The id of the image that `createImage` has made. */
    declare readonly imageId: pulumi.Output<string | undefined>;
    /** The password in the rescue system, as declared or as the cloud made it. A secret. */
    declare readonly adminPass: pulumi.Output<string | undefined>;
    /** The id of the server. */
    declare readonly server: Shown<ServerActionArgs, "server">;
    /** Restarts the server. */
    declare readonly reboot: Shown<ServerActionArgs, "reboot">;
    /** Boots the server from a rescue image. A secret. */
    declare readonly rescue: Shown<ServerActionArgs, "rescue">;
    /** Makes an image of the server's disk. */
    declare readonly createImage: Shown<ServerActionArgs, "createImage">;
    /** Texts that make it run again when they change: a version, a checksum. */
    declare readonly triggers: Shown<ServerActionArgs, "triggers">;

    constructor(name: string, args: ServerActionArgs, options?: pulumi.CustomResourceOptions) {
        super({"kind":"ServerAction","outputs":["imageId","adminPass","server","reboot","rescue","createImage","triggers"],"secrets":["rescue"]}, name, args, options);
    }

    /** Reads a server action that is not managed here. Fails when there is none with this id. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        args: CloudArgs = {},
        options?: pulumi.CustomResourceOptions,
    ): ServerAction {
        return new ServerAction(name, args as ServerActionArgs, { ...options, id });
    }
}
