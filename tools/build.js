// @ts-check
/**
 * `npm run build`: compiles sdk, provider, emulator, cli, tools and bench into dist/, and bundles what a provider
 * process loads into one file. It is incremental: about a second without changes. Type errors fail the build after
 * everything else is compiled.
 */
const { spawnSync } = require("node:child_process");
const {
    chmodSync,
    existsSync,
    readdirSync,
    readFileSync,
    rmdirSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} = require("node:fs");
const { join, relative } = require("node:path");
const esbuild = require("esbuild");

const root = join(__dirname, "..");
const dist = join(root, "dist");

/** What package.json exports as `./provider`. */
const bundle = join(dist, "provider", "bundle.js");

/** What a provider process loads at its start. Not what it loads later, or what handles the network. */
const BUNDLED = ["zod", "lodash", "semver", "ip-address"];

/** The steps after the compiler, in this order. Each gets the path of dist/ and throws if it fails. */
/** @type {{ title: string, run: (dist: string) => void }[]} */
const STEPS = [
    { title: "remove files without a source", run: removeStale },
    { title: "write the argument interfaces and the reference", run: writeReference },
    { title: "bundle the provider", run: bundleProvider },
    { title: "make the command executable", run: makeExecutable },
    { title: "link the package into its own node_modules", run: linkPackage },
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

/** Deletes compiled files without a source, and then empty folders, because a require of them must not succeed. */
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
        if (path !== bundle && stem !== undefined && !existsSync(join(root, `${stem}.ts`))) {
            rmSync(path);
        }
    }
}

/** Written from the declarations. Changed files are compiled again. */
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

/**
 * Pulumi starts a process for the provider with every command. One file is found, read and compiled in half the time of
 * the hundreds that it consists of.
 */
function bundleProvider() {
    const { dependencies, peerDependencies } = require(join(root, "package.json"));
    esbuild.buildSync({
        absWorkingDir: root,
        entryPoints: [join("provider", "host", "index.ts")],
        outfile: relative(root, bundle),
        bundle: true,
        platform: "node",
        target: "node20",
        mainFields: ["module", "main"],
        external: Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => !BUNDLED.includes(name)),
    });
    const licenses = BUNDLED.map(
        (name) => `${name}\n\n${readFileSync(join(root, "node_modules", name, "LICENSE"), "utf8")}`,
    );
    writeFileSync(join(dist, "provider", "bundle.licenses.txt"), licenses.join("\n\n"));
}

function makeExecutable() {
    const command = join(dist, "cli", "main.js");
    if (existsSync(command)) {
        chmodSync(command, 0o755);
    }
}

/** Programs in the repository find the package, and Pulumi its provider, as if it were installed. */
function linkPackage() {
    const { name } = require(join(root, "package.json"));
    const link = join(root, "node_modules", name);
    if (!existsSync(link)) {
        rmSync(link, { force: true });
        symlinkSync("..", link, "junction");
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
