/** What the engine reports: the steps and messages in the event log of one Pulumi command. */

/** The operations of the engine, in its own words. */
export type Op =
    | "same"
    | "create"
    | "update"
    | "delete"
    | "replace"
    | "create-replacement"
    | "delete-replaced"
    | "read"
    | "read-replacement"
    | "discard"
    | "discard-replaced"
    | "refresh"
    | "import"
    | "import-replacement"
    | "remove-pending-replace";

/** One step for one resource; in a preview, a proposed one. */
export interface Step {
    op: Op;
    /** What a refresh found. */
    found?: "same" | "update" | "delete";
    urn: string;
    /** The full type: `pulumi-nodejs:dynamic/openstack:Server`. */
    type: string;
    /** The logical name in the program. */
    name: string;
    /** The id before the step; empty for a creation. */
    oldId: string;
    /** The id after the step; empty after a deletion, and if a preview cannot know it. */
    newId: string;
    /** The properties that force a replacement. */
    replaceKeys: string[];
    failed: boolean;
}

/** One line that a provider, the program or the engine printed. */
export interface Message {
    severity: "info" | "info#err" | "warning" | "error";
    /** The resource that it is about, if any. */
    urn?: string;
    text: string;
}

/** What one event log holds. */
export interface EngineEvents {
    /** In the order in which they started; without the stack itself, its identity and its providers. */
    steps: Step[];
    messages: Message[];
    /** The engine's own count by operation; `{ same: 3 }` when nothing changed. */
    changes: Partial<Record<Op, number>>;
}

interface ResourceState {
    id?: string;
    outputs?: unknown;
}

interface StepMetadata {
    op: Op;
    urn: string;
    type: string;
    old?: ResourceState | null;
    new?: ResourceState | null;
    keys?: string[];
}

interface StepEvent {
    metadata: StepMetadata;
}

interface EngineEvent {
    resourcePreEvent?: StepEvent;
    resOutputsEvent?: StepEvent;
    resOpFailedEvent?: StepEvent;
    diagnosticEvent?: { severity: string; message: string; urn?: string };
    summaryEvent?: { resourceChanges?: EngineEvents["changes"] };
}

/** Reads an event log: JSON, one event per line. Half a line at the end, from a killed CLI, is ignored. */
export function readEvents(log: string): EngineEvents {
    const events: EngineEvents = { steps: [], messages: [], changes: {} };
    for (const line of log.split("\n").slice(0, -1)) {
        addEvent(events, JSON.parse(line) as EngineEvent);
    }
    return events;
}

function addEvent(events: EngineEvents, event: EngineEvent): void {
    if (event.resourcePreEvent !== undefined && isOfProgram(event.resourcePreEvent.metadata)) {
        events.steps.push(startedStep(event.resourcePreEvent.metadata));
    }
    const ended = event.resOutputsEvent ?? event.resOpFailedEvent;
    if (ended !== undefined && isOfProgram(ended.metadata)) {
        endStep(events.steps, ended.metadata, event.resOpFailedEvent !== undefined);
    }
    const message = event.diagnosticEvent;
    if (message !== undefined && message.severity !== "debug") {
        const severity = message.severity as Message["severity"];
        events.messages.push({ severity, urn: message.urn, text: message.message.trimEnd() });
    }
    if (event.summaryEvent?.resourceChanges !== undefined) {
        events.changes = event.summaryEvent.resourceChanges;
    }
}

function isOfProgram({ type }: StepMetadata): boolean {
    return (
        type !== "pulumi:pulumi:Stack" &&
        !type.endsWith("openstack-compute:StackIdentity") &&
        !type.startsWith("pulumi:providers:")
    );
}

function startedStep(metadata: StepMetadata): Step {
    return {
        op: metadata.op,
        urn: metadata.urn,
        type: metadata.type,
        name: logicalName(metadata.urn),
        oldId: metadata.old?.id ?? "",
        newId: "",
        replaceKeys: metadata.keys ?? [],
        failed: false,
    };
}

/** Adds how a step ended. A refresh ends with a different operation than it began with: what it found. */
function endStep(steps: Step[], metadata: StepMetadata, failed: boolean): void {
    const step = steps.findLast(({ urn, op }) => urn === metadata.urn && (op === metadata.op || op === "refresh"));
    if (step === undefined) {
        return;
    }
    step.newId = metadata.new?.id ?? "";
    step.failed = failed;
    if (step.op === "refresh") {
        const { old: before, new: after } = metadata;
        const isSame = JSON.stringify(before?.outputs) === JSON.stringify(after?.outputs);
        step.found = after === null || after === undefined ? "delete" : isSame ? "same" : "update";
    }
}

/** The last part of a URN: the name that the program gave. */
export function logicalName(urn: string): string {
    return urn.slice(urn.lastIndexOf("::") + 2);
}
