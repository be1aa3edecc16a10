/** Connections to clouds: one for each cloud of the program, shared by all resources of the process. */

import { createHash } from "node:crypto";
import { createAgents } from "./agents";
import { authenticate, identityRoot } from "./authentication";
import { findEndpoint } from "./catalog";
import { type CloudSettings, SYSTEM_TIMING } from "./cloud-settings";
import type { CloudReference, Compute } from "./compute";
import { ComputeService } from "./compute-service";
import { discover } from "./discovery";
import { ConfigurationError } from "./errors";
import type { Line } from "./exchange-request";
import { openLog } from "./log";
import { proxySecrets } from "./proxies";
import { rateLimits } from "./rate-limits";
import { resolveCloud } from "./resolve";
import { Session } from "./session";
import { createTransport } from "./transport";

const connections = new Map<string, Promise<Compute>>();
/**
 * Connections by the identity that the cloud returned. Two references can lead to the same one, since a region may be
 * named or implied.
 */
const distinct = new Map<string, Compute>();

/**
 * The connection to the cloud that `reference`, clouds.yaml and the environment name. There is one for each cloud,
 * credentials and region in this process. A failed connection is retried.
 *
 * @throws ConfigurationError if no usable cloud is named; UnauthorizedError if the credentials are refused;
 * ConnectionError if the Identity or the Compute service cannot be reached.
 */
export async function connect(reference: CloudReference): Promise<Compute> {
    const settings = resolveCloud(reference);
    const key = fingerprint(settings);
    const known = connections.get(key);
    if (known !== undefined) {
        return known;
    }
    const connection = openDistinct(settings).catch((error: unknown) => {
        connections.delete(key);
        throw error;
    });
    connections.set(key, connection);
    return connection;
}

async function openDistinct(settings: CloudSettings): Promise<Compute> {
    const compute = await openCompute(settings);
    const key = fingerprint({ ...settings, region: compute.identity.region });
    const same = distinct.get(key) ?? compute;
    distinct.set(key, same);
    return same;
}

/** Identifies settings without showing them, because they contain secrets. */
function fingerprint(settings: CloudSettings): string {
    const entries = Object.entries(settings).sort(([left], [right]) => left.localeCompare(right));
    return createHash("sha256").update(JSON.stringify(entries)).digest("hex");
}

/**
 * A connection of its own, with its own token and sockets: authenticates, finds the endpoint, and reads which
 * microversions it serves.
 */
export async function openCompute(settings: CloudSettings): Promise<Compute> {
    const timing = settings.timing ?? SYSTEM_TIMING;
    const line: Line = {
        cloud: settings.name,
        transport: createTransport(createAgents(settings)),
        log: openLog(settings.log),
        timing,
        timeout: settings.timeout,
        secrets: new Set(secretsOf(settings)),
        reached: new Set(),
        missing: new Set(),
        say: (text) => console.log(`cloud "${settings.name}": ${text}`),
    };
    const session = new Session((deadline) => authenticate(line, settings, deadline), timing);
    const token = await session.token();
    if (token.projectId === undefined) {
        throw new ConfigurationError(
            `The token for "${settings.name}" has no project, and Compute needs one: ` +
                `set project_name or project_id (OS_PROJECT_NAME, OS_PROJECT_ID) in ${settings.origin}.`,
        );
    }
    const endpoint = findEndpoint(token, settings);
    const addressFrom =
        settings.computeEndpoint === undefined
            ? `the Compute endpoint in the catalog of "${settings.name}"`
            : `compute_endpoint_override in ${settings.origin}`;
    const discovery = await discover(line, endpoint.url, token.id, addressFrom);
    return new ComputeService({
        line,
        session,
        discovery,
        // Nova has no rate limits since it has microversions.
        pace: discovery.microversions ? undefined : await rateLimits(line, discovery.url, token.id, addressFrom),
        addressFrom,
        maximumMicroversion: settings.maximumMicroversion,
        userId: token.userId,
        ahead: token.ahead,
        identity: {
            authUrl: identityRoot(settings.authUrl),
            ...(endpoint.region === undefined ? {} : { region: endpoint.region }),
            projectId: token.projectId,
        },
    });
}

function secretsOf({ credentials, proxies }: CloudSettings): string[] {
    const own =
        credentials.kind === "password"
            ? credentials.password
            : credentials.kind === "token"
              ? credentials.token
              : credentials.secret;
    return [own, ...proxySecrets(proxies)].filter((secret) => secret !== "");
}
