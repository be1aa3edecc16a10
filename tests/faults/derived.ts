/** The operations on a kind that follow from its declaration: its fields, and what a change to each does. */
import set from "lodash/set";
import { isArgument } from "../../provider/plan/fields";
import { kinds } from "../../provider/resources/registry";
import type { Nova } from "../support/nova";
import { samplesOf } from "../support/samples";
import { type AnyDeclared, type AnySingleton, isDeclared, isSingleton } from "../support/shapes";
import type { Bag } from "../support/wire";
import { adopted, changed, created, deleted, type Operation, refreshed } from "./operation";

/** Of every kind that stands on its declaration, but for these. */
export function derivedOperations(written: readonly string[]): Operation[] {
    return [...kinds.values()].flatMap((kind) =>
        !written.includes(kind.kind) && (isDeclared(kind) || isSingleton(kind)) ? operationsOf(kind) : [],
    );
}

function operationsOf(it: AnyDeclared | AnySingleton): Operation[] {
    const { kind, changes, fields } = it;
    const { required, first, second, all } = samplesOf(kind);
    const args = Object.entries(fields).filter(([, field]) => isArgument(field));
    const namesOf = (...steps: string[]) =>
        args.filter(([, { step }]) => steps.includes(step?.kind ?? "")).map(([name]) => name);
    const pick = (bag: Bag, names: readonly string[]): Bag =>
        Object.fromEntries(names.filter((name) => Object.hasOwn(bag, name)).map((name) => [name, bag[name]]));
    const put = namesOf("put");
    const [replacing] = namesOf("replace").filter((name) => first[name] !== second[name] && name !== "name");
    const goesBack = (name: string) => changes[name]?.removed === "default" && !Object.hasOwn(required, name);
    const inSteps = namesOf("members", "keys");
    return [
        created(kind, "one with what it needs", { ...required, ...(isSingleton(it) ? pick(all[0], put) : {}) }),
        created(kind, "one with every argument", first),
        ...(put.length === 0
            ? []
            : [
                  changed(kind, "all that a PUT writes", required, [pick(all[0], put), pick(all[1], put)]),
                  changed(kind, "all that a PUT writes, to none", required, [
                      pick(all[0], put),
                      pick(
                          all[0],
                          put.filter((name) => !goesBack(name)),
                      ),
                  ]),
              ]),
        ...inSteps.flatMap((name) => [
            changed(kind, name, required, [pick(first, [name]), pick(second, [name])]),
            changed(kind, `${name} to none`, required, [pick(first, [name]), {}]),
        ]),
        ...(replacing === undefined
            ? []
            : [
                  changed(kind, `what replaces it: ${replacing}`, required, [
                      pick(first, [replacing]),
                      pick(second, [replacing]),
                  ]),
              ]),
        refreshed(kind, first),
        deleted(kind, first),
        isDeclared(it)
            ? adopted(kind, required, ({ nova }) => made(nova, it, required))
            : adopted(kind, { ...required, ...pick(all[0], put) }, ({ nova }) =>
                  changedByHand(nova, it, { ...required, ...pick(all[0], put) }),
              ),
    ].map(({ connects: _, ...operation }) => operation);
}

/** As others make one: with its name, and what cannot be left out or changed. */
async function made(nova: Nova, { fields, records: { place } }: AnyDeclared, args: Bag): Promise<string> {
    const body: Bag = { name: "by-hand" };
    for (const [name, { key, step }] of Object.entries(fields)) {
        if (step?.kind === "replace" && args[name] !== undefined) {
            set(body, key, args[name]);
        }
    }
    const options = { microversion: place.microversions?.max ?? NEWEST };
    const answer = await nova.post<Record<string, { id: string | number }>>(place.path, { [place.one]: body }, options);
    return String(answer[place.one]?.id);
}

/** With the values of the arguments. */
async function changedByHand(nova: Nova, it: AnySingleton, args: Bag): Promise<string> {
    const id = it.idOf(args);
    const path = it.place.path.replace(/\{(\w+)\}/g, (_, name: string) => it.addressOf(id).path[name] ?? "");
    const given = Object.entries(it.fields).filter(
        ([name, { step }]) => step?.kind === "put" && args[name] !== undefined,
    );
    const values = Object.fromEntries(given.map(([name, { key }]) => [key, args[name]]));
    const microversion = it.place.microversions?.max ?? NEWEST;
    await nova.call("PUT", path, { [it.place.one]: values }, { microversion });
    return id;
}

/** Every embedded cloud serves it. */
const NEWEST = "2.93";
