/** docs/troubleshooting.md quotes messages of the provider: a message that changes must change there too. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");
/** Shorter pieces of a quote are names and numbers between two variable parts. */
const SHORTEST = 10;

const CONSTANTS: Readonly<Record<string, string>> = {
    ALLOW: "openstack-compute:allow",
    MAX_DISRUPTIVE: "openstack-compute:maxDisruptive",
    NAME: "pulumi-openstack-compute",
};

const source = ["provider", "sdk"]
    .flatMap((folder) =>
        readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
    )
    .filter((file) => file.endsWith(".ts"))
    .map((file) => asText(readFileSync(join(ROOT, file), "utf8")))
    .join("\n");

test.each(quotes())("%s is what a message says", (_quote, pieces) => {
    expect(pieces).not.toEqual([]);
    for (const piece of pieces) {
        expect(source).toContain(piece);
    }
});

test("most rows quote a message", () => {
    expect(quotes().length).toBeGreaterThan(45);
});

/** The quotes in the first cell of each row, in pieces between what varies. Pulumi's own messages are in straight quotes. */
function quotes(): [quote: string, pieces: string[]][] {
    const text = readFileSync(join(ROOT, "docs", "troubleshooting.md"), "utf8");
    const cells = text
        .split("\n")
        .filter((line) => /^\| /.test(line) && !/^\| (message|Pulumi:|After) /.test(line))
        .map((line) => line.split(" | ")[0]?.slice(2) ?? "");
    return cells.map((cell) => [cell, piecesOf(cell)]);
}

/** A quote that contains backticks has them inside `` `…` ``, as Markdown asks. */
function piecesOf(cell: string): string[] {
    const quoted = [...cell.matchAll(/``\s?(.+?)\s?``(?!`)|`([^`]+)`/g)].map(
        ([, double, single]) => double ?? single ?? "",
    );
    return quoted
        .flatMap((quote) => quote.split(/…|\(HTTP \d+\)/))
        .map((piece) => piece.trim())
        .filter((piece) => piece.length >= SHORTEST);
}

/** The texts of a source as they are printed: concatenated, without escapes, constants in their places. */
function asText(code: string): string {
    return code
        .replace(/["`]\s*\+\s*["`]/g, "")
        .replace(/\$\{(ALLOW|MAX_DISRUPTIVE|NAME)\}/g, (_, name: string) => CONSTANTS[name] ?? "")
        .replaceAll("\\`", "`")
        .replaceAll('\\"', '"');
}
