/** What is written once: a field's microversion, its default and its secrecy, and a quota. The tests look for a second place. */
import { relative } from "node:path";
import kebabCase from "lodash/kebabCase";
import * as ts from "typescript";
import type * as z from "zod";
import { kinds } from "../provider/resources/registry";
import { sourcesIn } from "./support/sources";

const sources = sourcesIn("provider");

interface Place {
    file: string;
    text: string;
    node: ts.Node;
}

/** The nodes of provider/ for which `texts` answers something. */
function places(
    texts: (node: ts.Node, file: string) => string | undefined,
    inFolders: readonly string[] = [],
): Place[] {
    const found: Place[] = [];
    for (const [file, source] of sources) {
        if (inFolders.length > 0 && !inFolders.some((folder) => file.startsWith(`provider/${folder}/`))) {
            continue;
        }
        const visit = (node: ts.Node): void => {
            const text = texts(node, file);
            if (text !== undefined) {
                found.push({ file, text, node });
            }
            ts.forEachChild(node, visit);
        };
        visit(source);
    }
    return found;
}

const shown = (all: readonly Place[]) => all.map(({ file, text }) => `${relative("provider", file)}: ${text}`);

/** `key` in `key: node`, also where the node stands in a list there. */
function propertyOf(node: ts.Node): string | undefined {
    const parent = ts.isArrayLiteralExpression(node.parent) ? node.parent.parent : node.parent;
    return ts.isPropertyAssignment(parent) ? parent.name.getText() : undefined;
}

interface Facts {
    since?: string | undefined;
    otherwise?: unknown;
    secret?: boolean | undefined;
    schema: z.ZodType;
    description: string;
}

/** The fields of each kind, with what is declared of them. */
const fields = [...kinds.values()].flatMap(({ kind, fields: own = {} }) =>
    Object.entries(own).map(([name, field]): Facts & { kind: string; name: string } => {
        const { options, schema } = field as typeof field & { schema: z.ZodType };
        return { ...options, kind, name, schema, description: schema.description ?? "" };
    }),
);

test("the test sees defaults, microversions and secrets of several kinds", () => {
    expect(fields.filter(({ otherwise }) => otherwise !== undefined).map(({ name }) => name)).toEqual(
        expect.arrayContaining(["swap", "isPublic", "type", "maxServerPerHost", "configDrive"]),
    );
    expect(fields.filter(({ since }) => since !== undefined).length).toBeGreaterThan(5);
    expect(fields.filter(({ secret }) => secret === true).map(({ name }) => name)).toEqual(
        expect.arrayContaining(["adminPass", "privateKey"]),
    );
});

/** Where a field, a kind or a row declares it. */
const DECLARES = ["since", "until", "max", "updatedSince", "microversion"];

/** What is no field, by file and microversion. */
const OTHER_MICROVERSIONS: Readonly<Record<string, readonly string[]>> = {
    // Whose keypair it is: a query, besides the argument userId.
    "provider/resources/keypair.ts": ["2.10"],
};

test("a resource's microversions are written in its declarations, and nowhere else", () => {
    const elsewhere = places(
        (node, file) => {
            // 2.1 is every cloud's: no feature needs it.
            const isMicroversion = ts.isStringLiteral(node) && /^2\.\d+$/.test(node.text) && node.text !== "2.1";
            // The server has its own lifecycle, and tables of its own.
            if (!isMicroversion || file.startsWith("provider/resources/server/")) {
                return undefined;
            }
            const { parent } = node;
            const isDeclared = ts.isPropertyAssignment(parent) && DECLARES.includes(parent.name.getText());
            // A helper that declares a field.
            const isField = ts.isCallExpression(parent) && ts.isPropertyAssignment(parent.parent);
            const isKnown = OTHER_MICROVERSIONS[file]?.includes(node.text) === true;
            return isDeclared || isField || isKnown ? undefined : node.text;
        },
        ["resources", "lifecycle", "plan", "host"],
    );
    expect(shown(elsewhere)).toEqual([]);
});

test("a field's sentence repeats neither its microversion nor its default", () => {
    const repeated = fields.filter(
        ({ description, since, otherwise }) =>
            (otherwise !== undefined && /\bdefault\b/i.test(description)) ||
            (since !== undefined && new RegExp(`\\b${since.replace(".", "\\.")}\\b`).test(description)),
    );
    expect(repeated.map(({ kind, name, description }) => `${kind}.${name}: ${description}`)).toEqual([]);
});

/** A value that the code writes down. */
const isConstant = (node: ts.Node): boolean =>
    ts.isLiteralExpression(node) ||
    ts.isPrefixUnaryExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword;

/** The fields with a default, of the kind whose file it is; of all kinds in what they share. */
function defaultsKnownIn(file: string): ReadonlySet<string> {
    const [, own] = /^provider\/resources\/(server\/|[\w-]+)/.exec(file) ?? [];
    const isOwn = (kind: string) => own === undefined || kebabCase(kind) === own.replace("/", "");
    return new Set(
        fields.filter(({ kind, otherwise }) => otherwise !== undefined && isOwn(kind)).map(({ name }) => name),
    );
}

test("code gives an argument no default of its own", () => {
    const defaults = places(
        (node, file) => {
            if (ts.isBindingElement(node) && node.initializer !== undefined && isConstant(node.initializer)) {
                const name = (node.propertyName ?? node.name).getText();
                return defaultsKnownIn(file).has(name) ? `${name} = ${node.initializer.getText()}` : undefined;
            }
            const isDefault =
                ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
            if (isDefault && isConstant(node.right)) {
                const name = ts.isPropertyAccessExpression(node.left) ? node.left.name.text : node.left.getText();
                return defaultsKnownIn(file).has(name) ? node.getText() : undefined;
            }
            return undefined;
        },
        ["host", "resources", "lifecycle", "plan"],
    );
    expect(shown(defaults)).toEqual([]);
});

test("no argument's schema has a default: it would be sent and kept though nobody declared it", () => {
    const filled = [...kinds.values()].flatMap(({ kind, changes }) =>
        fields
            .filter((field) => field.kind === kind && Object.hasOwn(changes, field.name))
            .filter(({ schema }) => schema.safeParse(undefined).data !== undefined)
            .map(({ name }) => `${kind}.${name}`),
    );
    expect(filled).toEqual([]);
});

test("which fields are secrets is said by the fields, and in no list", () => {
    const lists = places((node) =>
        ts.isPropertyAssignment(node) &&
        ["secrets", "sealed", "additionalSecretOutputs"].includes(node.name.getText()) &&
        ts.isArrayLiteralExpression(node.initializer) &&
        node.initializer.elements.some(ts.isStringLiteral)
            ? node.getText()
            : undefined,
    );
    expect(shown(lists)).toEqual([]);
});

const KEYS_OF_QUOTAS = ["limit", "used"];

test("a quota is declared by the kind that uses it up, and nowhere else", () => {
    const literals = places((node) => (ts.isStringLiteral(node) ? node.text : undefined));
    const declaring = literals.filter(
        ({ file, node }) => file.startsWith("provider/resources/") && KEYS_OF_QUOTAS.includes(propertyOf(node) ?? ""),
    );
    expect(declaring.length).toBeGreaterThan(10);
    const names = new Set(declaring.map(({ text }) => text));
    expect(shown(literals.filter((one) => names.has(one.text) && !declaring.includes(one)))).toEqual([]);
    expect(declaring.length).toBe(names.size);
});
