/** Rebuilds a server from another image or from the same one: the root disk is lost, id and addresses stay. */
import { rebuildServer } from "../../../api/index";
import { resolveImage } from "../../../lifecycle/references";
import type { Plan } from "../../../plan/plan";
import { WaitFailedError } from "../../../wait/wait";
import { accountOf } from "../account";
import { acting } from "../acting";
import { microversionOfChanges } from "../needed-microversion";
import type { Pins } from "../pins";
import { bodyOf, changedBodyOf } from "../request-body";
import type { ServerArguments } from "../server-fields";
import { atRest, done, waiting, watch } from "../watch";
import { asDeclared, type Done, type Step } from "./step";

export async function rebuild({ context, id, args, changes, record, state, note }: Step): Promise<Done> {
    if (args.image === undefined) {
        throw new WaitFailedError(
            `${context.subject}: a rebuild needs an image, and its root volume was not created from one. Nothing was changed.`,
        );
    }
    const image = await resolveImage(context, args.image);
    const result = {
        declared: { ...asDeclared(changes.filter(({ property }) => property !== "status")), image: args.image },
        pins: { image },
    };
    // An earlier attempt may have done it already.
    const onlyImage = changes.every(({ property }) => property === "image");
    if (onlyImage && record.imageId === image.id && record.status !== "ERROR") {
        return result;
    }
    // A rebuild generates a new password, unless the request has one.
    const kept = state.adminPass === undefined ? undefined : context.unsealed(state.adminPass);
    if (kept === undefined && state.adminPass !== undefined && args.adminPass === undefined) {
        context.say(
            "its password was sealed with a key that this stack does not have: the rebuild generates a new one",
        );
    }
    const adminPass = args.adminPass ?? kept;
    const { requestId, adminPass: made } = await acting(context, id, () =>
        rebuildServer(
            context.compute,
            id,
            {
                imageId: image.id,
                ...(adminPass === undefined ? {} : { adminPass }),
                ...carried(args, changes, state.__state.pins),
                microversion: microversionOfChanges(context, changes, { personality: args.personality }),
            },
            { resource: context.subject },
        ),
    );
    const password = made === undefined || args.adminPass !== undefined ? {} : { adminPass: made };
    // The cloud returns it only once, however the rebuild ends.
    note({ declared: {}, ...password });
    const failureOf = accountOf(context, id, requestId);
    // The cloud shows no image for a server whose root disk is a volume.
    const showsImage = args.bootVolume === undefined;
    // Nova resets the image if a rebuild finds no host: a server at rest with the new image was rebuilt.
    const tells = showsImage && record.imageId !== image.id;
    const rebuilt = await watch(
        context,
        id,
        `rebuilding from ${image.name}`,
        async (seen) => {
            if (tells && atRest(seen) && seen.imageId === image.id) {
                return done;
            }
            const failure = await failureOf(seen);
            if (failure !== undefined) {
                return { kind: "failed", reason: `was not rebuilt from ${image.name}: ${failure}` };
            }
            return atRest(seen) && (seen.imageId === image.id || !showsImage) ? done : waiting(seen);
        },
        requestId,
    );
    return { ...result, ...password, record: rebuilt };
}

/**
 * What is sent with the image. A rebuild loses files with the root disk, and takes the disk configuration from the
 * image, so both are always sent.
 */
function carried(args: ServerArguments, changes: Plan, pins: Pins): Record<string, unknown> {
    const changed = changes.map(({ property }) => property).filter((name) => name !== "image");
    const { diskConfig, personality, onChange } = args;
    return {
        ...changedBodyOf(changed, args, pins),
        ...bodyOf({ diskConfig, personality }, pins),
        ...(onChange?.image === "rebuild-preserve-ephemeral" ? { preserve_ephemeral: true } : {}),
    };
}
