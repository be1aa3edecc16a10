import type { TaskState, VmState } from "./status";

/**
 * The server's state machine as one table: the states in which an action is allowed, its tasks with their relative
 * durations, and its result. The machine is in machine.ts and knows nothing but this table.
 */

/** A step of the hypervisor that can be made to fail or be slow (with the same names as in the real test bed). */
export const DRIVER_STEPS = [
    "spawn",
    "destroy",
    "snapshot",
    "reboot",
    "pause",
    "unpause",
    "suspend",
    "resume",
    "rescue",
    "unrescue",
    "power_off",
    "power_on",
    "migrate_disk_and_power_off",
    "finish_migration",
    "finish_revert_migration",
    "confirm_migration",
    "attach_volume",
    "detach_volume",
    "attach_interface",
    "detach_interface",
    "set_admin_password",
] as const;
export type DriverStep = (typeof DRIVER_STEPS)[number];

/** A change to the server when a step begins. */
export type Effect =
    | "place"
    | "plug"
    | "makeVolumes"
    | "connectVolumes"
    | "disconnectVolumes"
    | "takeNewFlavor"
    | "finishResize"
    | "confirmFlavor"
    | "returnToOldFlavor"
    | "offload"
    | "remove";

export interface Step {
    readonly task: TaskState | null;
    /** The share of the transition's duration. */
    readonly weight: number;
    readonly vm?: VmState;
    readonly driver?: DriverStep;
    /** The scheduler looks for a host. The step fails if there is none. */
    readonly schedules?: boolean;
    readonly effect?: Effect;
    /** The name in os-instance-actions. Consecutive steps with one name are one event. */
    readonly event: string;
    /** The name of the event that is recorded only if the step fails. */
    readonly failedEvent?: string;
}

export interface Transition {
    /** The name in os-instance-actions. */
    readonly action: string;
    readonly from: readonly VmState[] | "any";
    readonly tasks: readonly (TaskState | null)[] | "any";
    /** Refused for a server that has never run. */
    readonly mustHaveLaunched: boolean;
    readonly steps: readonly Step[];
    readonly end: { readonly vm: VmState | "before" | "beforeResize"; readonly effect?: Effect };
    /** The result of a failing step: ERROR, or the previous state with the task cleared. */
    readonly failure: "error" | "restore";
    /** The next transition, which starts at once, by the server's previous state. */
    readonly followUp?: { readonly was: VmState; readonly run: string };
}

const IDLE: readonly (TaskState | null)[] = [null];
const ALL_REBOOTS: readonly (TaskState | null)[] = [
    null,
    "rebooting",
    "reboot_pending",
    "reboot_started",
    "resuming",
    "rebooting_hard",
    "unpausing",
    "pausing",
    "suspending",
];

function simple(
    action: string,
    from: readonly VmState[],
    task: TaskState,
    driver: DriverStep,
    end: VmState,
    failure: "error" | "restore",
): Transition {
    return {
        action,
        from,
        tasks: IDLE,
        mustHaveLaunched: true,
        steps: [{ task, weight: 1, driver, event: `compute_${action}_instance` }],
        end: { vm: end },
        failure,
    };
}

function reboot(kind: "soft" | "hard"): Transition {
    const hard = kind === "hard";
    const event = "compute_reboot_instance";
    return {
        action: "reboot",
        from: hard ? ["active", "stopped", "paused", "suspended", "error"] : ["active"],
        tasks: hard ? ALL_REBOOTS : IDLE,
        mustHaveLaunched: true,
        steps: [
            { task: hard ? "rebooting_hard" : "rebooting", weight: 1, event },
            { task: hard ? "reboot_pending_hard" : "reboot_pending", weight: 1, event },
            { task: hard ? "reboot_started_hard" : "reboot_started", weight: 2, driver: "reboot", event },
        ],
        end: { vm: "active" },
        failure: "restore",
    };
}

const BUILD_EVENT = "compute__do_build_and_run_instance";

export const TRANSITIONS = {
    create: {
        action: "create",
        from: ["building"],
        tasks: "any",
        mustHaveLaunched: false,
        steps: [
            {
                task: "scheduling",
                weight: 2,
                schedules: true,
                event: "",
                failedEvent: "conductor_schedule_and_build_instances",
            },
            { task: null, weight: 1, effect: "place", event: BUILD_EVENT },
            { task: "networking", weight: 2, effect: "plug", event: BUILD_EVENT },
            { task: "block_device_mapping", weight: 1, effect: "makeVolumes", event: BUILD_EVENT },
            { task: "spawning", weight: 4, effect: "connectVolumes", driver: "spawn", event: BUILD_EVENT },
        ],
        end: { vm: "active" },
        failure: "error",
    },
    delete: {
        action: "delete",
        from: "any",
        tasks: "any",
        mustHaveLaunched: false,
        steps: [
            { task: "deleting", weight: 9, driver: "destroy", event: "compute_terminate_instance" },
            // For a moment a GET by id still finds it, as DELETED.
            { task: null, vm: "deleted", weight: 1, event: "compute_terminate_instance" },
        ],
        end: { vm: "deleted", effect: "remove" },
        failure: "error",
    },
    resize: {
        action: "resize",
        from: ["active", "stopped"],
        tasks: IDLE,
        mustHaveLaunched: true,
        steps: [
            { task: "resize_prep", weight: 3, schedules: true, event: "conductor_migrate_server" },
            { task: "resize_prep", weight: 1, event: "compute_prep_resize" },
            {
                task: "resize_migrating",
                weight: 3,
                driver: "migrate_disk_and_power_off",
                event: "compute_resize_instance",
            },
            { task: "resize_migrated", weight: 1, event: "compute_resize_instance" },
            {
                task: "resize_finish",
                weight: 3,
                effect: "takeNewFlavor",
                driver: "finish_migration",
                event: "compute_finish_resize",
            },
        ],
        end: { vm: "resized", effect: "finishResize" },
        failure: "error",
    },
    // A resize that is being confirmed has no task. VERIFY_RESIZE stays until the end.
    confirmResize: {
        action: "confirmResize",
        from: ["resized"],
        tasks: IDLE,
        mustHaveLaunched: true,
        steps: [{ task: null, weight: 1, driver: "confirm_migration", event: "compute_confirm_resize" }],
        end: { vm: "beforeResize", effect: "confirmFlavor" },
        failure: "error",
    },
    revertResize: {
        action: "revertResize",
        from: ["resized"],
        tasks: IDLE,
        mustHaveLaunched: true,
        steps: [
            { task: "resize_reverting", weight: 1, event: "compute_revert_resize" },
            {
                task: "resize_reverting",
                weight: 1,
                effect: "returnToOldFlavor",
                driver: "finish_revert_migration",
                event: "compute_finish_revert_resize",
            },
        ],
        end: { vm: "beforeResize" },
        failure: "error",
    },
    rebuild: {
        action: "rebuild",
        from: ["active", "stopped", "error"],
        tasks: IDLE,
        mustHaveLaunched: true,
        steps: [
            { task: "rebuilding", weight: 1, effect: "disconnectVolumes", event: "compute_rebuild_instance" },
            { task: "rebuild_block_device_mapping", weight: 1, driver: "destroy", event: "compute_rebuild_instance" },
            {
                task: "rebuild_spawning",
                weight: 2,
                effect: "connectVolumes",
                driver: "spawn",
                event: "compute_rebuild_instance",
            },
        ],
        end: { vm: "active" },
        failure: "error",
        followUp: { was: "stopped", run: "stopAfterRebuild" },
    },
    stopAfterRebuild: {
        action: "stop",
        from: ["active"],
        tasks: IDLE,
        mustHaveLaunched: true,
        steps: [{ task: "powering-off", weight: 1, driver: "power_off", event: "compute_stop_instance" }],
        end: { vm: "stopped" },
        failure: "restore",
    },
    softReboot: reboot("soft"),
    hardReboot: reboot("hard"),
    stop: simple("stop", ["active", "error"], "powering-off", "power_off", "stopped", "restore"),
    start: simple("start", ["stopped"], "powering-on", "power_on", "active", "restore"),
    pause: simple("pause", ["active"], "pausing", "pause", "paused", "restore"),
    unpause: simple("unpause", ["paused"], "unpausing", "unpause", "active", "restore"),
    suspend: simple("suspend", ["active"], "suspending", "suspend", "suspended", "error"),
    resume: simple("resume", ["suspended"], "resuming", "resume", "active", "error"),
    rescue: simple("rescue", ["active", "stopped", "error"], "rescuing", "rescue", "rescued", "error"),
    unrescue: simple("unrescue", ["rescued"], "unrescuing", "unrescue", "active", "error"),
    shelve: {
        action: "shelve",
        from: ["active", "stopped", "paused", "suspended"],
        tasks: IDLE,
        mustHaveLaunched: true,
        steps: [
            { task: "shelving", weight: 1, driver: "power_off", event: "compute_shelve_instance" },
            { task: "shelving_image_pending_upload", weight: 1, event: "compute_shelve_instance" },
            { task: "shelving_image_uploading", weight: 2, driver: "snapshot", event: "compute_shelve_instance" },
            // Nova's shelved_offload_time is 0 by default, so the guest leaves its host at once.
            {
                task: "shelving_offloading",
                weight: 2,
                vm: "shelved",
                driver: "destroy",
                event: "compute_shelve_offload_instance",
            },
        ],
        end: { vm: "shelved_offloaded", effect: "offload" },
        failure: "restore",
    },
    // Nothing is uploaded: the content of a volume stays there.
    shelveVolumeBacked: {
        action: "shelve",
        from: ["active", "stopped", "paused", "suspended"],
        tasks: IDLE,
        mustHaveLaunched: true,
        steps: [{ task: "shelving", weight: 1, driver: "power_off", event: "compute_shelve_offload_instance" }],
        end: { vm: "shelved_offloaded", effect: "offload" },
        failure: "restore",
    },
    shelveOnly: {
        action: "shelve",
        from: ["active", "stopped", "paused", "suspended"],
        tasks: IDLE,
        mustHaveLaunched: true,
        steps: [
            { task: "shelving", weight: 1, driver: "power_off", event: "compute_shelve_instance" },
            { task: "shelving_image_pending_upload", weight: 1, event: "compute_shelve_instance" },
            { task: "shelving_image_uploading", weight: 2, driver: "snapshot", event: "compute_shelve_instance" },
        ],
        end: { vm: "shelved" },
        failure: "restore",
    },
    shelveOffload: {
        action: "shelveOffload",
        from: ["shelved"],
        tasks: IDLE,
        mustHaveLaunched: true,
        steps: [
            { task: "shelving_offloading", weight: 1, driver: "destroy", event: "compute_shelve_offload_instance" },
        ],
        end: { vm: "shelved_offloaded", effect: "offload" },
        failure: "restore",
    },
    unshelve: {
        action: "unshelve",
        from: ["shelved", "shelved_offloaded"],
        tasks: IDLE,
        mustHaveLaunched: true,
        steps: [
            { task: "unshelving", weight: 1, schedules: true, event: "schedule_instances" },
            { task: "spawning", weight: 2, effect: "place", driver: "spawn", event: "compute_unshelve_instance" },
        ],
        end: { vm: "active", effect: "connectVolumes" },
        failure: "restore",
    },
    createImage: {
        action: "createImage",
        from: ["active", "stopped", "paused", "suspended"],
        tasks: IDLE,
        mustHaveLaunched: true,
        steps: [
            { task: "image_snapshot", weight: 1, event: "compute_snapshot_instance" },
            { task: "image_pending_upload", weight: 1, event: "compute_snapshot_instance" },
            { task: "image_uploading", weight: 1, driver: "snapshot", event: "compute_snapshot_instance" },
        ],
        end: { vm: "before" },
        failure: "restore",
    },
} as const satisfies Record<string, Transition>;

export type TransitionName = keyof typeof TRANSITIONS;

/** Milliseconds of each transition, as measured on a real Nova with fake hypervisors. `others` is for the rest. */
export type Latencies = Record<"others", number> & Partial<Record<TransitionName, number>>;

export const DEFAULT_LATENCIES: Latencies = {
    create: 1500,
    delete: 500,
    resize: 1500,
    confirmResize: 500,
    revertResize: 1000,
    rebuild: 800,
    shelve: 800,
    unshelve: 1000,
    others: 300,
};
