/** How a declared resource is created, also if the answer is lost or an earlier creation was interrupted. */

import { askedBy, type DeclaredRecords, type NamedRecord } from "./declared-records";
import type { Bag } from "./field-values";
import { createdOrFound, createdOrLeft, createdOrNamed, type Left, onlyOf, takenOver } from "./interrupted-creations";
import type { Context } from "./kind";
import { isNamedByOwner } from "./owner";
import { withinQuota } from "./quota";

export interface Creation {
    readonly name: string;
    readonly values: Bag;
    /** What was looked up beforehand. */
    readonly prepared: object;
    readonly body: object;
    readonly microversion: string | undefined;
}

/** The record that was created, or the one that an interrupted creation of this resource left. */
export async function createRecord(
    records: DeclaredRecords,
    context: Context,
    creation: Creation,
): Promise<NamedRecord> {
    const left = records.declaration.unique === true ? undefined : await leftBehind(records, context, creation);
    return left ?? create(records, context, creation);
}

async function create(records: DeclaredRecords, context: Context, creation: Creation): Promise<NamedRecord> {
    const { declaration, all } = records;
    const { name, values, body, microversion } = creation;
    const request = async () => {
        const asking = records.group.create(context.compute, body, { ...askedBy(context), microversion });
        const created = (await withinQuota(context, asking)).value as NamedRecord;
        context.run.made(created.id);
        return created;
    };
    if (declaration.creating !== undefined) {
        return declaration.creating(context, request);
    }
    const creating = request();
    const only = async () => {
        const there = await all(context, values);
        return declaration.isKnownByContents === true
            ? there.find((one) => one.name === name && records.difference(one, values, creation.prepared) === undefined)
            : onlyOf(context, name, there);
    };
    if (declaration.unique === true) {
        return createdOrLeft(
            context,
            createdOrFound(context, creating, only),
            leftoverOf(records, creation, async () =>
                (await all(context, values)).find((one) => one.name === name || one.id === records.chosenIn(values)),
            ),
        );
    }
    return context.declaration.autonamed === true
        ? createdOrFound(context, creating, only)
        : createdOrNamed(context, creating, name, () => all(context, values));
}

/** What an interrupted creation left, if several may have one name: it is looked for beforehand. */
async function leftBehind(
    records: DeclaredRecords,
    context: Context,
    creation: Creation,
): Promise<NamedRecord | undefined> {
    const { name, values } = creation;
    if (!isNamedByOwner(context.declaration, name)) {
        return undefined;
    }
    const { noun } = records.declaration;
    const found = onlyOf(context, name, await context.run.once(`${noun}s`, () => records.all(context, values)));
    return (
        found &&
        takenOver(
            context,
            found,
            leftoverOf(records, creation, async () => found),
        )
    );
}

function leftoverOf(records: DeclaredRecords, creation: Creation, find: Left<NamedRecord>["find"]): Left<NamedRecord> {
    return {
        noun: records.declaration.noun,
        name: creation.name,
        find,
        idOf: ({ id }) => id,
        differs: (one) => records.difference(one, creation.values, creation.prepared),
    };
}
