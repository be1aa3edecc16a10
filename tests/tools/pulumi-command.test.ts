import {
    chmodSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { builtPulumiFolder, type PulumiCommand, pulumiCommand } from "../../tools/pulumi/command";
import { parseVersion } from "../../tools/pulumi/path";
import { OLDEST_GO, recipeFolder, recipeKey } from "../../tools/pulumi/recipe";

const COMPANIONS = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];
/** Where `sh` and the few programs that the scripts call are. */
const SYSTEM = ["/usr/bin", "/bin"].join(delimiter);

/** A `go` that writes down how it was called and makes programs; `sdk` is the folder of the module with the launcher. */
const FAKE_GO = `
case "$1" in
env) echo go${OLDEST_GO} ;;
list) echo "$FAKE_SDK" ;;
build)
    echo "$PWD $GOFLAGS $CGO_ENABLED $*" >> "$FAKE_LOG"
    echo "go: downloading example.com/module v1.0.0" >&2
    echo "example.com/module/package" >&2
    sleep 0.2
    while [ "$1" != -o ]; do shift; done
    printf '#!/bin/sh\\necho v3.220.0\\n' > "$2" && chmod 755 "$2" ;;
esac`;

let work: string;
let bin: string;
let env: NodeJS.ProcessEnv;
let lines: string[];

beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), "pulumi-command-"));
    bin = join(work, "bin");
    const sdk = join(work, "sdk");
    mkdirSync(bin);
    mkdirSync(join(sdk, "nodejs", "dist"), { recursive: true });
    writeFileSync(join(sdk, "nodejs", "dist", "pulumi-resource-pulumi-nodejs"), "#!/bin/sh\n");
    env = {
        PATH: [bin, SYSTEM].join(delimiter),
        XDG_CACHE_HOME: join(work, "cache"),
        FAKE_SDK: sdk,
        FAKE_LOG: join(work, "go.log"),
    };
    lines = [];
});

afterEach(() => rmSync(work, { recursive: true }));

/** Puts a script on the PATH of the tests. */
function program(name: string, script: string): void {
    const file = join(bin, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
}

function pulumiOnPath(version: string, companions = COMPANIONS): void {
    program("pulumi", `echo ${version}`);
    for (const name of companions) {
        program(name, "");
    }
}

function find(): Promise<PulumiCommand> {
    return pulumiCommand({ env, progress: (line) => lines.push(line) });
}

function builds(): string[] {
    return existsSync(join(work, "go.log")) ? readFileSync(join(work, "go.log"), "utf8").trim().split("\n") : [];
}

describe("a Pulumi on the PATH", () => {
    it("is used when it is new enough and has its companions", async () => {
        pulumiOnPath("v3.216.0");

        const found = await find();

        expect(found).toMatchObject({ command: join(bin, "pulumi"), version: "3.216.0", origin: "path" });
        expect(found.env).toEqual({
            PATH: env.PATH,
            PULUMI_SKIP_UPDATE_CHECK: "1",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "1",
        });
        expect(existsSync(join(work, "cache"))).toBe(false);
    });

    it.each([
        ["too old", () => pulumiOnPath("v3.215.9"), /pulumi is 3\.215\.9, older than 3\.216\.0/],
        [
            "without its language host",
            () => pulumiOnPath("v3.230.0", []),
            /has no pulumi-language-nodejs and no pulumi-r/,
        ],
        ["broken", () => program("pulumi", "echo boom >&2; exit 3"), /does not print its version: .*boom/s],
        ["something else", () => program("pulumi", "echo hello"), /does not print its version\./],
    ])("is passed over when it is %s, and the progress says why", async (_, onPath, why) => {
        onPath();
        program("go", FAKE_GO);

        expect((await find()).origin).toBe("cache");
        expect(lines[0]).toMatch(why);
    });

    it.each([
        ["v3.220.0\n", "3.220.0"],
        ["3.220.0", "3.220.0"],
        ["warning: a newer version is there\nv3.221.0-alpha.1+4b2c\n", "3.221.0"],
        ["no version", undefined],
        ["", undefined],
    ])("says its version: %j", (output, version) => {
        expect(parseVersion(output)).toBe(version);
    });
});

describe("a Pulumi that is built", () => {
    beforeEach(() => program("go", FAKE_GO));

    it("lies in the cache, complete, and is in front on the PATH", async () => {
        const found = await find();

        const folder = builtPulumiFolder(env);
        expect(found).toMatchObject({ command: join(folder, "pulumi"), version: "3.220.0", origin: "cache" });
        expect(found.env.PATH).toBe([folder, env.PATH].join(delimiter));
        expect(readdirSync(folder).sort()).toEqual(["pulumi", ...COMPANIONS]);
        expect(readdirSync(join(work, "cache", "pulumi-openstack-compute"))).toHaveLength(1);
    });

    it("is made by the repository's own recipe, with its flags, and tells its progress", async () => {
        await find();

        const [cli, host] = builds();
        expect(cli).toContain(`${join(recipeFolder(), "cli")} -mod=readonly -trimpath -buildvcs=false 0 build -v`);
        expect(cli).toContain("-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.220.0");
        expect(host).toContain(`${join(recipeFolder(), "language-nodejs")} `);
        expect(lines[0]).toMatch(/^building Pulumi 3\.220\.0 from Go modules, once: about 3 minutes/);
        expect(lines[1]).toMatch(/^the Pulumi CLI: \d+ s, 1 modules downloaded, 1 of 1353 packages compiled$/);
        expect(lines.at(-1)).toBe(`built Pulumi 3.220.0 in ${builtPulumiFolder(env)}`);
    });

    it("is built once", async () => {
        await find();
        lines = [];
        await find();

        expect(builds()).toHaveLength(2);
        expect(lines).toEqual([]);
    });

    it("is built once when two ask at the same time", async () => {
        const [one, other] = await Promise.all([find(), find()]);

        expect(one).toEqual(other);
        expect(builds()).toHaveLength(2);
        expect(lines).toContain("another process is building Pulumi: waiting for it");
    });

    it("is built again where a part of it is missing", async () => {
        await find();
        rmSync(join(builtPulumiFolder(env), "pulumi-language-nodejs"));
        await find();

        expect(builds()).toHaveLength(4);
        expect(existsSync(join(builtPulumiFolder(env), "pulumi-language-nodejs"))).toBe(true);
    });

    it("leaves nothing behind when the build fails, and says the end of what Go said", async () => {
        program("go", '[ "$1" = env ] && exit 0; echo "go: example.com/module: no route to host" >&2; exit 1');

        await expect(find()).rejects.toThrow(
            /`go build` failed \(exit code 1\):\n {4}go: example.com\/module: no route/,
        );
        expect(readdirSync(join(work, "cache", "pulumi-openstack-compute"))).toEqual([]);
    });

    it("has another place for another recipe or platform, and none else", () => {
        const copy = join(work, "recipe");
        for (const folder of ["cli", "language-nodejs"]) {
            mkdirSync(join(copy, folder), { recursive: true });
            for (const file of ["go.mod", "go.sum"]) {
                writeFileSync(join(copy, folder, file), readFileSync(join(recipeFolder(), folder, file)));
            }
        }

        expect(recipeKey(copy)).toBe(recipeKey());
        expect(recipeKey(copy, "other-cpu")).not.toBe(recipeKey());
        writeFileSync(join(copy, "cli", "go.sum"), "");
        expect(recipeKey(copy)).not.toBe(recipeKey());
    });

    it("lies below XDG_CACHE_HOME, or below ~/.cache where that is no absolute path", () => {
        expect(builtPulumiFolder({ XDG_CACHE_HOME: "/cache", HOME: "/home/me" })).toMatch(
            /^\/cache\/pulumi-openstack-compute\/pulumi-3\.220\.0-[0-9a-f]{12}$/,
        );
        for (const configured of [undefined, "", "relative"]) {
            expect(builtPulumiFolder({ XDG_CACHE_HOME: configured, HOME: "/home/me" })).toMatch(
                /^\/home\/me\/\.cache\//,
            );
        }
    });
});

describe("where no Pulumi can be had", () => {
    it("says what to install when there is no Go", async () => {
        env.PATH = bin;

        await expect(find()).rejects.toThrow(
            "There is no Pulumi 3.216.0 or later on the PATH, and no Go to build one.\n" +
                "Install Pulumi (https://www.pulumi.com/docs/install/), or Go 1.24.7 or later " +
                "(https://go.dev/doc/install), and run this again.",
        );
    });

    it("says what Go says when it is too old, and which Pulumi was passed over", async () => {
        pulumiOnPath("v3.100.0");
        program("go", 'echo "go: go.mod requires go >= 1.24.7 (running go 1.19; GOTOOLCHAIN=local)" >&2; exit 1');

        await expect(find()).rejects.toThrow(
            /on the PATH \(.*is 3\.100\.0, older than 3\.216\.0\), and the Go that is here cannot.*running go 1\.19.*Install/s,
        );
    });
});

it("the oldest Go is the one that the recipe asks for", () => {
    const goMod = readFileSync(join(recipeFolder(), "cli", "go.mod"), "utf8");
    expect(/^go (\S+)$/m.exec(goMod)?.[1]).toBe(OLDEST_GO);
});
