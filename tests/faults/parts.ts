/** Which test file has which operations, so that two of them run side by side. Each operation is in one of them. */
import type { AnyChangeTable } from "../../provider/plan/change-table";
import { server } from "../../provider/resources/server/server";
import type { Operation } from "./operation";
import { OPERATIONS } from "./operations";

const isServer = ({ kind }: Operation) => kind === "Server";
const changes = (operation: Operation) => isServer(operation) && operation.covers.length > 0;
const disrupts = ({ covers }: Operation) =>
    covers.some((row) => (server.changes as AnyChangeTable)[row]?.level !== "none");

export const PARTS = {
    "points-others": (operation: Operation) => !isServer(operation),
    "points-server-changes": (operation: Operation) => changes(operation) && !disrupts(operation),
    "points-server-life": (operation: Operation) => isServer(operation) && !changes(operation),
    "points-server-outages": (operation: Operation) => changes(operation) && disrupts(operation),
} as const;

export type Part = keyof typeof PARTS;

export function operationsOf(part: Part): Operation[] {
    return OPERATIONS.filter(PARTS[part]);
}
