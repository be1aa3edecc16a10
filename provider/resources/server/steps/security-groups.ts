/** The security groups of all of a server's interfaces. */
import { addSecurityGroup, listInterfaces, removeSecurityGroup } from "../../../api/index";
import { ifThere } from "../../absent";
import type { Context } from "../../kind";
import { acting } from "../acting";
import type { ServerArguments } from "../arguments";
import { groupsOf } from "../groups";
import type { Done, Step } from "./step";

/** A server without the argument has the project's default group. Added first, so that it is never without a guard. */
export async function securityGroups({ context, id, args }: Step): Promise<Done> {
    const wanted = args.securityGroups ?? ["default"];
    const standing = await groupsOf(context, id);
    if (standing.length === 0 && (await isYetToBeAttached(context, id, args))) {
        return { declared: { securityGroups: args.securityGroups } };
    }
    const isOf = (group: { id: string; name: string }) => (text: string) => text === group.id || text === group.name;
    for (const text of wanted.filter((candidate) => !standing.some((group) => isOf(group)(candidate)))) {
        await acting(context, id, () => addSecurityGroup(context.compute, id, text, { resource: context.subject }));
    }
    for (const group of standing.filter((candidate) => !wanted.some(isOf(candidate)))) {
        await ifThere(
            acting(context, id, () =>
                removeSecurityGroup(context.compute, id, group.name, { resource: context.subject }),
            ),
        );
    }
    return { declared: { securityGroups: args.securityGroups } };
}

/** Groups are on interfaces. Where there is none yet, the step that attaches the first one puts them on it. */
async function isYetToBeAttached(context: Context, id: string, { networks }: ServerArguments): Promise<boolean> {
    if (networks === undefined || networks === "none") {
        return false;
    }
    return (await listInterfaces(context.compute, id, { resource: context.subject })).length === 0;
}
