/**
 * Each command in the docs is one that there is: its scripts, options, settings and variables. What stands alone is run;
 * what needs a stack is run by get-started.test.ts, or its options are looked up in the command's own help.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { SETTINGS } from "../../provider/host/configuration-keys";
import { pulumiCommand } from "../../tools/pulumi/command";
import { manifest } from "../package/installation";
import { type Block, blocks, pages, proseOf, ROOT, read } from "./blocks";

const run = promisify(execFile);
const checked = { run: 0, looked: 0 };

interface Command {
    place: string;
    words: string[];
}

/** The commands of a block: without comments, variables before a command, and what they are combined by. */
function commandsOf({ file, line, text }: Pick<Block, "file" | "line" | "text">): Command[] {
    const joined = text.replace(/\\\n\s*/g, " ");
    return joined
        .split("\n")
        .map((one) => one.replace(/(^|\s)#.*$/, ""))
        .flatMap((one) => split(one))
        .filter((one) => one.trim() !== "")
        .map((one) => ({ place: `${file}:${line}: ${one.trim()}`, words: wordsOf(one) }));
}

/** At `&&`, `||`, `|` and `;`, but not inside quotes. */
function split(line: string): string[] {
    return (line.match(/(?:"[^"]*"|'[^']*'|&&|\|\||[^&|;"'])+?(?=&&|\|\|?|;|$)/g) ?? []).map((part) =>
        part.replace(/^[&|;\s]+/, ""),
    );
}

function wordsOf(command: string): string[] {
    const words = (command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []).map((word) => word.replace(/["']/g, ""));
    const first = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
    return first === -1 ? words : words.slice(first);
}

const optionsIn = (words: readonly string[]) =>
    words.filter((word) => /^--?[a-z]/.test(word)).map((word) => word.replace(/=.*$/, ""));

/** Whether a text of help names an option as a word of its own. */
const names = (help: string, option: string) => new RegExp(`(^|[\\s,])${option}\\b`, "m").test(help);

async function helpOf(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    checked.run++;
    try {
        return (await run(file, [...args, "--help"], { cwd: ROOT, env: { ...process.env, ...env } })).stdout;
    } catch (error) {
        return (error as { stderr: string }).stderr;
    }
}

const helps = new Map<string, Promise<string>>();

function pulumiHelp(words: readonly string[]): Promise<string> {
    const named = words.slice(1).filter((word) => /^[a-z][a-z-]*$/.test(word));
    // `pulumi config set KEY VALUE`: no more than two words are commands.
    const command = ["config", "stack", "state", "plugin"].includes(named[0] ?? "")
        ? named.slice(0, 2)
        : named.slice(0, 1);
    const key = command.join(" ");
    const help =
        helps.get(key) ??
        pulumiCommand().then(({ command: pulumi }) =>
            helpOf(pulumi, command, { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_UPDATE_CHECK: "true" }),
        );
    helps.set(key, help);
    return help;
}

/** What is wrong with a command; undefined: nothing. */
const LOOK: Readonly<Record<string, (words: string[]) => Promise<string | undefined> | string | undefined>> = {
    async pulumi(words) {
        const help = await pulumiHelp(words);
        if (/unknown command/.test(help)) {
            return `there is no command ${words[1]}`;
        }
        const unknown = optionsIn(words).filter((option) => !names(help, option));
        return unknown.length === 0 ? undefined : `its help has no ${unknown.join(", ")}`;
    },
    npm(words) {
        const [, command = "", script = ""] = words;
        const scripts = command === "run" ? [script] : command === "test" ? ["test"] : [];
        return scripts.find((one) => manifest.scripts[one] === undefined && one !== undefined);
    },
    async npx(words) {
        const [, program, ...args] = words;
        if (program === "jest") {
            return undefined;
        }
        if (program !== "pulumi-openstack-compute") {
            return `npx ${program} is not of this package`;
        }
        const command = args.filter((arg) => /^[a-z]/.test(arg)).slice(0, 1);
        const help = await helpOf(process.execPath, ["dist/cli/main.js", ...command]);
        return optionsIn(args).find((option) => !names(help, option));
    },
    export: (words) =>
        words
            .slice(1)
            .map((word) => word.replace(/=.*$/, ""))
            .find((variable) => !knownVariables().has(variable)),
    // Only reads: it is run.
    async wc(words) {
        checked.run++;
        try {
            await run("bash", ["-c", words.join(" ")], { cwd: ROOT });
            return undefined;
        } catch (error) {
            return (error as { stderr: string }).stderr;
        }
    },
    jq: () => undefined,
    cd: () => undefined,
    git: () => undefined,
    cp: () => undefined,
    mkdir: () => undefined,
};

let variables: Set<string> | undefined;

/** The variables that the sources of the package read, and those of Pulumi's. */
function knownVariables(): Set<string> {
    variables ??= new Set(
        ["provider/cloud/environment.ts", "provider/cloud/clouds-yaml.ts", "provider/cloud/log.ts"]
            .flatMap((file) => read(file).match(/\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b/g) ?? [])
            .concat(["PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE", "PULUMI_BACKEND_URL"]),
    );
    return variables;
}

const shells = blocks("sh");
const commands = shells.flatMap(commandsOf);

test("each command in a block of shell exists, and takes the options that it is given", async () => {
    const problems: string[] = [];
    for (const { place, words } of commands) {
        const look = Object.hasOwn(LOOK, words[0] ?? "") ? LOOK[words[0] ?? ""] : undefined;
        const problem = look === undefined ? "this test does not know the command" : await look(words);
        if (problem !== undefined) {
            problems.push(`${place}: ${problem}`);
        }
        checked.looked++;
    }
    expect(problems).toEqual([]);
    expect(commands.length).toBeGreaterThan(10);
    console.info(
        `${shells.length} blocks of shell: ${checked.looked} commands checked, ${checked.run} of them or of their help run`,
    );
});

/** `` `npm run x` `` in a sentence is a command too. */
const inProse = pages()
    .filter((page) => page !== "CHANGELOG.md")
    .flatMap((page) =>
        [
            ...proseOf(read(page)).matchAll(/`((?:npm run|npm test|npx pulumi-openstack-compute|pulumi) ?[^`]*)`/g),
        ].flatMap(([, text = ""]) => commandsOf({ file: page, line: 0, text })),
    )
    .filter(({ words }) => words.length > 1);

test("each command in a sentence exists, and takes the options that it is given", async () => {
    const problems: string[] = [];
    for (const { place, words } of inProse) {
        const problem = await LOOK[words[0] ?? ""]?.(words);
        if (problem !== undefined) {
            problems.push(`${place}: ${problem}`);
        }
    }
    expect(problems).toEqual([]);
    console.info(`${inProse.length} commands in sentences checked`);
});

test("each setting that a page names is one that the stack's configuration has", () => {
    const named = pages().flatMap((page) =>
        [...read(page).matchAll(/openstack-compute:([a-z]\w*)/g)].map(([, key = ""]) => ({ page, key })),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(({ key }) => !Object.hasOwn(SETTINGS, key)).map(({ page, key }) => `${page}: ${key}`)).toEqual(
        [],
    );
});

test("a command that does not exist, or an option that it does not have, is told", async () => {
    expect(await LOOK.npm?.(["npm", "run", "nothing"])).toBe("nothing");
    expect(await LOOK.npx?.(["npx", "pulumi-openstack-compute", "emulator", "--nothing"])).toBe("--nothing");
    expect(await LOOK.pulumi?.(["pulumi", "up", "--nothing"])).toMatch("--nothing");
    expect(await LOOK.pulumi?.(["pulumi", "nothing"])).toMatch("no command nothing");
    expect(await LOOK.export?.(["export", "OS_NOTHING=1"])).toBe("OS_NOTHING");
});
