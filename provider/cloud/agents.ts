/** Sockets: kept alive, bounded, through the proxy that the environment names, with the TLS that the settings ask for. */

import { readFileSync } from "node:fs";
import { Agent as HttpAgent } from "node:http";
import { type AgentOptions, Agent as HttpsAgent } from "node:https";
import type { SecureContextOptions } from "node:tls";
import type { CloudSettings, Tls } from "./cloud-settings";
import { errorCode } from "./error-code";
import { ConfigurationError } from "./errors";
import { proxyAuthorization, proxyFor } from "./proxies";

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
    /** Who is asked in the place of a server of plain HTTP; undefined: the server itself. */
    forwarderFor(url: URL): Forwarder | undefined;
    /** The proxy that a URL is reached through, for messages; undefined: none. */
    proxyFor(url: URL): string | undefined;
}

/** A proxy that is sent the whole address, and forwards the request. */
export interface Forwarder {
    readonly secure: boolean;
    readonly hostname: string;
    readonly port: string;
    readonly headers: Readonly<Record<string, string>>;
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
    return {
        tls,
        proxyFor: (url) => proxyFor(url, settings.proxies)?.origin,
        forwarderFor: (url) => (url.protocol === "http:" ? forwarder(proxyFor(url, settings.proxies)) : undefined),
        agentFor(url) {
            const proxy = proxyFor(url, settings.proxies);
            const key = `${url.protocol} ${proxy?.href ?? ""}`;
            const agent = made.get(key) ?? createAgent(url, proxy, options);
            made.set(key, agent);
            return agent;
        },
    };
}

function createAgent(url: URL, proxy: URL | undefined, options: AgentOptions): HttpAgent {
    if (url.protocol === "http:" || proxy === undefined) {
        return (proxy ?? url).protocol === "https:" ? new HttpsAgent(options) : new HttpAgent(options);
    }
    // Loaded where there is a proxy.
    const { HttpsProxyAgent } = require("https-proxy-agent") as typeof import("https-proxy-agent");
    const agent = new HttpsProxyAgent(proxy, options);
    // It forgets the options that Node's own agent keeps for idle sockets.
    Object.assign(agent.options, { timeout: IDLE_MILLISECONDS });
    return agent;
}

function forwarder(proxy: URL | undefined): Forwarder | undefined {
    if (proxy === undefined) {
        return undefined;
    }
    const secure = proxy.protocol === "https:";
    const authorization = proxyAuthorization(proxy);
    return {
        secure,
        hostname: proxy.hostname.replace(/^\[|\]$/g, ""),
        port: proxy.port || (secure ? "443" : "80"),
        headers: authorization === undefined ? {} : { "Proxy-Authorization": authorization },
    };
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
