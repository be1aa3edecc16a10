/** The command line of the demo. */
import { parseArgs } from "node:util";

/** What the demo must do. */
export interface DemoOptions {
    help: boolean;
    /** Stop before the end, and leave cloud and stack as they are until Ctrl-C. */
    keep: boolean;
    /** An entry of clouds.yaml. Default: the embedded cloud. */
    cloud?: string;
    /** The flavor to begin with, and the one to resize to. */
    flavors?: Pair;
    /** The image to begin with, and the one to rebuild from. */
    images?: Pair;
    network?: string;
    pool?: string;
    /** How many times faster than usual the embedded cloud is. */
    speed: number;
    /** The step to make fail: for tests of the demo itself. */
    broken?: string;
}

export type Pair = readonly [string, string];

/** The command line is wrong. The message is for the user. */
export class UsageError extends Error {
    override readonly name = "UsageError";
}

export const USAGE = `npm run demo -- [OPTIONS]

Shows the life of a small stack on the real Pulumi engine: create, resize, rebuild, drift, repair, destroy.

  --keep             stop before the end and keep everything until Ctrl-C
  --cloud NAME       run on this cloud of clouds.yaml instead of the embedded one
  --flavor A,B       start with flavor A, resize to B       } default:
  --image A,B        start with image A, rebuild from B     } chosen from what the cloud has
  --network NAME     the network of the servers             }
  --pool NAME        the pool of the floating IP            }
  --speed N          how many times faster than usual the embedded cloud is (default 1)
  --break STEP       make one step fail on the embedded cloud, to see that the demo notices
  --help
`;

/** @throws UsageError for what it does not know, and for what does not go together. */
export function readOptions(argv: readonly string[]): DemoOptions {
    const values = parse(argv);
    const flavors = pair("--flavor", values.flavor);
    const images = pair("--image", values.image);
    const speed = Number(values.speed ?? 1);
    if (!(speed > 0)) {
        throw new UsageError(`--speed ${values.speed}: expected a number above 0`);
    }
    if (values.cloud !== undefined && (values.break !== undefined || values.speed !== undefined)) {
        throw new UsageError("--break and --speed are for the embedded cloud, and cannot be used with --cloud");
    }
    return {
        help: values.help ?? false,
        keep: values.keep ?? false,
        speed,
        ...(values.cloud === undefined ? {} : { cloud: values.cloud }),
        ...(flavors === undefined ? {} : { flavors }),
        ...(images === undefined ? {} : { images }),
        ...(values.network === undefined ? {} : { network: values.network }),
        ...(values.pool === undefined ? {} : { pool: values.pool }),
        ...(values.break === undefined ? {} : { broken: values.break }),
    };
}

function parse(argv: readonly string[]) {
    try {
        return parseArgs({
            args: [...argv],
            options: {
                help: { type: "boolean", short: "h" },
                keep: { type: "boolean" },
                cloud: { type: "string" },
                flavor: { type: "string" },
                image: { type: "string" },
                network: { type: "string" },
                pool: { type: "string" },
                speed: { type: "string" },
                break: { type: "string" },
            },
        }).values;
    } catch (error) {
        throw new UsageError(error instanceof Error ? error.message : String(error));
    }
}

function pair(option: string, text: string | undefined): Pair | undefined {
    if (text === undefined) {
        return undefined;
    }
    const [first, second, ...more] = text.split(",").map((name) => name.trim());
    if (!first || !second || more.length > 0 || first === second) {
        throw new UsageError(`${option} ${text}: expected two different names, separated by a comma`);
    }
    return [first, second];
}
