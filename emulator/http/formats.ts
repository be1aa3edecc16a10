import { isIP, isIPv4, isIPv6 } from "node:net";
import { createContext, Script } from "node:vm";
import { isUuidLike } from "../state/identifiers";
import { unexpected } from "./api-error";

/** What a schema's `format` requires of a string. `message` is there if Nova has one of its own. */
export interface Format {
    readonly test: (value: string) => boolean;
    readonly sentence?: string;
}

const name = (reason: string) => `An invalid 'name' value was provided. The name must be: ${reason}`;
const only = (characters: RegExp) => (value: string) => characters.test(value);

const DIGITS_AND_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

export const FORMATS: Readonly<Record<string, Format>> = {
    uuid: { test: isUuidLike },
    ipv4: { test: isIPv4 },
    // Python's inet_pton takes no zone ("fe80::1%eth0").
    ipv6: { test: (value) => isIPv6(value) && !value.includes("%") },
    base64: { test: isBase64 },
    regex: { test: isRegex },
    "date-time": { test: (value) => parseTime(value) !== undefined },
    cidr: { test: (value) => /^[^\s/]+\/\d+$/.test(value) && isIP(value.split("/")[0] ?? "") !== 0 },
    name: {
        test: only(
            /^[^\p{C}\p{Z}\u{10000}-\u{10ffff}](?:[^\p{C}\p{Zl}\p{Zp}\u{10000}-\u{10ffff}]*[^\p{C}\p{Z}\u{10000}-\u{10ffff}])?$/u,
        ),
        sentence: name("printable characters. Can not start or end with whitespace."),
    },
    name_with_leading_trailing_spaces: {
        test: only(
            /^[^\p{C}\p{Zl}\p{Zp}\u{10000}-\u{10ffff}]*[^\p{C}\p{Z}\u{10000}-\u{10ffff}][^\p{C}\p{Zl}\p{Zp}\u{10000}-\u{10ffff}]*$/u,
        ),
        sentence: name("printable characters with at least one non space character"),
    },
    keypair_name_20: {
        test: only(/^[-_ 0-9a-zA-Z]*$/),
        sentence: name(`Only expected characters: [_- ${DIGITS_AND_LETTERS}]`),
    },
    keypair_name_292: {
        test: only(/^[-@._ 0-9a-zA-Z]*$/),
        sentence: name(`Only expected characters: [@._- ${DIGITS_AND_LETTERS}]`),
    },
};

/** Milliseconds of an ISO 8601 time; a time without a zone is UTC. */
export function parseTime(value: string): number | undefined {
    if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/.test(value)) {
        return undefined;
    }
    const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(value.slice(10)) ? value : `${value}${value.length > 10 ? "Z" : ""}`;
    const time = Date.parse(zoned);
    return Number.isNaN(time) ? undefined : time;
}

/** As Python decodes it: characters outside the alphabet are ignored, so "!" is the empty text. */
function isBase64(value: string): boolean {
    const compact = value.replace(/[^A-Za-z0-9+/=]/g, "");
    return /^[A-Za-z0-9+/]*={0,2}$/.test(compact) && compact.length % 4 === 0;
}

function isRegex(value: string): boolean {
    return value !== "" && pattern(value) !== undefined;
}

/** A pattern that repeats only single characters takes at most quadratic time. */
const QUICK = /^[^()[\]{}|]*$/;

/** Milliseconds. MySQL stops too. */
const LONGEST_MATCH = 200;

/** The longest name of a server, an image or a flavor. */
const LONGEST_NAME = 255;

const matching = new Script("expression.test(text)");

/** Whether a text matches the pattern. A pattern such as `(a+)+$` could run for years; it is stopped with an error. */
export function hasPattern(text: string, expression: RegExp): boolean {
    if (QUICK.test(expression.source) && text.length <= LONGEST_NAME) {
        return expression.test(text);
    }
    try {
        return matching.runInContext(createContext({ expression, text }), { timeout: LONGEST_MATCH }) as boolean;
    } catch (error) {
        throw (error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
            ? unexpected("oslo_db.exception.DBError")
            : error;
    }
}

/** The text as a pattern, if it is a valid one. */
export function pattern(text: string): RegExp | undefined {
    try {
        return new RegExp(text);
    } catch (error) {
        if (error instanceof SyntaxError) {
            return undefined;
        }
        throw error;
    }
}
