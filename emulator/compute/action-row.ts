import type { Schema } from "../http/schema";
import type { Handler } from "./call";
import type { Versioned } from "./route";

/** One action of POST /servers/{id}/action: the key of its body, and its handler. */
export interface ActionRow {
    readonly action: string;
    readonly handle: Handler;
    /** @default 202 */
    readonly status?: number;
    /** The last microversion with this action. */
    readonly until?: number;
    readonly body?: Versioned<Schema>;
}
