/** Whether the server runs and is locked, and what the provider does with it. */
import isEqual from "lodash/isEqual";
import * as z from "zod";
import { lock, lockOf, lockTold, spellLock } from "../locked";
import { POWER_STATES, powerEffect, powerStateOf, powerStateTold } from "../power-state";
import { argument, noted } from "./server-field";
import { oneOf } from "./spelling";

function choice<const Words extends [string, ...string[]]>(words: Words, what: string) {
    return z
        .enum(words, { error: `expected ${oneOf(words)}` })
        .optional()
        .describe(what);
}

export const behaviourFields = {
    powerState: argument(
        z
            .enum(POWER_STATES, { error: `expected ${oneOf(POWER_STATES)}` })
            .optional()
            .describe(
                "The power state. The cloud removes a `shelved` server from its host by itself, at once or later. Default: not managed.",
            ),
        {
            by: "power",
            level: "restart",
            effect: "the server is started, stopped, paused, suspended or shelved",
            removed: "unmanaged",
            according: (old, wanted) => ({ effect: powerEffect(old, wanted) }),
            // Declaring the state that it is in is no change.
            same: (old, wanted, { status = "" }) => old === undefined && powerStateOf(status, wanted) === wanted,
        },
        { told: (record, wanted) => powerStateTold(record, wanted) ?? wanted },
    ),
    locked: argument(
        lock
            .optional()
            .describe(
                "Whether the server is locked. The provider unlocks it for its own changes and locks it again; other changes need an administrator. Default: not managed.",
            ),
        {
            by: "lock",
            level: "none",
            effect: "locked or unlocked",
            according: (_old, wanted) => ({ effect: lockOf(wanted) === undefined ? "unlocked" : "locked" }),
            spell: spellLock,
            same: (old, wanted) => isEqual(lockOf(old), lockOf(wanted)),
        },
        { told: lockTold },
    ),
    onChange: argument(
        z
            .strictObject({
                flavor: choice(["resize", "replace"], "Default: `resize`."),
                image: choice(
                    ["rebuild", "rebuild-preserve-ephemeral", "replace"],
                    "Default: `rebuild`. An ephemeral disk is kept only if the hypervisor supports it (bare metal).",
                ),
                keyName: choice(
                    ["ignore", "rebuild", "replace"],
                    "Default: `ignore`, because a key matters only at the first boot. `rebuild` needs microversion 2.54.",
                ),
                userData: choice(
                    ["replace", "rebuild", "ignore"],
                    "Also for `userDataBase64`. Default: `replace`. `rebuild` needs microversion 2.57.",
                ),
            })
            .meta({
                title: "ServerOnChange",
                description: "What a change to an argument does, if there is a choice.",
            })
            .optional()
            .describe("What a change does, if there is a choice."),
        { ...noted, effect: "recorded for later changes" },
    ),
    onError: argument(
        z
            .strictObject({
                build: choice(
                    ["replace", "keep"],
                    "For a server that never ran and holds no data. Default: `replace`.",
                ),
                running: choice(
                    ["keep", "rebuild", "replace"],
                    "For a server that has run. Default: `keep`, because it may hold data.",
                ),
            })
            .meta({ title: "ServerOnError", description: "What the next update does with a server in ERROR." })
            .optional()
            .describe("What the next update does with a server in ERROR."),
        { ...noted, effect: "recorded for a server in ERROR" },
    ),
    stopBeforeDestroy: argument(
        z
            .boolean()
            .optional()
            .describe("Whether the guest is shut down cleanly before the server is deleted. Default: false."),
        { ...noted, effect: "recorded for the deletion" },
    ),
    forceDelete: argument(
        z
            .boolean()
            .optional()
            .describe(
                "Whether the server is deleted at once, even if the cloud keeps deleted servers for a while (soft delete). Default: false.",
            ),
        { ...noted, effect: "recorded for the deletion" },
    ),
    detachPortsBeforeDestroy: argument(
        z
            .boolean()
            .optional()
            .describe(
                "Whether existing ports are detached before the server is deleted: some clouds release them slowly. Default: false.",
            ),
        { ...noted, effect: "recorded for the deletion" },
    ),
};
