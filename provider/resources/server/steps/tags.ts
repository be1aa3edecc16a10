/**
 * Tags, one by one: tags of others stay. Tags are removed first, because a server has at most 50, and because the
 * cloud's database ignores case.
 */
import { addTag, listTags, removeTag, replaceTags } from "../../../api/index";
import { ifThere } from "../../../lifecycle/absent";
import type { Context } from "../../../lifecycle/kind";
import { acting } from "../acting";
import { type Done, difference, type Step } from "./step";

export async function tags({ context, id, args, state }: Step): Promise<Done> {
    context.compute.need("2.26", "tags", context.subject);
    const { added, removed } = difference(state.tags, args.tags);
    await changeTags(context, id, added, removed);
    return { declared: { tags: args.tags } };
}

export async function changeTags(
    context: Context,
    id: string,
    added: readonly string[],
    removed: readonly string[],
): Promise<void> {
    const { compute, subject: resource } = context;
    if (![...added, ...removed].every(fitsPath)) {
        const others = (await listTags(compute, id, { resource })).filter((tag) => !removed.includes(tag));
        const all = [...new Set([...others, ...added])];
        await acting(context, id, () => replaceTags(compute, id, all, { resource }));
        return;
    }
    for (const tag of removed) {
        await ifThere(acting(context, id, () => removeTag(compute, id, tag, { resource })));
    }
    for (const tag of added) {
        await acting(context, id, () => addTag(compute, id, tag, { resource }));
    }
}

/**
 * Whether Nova reads the tag in a path correctly: it reads "ä" as "Ã¤" and ends a tag at a line break, and a proxy on
 * the way may resolve "." and "..".
 */
function fitsPath(tag: string): boolean {
    return /^[\u0020-\u007e]*[\u0021-\u007e]$/.test(tag) && !/^\.{1,2}$/.test(tag);
}
