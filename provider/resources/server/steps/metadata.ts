/** Metadata, key by key: those that others wrote stay. */
import omit from "lodash/omit";
import { deleteMetadataKey, mergeMetadata } from "../../../api/index";
import { ifThere } from "../../absent";
import { acting } from "../acting";
import type { Done, Step } from "./step";

export async function metadata({ context, id, args, state, record }: Step): Promise<Done> {
    const before = state.metadata ?? {};
    const wanted = args.metadata ?? {};
    const changed = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => before[key] !== value));
    const removed = Object.keys(before).filter((name) => !(name in wanted));
    const changes = removed.length + (Object.keys(changed).length > 0 ? 1 : 0);
    let asked = 0;
    const act = (ask: () => Promise<void>) =>
        acting(context, id, () => {
            asked += 1;
            return ask();
        });
    if (Object.keys(changed).length > 0) {
        await act(() => mergeMetadata(context.compute, id, changed, { resource: context.subject }));
    }
    for (const key of removed) {
        await ifThere(act(() => deleteMetadataKey(context.compute, id, key, { resource: context.subject })));
    }
    const declared = { metadata: args.metadata };
    // What had to be waited for, and was asked again, may have changed more of the server than its metadata.
    return asked > changes
        ? { declared }
        : { declared, record: { ...record, metadata: { ...omit(record.metadata, removed), ...changed } } };
}
