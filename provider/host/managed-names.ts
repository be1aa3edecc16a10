/**
 * What the names of this stack's own resources mean by now, as far as Pulumi has shown it to this process: another
 * resource that was made with such a name still has what the name meant then.
 */
import type { CloudIdentity } from "../cloud/index";

interface Meaning {
    id: string;
    /** It is, or was, made again by this very process: under the same id it may be another thing. */
    renewed: boolean;
}

type Cloud = CloudIdentity | undefined;

export class ManagedNames {
    private readonly meanings = new Map<string, Meaning>();

    /** The state has it under this name; where it is to be replaced, the name will be its successor's. */
    meet(kind: string, cloud: Cloud, name: unknown, id: string, replaced: boolean): void {
        this.note(kind, cloud, name, { id, renewed: replaced });
    }

    created(kind: string, cloud: Cloud, name: unknown, id: string): void {
        this.note(kind, cloud, name, { id, renewed: this.meanings.get(keyOf(kind, cloud, name))?.renewed === true });
    }

    /** Whether what was once found under this name and id is not what the name means now. */
    isAnother(kind: string, cloud: Cloud, { id, name }: { id: string; name: string }): boolean {
        const meaning = this.meanings.get(keyOf(kind, cloud, name));
        return meaning !== undefined && (meaning.renewed || meaning.id !== id);
    }

    private note(kind: string, cloud: Cloud, name: unknown, meaning: Meaning): void {
        if (typeof name === "string") {
            this.meanings.set(keyOf(kind, cloud, name), meaning);
        }
    }
}

/** Without the project: an administrator makes the flavors of others. */
function keyOf(kind: string, cloud: Cloud, name: unknown): string {
    return [kind, cloud?.authUrl, cloud?.region, name].join(" ");
}
