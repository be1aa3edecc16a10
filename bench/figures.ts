/** Figures of several runs, as a table shows them: the median and the spread. */

export interface Figure {
    median: number;
    least: number;
    most: number;
}

export function figure(values: readonly number[]): Figure {
    const sorted = [...values].sort((one, other) => one - other);
    const middle = (sorted.length - 1) / 2;
    const [low = 0, high = 0] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
    return { median: (low + high) / 2, least: sorted[0] ?? 0, most: sorted.at(-1) ?? 0 };
}

/** `3.2 (3.0–3.9)`; a single number for one run, or if the runs agree. */
export function spell({ median, least, most }: Figure, digits = 1): string {
    const [middle, low, high] = [median, least, most].map((value) => value.toFixed(digits));
    return low === high ? `${middle}` : `${middle} (${low}–${high})`;
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
    return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
