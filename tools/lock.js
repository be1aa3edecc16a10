// @ts-check
/**
 * `npm run lock`: updates package-lock.json so that it works on every machine.
 *
 * - It names no registry host: npm uses the one that the user has configured.
 * - It has an entry for the binaries of every platform. If a registry mirrors only some platforms, npm omits the
 *   others, and then `npm ci` refuses the lock everywhere. Omitted entries are added here with their version and
 *   platform, but without a checksum, which only a registry that has the package knows.
 */
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

/**
 * @typedef {object} Entry
 * @property {string} version
 * @property {string} [resolved]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {Record<string, string>} [optionalDependencies]
 */
/** @typedef {{ packages: Record<string, Entry> }} Lock */

/** The parts of a package's name that say what it is for, and what each says. */
const OS = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"];
const CPU = ["arm64", "arm", "ia32", "loong64", "ppc64", "riscv64", "s390x", "x64"];
/** @type {Record<string, string>} */
const LIBC = { gnu: "glibc", gnueabihf: "glibc", musl: "musl", musleabihf: "musl" };

/** The lock without hosts, and with the binaries of every platform. */
function complete(/** @type {Lock} */ lock) {
    /** @type {Record<string, Entry>} */
    const packages = {};
    for (const [path, { resolved: _, ...entry }] of Object.entries(lock.packages)) {
        packages[path] = entry;
    }
    for (const { name, version, of } of missing(lock)) {
        packages[`node_modules/${name}`] = {
            version,
            ...platform(name),
            ...(of.dev ? { dev: true } : {}),
            optional: true,
        };
    }
    const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en"));
    return { ...lock, packages: Object.fromEntries(sorted) };
}

/** The optional dependencies that have no entry. */
function missing(/** @type {Lock} */ lock) {
    return Object.values(lock.packages).flatMap((of) =>
        Object.entries(of.optionalDependencies ?? {})
            .filter(([name]) => lock.packages[`node_modules/${name}`] === undefined)
            .map(([name, version]) => ({ name, version, of })),
    );
}

/** What `@swc/core-linux-arm-gnueabihf` is for, read from its name. */
function platform(/** @type {string} */ name) {
    const words = name.split(/[-/]/);
    const os = OS.filter((word) => words.includes(word));
    const cpu = CPU.filter((word) => words.includes(word));
    if (os.length !== 1 || cpu.length !== 1) {
        throw new Error(`package-lock.json lacks ${name}, and its name does not contain its platform`);
    }
    const libc = words.flatMap((word) => LIBC[word] ?? []);
    return os[0] === "linux" && libc.length > 0 ? { os, cpu, libc } : { os, cpu };
}

module.exports = { complete, missing };

if (require.main === module) {
    const file = join(__dirname, "..", "package-lock.json");
    /** @type {Lock} */
    const lock = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, `${JSON.stringify(complete(lock), undefined, 4)}\n`);
}
