/** The body of an answer: JSON within limits, so that a hostile or broken answer cannot crash the process. */

/** Bytes after decompression. A list of a thousand servers with all their fields is about 10 MB. */
export const LARGEST_BODY = 64 * 1024 * 1024;

/** Nothing in the API reference is deeper than ten levels. Ten times that is safe for every walk through a body. */
const DEEPEST = 100;

export interface Body {
    /** Parsed JSON; undefined if it is not JSON. */
    json: unknown;
    /** Why the body must not be used; undefined if it can be. */
    problem: string | undefined;
}

export function parseBody(text: string): Body {
    if (text.trim() === "") {
        return { json: undefined, problem: undefined };
    }
    if (isDeep(text)) {
        return { json: undefined, problem: `its body is nested more than ${DEEPEST} levels deep` };
    }
    try {
        return { json: JSON.parse(text), problem: undefined };
    } catch (error) {
        if (error instanceof SyntaxError) {
            return { json: undefined, problem: undefined };
        }
        throw error;
    }
}

/** Whether JSON is nested too deeply. Takes linear time, without recursion. */
function isDeep(text: string): boolean {
    if (!/^\s*[[{]/.test(text)) {
        return false;
    }
    let depth = 0;
    let inString = false;
    for (let at = 0; at < text.length; at += 1) {
        const character = text.charCodeAt(at);
        if (inString) {
            if (character === BACKSLASH) {
                at += 1;
            } else if (character === QUOTE) {
                inString = false;
            }
        } else if (character === QUOTE) {
            inString = true;
        } else if (character === BRACKET || character === BRACE) {
            depth += 1;
            if (depth > DEEPEST) {
                return true;
            }
        } else if (character === BRACKET_END || character === BRACE_END) {
            depth -= 1;
        }
    }
    return false;
}

const [QUOTE, BACKSLASH, BRACKET, BRACKET_END, BRACE, BRACE_END] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d] as const;
