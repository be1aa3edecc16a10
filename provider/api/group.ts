/**
 * A group of the Compute API as one table: its path, and each field of its record once. Reading an answer, writing a
 * body, and the group's operations follow from it.
 */
import get from "lodash/get";
import mapValues from "lodash/mapValues";
import set from "lodash/set";
import uniqBy from "lodash/uniqBy";
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { compareMicroversions } from "../cloud/microversions";
import { type CallContext, type Invocation, type Invoked, invoke, none, type Operation, operation } from "./operation";
import { FULL_PAGE, listAll, type Page, page } from "./paging";

/** One field of a record. */
export interface WireField<Read extends z.ZodType = z.ZodType> {
    /** Its key in a body. A dot leads into an object: `rules.max_server_per_host`. */
    readonly key: string;
    /** How an answer is read. */
    readonly read: Read;
    /** Its form in older microversions, or on other clouds: read if `key` is missing. */
    readonly older?: OlderField;
}

export interface OlderField {
    readonly key: string;
    readonly read: z.ZodType;
    /** Up to which microversion it is written so. Default: none. */
    readonly until?: string;
    /** The value as it is written so. Default: as it is. */
    write?(value: unknown): unknown;
}

export type WireFields = Readonly<Record<string, WireField>>;

export type RecordOf<Fields extends WireFields> = { [Name in keyof Fields]: z.output<Fields[Name]["read"]> };

/** Where a group is, and how to request it. */
export interface GroupPlace {
    /** The name of a record in the API reference: `server group`. */
    readonly title: string;
    /** `/os-server-groups`. */
    readonly path: string;
    /** The key around one record: `server_group`. */
    readonly one: string;
    /** The key around many: `server_groups`. */
    readonly many: string;
    /** The key around many on other clouds. */
    readonly alsoMany?: string;
    /** Whether a new record is sent without the key around it. */
    readonly isBare?: boolean;
    /** The path of the list, if it is not `path`: `/flavors/detail`. */
    readonly listPath?: string;
    /** How a long list is paged: by the last id, or by the number of items before. Default: it is not paged. */
    readonly pages?: "marker" | "offset";
    /** From and up to which microversion clouds serve the group. */
    readonly microversions?: Operation["microversions"];
    /** Additional query of the list: `{ is_public: "None" }`. */
    readonly listQuery?: Invocation["query"];
    /** Names of operations in the API reference, if they are not `List flavors` and so on. */
    readonly titles?: Readonly<
        Partial<Record<"list" | "listDetails" | "create" | "show" | "update" | "delete", string>>
    >;
    /** Whether a PUT must repeat the unchanged fields. */
    readonly wholeUpdates?: boolean;
    /** The microversion from which a PUT can change a record. Default: never. */
    readonly updatedSince?: string;
}

/** What a caller adds to a request. */
export type Asked = CallContext & Pick<Invocation, "query" | "microversion">;

/** The answer to a creation, and its request. */
export type Answered<Record> = Pick<Invoked<Record>, "value" | "requestId">;

export interface Group<Fields extends WireFields> {
    readonly place: GroupPlace;
    readonly fields: Fields;
    readonly operations: Readonly<Record<string, Operation>>;
    /** All records of the project, each once. */
    list(compute: Compute, asked?: Asked): Promise<RecordOf<Fields>[]>;
    /** Throws NotFoundError if it does not exist. */
    get(compute: Compute, id: string, asked?: Asked): Promise<RecordOf<Fields>>;
    /** `body` has the API's own keys. */
    create(compute: Compute, body: object, asked?: Asked): Promise<Answered<RecordOf<Fields>>>;
    update(compute: Compute, id: string, body: object, asked?: Asked): Promise<void>;
    /** Throws NotFoundError if it does not exist. */
    delete(compute: Compute, id: string, asked?: Asked): Promise<void>;
}

export function group<Fields extends WireFields & { id: WireField }>(place: GroupPlace, fields: Fields): Group<Fields> {
    const { title, path, one, many, microversions, titles } = place;
    const answer = wholeOf(one, fields);
    const idPath = `${path}/{id}`;
    const items = z.preprocess(
        (body) => renamed(body, place.alsoMany, many),
        page(many, unwrapped(one, recordSchema(fields, "in a list"))),
    );
    const common = { microversions };
    const list = operation({ ...common, title: titles?.list ?? `List ${title}s`, method: "GET", path, answer: items });
    const listDetails =
        place.listPath === undefined
            ? undefined
            : operation({
                  ...list,
                  title: titles?.listDetails ?? `List ${title}s with details`,
                  path: place.listPath,
              });
    const create = operation({ ...common, title: titles?.create ?? `Create ${title}`, method: "POST", path, answer });
    const show = operation({
        ...common,
        title: titles?.show ?? `Show ${title} details`,
        method: "GET",
        path: idPath,
        answer,
    });
    const update = operation({
        title: titles?.update ?? `Update ${title}`,
        method: "PUT",
        path: idPath,
        microversions: { ...microversions, min: place.updatedSince },
        answer: none,
    });
    const remove = operation({
        ...common,
        title: titles?.delete ?? `Delete ${title}`,
        method: "DELETE",
        path: idPath,
        answer: none,
    });
    const listed = listDetails ?? list;
    const reading = (compute: Compute, asked: Asked): Asked => ({ microversion: compute.readLevel(), ...asked });
    const listing = (compute: Compute, asked: Asked): Asked => ({
        ...reading(compute, asked),
        query: { ...place.listQuery, ...asked.query },
    });
    const idOf = (found: RecordOf<Fields>) => String((found as { id: unknown }).id);
    return {
        place,
        fields,
        operations: {
            list,
            ...(listDetails === undefined ? {} : { listDetails }),
            create,
            show,
            ...(place.updatedSince === undefined ? {} : { update }),
            delete: remove,
        },
        list: (compute, asked = {}) =>
            place.pages === "marker"
                ? listAll(compute, listed, idOf, listing(compute, asked))
                : listByOffset(compute, listed, idOf, listing(compute, asked), place.pages === "offset"),
        get: async (compute, id, asked = {}) =>
            (await invoke(compute, show, { ...reading(compute, asked), path: { id } })).value,
        create: (compute, body, asked) =>
            invoke(compute, create, { ...asked, body: place.isBare === true ? body : { [one]: body } }),
        async update(compute, id, body, asked) {
            await invoke(compute, update, { ...asked, path: { id }, body: { [one]: body } });
        },
        async delete(compute, id, asked) {
            await invoke(compute, remove, { ...asked, path: { id } });
        },
    };
}

/** An answer that is one record under a key. */
export function wholeOf<Fields extends WireFields>(one: string, fields: Fields): z.ZodType<RecordOf<Fields>> {
    return z.object({ [one]: recordSchema(fields) }).transform((body) => body[one] as RecordOf<Fields>);
}

/** What an action is done on. */
export interface ActedOn extends CallContext {
    readonly compute: Compute;
    readonly id: string;
}

/** An action on the records of a group. */
export interface RecordAction {
    (on: ActedOn, argument: unknown): Promise<Invoked<undefined>>;
    readonly operation: Operation;
}

/** `POST /os-aggregates/{id}/action`, with the argument under its key. */
export function recordAction(
    title: string,
    path: string,
    key: string,
    microversions?: Operation["microversions"],
): RecordAction {
    const target = operation({ title, method: "POST", path: `${path}/{id}/action`, microversions, answer: none });
    const act = ({ compute, id, resource, deadline }: ActedOn, argument: unknown) =>
        invoke(compute, target, { path: { id }, body: { [key]: argument }, resource, deadline });
    return Object.assign(act, { operation: target });
}

/** A list without pages, or with pages as long as the cloud allows. */
async function listByOffset<Item>(
    compute: Compute,
    target: Operation<z.ZodType<Page<Item>>>,
    idOf: (item: Item) => string,
    asked: Asked,
    inParts: boolean,
): Promise<Item[]> {
    let items: Item[] = [];
    for (;;) {
        const query = items.length === 0 ? asked.query : { ...asked.query, offset: items.length };
        const { value } = await invoke(compute, target, { ...asked, query });
        const all = uniqBy([...items, ...value.items], idOf);
        if (!inParts || value.items.length < FULL_PAGE || all.length === items.length) {
            return all;
        }
        items = all;
    }
}

function renamed(body: unknown, from: string | undefined, to: string): unknown {
    const isElsewhere = from !== undefined && typeof body === "object" && body !== null && Object.hasOwn(body, from);
    return isElsewhere ? { [to]: (body as Record<string, unknown>)[from] } : body;
}

/** Some lists wrap each item once more. */
function unwrapped<Found>(one: string, record: z.ZodType<Found>): z.ZodType<Found> {
    return z.preprocess(
        (item) =>
            typeof item === "object" && item !== null && Object.hasOwn(item, one)
                ? (item as Record<string, unknown>)[one]
                : item,
        record,
    );
}

/**
 * Reads a record. Errors use the body's own keys. In a list a record may lack fields: HP Cloud lists flavors without
 * their sizes.
 */
function recordSchema<Fields extends WireFields>(
    fields: Fields,
    where: "by itself" | "in a list" = "by itself",
): z.ZodType<RecordOf<Fields>> {
    return z.unknown().transform((body, context) => {
        if (typeof body !== "object" || body === null || Array.isArray(body)) {
            context.addIssue({ code: "invalid_type", expected: "object", input: body });
            return z.NEVER;
        }
        return mapValues(fields, ({ key, read, older }, name) => {
            const isOlder = get(body, pathOf(key)) === undefined && get(body, pathOf(older?.key ?? key)) !== undefined;
            const at = isOlder && older !== undefined ? older : { key, read };
            const value = get(body, pathOf(at.key));
            const result = at.read.safeParse(value);
            if (where === "in a list" && value === undefined && name !== "id") {
                return result.data;
            }
            for (const issue of result.error?.issues ?? []) {
                context.issues.push({ ...issue, input: undefined, path: [...pathOf(at.key), ...issue.path] });
            }
            return result.data;
        }) as RecordOf<Fields>;
    });
}

/** A body with these values (by field name), in the form of a microversion. Undefined values are omitted. */
export function bodyOf(
    fields: WireFields,
    values: Readonly<Record<string, unknown>>,
    microversion: string,
): Record<string, unknown> {
    const body: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(values)) {
        const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
        if (field === undefined || value === undefined) {
            continue;
        }
        const { key, older } = field;
        if (older?.until !== undefined && compareMicroversions(microversion, older.until) <= 0) {
            set(body, pathOf(older.key), older.write?.(value) ?? value);
        } else {
            set(body, pathOf(key), value);
        }
    }
    return body;
}

function pathOf(key: string): string[] {
    return key.split(".");
}
