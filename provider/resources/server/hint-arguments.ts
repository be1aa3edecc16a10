/** The scheduler hints of a Server. Nova checks the form of its own hints; a cloud may have others. */
import { isIPv4, isIPv6 } from "node:net";
import mapValues from "lodash/mapValues";
import * as z from "zod";
import { bareId, isUuid } from "../../arguments/argument-types";
import { unprintable } from "../../arguments/characters";

type Hint = string | number | boolean | string[];

const isText = (value: unknown) => typeof value === "string";
const isId = (value: unknown) => typeof value === "string" && isUuid(value);

/** The form of each of Nova's own hints. */
const FORMS: Readonly<Record<string, { is(value: Hint): boolean; form: string }>> = {
    group: { is: isId, form: "the id of a server group (a UUID)" },
    different_host: {
        is: (value) => isId(value) || (Array.isArray(value) && value.every(isId)),
        form: "the ids of servers (UUIDs)",
    },
    same_host: {
        is: (value) => isText(value) || (Array.isArray(value) && value.every(isId)),
        form: "the ids of servers (UUIDs)",
    },
    query: { is: isText, form: "text in JSON" },
    target_cell: { is: isName, form: "the name of a cell" },
    different_cell: { is: (value) => isText(value) || Array.isArray(value), form: "the names of cells" },
    build_near_host_ip: {
        is: (value) => typeof value === "string" && (isIPv4(value) || (isIPv6(value) && !value.includes("%"))),
        form: "an IP address",
    },
    cidr: {
        is: (value) => typeof value === "string" && /^\/[0-9a-f.:]+$/.test(value),
        form: 'a prefix length such as "/24"',
    },
};

export const hints = z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .superRefine((given, context) => {
        for (const [name, value] of Object.entries(given)) {
            const known = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined;
            if (known !== undefined && !known.is(value)) {
                context.addIssue({ code: "custom", path: [name], message: `expected ${known.form}` });
            }
        }
    });

function isName(value: Hint): boolean {
    return (
        typeof value === "string" &&
        value !== "" &&
        value.length <= 255 &&
        value.trim() === value &&
        unprintable(value) === undefined
    );
}

/** Hints for comparison: bare ids, and a single server as a list of one. */
export function bareHints(given: z.output<typeof hints> = {}): Readonly<Record<string, Hint>> {
    return mapValues(given, (value, hint) => {
        const listed = LISTS_OF_SERVERS.has(hint) ? [value].flat().map(String) : value;
        return Array.isArray(listed) ? listed.map(bareId) : bareId(listed);
    });
}

const LISTS_OF_SERVERS: ReadonlySet<string> = new Set(["different_host", "same_host"]);
