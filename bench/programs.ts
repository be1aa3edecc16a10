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

/** As long as the text by which a server's provider is found. */
const NOTHING =
    'exports.handler = () => require("module").createRequire(process.cwd() + "/")("./node_modules/pulumi-openstack-compute/dist/bench/nothing").provider();';

/** The floor: what the engine takes for as many resources with the same arguments. */
export const noops: Program = (shape) => nothings(shape, "", {});

/** The same, with as much in the state as a server has: the engine writes the whole state at every step. */
export const largeNoops: Program = (shape) =>
    nothings(
        shape,
        `__resource: { autonamed: true, kind: "Server", name: "server-" + index, owner: { stack: "${"0".repeat(32)}", urn: "urn:pulumi:bench::bench::pulumi-nodejs:dynamic/openstack-compute:Server::server-" + index } },`,
        { additionalSecretOutputs: ["adminPass", "userData", "userDataBase64", "personality"] },
    );

function nothings(shape: Shape, more: string, options: object): Source {
    return {
        imports: { pulumi: "@pulumi/pulumi" },
        body: `class Nothing extends pulumi.CustomResource {}
for (let index = 0; index < ${shape.count}; index += 1) {
    new Nothing("pulumi-nodejs:dynamic/bench:Nothing", "server-" + index, {
        ...${args(shape)},
        name: "server-" + index,
        ${more}
        __provider: ${JSON.stringify(NOTHING)},
    }, ${JSON.stringify(options)});
}`,
    };
}

/** Nothing at all: what a command takes by itself. */
export const empty: Program = () => ({ imports: { pulumi: "@pulumi/pulumi" }, body: "void pulumi;" });
