/** Cases that would meet in one cloud wait for one another: those of one name, and those that share the server. */
import { OWN } from "./bags";
import type { Case } from "./case";

export class Gates {
    private readonly last = new Map<string, Promise<unknown>>();

    async through<T>(one: Case, doing: () => Promise<T>): Promise<T> {
        const keys = [...new Set(gatesOf(one))].sort();
        const before = keys.map((key) => this.last.get(key));
        const mine = Promise.all(before).then(doing);
        const settled = mine.then(
            () => undefined,
            () => undefined,
        );
        for (const key of keys) {
            this.last.set(key, settled);
        }
        return mine;
    }
}

/** Of which one cloud has no two under a name. */
const UNIQUE = new Set(["Aggregate", "Flavor", "Keypair"]);

function gatesOf({ kind, first, second }: Case): string[] {
    return [first, second].flatMap(({ name, flavorId, serverId, server, project }) => [
        ...(serverId === undefined && server === undefined ? [] : ["server"]),
        // Quotas of one project, and of its users.
        ...(project === undefined ? [] : ["quotas"]),
        ...[name, flavorId].flatMap((text) =>
            UNIQUE.has(kind) && typeof text === "string" && !text.includes(OWN)
                ? [`${kind} ${text.trim().toLowerCase()}`]
                : [],
        ),
    ]);
}
