import type { Cancel, Clock } from "./clock";
import type { CloudState } from "./cloud-state";
import { EFFECTS } from "./effects";
import type { ActionEvent, Fault, InstanceAction, Server } from "./model";
import { hostFor } from "./placement";
import { HOST_CAPACITY } from "./seed";
import { releaseVolumes } from "./server-volumes";
import type { PowerState, TaskState, VmState } from "./status";
import {
    type DriverStep,
    type Latencies,
    type Step,
    TRANSITIONS,
    type Transition,
    type TransitionName,
} from "./transitions";
import { wishesOf } from "./wishes";

/** The caller, as os-instance-actions records it. */
export interface Origin {
    readonly requestId: string;
    readonly userId: string;
    readonly projectId: string;
}

/** Faults that tests inject; see {@link Faults}. */
export interface MachineFaults {
    failingStep(server: Server, step: string): boolean;
    noHost(server: Server, operation: TransitionName): boolean;
}

export interface MachineOptions {
    readonly latency: Latencies;
    readonly speed: number;
    /** Milliseconds after which the cloud confirms a resize itself; 0: never. */
    readonly resizeConfirmWindow: number;
}

/**
 * Milliseconds from a server's failure to its fault, because Nova writes the states first. The real time was not
 * measured.
 */
const FAULT_AFTER = 300;

const POWER: Partial<Record<VmState, PowerState>> = {
    active: 1,
    rescued: 1,
    stopped: 4,
    paused: 3,
    suspended: 7,
    shelved: 4,
    shelved_offloaded: 4,
    deleted: 0,
};

/** Options of a transition. */
export interface Wanted {
    /** Called at its end. */
    readonly done?: () => void;
    /** What the hypervisor does not support: the first step fails with this sentence. */
    readonly unsupported?: string | undefined;
}

interface Run {
    readonly name: TransitionName;
    readonly transition: Transition;
    readonly before: { readonly vm: VmState; readonly power: PowerState };
    readonly action: InstanceAction;
    readonly wanted: Wanted;
    event: ActionEvent | null;
}

/** Takes servers through the transitions of the table, step by step, on the clock. */
export class ServerMachine {
    private readonly running = new Map<string, Cancel>();

    constructor(
        private readonly state: CloudState,
        private readonly clock: Clock,
        private readonly faults: MachineFaults,
        private readonly options: MachineOptions,
    ) {}

    /** Starts a transition. Its first task is set when this returns. A running one is aborted. */
    start(server: Server, name: TransitionName, origin: Origin, wanted: Wanted = {}): void {
        this.begin(server, name, this.record(server, TRANSITIONS[name].action, origin), wanted);
    }

    private begin(server: Server, name: TransitionName, action: InstanceAction, wanted: Wanted): void {
        this.running.get(server.id)?.();
        const transition: Transition = TRANSITIONS[name];
        const run: Run = {
            name,
            transition,
            before: { vm: server.vmState, power: server.powerState },
            action,
            wanted,
            event: null,
        };
        this.enter(server, run, 0);
    }

    /** Aborts all transitions. The servers stay in the states that they are in. */
    abort(): void {
        for (const cancel of this.running.values()) {
            cancel();
        }
        this.running.clear();
    }

    /** Records an action that is done, or fails, within its request (lock, attach, password …). */
    note(server: Server, action: string, origin: Origin, event?: string, failure?: string): void {
        if (event !== undefined) {
            this.open(server, action, origin, event)(failure);
            return;
        }
        const entry = this.record(server, action, origin);
        entry.message = failure === undefined ? null : "Error";
        server.updated = this.clock.now();
    }

    /**
     * Records an action that has begun on the server's host. Call the returned function at its end, with a reason if it
     * failed.
     */
    open(server: Server, action: string, origin: Origin, event: string): (failure?: string) => void {
        const entry = this.record(server, action, origin);
        const opened = this.openEvent(event, server);
        entry.events.push(opened);
        return (failure) => {
            entry.message = failure === undefined ? null : "Error";
            entry.updated = this.clock.now();
            server.updated = this.clock.now();
            this.closeEvent(opened, failure === undefined ? "Success" : "Error", failure);
        };
    }

    /** Runs a step of the hypervisor that does not change the server's states. Reports why it failed, if it did. */
    onHost(server: Server, step: DriverStep, done: (failure: string | undefined) => void): void {
        const wait = this.options.latency.others + wishesOf(server.metadata).delayOf(step);
        this.clock.after(wait / this.options.speed, () => done(this.breaks(server, step)));
    }

    /** Why a step of the hypervisor fails, if a test asked for it. */
    breaks(server: Server, step: DriverStep): string | undefined {
        const asked = wishesOf(server.metadata).fails(step) || this.faults.failingStep(server, step);
        return asked ? `osreal:fail=${step}` : undefined;
    }

    /** Removes a server at once, as Nova does if it has no host. */
    removeNow(server: Server, origin: Origin): void {
        this.running.get(server.id)?.();
        this.running.delete(server.id);
        this.record(server, "delete", origin);
        server.vmState = "deleted";
        server.taskState = null;
        server.powerState = 0;
        server.updated = this.clock.now();
        EFFECTS.remove(this.state, server);
    }

    /** Aborts the current transition, as os-resetState does. */
    halt(server: Server): void {
        this.running.get(server.id)?.();
        this.running.delete(server.id);
    }

    private enter(server: Server, run: Run, index: number): void {
        const step = run.transition.steps[index];
        if (step === undefined) {
            this.finish(server, run);
            return;
        }
        this.setStates(server, step.vm ?? server.vmState, step.task);
        this.turnEvent(server, run, step.event);
        if (step.effect !== undefined) {
            EFFECTS[step.effect](this.state, server);
        }
        const extra = step.driver === undefined ? 0 : wishesOf(server.metadata).delayOf(step.driver);
        const wait = this.share(run, step) + extra / this.options.speed;
        this.schedule(server, wait, () => {
            const reason = this.failureOf(server, run, step);
            if (reason === undefined) {
                this.enter(server, run, index + 1);
            } else {
                this.fail(server, run, step, reason);
            }
        });
    }

    private share(run: Run, step: Step): number {
        const total = this.options.latency[run.name] ?? this.options.latency.others;
        const weights = run.transition.steps.reduce((sum, each) => sum + each.weight, 0);
        return (total * step.weight) / weights / this.options.speed;
    }

    private failureOf(server: Server, run: Run, step: Step): string | undefined {
        if (step.schedules && (this.faults.noHost(server, run.name) || !fitsAnyHost(this.state, server, run))) {
            return "No valid host was found. There are not enough hosts available.";
        }
        if (step === run.transition.steps[0] && run.wanted.unsupported !== undefined) {
            return run.wanted.unsupported;
        }
        if (step.effect === "plug" && this.state.refusesNetworks(server)) {
            return aborted(server, "Failed to allocate the network(s), not rescheduling.");
        }
        if (step.driver === undefined) {
            return undefined;
        }
        const reason = this.breaks(server, step.driver);
        return run.name === "create" && reason !== undefined ? aborted(server, reason) : reason;
    }

    private finish(server: Server, run: Run): void {
        this.running.delete(server.id);
        this.closeEvent(run.event, "Success");
        run.action.updated = this.clock.now();
        const { end, followUp } = run.transition;
        const vm = this.endState(server, run, end.vm);
        this.setStates(server, vm, null);
        server.powerState = end.vm === "before" ? run.before.power : (POWER[vm] ?? server.powerState);
        if (vm === "active" && server.launched === null) {
            server.launched = this.clock.now();
        }
        if (end.effect !== undefined) {
            EFFECTS[end.effect](this.state, server);
        }
        run.wanted.done?.();
        if (followUp !== undefined && run.before.vm === followUp.was) {
            // Nova stops a rebuilt server again as part of the rebuild. It records no separate action.
            this.begin(server, followUp.run as TransitionName, run.action, {});
        } else if (run.name === "resize" && this.options.resizeConfirmWindow > 0) {
            this.confirmLater(server, run.action);
        }
    }

    private endState(server: Server, run: Run, end: VmState | "before" | "beforeResize"): VmState {
        switch (end) {
            case "before":
                return run.before.vm;
            case "beforeResize":
                return server.migration?.oldVmState ?? "active";
            default:
                return end;
        }
    }

    private confirmLater(server: Server, origin: Origin): void {
        this.schedule(server, this.options.resizeConfirmWindow / this.options.speed, () => {
            if (server.migration?.status === "finished") {
                server.migration.status = "confirming";
                this.start(server, "confirmResize", origin);
            }
        });
    }

    private fail(server: Server, run: Run, step: Step, reason: string): void {
        this.running.delete(server.id);
        const now = this.clock.now();
        if (step.failedEvent !== undefined) {
            this.turnEvent(server, run, step.failedEvent);
        }
        const noHost = step.schedules === true;
        run.action.updated = now;
        if (run.name === "create" && !noHost) {
            // Nova's build catches failures on the host, so only the server's fault shows them.
            this.closeEvent(run.event, "Success");
        } else {
            this.closeEvent(run.event, "Error", reason);
            run.action.message = "Error";
        }
        if (noHost && run.name === "resize") {
            // Seen on a real Nova: back to ACTIVE with the old flavor, and no fault on the server.
            server.migration = null;
            this.setStates(server, run.before.vm, null);
            return;
        }
        const unsupported = reason === run.wanted.unsupported;
        const fault: Fault = {
            code: unsupported ? 400 : 500,
            message: noHost ? "No valid host was found. " : reason,
            created: now,
            details: unsupported ? "" : `Traceback (most recent call last):\n${reason}\n`,
        };
        this.clock.after(FAULT_AFTER / this.options.speed, () => {
            server.fault = fault;
        });
        if (run.name === "create") {
            server.host = null;
            this.state.unplug(server.id);
            if (!noHost) {
                releaseVolumes(this.state, server);
            }
        }
        if (run.transition.failure === "restore") {
            this.setStates(server, run.before.vm, null);
            return;
        }
        if (step.driver === "finish_migration" && server.migration !== null) {
            server.flavor = server.migration.oldFlavor;
        }
        if (server.migration !== null) {
            server.migration.status = "error";
        }
        this.setStates(server, "error", null);
    }

    private setStates(server: Server, vm: VmState, task: TaskState | null): void {
        server.vmState = vm;
        server.taskState = task;
        server.updated = this.clock.now();
    }

    private schedule(server: Server, wait: number, callback: () => void): void {
        this.running.set(server.id, this.clock.after(wait, callback));
    }

    private record(server: Server, action: string, origin: Origin): InstanceAction {
        const now = this.clock.now();
        const { requestId, userId, projectId } = origin;
        const entry: InstanceAction = {
            action,
            requestId,
            userId,
            projectId,
            start: now,
            updated: now,
            message: null,
            events: [],
        };
        server.actions.push(entry);
        return entry;
    }

    private turnEvent(server: Server, run: Run, name: string): void {
        if (run.event?.event === name) {
            return;
        }
        this.closeEvent(run.event, "Success");
        run.event = name === "" ? null : this.openEvent(name, server);
        if (run.event !== null) {
            run.action.events.push(run.event);
        }
    }

    private openEvent(event: string, server: Server): ActionEvent {
        const host = event.startsWith("compute_") ? (server.host ?? "compute1") : "controller";
        return { event, start: this.clock.now(), host, finish: null, result: null, traceback: null, details: null };
    }

    private closeEvent(event: ActionEvent | null, result: "Success" | "Error", reason?: string): void {
        if (event === null) {
            return;
        }
        event.finish = this.clock.now();
        event.result = result;
        if (reason !== undefined) {
            event.details = reason;
            event.traceback = `  File "nova", in ${event.event}\n`;
        }
    }
}

function aborted(server: Server, reason: string): string {
    return `Build of instance ${server.id} aborted: ${reason}`;
}

function fitsAnyHost(state: CloudState, server: Server, run: Run): boolean {
    if (run.name !== "resize" && hostFor(state, server) === undefined) {
        return false;
    }
    const flavor = run.name === "resize" ? (server.migration?.newFlavor ?? server.flavor) : server.flavor;
    // No host of this cloud has a custom trait or resource.
    const special = Object.keys(flavor.extraSpecs).some((key) => /^(trait|resources)\d*:CUSTOM_/.test(key));
    return (
        !special &&
        flavor.vcpus <= HOST_CAPACITY.vcpus &&
        flavor.ram <= HOST_CAPACITY.ram &&
        flavor.disk <= HOST_CAPACITY.disk
    );
}
