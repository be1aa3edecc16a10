/** Tags, one by one: those that others put on stay. */
import { addTag, removeTag } from "../../../api/index";
import { ifThere } from "../../absent";
import { acting } from "../acting";
import { type Done, difference, type Step } from "./step";

export async function tags({ context, id, args, state }: Step): Promise<Done> {
    context.compute.need("2.26", "tags", context.subject);
    const { added, removed } = difference(state.tags, args.tags);
    for (const tag of added) {
        await acting(context, id, () => addTag(context.compute, id, tag, { resource: context.subject }));
    }
    for (const tag of removed) {
        await ifThere(acting(context, id, () => removeTag(context.compute, id, tag, { resource: context.subject })));
    }
    return { declared: { tags: args.tags } };
}
