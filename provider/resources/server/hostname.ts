/** Since when a server can have a host name: a bare one from 2.90 on, a whole domain name from 2.94 on. */
const BARE = /^[a-zA-Z0-9]+[a-zA-Z0-9-]*[a-zA-Z0-9]+$/;
const LONGEST_BARE = 63;

export function sinceOfHostname(hostname: string): "2.90" | "2.94" {
    return BARE.test(hostname) && hostname.length <= LONGEST_BARE ? "2.90" : "2.94";
}
