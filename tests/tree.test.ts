/** The order of the folders: what each may import, circles of files, and names of files. */
import { existsSync, readdirSync } from "node:fs";
import { basename, join, normalize } from "node:path";
import groupBy from "lodash/groupBy";
import * as ts from "typescript";
import { ROOT, sourcesIn } from "./support/sources";

interface Import {
    from: string;
    /** A file of the tree by its path, or a package. */
    to: string;
    /** Only types of it are used. */
    isType: boolean;
    /** It is loaded when it is needed first. */
    isLazy: boolean;
}

const sources = sourcesIn("provider", "sdk", "emulator", "cli", "tools", "bench", "examples");

const imports = [...sources].flatMap(([from, source]) => importsIn(from, source));

function importsIn(from: string, source: ts.SourceFile): Import[] {
    const found: Import[] = [];
    const add = (node: ts.Node | undefined, isType: boolean, isLazy = false) => {
        if (node !== undefined && ts.isStringLiteral(node)) {
            found.push({ from, to: resolved(from, node.text), isType, isLazy });
        }
    };
    const visit = (node: ts.Node): void => {
        if (ts.isImportDeclaration(node)) {
            const { importClause: clause } = node;
            add(node.moduleSpecifier, clause !== undefined && (clause.isTypeOnly || hasOnlyTypes(clause)));
        } else if (ts.isExportDeclaration(node)) {
            add(node.moduleSpecifier, node.isTypeOnly);
        } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
            add(node.argument.literal, true);
        } else if (
            ts.isCallExpression(node) &&
            (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText(source) === "require")
        ) {
            add(node.arguments[0], false, true);
        }
        ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
}

function hasOnlyTypes({ name, namedBindings }: ts.ImportClause): boolean {
    return (
        name === undefined &&
        namedBindings !== undefined &&
        ts.isNamedImports(namedBindings) &&
        namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly)
    );
}

function resolved(from: string, specifier: string): string {
    if (!specifier.startsWith(".")) {
        return specifier;
    }
    const path = normalize(join(from, "..", specifier));
    return [`${path}.ts`, join(path, "index.ts"), path].find((one) => existsSync(join(ROOT, one))) ?? path;
}

const shown = (found: readonly Import[]) => found.map(({ from, to }) => `${from} imports ${to}`);
const isIn = (path: string, ...folders: string[]) => folders.some((folder) => path.startsWith(`${folder}/`));
const isOf = (name: string, path: string) => path === name || path.startsWith(`${name}/`);

/** The folders of provider/: each imports only from those after it. */
const ORDER = ["host", "resources", "lifecycle", "plan", "arguments", "state", "wait", "api", "cloud"];

const roomOf = (path: string) => /^provider\/(\w+)\//.exec(path)?.[1];

test("the test sees the imports: some of each folder, lazy ones and those of types", () => {
    for (const folder of ["provider", "sdk", "emulator", "cli", "tools", "examples"]) {
        expect(imports.filter(({ from }) => isIn(from, folder)).length).toBeGreaterThan(0);
    }
    expect(imports).toContainEqual({
        from: "provider/cloud/transport.ts",
        to: "axios",
        isType: true,
        isLazy: false,
    });
    expect(imports.some(({ to, isLazy }) => isLazy && to === "pulumi-openstack-compute/provider")).toBe(true);
});

test("provider/ has these folders, and none imports one above it", () => {
    const rooms = readdirSync(join(ROOT, "provider"));
    expect(rooms.sort()).toEqual([...ORDER].sort());
    const upwards = imports.filter(({ from, to }) => {
        const [above, below] = [roomOf(from), roomOf(to)];
        return above !== undefined && below !== undefined && ORDER.indexOf(below) < ORDER.indexOf(above);
    });
    expect(shown(upwards)).toEqual([]);
});

test("only host/dynamic/ imports @pulumi/pulumi, and only its types", () => {
    const ofPulumi = imports.filter(({ from, to }) => isIn(from, "provider") && to.startsWith("@pulumi/"));
    expect(ofPulumi.length).toBeGreaterThan(0);
    expect(shown(ofPulumi.filter(({ from, isType }) => !isType || !isIn(from, "provider/host/dynamic")))).toEqual([]);
});

test("only cloud/ imports the HTTP client", () => {
    const ofAxios = imports.filter(({ to }) => isOf("axios", to));
    expect(shown(ofAxios.filter(({ from }) => !isIn(from, "provider/cloud")))).toEqual([]);
});

test("emulator/ imports nothing of provider/ and sdk/", () => {
    expect(shown(imports.filter(({ from, to }) => isIn(from, "emulator") && isIn(to, "provider", "sdk")))).toEqual([]);
});

test("examples import only the package and Pulumi", () => {
    const others = imports.filter(
        ({ from, to }) => isIn(from, "examples") && !isOf("pulumi-openstack-compute", to) && to !== "@pulumi/pulumi",
    );
    expect(shown(others)).toEqual([]);
});

/** Small, and without dependencies: the program and the provider must agree on them. */
const SHARED = [
    "provider/arguments/durations.ts",
    "provider/arguments/own-keys.ts",
    "provider/host/configuration-keys.ts",
    "provider/lifecycle/owner.ts",
    "provider/state/given-up-names.ts",
    "provider/state/sealed.ts",
    "provider/state/state-text.ts",
];

test("sdk/ loads of provider/ only what both have; the rest with the first question", () => {
    const loaded = imports.filter(({ from, to, isType }) => isIn(from, "sdk") && isIn(to, "provider") && !isType);
    expect(shown(loaded.filter(({ to }) => !SHARED.includes(to)))).toEqual([]);
    const within = imports.filter(({ from, to, isType }) => SHARED.includes(from) && isIn(to, "provider") && !isType);
    expect(shown(within.filter(({ to }) => !SHARED.includes(to)))).toEqual([]);
});

test("no files import one another in a circle, not even for types", () => {
    expect(circles(imports)).toEqual([]);
});

test("no files load one another in a circle", () => {
    expect(circles(imports.filter(({ isType }) => !isType))).toEqual([]);
});

/** The strongly connected parts of more than one file (Tarjan). */
function circles(edges: readonly Import[]): string[][] {
    const next = groupBy(edges, "from");
    const order = new Map<string, number>();
    const lowest = new Map<string, number>();
    const path: string[] = [];
    const found: string[][] = [];
    const visit = (file: string): number => {
        order.set(file, order.size);
        lowest.set(file, order.size - 1);
        path.push(file);
        for (const { to } of next[file] ?? []) {
            const low = order.has(to) ? (path.includes(to) ? (order.get(to) ?? 0) : Infinity) : visit(to);
            lowest.set(file, Math.min(lowest.get(file) ?? 0, low));
        }
        const low = lowest.get(file) ?? 0;
        if (low === order.get(file)) {
            const circle = path.splice(path.indexOf(file));
            found.push(...(circle.length > 1 ? [circle.sort()] : []));
        }
        return low;
    };
    for (const file of sources.keys()) {
        if (!order.has(file)) {
            visit(file);
        }
    }
    return found;
}

test("circles are found", () => {
    const [a, b] = ["sdk/index.ts", "sdk/ask.ts"];
    const edge = (from: string, to: string) => ({ from, to, isType: false, isLazy: false });
    expect(circles([edge(a, b), edge(b, a)])).toEqual([[b, a]]);
    expect(circles([edge(a, b)])).toEqual([]);
});

test("no two files of provider/ have one name", () => {
    const files = [...sources.keys()].filter((file) => isIn(file, "provider") && basename(file) !== "index.ts");
    expect(Object.values(groupBy(files, (file) => basename(file))).filter((all) => all.length > 1)).toEqual([]);
});
