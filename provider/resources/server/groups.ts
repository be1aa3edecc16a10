/** The security groups that a server is in, by id and name. */
import {
    getServer,
    listSecurityGroups,
    listServerSecurityGroups,
    type SecurityGroupRecord,
    type ServerRecord,
} from "../../api/index";
import { NotFoundError } from "../../cloud/index";
import { ifThere } from "../../lifecycle/absent";
import type { Context } from "../../lifecycle/kind";

type Group = Pick<SecurityGroupRecord, "id" | "name">;

/**
 * HP Cloud has no list of a server's groups and answers 404; there, the server's record has their names. `seen` is that
 * record, if it was just read.
 * @throws {NotFoundError} the server does not exist.
 */
export async function groupsOf(context: Context, id: string, seen?: ServerRecord): Promise<readonly Group[]> {
    const resource = context.subject;
    try {
        return await listServerSecurityGroups(context.compute, id, { resource });
    } catch (error) {
        if (!(error instanceof NotFoundError)) {
            throw error;
        }
        const names = (seen ?? (await getServer(context.compute, id, { resource }))).securityGroups;
        if (names === undefined) {
            throw error;
        }
        const all = (await ifThere(listSecurityGroups(context.compute, { resource }))) ?? [];
        return [...new Set(names)].map((name) => all.find((group) => group.name === name) ?? { id: name, name });
    }
}
