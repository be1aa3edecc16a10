/** Writes docs/resources.md: the arguments of each resource and what a change to each does, out of the same tables. */

import { type Resource, resources } from "./schema";
import { inWordsOfTable } from "./words";

const HEADER = `# Resources

Written by \`npm run build\` out of the schemas and change tables in \`provider/resources/\`.

What a change does has a level: \`none\` (nothing is interrupted), \`restart\`, \`rebuild\` (the root disk is lost), \`replace\` (a new resource). The stack's config \`openstack-compute:allow\` is the highest level that a preview and an update accept; \`replace\` by default.
`;

export function markdown(): string {
    return [HEADER, ...resources().map(section)].join("\n");
}

function section({ kind, arguments: args }: Resource): string {
    const rows = args.map(({ name, schema, required, change }) => {
        const what = `${required ? "**Required.** " : ""}${schema.description ?? ""}`;
        return `| \`${name}\` | ${cell(what)} | ${cell(change === undefined ? "" : inWordsOfTable(name, change))} | ${change?.level ?? ""} |`;
    });
    return `## ${kind.kind}

| argument | | a change | level |
|---|---|---|---|
${rows.join("\n")}
`;
}

function cell(text: string): string {
    return text.replaceAll("|", "\\|");
}
