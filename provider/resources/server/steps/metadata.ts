/** Metadata, key by key: keys that others wrote stay. Keys are removed first, because the database ignores case. */
import { deleteMetadataKey, mergeMetadata } from "../../../api/index";
import { keyChanges, omitOwn } from "../../../arguments/own-keys";
import { ifThere } from "../../../lifecycle/absent";
import { acting } from "../acting";
import type { Done, Step } from "./step";

export async function metadata({ context, id, args, state, record }: Step): Promise<Done> {
    const { written, removed } = keyChanges(state.metadata ?? {}, args.metadata ?? {});
    const writes = Object.keys(written).length > 0;
    const changes = removed.length + (writes ? 1 : 0);
    let asked = 0;
    const act = (ask: () => Promise<void>) =>
        acting(context, id, () => {
            asked += 1;
            return ask();
        });
    for (const key of removed) {
        await ifThere(act(() => deleteMetadataKey(context.compute, id, key, { resource: context.subject })));
    }
    if (writes) {
        await act(() => mergeMetadata(context.compute, id, written, { resource: context.subject }));
    }
    const declared = { metadata: args.metadata };
    // After a wait and a second request, more than the metadata may have changed.
    return asked > changes
        ? { declared }
        : { declared, record: { ...record, metadata: { ...omitOwn(record.metadata, removed), ...written } } };
}
