/** Nova's two internal states of a server, and the one status that its API shows for them. */

export const VM_STATES = [
    "building",
    "active",
    "stopped",
    "paused",
    "suspended",
    "rescued",
    "resized",
    "soft-delete",
    "deleted",
    "error",
    "shelved",
    "shelved_offloaded",
] as const;
export type VmState = (typeof VM_STATES)[number];

export type TaskState =
    | "scheduling"
    | "networking"
    | "block_device_mapping"
    | "spawning"
    | "rebooting"
    | "reboot_pending"
    | "reboot_started"
    | "rebooting_hard"
    | "reboot_pending_hard"
    | "reboot_started_hard"
    | "pausing"
    | "unpausing"
    | "suspending"
    | "resuming"
    | "powering-off"
    | "powering-on"
    | "rescuing"
    | "unrescuing"
    | "rebuilding"
    | "rebuild_block_device_mapping"
    | "rebuild_spawning"
    | "resize_prep"
    | "resize_migrating"
    | "resize_migrated"
    | "resize_finish"
    | "resize_reverting"
    | "updating_password"
    | "shelving"
    | "shelving_image_pending_upload"
    | "shelving_image_uploading"
    | "shelving_offloading"
    | "unshelving"
    | "image_snapshot"
    | "image_pending_upload"
    | "image_uploading"
    | "deleting"
    | "soft-deleting"
    | "restoring";

export type PowerState = 0 | 1 | 3 | 4 | 6 | 7;

const RESIZING = {
    resize_prep: "RESIZE",
    resize_migrating: "RESIZE",
    resize_migrated: "RESIZE",
    resize_finish: "RESIZE",
} as const;
const REBUILDING = {
    rebuilding: "REBUILD",
    rebuild_block_device_mapping: "REBUILD",
    rebuild_spawning: "REBUILD",
} as const;

type StatusMap = { readonly default: string } & { readonly [task in TaskState]?: string };

/** The facts of `_STATE_MAP` in nova/api/openstack/common.py (quoted in the field study, section 3.1). */
const STATUS: Record<VmState, StatusMap> = {
    active: {
        default: "ACTIVE",
        rebooting: "REBOOT",
        reboot_pending: "REBOOT",
        reboot_started: "REBOOT",
        rebooting_hard: "HARD_REBOOT",
        reboot_pending_hard: "HARD_REBOOT",
        reboot_started_hard: "HARD_REBOOT",
        updating_password: "PASSWORD",
        ...REBUILDING,
        ...RESIZING,
    },
    building: { default: "BUILD" },
    stopped: { default: "SHUTOFF", ...RESIZING, ...REBUILDING },
    resized: { default: "VERIFY_RESIZE", resize_reverting: "REVERT_RESIZE" },
    paused: { default: "PAUSED" },
    suspended: { default: "SUSPENDED" },
    rescued: { default: "RESCUE" },
    error: { default: "ERROR", ...REBUILDING },
    deleted: { default: "DELETED" },
    "soft-delete": { default: "SOFT_DELETED" },
    shelved: { default: "SHELVED" },
    shelved_offloaded: { default: "SHELVED_OFFLOADED" },
};

/** The status that the API shows. */
export function statusOf(vmState: VmState, taskState: TaskState | null): string {
    const map = STATUS[vmState];
    return (taskState !== null && map[taskState]) || map.default;
}

/** The states that a list's `status` filter selects. `tasks` is undefined if any task matches. */
export function statesOf(statuses: readonly string[]): { vm: VmState[]; tasks: string[] | undefined } {
    const wanted = new Set(statuses.map((status) => status.toLowerCase()));
    const vm = new Set<VmState>();
    const tasks = new Set<string>();
    for (const state of VM_STATES) {
        for (const [task, status] of Object.entries(STATUS[state])) {
            if (wanted.has(status.toLowerCase())) {
                vm.add(state);
                tasks.add(task);
            }
        }
    }
    return { vm: [...vm].sort(), tasks: tasks.has("default") ? undefined : [...tasks] };
}
