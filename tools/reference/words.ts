import { type Change, chosen } from "../../provider/plan/change-table";

/** A row of the change table in words: what is done, since which microversion, what leaving out means, and the choices. */
export function inWordsOfTable(property: string, row: Change): string {
    const left = row.removed === "unmanaged" ? "; left out: no change" : "";
    const { waysOf = property } = row;
    const ways = Object.keys(row.ways ?? {}).map((way, index) => {
        const { effect, level, ...rest } = chosen(property, row, { [waysOf]: way });
        return `${index === 0 ? "" : `; \`onChange.${waysOf}: "${way}"\`: `}${effect}${since(rest)}${index === 0 ? "" : ` (${level})`}`;
    });
    return `${ways.length === 0 ? `${row.effect}${since(row)}` : ways.join("")}${left}`;
}

function since({ microversion }: Pick<Change, "microversion">): string {
    return microversion === undefined ? "" : ` (microversion ${microversion})`;
}
