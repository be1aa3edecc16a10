/** Where things that are created once are kept: in the user's cache folder. */
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** This package's part of the user's cache: below `$XDG_CACHE_HOME`, or `~/.cache`. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
    // The XDG base directory specification says to ignore an empty or relative XDG_CACHE_HOME.
    const configured = env.XDG_CACHE_HOME;
    const cache =
        configured !== undefined && isAbsolute(configured) ? configured : join(env.HOME || homedir(), ".cache");
    return join(cache, "pulumi-openstack-compute");
}
