/** The Markdown that pages of the reference are made of. */

/** What a test of the docs, and a reader of the source, is told first. */
export const NOTE = "<!-- Written by `npm run build` out of provider/resources/ and examples/: edit those. -->\n";

/** `rows` beneath `head`; nothing where there are none. Columns in which no row has anything are left out. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const columns = head.map((_title, index) => index).filter((index) => rows.some((row) => row[index] !== ""));
    const line = (cells: readonly string[]) => `| ${columns.map((index) => cell(cells[index] ?? "")).join(" | ")} |`;
    return rows.length === 0 ? "" : [line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n");
}

export function code(text: string): string {
    return `\`${text}\``;
}

export function program(text: string): string {
    return `\`\`\`ts\n${text.trim()}\n\`\`\`\n`;
}

/** A type as code; where it names others of the page, as text with links to them. */
export function typeCell(type: string, titles: Iterable<string>): string {
    const named = [...titles].filter((title) => new RegExp(`\\b${title}\\b`).test(type));
    return named.length === 0
        ? code(type)
        : named.reduce(
              (text, title) =>
                  text.replaceAll(new RegExp(`\\b${title}\\b`, "g"), `[${title}](#${title.toLowerCase()})`),
              type,
          );
}

/** `{@link FloatingIp}` of a comment is the name alone. */
export function prose(text: string): string {
    return text.replace(/\{@link (\w+)\}/g, "`$1`");
}

function cell(text: string): string {
    return prose(text).replaceAll("|", "\\|");
}
