import type * as pulumi from "@pulumi/pulumi";
import { parseDuration } from "../provider/arguments/durations";
import { lostKeys } from "../provider/arguments/own-keys";
import { outputsIn } from "../provider/state/state-text";
import { configuration } from "./configuration";
import { demandFindable } from "./findable";
import { noteFormerNames } from "./former-names";
import { opened, ownerOf } from "./owner";
import { ProgramError } from "./program-error";
import { CustomResource, isDryRun, log, output, secret } from "./pulumi";
import { secretPaths } from "./secret-paths";
import { withoutStack } from "./stack-trace";

/**
 * The text by which Pulumi's dynamic-provider host finds the provider. It is the same for every resource and every
 * release, so an upgrade of this package is no change, and an old state runs the code that is installed now.
 */
const PROVIDER = 'exports.handler=require("pulumi-openstack-compute/provider").provider';

/** Of every resource: which cloud it is on. */
export interface CloudArgs {
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: pulumi.Input<string | undefined>;
}

/** An argument as an output: as the program spells it, or, after a refresh, as the cloud has it. */
export type Shown<Args, Name extends keyof Args> = pulumi.Output<pulumi.Unwrap<Args[Name]>>;

/** How a kind of resource presents itself to Pulumi. */
export interface Face {
    kind: string;
    /** What it has besides its arguments. */
    outputs: readonly string[];
    /** Arguments that are secrets, whether the program says so or not. Of outputs the provider says so. */
    secrets: readonly string[];
    /** The outputs that a state has in its `__state`, each with what it is where the state leaves it out. */
    packed?: Readonly<Record<string, unknown>>;
    /** Secrets that the cloud makes where the program declares none: sealed in the state. */
    sealed?: readonly string[];
}

/** What all resources of this package share. */
export abstract class ComputeResource extends CustomResource {
    /** What the provider keeps to itself, and the outputs that few look at. */
    declare private readonly __state: pulumi.Output<string | undefined>;
    /** The latter, read once for all of them. */
    private packed: pulumi.Output<Readonly<Record<string, unknown>>> | undefined;

    protected constructor(face: Face, name: string, args: object, options: pulumi.CustomResourceOptions = {}) {
        demandFindable();
        const [lost] = lostKeys(args);
        if (lost !== undefined) {
            throw new ProgramError(`${name}: ${lost.map(String).join(".")}: cannot be a key`);
        }
        const inputs: Record<string, unknown> = { ...args };
        for (const key of face.secrets) {
            if (inputs[key] !== undefined) {
                inputs[key] = secret(inputs[key]);
            }
        }
        const undeclared = face.outputs.filter((name) => !(name in inputs));
        const type = `pulumi-nodejs:dynamic/openstack-compute:${face.kind}`;
        // What is only read has its owner elsewhere.
        const owner = options.id === undefined ? ownerOf(type, name, options) : undefined;
        const { wrong } = configuration();
        const properties = {
            ...Object.fromEntries([...undeclared, "__state"].map((name) => [name, undefined])),
            ...inputs,
            __provider: PROVIDER,
            __resource: {
                kind: face.kind,
                name,
                timeouts: timeouts(name, options.customTimeouts),
                owner,
                secrets: secretPaths(args, face.secrets),
                preview: isDryRun() || undefined,
                misconfigured: wrong.length === 0 ? undefined : wrong,
            },
        };
        const done = withoutStack();
        try {
            super(type, name, properties, options);
        } finally {
            done();
        }
        this.unpack(face, args as Readonly<Record<string, unknown>>);
        if (options.deletedWith instanceof ComputeResource) {
            warnOfLeftover(this, `${face.kind} "${name}"`);
        }
        noteFormerNames(this, { type, name, aliases: options.aliases });
    }

    /** Puts the outputs that the state has in its `__state` where the program looks for them. */
    private unpack({ packed = {}, sealed = [] }: Face, args: Readonly<Record<string, unknown>>): void {
        const outputs = this as unknown as Record<string, pulumi.Output<unknown>>;
        for (const [name, otherwise] of Object.entries(packed)) {
            outputs[name] =
                otherwise === null
                    ? this.unpacked(name, outputs[name] as pulumi.Output<string | undefined>)
                    : this.kept(name, otherwise);
        }
        for (const name of sealed) {
            const shown = outputs[name] as pulumi.Output<string | undefined>;
            outputs[name] = (output(args[name]) as pulumi.Output<unknown>).apply((declared) =>
                declared === undefined ? this.unpacked(name, shown, (text) => opened(text, name, this)) : shown,
            );
        }
    }

    /** An output that the state has in its `__state` only, which leaves it out where it is as `otherwise`. */
    private kept<T>(name: string, otherwise: T): pulumi.Output<T> {
        this.packed ??= this.__state.apply(outputsIn);
        return this.packed.apply(({ [name]: value }) => (value ?? otherwise) as T) as pulumi.Output<T>;
    }

    /**
     * An output that the state has in its `__state`, where `read` makes of the text what it is; else as the state shows it.
     * In this order, for what a state does not show is unknown in a preview.
     */
    private unpacked<T extends string | undefined>(
        name: string,
        shown: pulumi.Output<T>,
        read: (text: string) => pulumi.Input<string | undefined> = (text) => text,
    ): pulumi.Output<T> {
        this.packed ??= this.__state.apply(outputsIn);
        return this.packed.apply(({ [name]: text }) =>
            typeof text === "string" ? (output(read(text)) as pulumi.Output<T>) : shown,
        );
    }
}

/**
 * With `deletedWith` Pulumi does not ask the provider to delete a resource, and no cloud deletes one of these with another:
 * it stays in the cloud, and in no state.
 */
function warnOfLeftover(resource: ComputeResource, subject: string): void {
    const reason =
        "deletedWith names another resource of pulumi-openstack-compute, which the cloud does not delete with it";
    const remedy = "When both are deleted, this one stays in the cloud. Remove deletedWith to have it deleted.";
    log.warn(`${subject}: ${reason}. ${remedy}`, resource);
}

/** Pulumi does not hand `customTimeouts` on to a dynamic provider: they travel as an input, in milliseconds. */
function timeouts(name: string, custom: pulumi.CustomTimeouts | undefined): Record<string, number> | undefined {
    if (custom === undefined) {
        return undefined;
    }
    const given = Object.entries(custom).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return Object.fromEntries(
        given.map(([operation, text]) => {
            const milliseconds = parseDuration(text);
            if (milliseconds === undefined) {
                throw new ProgramError(
                    `${name}: customTimeouts.${operation}: expected a duration, as "90s", "10m" or "1h30m"`,
                );
            }
            return [operation, milliseconds];
        }),
    );
}
