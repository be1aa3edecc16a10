/** The power states that a program can declare, and the statuses that mean them. */

import type { ServerRecord } from "../../api/index";

export const POWER_STATUS = {
    active: "ACTIVE",
    shutoff: "SHUTOFF",
    paused: "PAUSED",
    suspended: "SUSPENDED",
    shelved: "SHELVED",
    shelved_offloaded: "SHELVED_OFFLOADED",
} as const;

export type PowerState = keyof typeof POWER_STATUS;

export const POWER_STATES = Object.keys(POWER_STATUS) as [PowerState, ...PowerState[]];

/**
 * The power state of a status. Clouds offload shelved servers, at once or later: a declared `shelved` includes that.
 */
export function powerStateOf(status: string, declared?: string): PowerState | undefined {
    if (declared === "shelved" && status === POWER_STATUS.shelved_offloaded) {
        return "shelved";
    }
    return POWER_STATES.find((state) => POWER_STATUS[state] === status);
}

/** Undefined while an action is under way, and for a status that is not a power state. */
export function powerStateTold(
    { taskState, status }: ServerRecord,
    declared: PowerState | undefined,
): PowerState | undefined {
    return taskState === undefined ? powerStateOf(status, declared) : undefined;
}

/** What a change to it does, for a preview. */
export function powerEffect(old: PowerState | undefined, wanted: PowerState | undefined): string {
    return wanted === undefined || wanted === "active"
        ? `the server is ${old === undefined ? "started" : BACK[old]}`
        : EFFECTS[wanted];
}

const BACK: Readonly<Record<PowerState, string>> = {
    active: "started",
    shutoff: "started",
    paused: "unpaused",
    suspended: "resumed",
    shelved: "unshelved",
    shelved_offloaded: "unshelved",
};

const EFFECTS: Readonly<Record<Exclude<PowerState, "active">, string>> = {
    shutoff: "the server is stopped",
    paused: "the server is paused: it stays in its host's memory",
    suspended: "the server is suspended: its memory is written to its host's disk",
    shelved: "the server is shelved: stopped, its disk kept as an image",
    shelved_offloaded: "the server is shelved and removed from its host",
};
