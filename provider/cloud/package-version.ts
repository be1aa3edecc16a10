import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod";

const Manifest = z.object({ name: z.string(), version: z.string() });

/** The user agent that the cloud's operators see: `pulumi-openstack-compute/0.1.0 node/20.20.2`. */
export const USER_AGENT = `pulumi-openstack-compute/${packageVersion(__dirname)} node/${process.versions.node}`;

/** The version in the nearest package.json of this package. Works from dist/ and from the sources. */
function packageVersion(folder: string): string {
    const path = join(folder, "package.json");
    if (existsSync(path)) {
        const manifest = Manifest.safeParse(JSON.parse(readFileSync(path, "utf8")));
        if (manifest.success && manifest.data.name === "pulumi-openstack-compute") {
            return manifest.data.version;
        }
    }
    const parent = dirname(folder);
    return parent === folder ? "0" : packageVersion(parent);
}
