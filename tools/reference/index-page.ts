/** Writes docs/reference/README.md: what there is, and what holds for every page. */
import { pairs } from "./function-pages";
import { NOTE, table } from "./markdown";
import { pageOf } from "./pages";
import { resources } from "./schema";

export function indexPage(): string {
    const kinds = resources().map(({ kind }) => [`[${kind.kind}](${pageOf(kind.kind)})`, firstSentence(kind.about)]);
    const asked = [...pairs()].flatMap(([file, pair]) =>
        pair.map(({ name, about }) => [`[${name}](${file}#${name.toLowerCase()})`, firstSentence(about)]),
    );
    return `${NOTE}
# Reference

\`\`\`ts
import * as compute from "pulumi-openstack-compute";
\`\`\`

## Resources

${table(["resource", "what it is"], kinds)}
## Functions

Functions read what the cloud has. Each has an \`Output\` form.

${table(["function", "what it returns"], asked)}
## Levels

Each change to an argument has a level. It says how much the change disrupts:

| level | meaning |
| --- | --- |
| \`none\` | Nothing is interrupted. |
| \`restart\` | The server restarts, or is offline for a while. |
| \`rebuild\` | The root disk is lost. |
| \`replace\` | A new resource takes the place of the old one. |

The stack's config \`openstack-compute:allow\` is the highest level that a preview and an update accept. The default is \`replace\`: everything is allowed.

## Microversions

A microversion is the version of the Compute API that an argument needs. The provider sends each request at the lowest microversion that carries it. If the cloud is older, the operation fails before anything is changed, and the error names the argument. An empty cell means that every cloud has it.
`;
}

function firstSentence(text: string): string {
    return /^.*?\.(?=\s|$)/.exec(text)?.[0] ?? text;
}
