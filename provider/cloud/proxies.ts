/** The proxies from HTTP_PROXY, HTTPS_PROXY and NO_PROXY: which one a URL uses, and with which credentials. */

import { BlockList, isIP } from "node:net";
import type { Proxies } from "./cloud-settings";
import { ConfigurationError } from "./errors";

/** The proxy for a URL; undefined for a direct connection. Throws {@link ConfigurationError}. */
export function proxyFor(url: URL, proxies: Proxies): URL | undefined {
    const [variable, proxy] =
        url.protocol === "https:" ? (["HTTPS_PROXY", proxies.https] as const) : (["HTTP_PROXY", proxies.http] as const);
    return proxy === undefined || isDirect(url, proxies.none) ? undefined : parseProxy(proxy, variable);
}

/** The user and the password in a proxy's URL, as its `Proxy-Authorization` header; undefined without them. */
export function proxyAuthorization(proxy: URL): string | undefined {
    if (proxy.username === "" && proxy.password === "") {
        return undefined;
    }
    const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
    return `Basic ${Buffer.from(credentials).toString("base64")}`;
}

/** Secrets of the proxies: each password, as written and decoded, and the header that contains it. */
export function proxySecrets({ http, https }: Proxies): string[] {
    return [http, https].flatMap((proxy) => {
        const address = proxy === undefined ? undefined : addressOf(proxy);
        if (address === undefined || address.password === "") {
            return [];
        }
        const header = isDecodable(address) ? proxyAuthorization(address) : undefined;
        return header === undefined
            ? [address.password]
            : [address.password, decodeURIComponent(address.password), header.slice("Basic ".length)];
    });
}

function parseProxy(proxy: string, variable: string): URL {
    const address = addressOf(proxy);
    if (address === undefined) {
        throw new ConfigurationError(
            `${variable} is not the URL of an HTTP proxy: write it as http://host:port, or http://user:password@host:port.`,
        );
    }
    if (!isDecodable(address)) {
        throw new ConfigurationError(
            `The user or the password in ${variable} contains a "%" that is not part of an escape: write it as %25.`,
        );
    }
    return address;
}

function addressOf(proxy: string): URL | undefined {
    const text = proxy.includes("://") ? proxy : `http://${proxy}`;
    const address = URL.canParse(text) ? new URL(text) : undefined;
    return address !== undefined && /^https?:$/.test(address.protocol) ? address : undefined;
}

function isDecodable({ username, password }: URL): boolean {
    try {
        decodeURIComponent(username + password);
        return true;
    } catch (error) {
        if (error instanceof URIError) {
            return false;
        }
        throw error;
    }
}

/**
 * NO_PROXY as curl and requests read it: hosts, their subdomains, addresses, networks (`10.0.0.0/8`), optional ports,
 * `*`.
 */
function isDirect(url: URL, none: string | undefined): boolean {
    const host = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
    const port = url.port || (url.protocol === "https:" ? "443" : "80");
    return (none ?? "")
        .toLowerCase()
        .split(/[\s,]+/)
        .filter((entry) => entry !== "")
        .map(parseEntry)
        .some(
            (entry) =>
                entry.name === "*" || ((entry.port === undefined || entry.port === port) && isMeant(host, entry.name)),
        );
}

function parseEntry(entry: string): { name: string; port: string | undefined } {
    // `[fd00::1]:8774`, `[fd00::]/8`. An IPv6 address without brackets has no port.
    const [, address, prefix = "", port] = /^\[([^\]]+)\](\/\d+)?(?::(\d+))?$/.exec(entry) ?? [];
    if (address !== undefined) {
        return { name: address + prefix, port };
    }
    const [name = "", only, ...more] = entry.split(":");
    return more.length > 0 ? { name: entry, port: undefined } : { name, port: only };
}

function isMeant(host: string, pattern: string): boolean {
    const name = pattern.replace(/^\*?\./, "").replace(/\.$/, "");
    return name !== "" && (host === name || host.endsWith(`.${name}`) || isInNetwork(host, name));
}

function isInNetwork(host: string, network: string): boolean {
    const [address = "", prefix] = network.split("/");
    const family = isIP(address);
    const bits = family === 6 ? 128 : 32;
    const length = prefix === undefined ? bits : /^\d+$/.test(prefix) ? Number(prefix) : Number.NaN;
    if (family === 0 || isIP(host) === 0 || !(length >= 0 && length <= bits)) {
        return false;
    }
    const list = new BlockList();
    list.addSubnet(address, length, family === 6 ? "ipv6" : "ipv4");
    return list.check(host, isIP(host) === 6 ? "ipv6" : "ipv4");
}
