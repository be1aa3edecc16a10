/** The security groups of all of a server's interfaces. */
import { addSecurityGroup, removeSecurityGroup } from "../../../api/index";
import { ifThere } from "../../absent";
import { acting } from "../acting";
import { groupsOf } from "../groups";
import type { Done, Step } from "./step";

/** A server without the argument has the project's default group. Added first, so that it is never without a guard. */
export async function securityGroups({ context, id, args }: Step): Promise<Done> {
    const wanted = args.securityGroups ?? ["default"];
    const standing = await groupsOf(context, id);
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
