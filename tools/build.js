// @ts-check
/**
 * `npm run build`: compiles sdk, provider, emulator, cli, tools and bench into dist/. Incremental: about a second when nothing
 * changed. Type errors fail the build, after what can be compiled has been.
 */
const { spawnSync } = require("node:child_process");
const { chmodSync, existsSync, readdirSync, rmdirSync, rmSync } = require("node:fs");
const { join, relative } = require("node:path");

const root = join(__dirname, "..");
const dist = join(root, "dist");

/** What runs after the compiler, in this order. Each takes the path of dist/ and throws when it fails. */
/** @type {{ title: string, run: (dist: string) => void }[]} */
const STEPS = [
    { title: "remove what no source makes any more", run: removeStale },
    { title: "write the argument interfaces and the reference", run: writeReference },
    { title: "make the command executable", run: makeExecutable },
];

/** @returns {number} the compiler's exit code */
function compile() {
    const compiler = require.resolve("typescript/bin/tsc");
    const { status, error } = spawnSync(process.execPath, [compiler, "-p", join(root, "tsconfig.json")], {
        cwd: root,
        stdio: "inherit",
    });
    if (error) {
        throw error;
    }
    return status ?? 1;
}

/** Deletes compiled files, and then empty folders, whose source is gone: a require of them must not succeed. */
function removeStale(/** @type {string} */ folder) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) {
            removeStale(path);
            if (readdirSync(path).length === 0) {
                rmdirSync(path);
            }
            continue;
        }
        const stem = /^(.*?)(?:\.d\.ts|\.js)(?:\.map)?$/.exec(relative(dist, path))?.[1];
        if (stem !== undefined && !existsSync(join(root, `${stem}.ts`))) {
            rmSync(path);
        }
    }
}

/** Out of the schemas; what was written is compiled in its turn. */
function writeReference() {
    const main = join(dist, "tools", "reference", "main.js");
    const { status: written, error } = spawnSync(process.execPath, [main], { cwd: root, stdio: "inherit" });
    if (error || (written !== 0 && written !== 3)) {
        throw error ?? new Error(`${relative(root, main)} ended with ${written}`);
    }
    if (written === 3) {
        status = compile();
    }
}

function makeExecutable() {
    const command = join(dist, "cli", "main.js");
    if (existsSync(command)) {
        chmodSync(command, 0o755);
    }
}

let status = compile();
for (const step of existsSync(dist) ? STEPS : []) {
    try {
        step.run(dist);
    } catch (error) {
        throw new Error(`The build cannot ${step.title}`, { cause: error });
    }
}
process.exitCode = status;
