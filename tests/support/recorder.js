// @ts-check
/**
 * Notes every call that Pulumi makes of the provider in dist/: a line of JSON with the method and its arguments, before
 * the call goes on. It is loaded by `NODE_OPTIONS=--require` into every Node process of a command, and does something
 * in that of the dynamic provider only. RECORDED_CALLS names the file.
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
    // Put together at run time, for dist/ may not be there yet when types are checked.
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
 * JSON would leave out what is undefined, and so hide it.
 * @param {string} _key
 * @param {unknown} value
 */
function shown(_key, value) {
    return value === undefined ? "(undefined)" : value;
}
