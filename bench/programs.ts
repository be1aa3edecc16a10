/** The programs that are measured: so many servers, and as many resources that do nothing. */

export interface Shape {
    count: number;
    flavor: string;
    image: string;
    /** Undefined: the servers have none. */
    network: string | undefined;
    /** Another number is another metadata value of every server: an update in place. Undefined: they have none. */
    round?: number;
    /** Metadata besides. */
    metadata?: Readonly<Record<string, string>>;
}

/** What it imports, by the name that it is known by in what follows. */
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

/** A provider as short as ours is in a state, whose every call returns at once: what is left is the engine. */
const NOTHING = `exports.handler=()=>({check:async(o,n)=>({inputs:n}),diff:async(i,o,n)=>({changes:["flavor","image"].some(k=>o[k]!==n[k])||o.metadata.round!==n.metadata.round}),create:async(n)=>({id:n.name,outs:n}),update:async(i,o,n)=>({outs:n}),read:async(id,props)=>({id,props}),delete:async()=>{}});`;

/** The floor: what the engine takes for as many resources with the same arguments. */
export const noops: Program = (shape) => ({
    imports: { pulumi: "@pulumi/pulumi" },
    body: `for (let index = 0; index < ${shape.count}; index += 1) {
    new pulumi.CustomResource("pulumi-nodejs:dynamic/bench:Nothing", "server-" + index, {
        ...${args(shape)},
        name: "server-" + index,
        __provider: ${JSON.stringify(NOTHING)},
    });
}`,
});

/** Nothing at all: what a command takes by itself. */
export const empty: Program = () => ({ imports: { pulumi: "@pulumi/pulumi" }, body: "void pulumi;" });
