/** Metadata, key by key: those that others wrote stay. */
import { deleteMetadataKey, mergeMetadata } from "../../../api/index";
import { ifThere } from "../../absent";
import { acting } from "../acting";
import type { Done, Step } from "./step";

export async function metadata({ context, id, args, state }: Step): Promise<Done> {
    const before = state.metadata ?? {};
    const wanted = args.metadata ?? {};
    const changed = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => before[key] !== value));
    if (Object.keys(changed).length > 0) {
        await acting(context, id, () => mergeMetadata(context.compute, id, changed, { resource: context.subject }));
    }
    for (const key of Object.keys(before).filter((name) => !(name in wanted))) {
        await ifThere(
            acting(context, id, () => deleteMetadataKey(context.compute, id, key, { resource: context.subject })),
        );
    }
    return { declared: { metadata: args.metadata } };
}
