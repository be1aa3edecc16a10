/** A declaration taken apart: its arguments and outputs, the records of its API group, and what tells them apart. */
import mapValues from "lodash/mapValues";
import pickBy from "lodash/pickBy";
import { type Asked, type Group, group, type WireField, type WireFields } from "../api/group";
import { assignedId, identifier } from "../api/values";
import {
    type ArgumentField,
    isArgument,
    isSame,
    keyed,
    meaningOf,
    type OutputField,
    type Target,
} from "../plan/fields";
import { ifThere } from "./absent";
import type { Declared, DeclaredFields, DeclaredStep } from "./declaration";
import type { Bag } from "./field-values";
import type { Context } from "./kind";

/** A record with the two fields that every declared resource has. */
export type NamedRecord = Bag & { id: string; name: string };

/** A declaration whose fields are not known: arguments, states and records are bags. */
export type AnyDeclared = Declared<DeclaredFields>;

export type DeclaredArgument = ArgumentField<ArgumentField["schema"], DeclaredStep>;

export interface DeclaredRecords {
    readonly declaration: AnyDeclared;
    readonly fields: DeclaredFields;
    readonly args: Readonly<Record<string, DeclaredArgument>>;
    readonly outputs: Readonly<Record<string, OutputField>>;
    /** The arguments that the body of a creation carries. */
    readonly sent: Readonly<Record<string, DeclaredArgument>>;
    readonly hasName: boolean;
    readonly group: Group<WireFields & { id: WireField }>;
    all(context: Context, bag: Bag): Promise<NamedRecord[]>;
    /** Undefined: there is none with this id. */
    find(context: Context, id: string, bag: Bag): Promise<NamedRecord | undefined>;
    /** Deletes one; it is no error if it does not exist. */
    remove(context: Context, id: string, bag: Bag): Promise<unknown>;
    /** The id that the program chose; undefined: the cloud makes ids. */
    chosenIn(bag: object): unknown;
    /** What of it can never change, as one text: it tells one thing from another under the same id. */
    identityOf(bag: Bag): string;
    /** How a record differs from what these arguments create, apart from what is done after the creation; in words. */
    difference(record: Bag, values: Bag, prepared: object): string | undefined;
}

export function declaredRecords(declaration: AnyDeclared): DeclaredRecords {
    const { noun, chosenId } = declaration;
    const fields = keyed(declaration.fields);
    const args = pickBy(fields, isArgument) as Record<string, DeclaredArgument>;
    const records = group<WireFields & { id: WireField }>(
        { ...declaration.place, title: noun },
        {
            ...(fields as WireFields),
            ...declaration.also,
            id: { key: declaration.idKey ?? "id", read: chosenId === undefined ? assignedId : identifier },
        },
    );
    const fixed = pickBy(args, ({ step }, name) => step.kind === "replace" && name !== chosenId);
    const asIts: NonNullable<AnyDeclared["asIts"]> = declaration.asIts ?? ((_context, _bag, ask) => ask({}));

    return {
        declaration,
        fields,
        args,
        outputs: pickBy(fields, (field) => !isArgument(field)) as Record<string, OutputField>,
        sent: pickBy(args, ({ step }) => step.kind === "replace" || step.kind === "put"),
        hasName: Object.hasOwn(args, "name"),
        group: records,
        all: (context, bag) =>
            asIts(context, bag, (more) => records.list(context.compute, { ...askedBy(context), ...more })) as Promise<
                NamedRecord[]
            >,
        find: (context, id, bag) =>
            asIts(context, bag, (more) =>
                ifThere(records.get(context.compute, id, { ...askedBy(context), ...more }) as Promise<NamedRecord>),
            ),
        remove: (context, id, bag) =>
            asIts(context, bag, (more) =>
                ifThere(records.delete(context.compute, id, { ...askedBy(context), ...more })),
            ),
        chosenIn: (bag) => (chosenId === undefined ? undefined : (bag as Bag)[chosenId]),
        identityOf: (bag) =>
            JSON.stringify(
                Object.values(mapValues(fixed, ({ options }, name) => meaningOf(options, bag[name]) ?? null)),
            ),
        difference(record, values, prepared) {
            const isMeant = (name: string, { step, options }: DeclaredArgument) =>
                (step.kind === "replace" || step.kind === "put") &&
                record[name] !== undefined &&
                (values[name] !== undefined || options.otherwise !== undefined);
            const names = Object.entries(args)
                .filter(([name, field]) => isMeant(name, field) && !isSame(field.options, record[name], values[name]))
                .map(([name]) => name);
            return names.length === 0
                ? declaration.differs?.(record, values, prepared)
                : (declaration.whyDifferent?.(values, names) ?? `its ${names.join(" and ")} differs`);
        },
    };
}

export function askedBy({ subject: resource, deadline }: Context): Asked {
    return { resource, deadline };
}

export function targetOf({ compute, subject: resource, deadline }: Context, id: string): Target {
    return { compute, id, resource, deadline };
}
