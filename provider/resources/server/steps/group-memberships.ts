/** The security groups of all of a server's interfaces. */
import { addSecurityGroup, listInterfaces, removeSecurityGroup } from "../../../api/index";
import { ifThere } from "../../../lifecycle/absent";
import type { Context } from "../../../lifecycle/kind";
import { acting } from "../acting";
import { groupsOf } from "../groups";
import type { Done, Step } from "./step";

/** Default: the project's default group. Groups are added before others are removed: the server is always protected. */
export async function securityGroups({ context, id, args }: Step): Promise<Done> {
    const wanted = args.securityGroups ?? ["default"];
    const standing = await groupsOf(context, id);
    if (standing.length === 0 && (await hasNoInterface(context, id))) {
        if (args.securityGroups !== undefined && (args.networks === undefined || args.networks === "none")) {
            throw new Error(
                `${context.subject}: securityGroups: the server has no interface for security groups. They were not ` +
                    "changed. Declare networks too, or remove securityGroups.",
            );
        }
        // The step that attaches the first interface adds them to it.
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

async function hasNoInterface({ compute, subject }: Context, id: string): Promise<boolean> {
    return (await ifThere(listInterfaces(compute, id, { resource: subject })))?.length === 0;
}
