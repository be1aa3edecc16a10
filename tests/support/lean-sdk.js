// @ts-check
/**
 * Loaded into each Node process of a Pulumi command (stack.ts): the TypeScript compiler and npm's package tree, which
 * Pulumi's SDK needs only to serialize functions, are loaded when they are first used. No program of the tests uses
 * them, and they are half of what each process takes to start.
 */
const Module = require("node:module");

// Pulumi.yaml says that most programs are plain JavaScript. The language host that is built from Go modules is older than the
// CLI, and does not hear of it: it would load TypeScript and ts-node for each of them.
if (process.env.PROGRAM_IN === "JavaScript") {
    delete process.env.PULUMI_NODEJS_TYPESCRIPT;
}

/** @typedef {(this: unknown, request: string, ...rest: unknown[]) => object} Load */

/** @type {Load} */
const load = Reflect.get(Module, "_load");

/** @type {Record<string, (real: () => object) => object>} */
const LAZY = {
    typescript: (real) => new Proxy({}, { get: (_target, key) => Reflect.get(real(), key) }),
    // Its properties are copied when it is loaded, so each must exist.
    "@npmcli/arborist": (real) => ({
        Arborist: new Proxy(class {}, {
            construct: (_target, args) => Reflect.construct(Reflect.get(real(), "Arborist"), args),
        }),
    }),
};

Reflect.set(
    Module,
    "_load",
    /** @type {Load} */
    function (request, ...rest) {
        const real = () => load.call(this, request, ...rest);
        return Object.hasOwn(LAZY, request) ? (LAZY[request]?.(real) ?? {}) : real();
    },
);
