/** The programs that are measured: so many servers, and as many resources that do nothing. */

export interface Shape {
    count: number;
    flavor: string;
    image: string;
    /** Undefined: the servers have none. */
    network: string | undefined;
    /** Another number is another metadata value of every server: an update in place. */
    round: number;
    /** Metadata besides. */
    metadata?: Readonly<Record<string, string>>;
}

export type Program = (shape: Shape) => string;

function args({ flavor, image, network, round, metadata }: Shape): string {
    return JSON.stringify({
        flavor,
        image,
        networks: network === undefined ? "none" : [{ network }],
        metadata: { ...metadata, round: `${round}` },
    });
}

export const servers: Program = (shape) => `
const compute = require("pulumi-openstack-compute");
for (let index = 0; index < ${shape.count}; index += 1) {
    new compute.Server("server-" + index, ${args(shape)});
}
`;

/** A provider as short as ours is in a state, whose every call returns at once: what is left is the engine. */
const NOTHING = `exports.handler=()=>({check:async(o,n)=>({inputs:n}),diff:async(i,o,n)=>({changes:o.metadata.round!==n.metadata.round}),create:async(n)=>({id:n.name,outs:n}),update:async(i,o,n)=>({outs:n}),read:async(id,props)=>({id,props}),delete:async()=>{}});`;

/** The floor: what the engine takes for as many resources with the same arguments. */
export const noops: Program = (shape) => `
const pulumi = require("@pulumi/pulumi");
for (let index = 0; index < ${shape.count}; index += 1) {
    new pulumi.CustomResource("pulumi-nodejs:dynamic/bench:Nothing", "server-" + index, {
        ...${args(shape)},
        name: "server-" + index,
        __provider: ${JSON.stringify(NOTHING)},
    });
}
`;

/** Nothing at all: what a command takes by itself. */
export const empty: Program = () => 'require("@pulumi/pulumi");\n';
