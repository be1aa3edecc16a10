/** The text of a program of many stories: each has a cloud of its own, and resources named after it. */
import { FALLBACK, type Plan, SLOTS, type Slot, slotsOf } from "../../faults/model";

/** What a reference to another resource is in a program. */
const REFERENCE: Readonly<Record<string, (to: string) => string>> = {
    flavor: (to) => `{ id: ${to}.id }`,
    keyName: (to) => `${to}.name`,
    securityGroups: (to) => `[${to}.name]`,
    serverId: (to) => `${to}.id`,
    schedulerHints: (to) => `{ group: ${to}.id }`,
    server: (to) => `${to}.id`,
    project: (to) => `${to}.project`,
};

/** Longer than anything takes here; a wait that is in vain ends with it. */
const TIMEOUTS = { create: "12s", update: "12s", delete: "12s" };

/** The logical name of a story's resource. */
export function nameOf(story: string, slot: string): string {
    return `${story}-${slot}`;
}

/** By the story, which is the name of its cloud too; `adopted` are ids by logical names. */
export function programText(
    plans: ReadonlyMap<string, Plan>,
    adopted: ReadonlyMap<string, string> = new Map(),
): string {
    const resources = [...plans].flatMap(([story, plan]) =>
        slotsOf(plan).map((slot) => {
            const name = nameOf(story, slot);
            const args = [`cloud: ${JSON.stringify(story)}`, ...argumentsIn(story, plan, slot)];
            const id = adopted.get(name);
            const all = [...args, ...(id === undefined ? [] : [`adopt: ${JSON.stringify(id)}`])].join(", ");
            return `all[${JSON.stringify(name)}] = new compute.${SLOTS[slot].kind}(${JSON.stringify(name)}, { ${all} }, options);`;
        }),
    );
    return [
        'const compute = require("pulumi-openstack-compute");',
        "const all = {};",
        `const options = { customTimeouts: ${JSON.stringify(TIMEOUTS)} };`,
        ...resources,
        "",
    ].join("\n");
}

function argumentsIn(story: string, plan: Plan, slot: Slot): string[] {
    return Object.entries(plan[slot] ?? {}).flatMap(([key, value]) => {
        const to = (value as { ref?: Slot } | undefined)?.ref;
        const text =
            to === undefined || plan[to] === undefined
                ? JSON.stringify(to === undefined ? value : FALLBACK[key])
                : REFERENCE[key]?.(`all[${JSON.stringify(nameOf(story, to))}]`);
        return text === undefined ? [] : [`${key}: ${text}`];
    });
}
