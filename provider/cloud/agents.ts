/** Sockets: kept alive, limited in number, through the environment's proxy, with the TLS options of the settings. */

import { readFileSync } from "node:fs";
import { Agent as HttpAgent } from "node:http";
import { type AgentOptions, Agent as HttpsAgent } from "node:https";
import type { SecureContextOptions } from "node:tls";
import type { CloudSettings, Tls } from "./cloud-settings";
import { errorCode } from "./error-code";
import { ConfigurationError } from "./errors";
import { proxyAuthorization, proxyFor } from "./proxies";

/** Requests to one cloud at the same time. The others wait for their turn. */
export const MAXIMUM_SOCKETS = 32;

/**
 * An idle socket is closed before the servers that OpenStack uses close it (Apache: after 5 s). Otherwise a POST could
 * be written into a connection that the other side is closing.
 */
const IDLE_MILLISECONDS = 4_000;

export interface Agents {
    agentFor(url: URL): HttpAgent;
    /** For each HTTPS request. Behind a proxy, the agent's own TLS options are those of the connection to the proxy. */
    readonly tls: SecureContextOptions & { rejectUnauthorized: boolean };
    /** The proxy that forwards requests to a server of plain HTTP; undefined if there is none. */
    forwarderFor(url: URL): Forwarder | undefined;
    /** The proxy for a URL, for messages; undefined if there is none. */
    proxyFor(url: URL): string | undefined;
}

/** A proxy that gets the whole address and forwards the request. */
export interface Forwarder {
    readonly secure: boolean;
    readonly hostname: string;
    readonly port: string;
    readonly headers: Readonly<Record<string, string>>;
}

/** Creates the agents of a cloud. Throws {@link ConfigurationError} if a certificate or key file cannot be read. */
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
    // Loaded only if there is a proxy.
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
