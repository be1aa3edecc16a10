/** The measured programs: servers, and as many empty resources. */

export interface Shape {
    count: number;
    flavor: string;
    image: string;
    /** Undefined: the servers have no network. */
    network: string | undefined;
    /** Another number changes a metadata value of every server: an update in place. Undefined: no such value. */
    round?: number;
    /** Other metadata. */
    metadata?: Readonly<Record<string, string>>;
}

/** Imports, by the names that the body uses. */
export interface Source {
    imports: Readonly<Record<string, string>>;
    body: string;
}

export type Program = (shape: Shape) => Source;

export type Language = "javascript" | "typescript";

export function written({ imports, body }: Source, language: Language): string {
    const lines = Object.entries(imports).map(([name, from]) =>
        language === "javascript" ? `const ${name} = require("${from}");` : `import * as ${name} from "${from}";`,
    );
    return [...lines, body, ""].join("\n");
}

function args({ flavor, image, network, round, metadata }: Shape): string {
    return JSON.stringify({
        flavor,
        image,
        networks: network === undefined ? "none" : [{ network }],
        metadata: { ...metadata, ...(round === undefined ? {} : { round: `${round}` }) },
    });
}

export const servers: Program = (shape) => ({
    imports: { compute: "pulumi-openstack-compute" },
    body: `for (let index = 0; index < ${shape.count}; index += 1) {
    new compute.Server("server-" + index, ${args(shape)});
}`,
});

/** The shortest text with which a provider can be found in the folder of the program. */
const NOTHING = 'exports.handler=require("./nothing").provider';

/** The floor: the engine's time for as many resources with the same arguments. */
export const noops: Program = (shape) => ({
    imports: { pulumi: "@pulumi/pulumi" },
    body: `class Nothing extends pulumi.CustomResource {}
for (let index = 0; index < ${shape.count}; index += 1) {
    new Nothing("pulumi-nodejs:dynamic/bench:Nothing", "server-" + index, {
        ...${args(shape)},
        name: "server-" + index,
        __provider: ${JSON.stringify(NOTHING)},
    });
}`,
});

/** An empty program: the time of a command itself. */
export const empty: Program = () => ({ imports: { pulumi: "@pulumi/pulumi" }, body: "void pulumi;" });
