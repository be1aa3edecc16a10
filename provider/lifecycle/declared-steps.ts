/** The steps of a declared resource that are requests of their own: its members and keys, one by one. */
import { keyChanges, pickOwn } from "../arguments/own-keys";
import { ConflictError } from "../cloud/index";
import type { Keys, Members, Target } from "../plan/fields";
import { ifThere, wasThere } from "./absent";
import { askedBy, type DeclaredArgument, type DeclaredRecords, targetOf } from "./declared-records";
import { actualOf, type Bag, bagIn, listIn } from "./field-values";
import type { Context } from "./kind";

interface Values {
    before: unknown;
    wanted: unknown;
}

/** Carries out the change to one argument. The state notes each part that is done. */
export async function carryOut(
    records: DeclaredRecords,
    context: Context,
    id: string,
    argument: string,
    values: Values,
): Promise<void> {
    const step = records.args[argument]?.step;
    const target = targetOf(context, id);
    const note = (value: unknown) => context.record(id, { [argument]: value });
    // A 404 to a removal may mean that the resource itself is gone.
    const removing = async (asking: Promise<unknown>) => {
        if (!(await wasThere(asking))) {
            await records.group.get(context.compute, id, askedBy(context));
        }
    };
    switch (step?.kind) {
        case "members": {
            // Others, or an update that failed later, may have added it already.
            const adding = (member: string) =>
                step.add(target, member).catch(async (error: unknown) => {
                    const isThere =
                        error instanceof ConflictError && (await has(records, context, id, argument, member));
                    if (!isThere) {
                        throw error;
                    }
                });
            return changeMembers(step, target, values, { adding, removing, note });
        }
        case "keys":
            return changeKeys(step, target, values, { removing, note });
        default:
            return;
    }
}

async function changeMembers(
    step: Members,
    target: Target,
    { before, wanted }: Values,
    {
        adding,
        removing,
        note,
    }: {
        adding(member: string): Promise<unknown>;
        removing(asking: Promise<unknown>): Promise<void>;
        note(value: unknown): void;
    },
): Promise<void> {
    const [had, wants] = [listIn(before), listIn(wanted)];
    const there = [...had];
    for (const member of wants.filter((one) => !had.includes(one))) {
        await adding(member);
        there.push(member);
        note([...there]);
    }
    for (const member of had.filter((one) => !wants.includes(one))) {
        await removing(step.remove(target, member));
        there.splice(there.indexOf(member), 1);
        note([...there]);
    }
}

async function changeKeys(
    step: Keys,
    target: Target,
    { before, wanted }: Values,
    { removing, note }: { removing(asking: Promise<unknown>): Promise<void>; note(value: unknown): void },
): Promise<void> {
    const { written, removed } = keyChanges(bagIn(before), bagIn(wanted));
    if (Object.keys(written).length > 0 || (step.remove === undefined && removed.length > 0)) {
        await step.write(target, written, removed);
    }
    for (const key of removed) {
        await (step.remove && removing(step.remove(target, key)));
    }
    note(wanted);
}

async function has(
    { args, group }: DeclaredRecords,
    context: Context,
    id: string,
    argument: string,
    member: string,
): Promise<boolean> {
    const own = await group.get(context.compute, id, askedBy(context));
    const step = args[argument]?.step;
    return (
        step !== undefined &&
        listIn(await actualOf(argument, step, own as Bag, targetOf(context, id), [member])).includes(member)
    );
}

/** Removes all members, also those that others added. */
export async function removeMembers(
    { args, find }: DeclaredRecords,
    context: Context,
    id: string,
    argument: string,
    state: Bag,
): Promise<void> {
    const record = await find(context, id, state);
    const step = args[argument]?.step;
    if (record === undefined || step?.kind !== "members") {
        return;
    }
    for (const member of listIn(record[argument])) {
        await ifThere(step.remove(targetOf(context, id), member));
    }
}

/** The declared members or keys that a found record has already. */
export function whatIsThere({ step }: DeclaredArgument, there: unknown, wanted: unknown): unknown {
    switch (step.kind) {
        case "members":
            return listIn(there).filter((member) => listIn(wanted).includes(member));
        case "keys":
            return pickOwn(bagIn(there), Object.keys(bagIn(wanted)));
        default:
            return undefined;
    }
}
