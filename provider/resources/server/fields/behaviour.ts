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
                "Whether the server runs. `shelved`: clouds take it off its host by themselves, at once or in time. Default: not managed.",
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
                "Whether only administrators may change the server by other means. The provider takes this lock off for its own changes, and puts it on again. Default: not managed.",
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
                    "Default: `rebuild`. An ephemeral disk is kept only where the hypervisor can (bare metal).",
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
                description: "What a change to an argument does, where there is a choice.",
            })
            .optional()
            .describe("What a change does where there is a choice."),
        { ...noted, effect: "recorded for later changes" },
    ),
    onError: argument(
        z
            .strictObject({
                build: choice(
                    ["replace", "keep"],
                    "A server that never ran: there is nothing on it. Default: `replace`.",
                ),
                running: choice(
                    ["keep", "rebuild", "replace"],
                    "A server that has run. Default: `keep`, because it may hold data.",
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
            .describe("Whether the guest is shut down in an orderly way before the server is deleted. Default: false."),
        { ...noted, effect: "recorded for the deletion" },
    ),
    forceDelete: argument(
        z
            .boolean()
            .optional()
            .describe(
                "Whether it is deleted at once also where the cloud keeps deleted servers for a while (soft delete). Default: false.",
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
