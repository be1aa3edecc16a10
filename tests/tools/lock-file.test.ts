import { readFileSync } from "node:fs";
import { join } from "node:path";
import { complete, missing } from "../../tools/lock";
import { repositoryRoot } from "../../tools/pulumi/recipe";

const text = readFileSync(join(repositoryRoot(__dirname), "package-lock.json"), "utf8");

describe("package-lock.json (npm run lock)", () => {
    it("names no registry host", () => {
        expect(text).not.toContain('"resolved"');
    });

    it("has the binaries of every platform, without which `npm ci` refuses it", () => {
        expect(missing(JSON.parse(text)).map(({ name }) => name)).toEqual([]);
    });

    it("gets what a registry left out, for its platform", () => {
        const optionalDependencies = {
            "@a/b-linux-arm-gnueabihf": "1.2.3",
            "@a/b-linux-x64-musl": "1.2.3",
            "@a/b-win32-ia32-msvc": "1.2.3",
        };
        const lock = {
            packages: {
                "node_modules/@a/b": { version: "1.2.3", resolved: "a host", dev: true, optionalDependencies },
            },
        };

        expect(complete(lock).packages).toEqual({
            "node_modules/@a/b": { version: "1.2.3", dev: true, optionalDependencies },
            "node_modules/@a/b-linux-arm-gnueabihf": {
                version: "1.2.3",
                os: ["linux"],
                cpu: ["arm"],
                libc: ["glibc"],
                dev: true,
                optional: true,
            },
            "node_modules/@a/b-linux-x64-musl": {
                version: "1.2.3",
                os: ["linux"],
                cpu: ["x64"],
                libc: ["musl"],
                dev: true,
                optional: true,
            },
            "node_modules/@a/b-win32-ia32-msvc": {
                version: "1.2.3",
                os: ["win32"],
                cpu: ["ia32"],
                dev: true,
                optional: true,
            },
        });
    });
});
