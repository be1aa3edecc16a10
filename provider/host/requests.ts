/**
 * What the host is asked and what it answers, in words of its own. A protocol of Pulumi's is translated to these: the
 * dynamic one in `dynamic/`.
 */
import type { CommonArguments } from "../plan/common-arguments";
import type { Plan } from "../plan/plan";
import type { AnyKind } from "../resources/registry";
import type { Declaration, Owner, Properties, Stored } from "../state/stored-state";

/** The resource that a request is about. */
export interface Resource {
    kind: AnyKind;
    /** Its name, its parents, and which of its arguments are secrets; without the owner. */
    declaration: Declaration;
    /** Undefined where the protocol does not tell. */
    urn: string | undefined;
    /** Who creates it; undefined where nobody is to know. */
    owner: Owner | undefined;
    common: CommonArguments;
}

/** A resource with the arguments of the program: plain values, and `UNKNOWN` for each that a preview does not know. */
export interface Declared extends Resource {
    args: Properties;
}

export interface CheckRequest extends Declared {
    /** What `check` answered before; undefined at the first creation, and for what replaces another. */
    before: { declaration?: Declaration; name: unknown } | undefined;
    /** How many resources had its name before, and gave it up by an alias. */
    reuse: number | undefined;
    preview: boolean;
}

export interface Checked extends Pick<Declared, "declaration" | "common" | "args"> {
    /** What is wrong, without the values. */
    complaints: string[];
}

export interface DiffRequest extends Declared {
    id: string;
    stored: Stored;
}

export interface Difference {
    plan: Plan;
    /** The plan in words, and what else a preview says. */
    lines: string[];
    /** Whether the state must change; what it has in the cloud need not. */
    changes: boolean;
    /** The arguments for which it is replaced. */
    replaces: string[];
    deletesFirst: boolean;
}

/** Of the operations that ask the cloud. */
interface Timed {
    /** Milliseconds that it may take; undefined: as long as its kind says. */
    timeout: number | undefined;
}

export interface CreateRequest extends Declared, Timed {}

export interface Created {
    id: string;
    stored: Stored;
}

/** Of what a state has, `args` is of no account. */
export interface ReadRequest extends Declared, Timed {
    id: string;
    /** Undefined for what no state has: it is got by its id. */
    stored: Stored | undefined;
}

export interface UpdateRequest extends DiffRequest, Timed {}

export interface DeleteRequest extends Resource, Timed {
    id: string;
    stored: Stored;
}

/** A resource as the cloud has it. */
export interface Found {
    stored: Stored;
    /** The arguments as `check` would answer them. */
    inputs: Pick<Declared, "declaration" | "common" | "args">;
}

/** Where the words of an operation go. */
export interface Screen {
    /** A line that the user must still see at the end. */
    say(subject: Subject, line: string): void;
    /** Progress: nobody need see it at the end. */
    progress(subject: Subject, line: string): void;
    /** Runs an operation on the resource with that URN, and takes its progress off the screen when it has ended. */
    during<T>(urn: string | undefined, operation: () => Promise<T>): Promise<T>;
}

/** A resource as a line names it. */
export interface Subject {
    urn: string | undefined;
    /** `server "web"` */
    name: string;
    /** With the id, where there is one. */
    whole: string;
}

/** An operation that ended half-way: what exists is kept in the state, and the next update goes on from there. */
export class PartialFailure extends Error {
    override readonly name = "PartialFailure";

    constructor(
        readonly id: string,
        readonly stored: Stored,
        cause: unknown,
    ) {
        super(cause instanceof Error ? cause.message : String(cause), { cause });
    }
}
