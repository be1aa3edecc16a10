/**
 * The ServerAction: an action that runs once on a server, and again when `triggers` change (API reference, "Servers
 * actions").
 */
import * as z from "zod";
import { getImage, getServer, invoke, type Operation, type ServerRecord, serverActionOperations } from "../api/index";
import { metadataArgument, nameArgument, referenceArgument } from "../arguments/argument-types";
import { SECRET } from "../arguments/secret-parts";
import { ifThere } from "../lifecycle/absent";
import type { Context } from "../lifecycle/kind";
import { resolveImage } from "../lifecycle/references";
import { triggered } from "../lifecycle/triggered";
import { argument, output, runs, untold } from "../plan/fields";
import { waitFor } from "../wait/wait";
import { accountOf } from "./server/account";
import { acting } from "./server/acting";
import { atRest, done, GONE, waiting, watch } from "./server/watch";

const ACTIONS = ["reboot", "rescue", "createImage"] as const;

const reboot = z
    .strictObject({
        type: z
            .enum(["SOFT", "HARD"], { error: "expected SOFT or HARD" })
            .optional()
            .describe("`SOFT` (default): the guest shuts down in an orderly way. `HARD`: it is switched off and on."),
    })
    .meta({ title: "ServerReboot", description: "Restarts the server." });

const rescue = z
    .strictObject({
        image: referenceArgument("The image to boot from. Default: the server's own.", "image").optional(),
        adminPass: z
            .string()
            .min(1, { error: "must not be empty" })
            .optional()
            .describe(
                "The password in the rescue system. A secret. Default: the cloud makes one; see the output `adminPass`.",
            )
            .meta(SECRET),
    })
    .meta({
        title: "ServerRescue",
        description:
            "Boots the server from a rescue image, its own disk beside it. Deleting the resource ends the rescue.",
    });

const createImage = z
    .strictObject({
        name: nameArgument("The name of the image."),
        metadata: metadataArgument("Metadata of the image.").optional(),
    })
    .meta({
        title: "ServerCreateImage",
        description: "Makes an image of the server's disk. Deleting the resource keeps it.",
    });

type Step = { end: () => Promise<Record<string, unknown>>; outputs?: Record<string, unknown> };

export const serverAction = triggered({
    kind: "ServerAction",
    noun: "server action",
    about: "Something that is done to a server once, and again when `triggers` change: a reboot, a rescue, an image. An action that was interrupted runs again.",
    example: `const nightly = new compute.ServerAction("nightly", {
    server: server.id,
    reboot: { type: "SOFT" },
    triggers: [version],
});`,
    on: { name: "server", schema: z.string().min(1, { error: "must not be empty" }).describe("The id of the server.") },
    fields: {
        reboot: argument(reboot.optional().describe("Restarts the server."), runs(), { read: untold }),
        rescue: argument(rescue.optional().describe("Boots the server from a rescue image."), runs(), {
            read: untold,
            secret: true,
        }),
        createImage: argument(createImage.optional().describe("Makes an image of the server's disk."), runs(), {
            read: untold,
        }),
        imageId: output(z.string().optional().describe("The id of the image that `createImage` has made.")),
        adminPass: output(
            z
                .string()
                .optional()
                .describe("The password in the rescue system, as declared or as the cloud made it. A secret."),
            { secret: true },
        ),
    },
    clashes: (args) => {
        const named = ACTIONS.filter((name) => args[name] !== undefined);
        return named.length === 1
            ? []
            : [
                  {
                      argument: named[1] ?? "reboot",
                      problem: `name one action: ${ACTIONS.join(", ")}`,
                      beside: [...ACTIONS],
                  },
              ];
    },
    disrupts: ({ createImage: image }) =>
        image === undefined
            ? { level: "restart", effect: "runs again, the server restarts" }
            : { level: "none", effect: "runs again: another image is created" },
    minutes: 30,
    isThere: async ({ compute, subject: resource }, id) => {
        const record = await ifThere(getServer(compute, id, { resource }));
        return record !== undefined && !GONE.has(record.status);
    },
    async run(context, id, args): Promise<Step> {
        if (args.reboot !== undefined) {
            const { type = "SOFT" } = args.reboot;
            const { requestId } = await ask(context, id, "reboot", { type });
            return { end: () => until(context, id, "rebooting", "ACTIVE", requestId) };
        }
        if (args.rescue !== undefined) {
            const { image, adminPass } = args.rescue;
            await endRescue(context, id);
            const rescueImage = image === undefined ? undefined : (await resolveImage(context, image)).id;
            const asked = await ask(context, id, "rescue", {
                ...(adminPass === undefined ? {} : { adminPass }),
                ...(rescueImage === undefined ? {} : { rescue_image_ref: rescueImage }),
            });
            const told = (asked.value as { adminPass?: string } | undefined)?.adminPass;
            return {
                outputs: { adminPass: adminPass ?? told },
                end: () => until(context, id, "rescuing", "RESCUE", asked.requestId),
            };
        }
        const asked = await ask(context, id, "createImage", args.createImage);
        const imageId = imageIn(asked.headers.location);
        return { outputs: { imageId }, end: () => imaged(context, id, imageId, asked.requestId) };
    },
    async undo(context, id, { rescue: wasRescued }) {
        if (wasRescued !== undefined) {
            await endRescue(context, id);
        }
    },
});

/** Ends a rescue, because a server in RESCUE cannot be rescued again. Waits first for an action under way. */
async function endRescue(context: Context, id: string): Promise<void> {
    const resting = (seen: ServerRecord) => (atRest(seen) ? done : waiting(seen));
    const { compute, subject: resource } = context;
    const now = await getServer(compute, id, { resource });
    const { status } = atRest(now) || GONE.has(now.status) ? now : await watch(context, id, "waiting", resting);
    if (status === "RESCUE") {
        const { requestId } = await ask(context, id, "unrescue", null);
        await until(context, id, "ending the rescue", "ACTIVE", requestId);
    }
}

function ask(
    context: Context,
    id: string,
    name: "reboot" | "rescue" | "unrescue" | "createImage",
    argumentOf: unknown,
) {
    const { compute, subject: resource, deadline } = context;
    const target: Operation = serverActionOperations[name];
    return acting(context, id, () =>
        invoke(compute, target, {
            resource,
            deadline,
            path: { id },
            body: { [name]: argumentOf },
        }),
    );
}

async function until(
    context: Context,
    id: string,
    doing: string,
    status: string,
    requestId: string | undefined,
): Promise<Record<string, never>> {
    const failureOf = accountOf(context, id, requestId);
    const accept = async (seen: ServerRecord) => {
        if (atRest(seen) && seen.status === status) {
            return { kind: "done" } as const;
        }
        const failure = await failureOf(seen);
        return failure === undefined
            ? waiting(seen)
            : ({ kind: "failed", reason: `was not ${doing}: ${failure}` } as const);
    };
    await watch(context, id, doing, accept, requestId);
    return {};
}

async function imaged(context: Context, id: string, image: string | undefined, requestId: string | undefined) {
    const { compute, subject, deadline, progress } = context;
    await watch(context, id, "making an image", (seen) => (atRest(seen) ? { kind: "done" } : waiting(seen)), requestId);
    if (image !== undefined) {
        await waitFor({
            subject,
            doing: `waiting for image ${image}`,
            deadline,
            observe: () => getImage(compute, image, { resource: subject, deadline }),
            accept: ({ status }) =>
                status === "ACTIVE"
                    ? { kind: "done" }
                    : status === "SAVING" || status === "UNKNOWN"
                      ? { kind: "waiting", because: status }
                      : { kind: "failed", reason: `image ${image} is ${status}` },
            progress: (state) => progress(`image ${image}: ${state}`),
        });
    }
    return { imageId: image };
}

/** Below 2.45 only a header of the answer has the image's URL. */
function imageIn(location: string | undefined): string | undefined {
    return location?.split("/").at(-1);
}
