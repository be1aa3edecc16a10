/**
 * The table of the Server: each argument and each output once, with all facts about it. The schema, the change table,
 * the bodies of requests, the microversions that they need, the outputs and the secrets follow from it.
 */
import mapValues from "lodash/mapValues";
import pickBy from "lodash/pickBy";
import sortBy from "lodash/sortBy";
import type * as z from "zod";
import { behaviourFields } from "./fields/behaviour";
import { connectionFields } from "./fields/connections";
import { guestFields } from "./fields/guest";
import { labelFields } from "./fields/labels";
import { machineFields } from "./fields/machine";
import { outputFields } from "./fields/outputs";
import { placementFields } from "./fields/placement";
import {
    ACTIVE_STEPS,
    type ServerArgument,
    type ServerChange,
    type ServerOutput,
    type ServerStep,
} from "./fields/server-field";

export const serverFields = {
    ...machineFields,
    ...connectionFields,
    ...guestFields,
    ...labelFields,
    ...placementFields,
    ...behaviourFields,
};

export { outputFields };

/** The arguments, for code that treats all of them alike. */
export const argumentFields: Readonly<Record<string, ServerArgument>> = serverFields;

export const argumentNames = Object.keys(serverFields) as (keyof ServerArguments)[];

export type ArgumentShape = { [Name in keyof typeof serverFields]: (typeof serverFields)[Name]["schema"] };

export type ServerArguments = z.output<z.ZodObject<ArgumentShape>>;

/** The arguments that a state or a program declares. */
export type Declared = Partial<ServerArguments>;

type OutputShape = { [Name in keyof typeof outputFields]: (typeof outputFields)[Name]["schema"] };

type AllOutputs = z.output<z.ZodObject<OutputShape>>;

/** What a Server has besides its arguments. What the cloud does not return (yet) is missing. */
export type ServerOutputs = Pick<AllOutputs, "status" | "addresses"> & Partial<AllOutputs>;

const STEPS: readonly ServerStep[] = [...ACTIVE_STEPS, "record", "replace"];

type Changes = { readonly [Name in keyof ArgumentShape]: ServerChange<z.output<ArgumentShape[Name]>> };

/** What a change to each argument does, in the order in which an update carries it out. */
export const serverChanges = Object.fromEntries(
    sortBy(
        Object.entries(argumentFields).map(([name, { change }]) => [name, change] as const),
        ([, { by }]) => STEPS.indexOf(by),
    ),
) as Changes;

const outputs: Readonly<Record<string, ServerOutput>> = outputFields;

/** The schemas of a Server's outputs: its own, and arguments that are not shown as they were declared. */
export const serverOutputs: Readonly<Record<string, z.ZodType>> = {
    ...mapValues(outputs, ({ schema }) => schema),
    ...Object.fromEntries(
        Object.entries(argumentFields).flatMap(([name, { options }]) =>
            options.shown === undefined ? [] : [[name, options.shown]],
        ),
    ),
};

/** The names of arguments that are secret, of arguments that the state seals, and of outputs that are rarely used. */
export const secretNames = Object.keys(pickBy(argumentFields, ({ options }) => options.secret === true));
export const sealedNames = Object.keys(pickBy(argumentFields, ({ options }) => options.sealed === true));
export const packedNames = Object.keys(pickBy(outputs, ({ packed }) => packed));
