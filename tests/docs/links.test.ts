/** What pages point to is there: links, anchors, files, scripts, settings; and blocks of data can be parsed. */
import { dirname, join, normalize } from "node:path";
import * as yaml from "yaml";
import { manifest } from "../package/installation";
import { blocks, exists, pages, proseOf, read } from "./blocks";

/** As GitHub makes them: a second heading of the same text has `-1` at the end. */
function anchorsOf(text: string): Set<string> {
    const anchors = new Set<string>();
    for (const [, heading = ""] of proseOf(text).matchAll(/^#+\s+(.*)$/gm)) {
        const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[`*]/g, "");
        const slug = plain
            .trim()
            .toLowerCase()
            .replace(/[^\p{L}\p{N}\s_-]/gu, "")
            .replace(/\s/g, "-");
        let anchor = slug;
        for (let count = 1; anchors.has(anchor); count++) {
            anchor = `${slug}-${count}`;
        }
        anchors.add(anchor);
    }
    return anchors;
}

interface Link {
    page: string;
    target: string;
}

function links(): Link[] {
    return pages().flatMap((page) =>
        [...proseOf(read(page)).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = ""]) => ({ page, target })),
    );
}

const isElsewhere = ({ target }: Link) => /^https?:/.test(target);

test("links between pages lead to files and headings that exist", () => {
    const own = links().filter((link) => !isElsewhere(link));
    const broken = own.filter(({ page, target }) => {
        const [path = "", anchor] = target.split("#");
        const file = path === "" ? page : normalize(join(dirname(page), path));
        return !exists(file) || (anchor !== undefined && !anchorsOf(read(file)).has(anchor));
    });
    expect(own.length).toBeGreaterThan(50);
    expect(broken.map(({ page, target }) => `${page}: ${target}`)).toEqual([]);
    console.info(
        `${own.length} links between pages lead somewhere; ${links().filter(isElsewhere).length} lead elsewhere`,
    );
});

test("links and files that the package's pages name are in the package", () => {
    const shipped = (path: string) =>
        manifest.files.some((entry) => path === entry || path.startsWith(`${entry}/`)) || path === "package.json";
    const inside = links().filter((link) => !isElsewhere(link) && shipped(link.page));
    const missing = inside.filter(({ page, target }) => {
        const [path = ""] = target.split("#");
        return path !== "" && !shipped(normalize(join(dirname(page), path)));
    });
    // How the package is developed is for those who have the repository.
    const development = /(^|\/)(CONTRIBUTING\.md|tools\/openstack\/README\.md)$/;
    expect(missing.map(({ target }) => target).filter((target) => !development.test(target))).toEqual([]);
});

test("files that pages name in code exist", () => {
    const folders = /^(?:\.ci|bench|cli|docs|emulator|examples|provider|sdk|tests|tools)\//;
    const named = pages()
        .filter((page) => page !== "CHANGELOG.md")
        .flatMap((page) =>
            [...proseOf(read(page)).matchAll(/`([^`\s]+)`/g)].flatMap(([, path = ""]) =>
                folders.test(path) ? [{ page, path }] : [],
            ),
        );
    const missing = named.filter(({ path }) => {
        // `provider/resources/NAME.ts` stands for any.
        const [fixed = ""] = path.split(/[A-Z*{<]/);
        return !exists(fixed.length < path.length ? dirname(`${fixed}x`) : path);
    });
    expect(missing.map(({ page, path }) => `${page}: ${path}`)).toEqual([]);
    console.info(`${named.length} files named in pages exist`);
});

test.each(["yaml", "json"])("blocks of %s can be parsed", (language) => {
    const all = blocks(language);
    for (const { file, line, text } of all) {
        const parse = () => (language === "yaml" ? yaml.parse(text) : JSON.parse(text));
        try {
            parse();
        } catch (error) {
            throw new Error(`${file}:${line}: not ${language}`, { cause: error });
        }
    }
    console.info(`${all.length} blocks of ${language} parsed`);
});
