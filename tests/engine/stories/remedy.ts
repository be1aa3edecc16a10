/** What the messages of a failed `up` tell the user to do. */
import type { Result } from "../../support/stack";

export interface Remedy {
    /** What is to be taken over: ids by the logical names of their resources. */
    readonly adopted: Map<string, string>;
    /** Ids of servers that are broken and were kept, because they had run. */
    readonly broken: readonly string[];
}

const ADOPT = /\b\w[\w ]* "([^"]+)"(?: \([^)]*\))?: [\s\S]*adopt: "([^"]+)"/;
const BROKEN = /\(([0-9a-f-]{36})\)[\s\S]*It is kept, because it has been ACTIVE/;

export function remedyIn({ messages }: Result): Remedy {
    const adopted = new Map<string, string>();
    const broken: string[] = [];
    for (const { text } of messages) {
        const [, name, id] = ADOPT.exec(text) ?? [];
        if (name !== undefined && id !== undefined) {
            adopted.set(name, id);
        }
        const [, dead] = BROKEN.exec(text) ?? [];
        if (dead !== undefined) {
            broken.push(dead);
        }
    }
    return { adopted, broken };
}
