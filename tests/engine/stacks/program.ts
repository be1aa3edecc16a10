/** Programs as these stories write them: resources by name, each with its arguments and with options in Pulumi's words. */

/** One resource of a program. */
export interface Declared {
    kind: "Server" | "Keypair" | "Flavor" | "SecurityGroup" | "FloatingIp";
    name: string;
    /** Arguments; a value that begins with `=` is an expression of the program's: `"=all.web.ipV4"`. */
    args?: Readonly<Record<string, unknown>>;
    /** As its third argument: `{ aliases: [{ name: "web" }] }`; expressions as in `args`. */
    options?: Readonly<Record<string, unknown>>;
}

/** The least that a resource of each kind needs. */
const LEAST: Readonly<Record<Declared["kind"], object>> = {
    Server: { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }] },
    Keypair: {},
    Flavor: { ram: 512, vcpus: 1, disk: 1 },
    SecurityGroup: { description: "a group" },
    FloatingIp: { pool: "public" },
};

/** A program in which `all.web` is the resource that is declared as "web"; `before` and `after` are code around them. */
export function programOf(declared: readonly Declared[], code: { before?: string; after?: string } = {}): string {
    const lines = declared.map(({ kind, name, args = {}, options = {} }) => {
        const all = written({ ...LEAST[kind], ...args });
        return `all[${JSON.stringify(name)}] = new compute.${kind}(${JSON.stringify(name)}, ${all}, ${written(options)});`;
    });
    return [
        'const pulumi = require("@pulumi/pulumi");',
        'const compute = require("pulumi-openstack-compute");',
        "const all = {};",
        code.before ?? "",
        ...lines,
        code.after ?? "",
    ].join("\n");
}

/** JSON, but for the expressions in it. */
function written(value: unknown): string {
    return JSON.stringify(value).replace(
        /"=((?:[^"\\]|\\.)*)"/g,
        (_, text: string) => JSON.parse(`"${text}"`) as string,
    );
}

export function server(name: string, args: Declared["args"] = {}, options: Declared["options"] = {}): Declared {
    return { kind: "Server", name, args, options };
}
