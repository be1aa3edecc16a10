// @ts-check
/**
 * Records every call that Pulumi makes to the provider in dist/, before the call runs: a line of JSON with the method
 * and its arguments. `NODE_OPTIONS=--require` loads it into every Node process of a command, but it acts only in the
 * dynamic provider's process. RECORDED_CALLS names the file.
 */
const { appendFileSync } = require("node:fs");
const { join, sep } = require("node:path");

const METHODS = /** @type {const} */ (["check", "diff", "create", "read", "update", "delete"]);

const file = process.env.RECORDED_CALLS;
if (file !== undefined && process.argv[1]?.split(sep).includes("dynamic-provider")) {
    record(file);
}

/** @param {string} into */
function record(into) {
    // Computed at run time, because dist/ may not exist yet when types are checked.
    const built = join(__dirname, "../../dist/provider/bundle.js");
    /** @type {Record<string, (...args: unknown[]) => unknown>} */
    const provider = Object.getPrototypeOf(require(built).provider());
    for (const method of METHODS) {
        const original = provider[method];
        if (original === undefined) {
            throw new Error(`the provider in dist/ has no ${method}`);
        }
        provider[method] = function recorded(...args) {
            appendFileSync(into, `${JSON.stringify({ method, args }, shown)}\n`);
            return original.apply(this, args);
        };
    }
}

/**
 * JSON would omit undefined values, and so hide them.
 * @param {string} _key
 * @param {unknown} value
 */
function shown(_key, value) {
    return value === undefined ? "(undefined)" : value;
}
