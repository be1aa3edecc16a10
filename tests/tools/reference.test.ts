/** What the build writes out of the declarations stands in the repository, and leaves nothing out. */
import kebabCase from "lodash/kebabCase";
import upperFirst from "lodash/upperFirst";
import { functions, kinds } from "../../provider/resources/registry";
import { pairs } from "../../tools/reference/function-pages";
import { generated, outOfDate } from "../../tools/reference/generated";
import { argumentsOfFunction, namedIn, resources, resultOf, type Schema } from "../../tools/reference/schema";

const pages = generated();

/** The names in the first column of the table below a heading. */
function rowsBelow(file: string, heading: string): string[] {
    const page = pages.get(`docs/reference/${file}`) ?? "";
    const [, below = ""] = page.split(new RegExp(`^#+ ${heading}$`, "m"));
    const [section = ""] = below.split(/^#/m);
    return [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name ?? "");
}

/** What pages say of nested types, at every depth, is what these schemas have. */
function expectTypes(file: string, schemas: readonly Schema[]): void {
    const types = new Map<string, Schema>();
    for (const schema of schemas) {
        namedIn(schema, types);
    }
    for (const [title, { properties = {} }] of types) {
        expect([title, rowsBelow(file, title)]).toEqual([title, Object.keys(properties)]);
    }
}

test("what `npm run build` writes is up to date, and what it no longer writes is gone", () => {
    expect([...outOfDate().keys()]).toEqual([]);
});

test.each([...kinds.keys()])("the page of %s has every argument, nested field and output", (kind) => {
    const file = `${kebabCase(kind)}.md`;
    const resource = resources().find((one) => one.kind.kind === kind);
    const args = resource?.arguments ?? [];
    const names = args.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["cloud", "region", "adopt"]));
    expect(rowsBelow(file, "Arguments")).toEqual(names);
    expect(rowsBelow(file, "Outputs")).toEqual(Object.keys(resource?.outputs ?? {}));
    expect([...new Set(rowsBelow(file, "Changes"))]).toEqual(names);
    expectTypes(
        file,
        [...args, ...Object.values(resource?.outputs ?? {})].map(({ schema }) => schema),
    );
});

test("the page of Server has what is nested deepest, and a row for each choice of onChange", () => {
    expect(rowsBelow("server.md", "ServerBlockDevice")).toContain("deleteOnTermination");
    expect(rowsBelow("server.md", "ServerOnChange")).toEqual(["flavor", "image", "keyName", "userData"]);
    const page = pages.get("docs/reference/server.md") ?? "";
    for (const name of ["userData", "userDataBase64"]) {
        expect(page).toContain(
            `| \`${name}\` | \`onChange.userData: "rebuild"\` | rebuild in place with the user data, the root disk is lost; id and addresses stay | \`rebuild\` | 2.57 |`,
        );
    }
});

test.each([...pairs().keys()])("%s has every argument and property of its functions", (file) => {
    for (const it of pairs().get(file) ?? []) {
        const [args, result] = [argumentsOfFunction(it), resultOf(it)];
        expect(rowsBelow(file, `Arguments of ${it.name}`)).toEqual(args.map(({ name }) => name));
        expect(rowsBelow(file, `${upperFirst(it.name)}Result`)).toEqual(result.map(({ name }) => name));
        expectTypes(
            file,
            [...args, ...result].map(({ schema }) => schema),
        );
    }
});

test("every page is in the index", () => {
    const index = pages.get("docs/reference/README.md") ?? "";
    const linked = [...index.matchAll(/\]\(([\w-]+\.md)/g)].map(([, file]) => file);
    const written = [...pages.keys()].filter((path) => /^docs\/reference\/[a-z-]+\.md$/.test(path));
    expect(written.filter((path) => !linked.includes(path.slice("docs/reference/".length)))).toEqual([]);
    expect(written).toHaveLength(kinds.size + pairs().size);
});

test("every argument has a description and a change", () => {
    const silent = resources().flatMap(({ kind, arguments: args }) =>
        args
            .filter(({ facts, change }) => facts.sentence === "" || change === undefined)
            .map(({ name }) => `${kind.kind}.${name}`),
    );
    expect(silent).toEqual([]);
});

test("an argument's comment has its default and its microversion, from the field or from its sentence", () => {
    const args = pages.get("sdk/generated/arguments.ts") ?? "";
    const commentOf = (type: string, name: string) =>
        new RegExp(`interface ${type} \\{[\\s\\S]*?(/\\*\\*(?:(?!\\*/)[\\s\\S])*\\*/)\\s+${name}\\??:`).exec(args)?.[1];
    expect(commentOf("FlavorArgs", "disk")).toMatch(/@default 0$/m);
    expect(commentOf("FlavorArgs", "description")).toMatch(/Microversion: 2\.55\./);
    expect(commentOf("ServerGroupArgs", "maxServerPerHost")).toMatch(/Microversion: 2\.64\.[\s\S]*@default 1/);
    expect(commentOf("ServerNetwork", "tag")).toMatch(/Microversion: 2\.42; when attaching, 2\.49\./);
    expect(commentOf("ServerArgs", "adminPass")).toMatch(/secret/i);
});

test("every class and function has its example in its comment", () => {
    const classes = [...kinds.values()].filter(
        ({ kind, example }) => !comments(pages.get(`sdk/generated/${kebabCase(kind)}.ts`)).includes(example),
    );
    const text = comments(pages.get("sdk/generated/functions.ts"));
    const silent = [...functions.values()].filter(({ example }) => !text.includes(example));
    expect([...classes.map(({ kind }) => kind), ...silent.map(({ name }) => upperFirst(name))]).toEqual([]);
});

function comments(text = ""): string {
    return text.replace(/^ \* ?/gm, "");
}
