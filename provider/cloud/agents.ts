/** Sockets: kept alive, bounded, through the proxy that the environment names, with the TLS that the settings ask for. */

import { readFileSync } from "node:fs";
import { Agent as HttpAgent } from "node:http";
import { type AgentOptions, Agent as HttpsAgent } from "node:https";
import type { SecureContextOptions } from "node:tls";
import { errorCode } from "./error-code";
import { ConfigurationError } from "./errors";
import type { CloudSettings, Tls } from "./settings";

/** Requests at once to one cloud; the rest wait their turn. */
export const MAXIMUM_SOCKETS = 32;

/**
 * An idle socket is closed before the servers that OpenStack runs behind close it (Apache: 5 s), so that no POST is
 * written into a connection that the other side is just giving up.
 */
const IDLE_MILLISECONDS = 4_000;

export interface Agents {
    agentFor(url: URL): HttpAgent;
    /** Goes with each HTTPS request: behind a proxy the agent's own TLS options are those of the way to the proxy. */
    readonly tls: SecureContextOptions & { rejectUnauthorized: boolean };
    /** The proxy that a URL is reached through, for messages; undefined: none. */
    proxyFor(url: URL): string | undefined;
}

/** Makes a cloud's agents. Throws {@link ConfigurationError} where a certificate or key file cannot be read. */
export function createAgents(settings: CloudSettings): Agents {
    const tls = tlsOptions(settings.tls, settings.origin);
    const options: AgentOptions = {
        keepAlive: true,
        maxSockets: MAXIMUM_SOCKETS,
        timeout: IDLE_MILLISECONDS,
        ...tls,
    };
    const made = new Map<string, HttpAgent>();
    const proxyFor = (url: URL) => {
        const proxy = url.protocol === "https:" ? settings.proxies.https : settings.proxies.http;
        return proxy === undefined || isDirect(url, settings.proxies.none) ? undefined : proxy;
    };
    return {
        tls,
        proxyFor: (url) => withoutPassword(proxyFor(url)),
        agentFor(url) {
            const proxy = proxyFor(url);
            const key = `${url.protocol} ${proxy ?? ""}`;
            const agent = made.get(key) ?? createAgent(url, proxy, options);
            made.set(key, agent);
            return agent;
        },
    };
}

function createAgent(url: URL, proxy: string | undefined, options: AgentOptions): HttpAgent {
    if (proxy === undefined) {
        return url.protocol === "https:" ? new HttpsAgent(options) : new HttpAgent(options);
    }
    const address = parseProxy(proxy);
    // Loaded where there is a proxy.
    if (url.protocol === "http:") {
        const { HttpProxyAgent } = require("http-proxy-agent") as typeof import("http-proxy-agent");
        return new HttpProxyAgent(address, options);
    }
    const { HttpsProxyAgent } = require("https-proxy-agent") as typeof import("https-proxy-agent");
    const agent = new HttpsProxyAgent(address, options);
    // It forgets the options that Node's own agent keeps for idle sockets.
    Object.assign(agent.options, { timeout: IDLE_MILLISECONDS });
    return agent;
}

function parseProxy(proxy: string): URL {
    const text = proxy.includes("://") ? proxy : `http://${proxy}`;
    const address = URL.canParse(text) ? new URL(text) : undefined;
    if (address === undefined || !/^https?:$/.test(address.protocol)) {
        throw new ConfigurationError(
            "HTTP_PROXY or HTTPS_PROXY is not the URL of an HTTP proxy: write it as http://host:port.",
        );
    }
    return address;
}

function withoutPassword(proxy: string | undefined): string | undefined {
    return proxy === undefined ? undefined : parseProxy(proxy).origin;
}

/** NO_PROXY as curl and requests read it: hosts, their subdomains, optional ports, `*`. */
function isDirect(url: URL, none: string | undefined): boolean {
    const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
    const port = url.port || (url.protocol === "https:" ? "443" : "80");
    return (none ?? "")
        .split(/[\s,]+/)
        .filter((entry) => entry !== "")
        .some((entry) => {
            const [, pattern = "", onlyPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
            const name = pattern.replace(/^\*?\./, "");
            return (
                entry === "*" ||
                (name !== "" &&
                    (onlyPort === undefined || onlyPort === port) &&
                    (host === name || host.endsWith(`.${name}`)))
            );
        });
}

function tlsOptions(tls: Tls, origin: string): Agents["tls"] {
    return {
        rejectUnauthorized: tls.verify,
        ...(tls.caFile === undefined ? {} : { ca: read(tls.caFile, "cacert", origin) }),
        ...(tls.certFile === undefined ? {} : { cert: read(tls.certFile, "cert", origin) }),
        ...(tls.certFile === undefined ? {} : { key: read(tls.keyFile ?? tls.certFile, "key", origin) }),
    };
}

function read(path: string, key: string, origin: string): Buffer {
    try {
        return readFileSync(path);
    } catch (error) {
        const reason = errorCode(error) ?? "unreadable";
        throw new ConfigurationError(`${key} in ${origin} names the file ${path}, which cannot be read (${reason}).`);
    }
}
