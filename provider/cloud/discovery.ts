/**
 * Which versions the Compute endpoint serves ("API versions"). The version document is read from the endpoint's own
 * address. Its links are not followed, because behind a proxy they name hosts that only the cloud can reach.
 */

import * as z from "zod";
import { InvalidAnswerError } from "./errors";
import type { Line } from "./exchange-request";
import { refusalError } from "./faults";
import { type ExchangeAnswer, exchange } from "./http-exchange";
import { BASE_MICROVERSION, isMicroversion } from "./microversions";

export interface Discovery {
    /** The base of all paths, without a trailing slash. */
    url: string;
    minimum: string;
    maximum: string;
    /** False for v2 and v1.1: no microversion header is sent. */
    microversions: boolean;
}

const Version = z.object({
    // It becomes a segment of a path.
    id: z.string().regex(/^[\w.-]{1,50}$/),
    status: z.string().nullish(),
    version: z.string().nullish(),
    min_version: z.string().nullish(),
});
type Version = z.infer<typeof Version>;
const Document = z.union([
    z.object({ version: Version }).transform(({ version }) => [version]),
    z.object({ versions: z.array(Version) }).transform(({ versions }) => versions),
    // Keystone's shape. Some gateways use it for every list of versions.
    z.object({ versions: z.object({ values: z.array(Version) }) }).transform(({ versions }) => versions.values),
]);

const OPERATION = "List API versions";
/** Some gateways block the version document. Then only the base microversion is certain. */
const HIDDEN = new Set([400, 401, 403, 404, 405, 501]);

/** `…/v2.1`, `/v2`, `/v1.1`, and whatever follows: the project's id. */
const VERSIONED = /^(.*?\/v\d+(?:\.\d+)?)(?:\/.*)?$/;

/** The path up to and including the version; undefined if the endpoint has none. */
function rootOf(endpoint: string): string | undefined {
    return VERSIONED.exec(new URL(endpoint).pathname)?.[1];
}

export async function discover(line: Line, endpoint: string, token: string, addressFrom: string): Promise<Discovery> {
    const versions = await announcedVersions(line, endpoint, { token, addressFrom });
    const root = rootOf(endpoint);
    const own = choose(versions, root);
    const url = root === undefined && own !== undefined ? `${endpoint}/${pathOf(own)}` : endpoint;
    if (!isMicroversion(own?.version) || !isMicroversion(own.min_version)) {
        return { url, minimum: BASE_MICROVERSION, maximum: BASE_MICROVERSION, microversions: false };
    }
    return { url, minimum: own.min_version, maximum: own.version, microversions: true };
}

interface Access {
    token: string;
    addressFrom: string;
}

async function announcedVersions(line: Line, endpoint: string, access: Access): Promise<Version[]> {
    const { origin, pathname } = new URL(endpoint);
    const root = rootOf(endpoint);
    const address = `${origin}${root ?? pathname.replace(/\/$/, "")}/`;
    const answer = await ask(line, address, access);
    if (!HIDDEN.has(answer.status)) {
        return understood(line, answer, address);
    }
    // The list of all versions is often readable when the document of one is not. Its other entries are ignored.
    const list = root === undefined ? undefined : await ask(line, new URL("..", address).href, access);
    const document = Document.safeParse(list?.body);
    return document.success ? document.data : [];
}

function ask(line: Line, url: string, { token, addressFrom }: Access): Promise<ExchangeAnswer> {
    return exchange(line, {
        operation: OPERATION,
        method: "GET",
        url,
        headers: { "X-Auth-Token": token },
        repeatable: true,
        addressFrom,
    });
}

function understood(line: Line, answer: ExchangeAnswer, url: string): Version[] {
    if (answer.fault !== undefined) {
        throw refusalError({ ...answer, fault: answer.fault, operation: OPERATION, cloud: line.cloud });
    }
    const document = Document.safeParse(answer.body);
    if (!document.success) {
        throw new InvalidAnswerError({
            operation: OPERATION,
            requestId: answer.requestId,
            problem: `${url} answers HTTP ${answer.status} with something other than a list of API versions`,
        });
    }
    return document.data;
}

/** The version in the endpoint's own path. For an endpoint without one, the newest that has microversions. */
function choose(versions: readonly Version[], root: string | undefined): Version | undefined {
    if (root !== undefined) {
        const path = root.slice(root.lastIndexOf("/") + 1);
        return (
            versions.find((version) => pathOf(version) === path) ?? (versions.length === 1 ? versions[0] : undefined)
        );
    }
    return versions.find(({ version }) => isMicroversion(version)) ?? versions[0];
}

/** The id of v2 is "v2.0", its path is "v2". */
function pathOf(version: Version): string {
    return version.id === "v2.0" ? "v2" : version.id;
}
