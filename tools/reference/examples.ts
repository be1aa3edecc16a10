/** Makes a Pulumi project of each examples/NAME/index.ts, which can be copied out of the package as it is. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { repositoryRoot } from "../pulumi/recipe";

/** As `pulumi new typescript` has it; the TypeScript inside Pulumi understands it too. */
const TSCONFIG = `{
    "compilerOptions": {
        "strict": true,
        "target": "es2020",
        "module": "commonjs",
        "moduleResolution": "node",
        "outDir": "bin",
        "forceConsistentCasingInFileNames": true
    },
    "files": ["index.ts"]
}
`;

/** The files beside the programs, by their paths in examples/. */
export function scaffolds(): Map<string, string> {
    return new Map(
        examples().flatMap((name) => [
            [join(name, "Pulumi.yaml"), stringify(project(name), { lineWidth: 0 })],
            [join(name, "package.json"), `${JSON.stringify(manifest(name), undefined, 4)}\n`],
            [join(name, "tsconfig.json"), TSCONFIG],
        ]),
    );
}

/** The names of the examples. */
export function examples(): string[] {
    const folder = join(repositoryRoot(__dirname), "examples");
    return readdirSync(folder)
        .filter((name) => existsSync(join(folder, name, "index.ts")))
        .sort();
}

function project(name: string): object {
    return { name: `openstack-${name}`, description: describedIn(name), runtime: "nodejs", main: "index.ts" };
}

function manifest(name: string): object {
    const own = JSON.parse(readFileSync(join(repositoryRoot(__dirname), "package.json"), "utf8"));
    return {
        name: `openstack-${name}`,
        private: true,
        dependencies: {
            "@pulumi/pulumi": own.peerDependencies["@pulumi/pulumi"],
            [own.name]: `^${own.version}`,
        },
        devDependencies: {
            "@types/node": own.devDependencies["@types/node"],
            typescript: own.devDependencies.typescript,
        },
    };
}

/** The first sentence of the comment at the top of a program. */
function describedIn(name: string): string {
    const text = readFileSync(join(repositoryRoot(__dirname), "examples", name, "index.ts"), "utf8");
    const comment = /^\/\*\*([\s\S]*?)\*\//.exec(text)?.[1];
    const sentence = comment
        ?.replace(/\n \*/g, " ")
        .replace(/\s+/g, " ")
        .trim()
        .split(/\.(?=\s|$)/)[0];
    if (sentence === undefined || sentence === "") {
        throw new Error(`examples/${name}/index.ts: begin it with a comment that says what it is`);
    }
    return sentence;
}
