import { aggregateRoutes } from "./aggregates";
import { availabilityZoneRoutes } from "./availability-zones";
import { flavorAccessRoutes } from "./flavor-access";
import { flavorExtraSpecRoutes } from "./flavor-extra-specs";
import { flavorRoutes } from "./flavors";
import { floatingIpRoutes } from "./floating-ips";
import { imageMetadataRoutes } from "./image-metadata";
import { imageRoutes } from "./images";
import { instanceActionRoutes } from "./instance-actions";
import { interfaceAttachmentRoutes } from "./interface-attachments";
import { keypairRoutes } from "./keypairs";
import { limitRoutes } from "./limits";
import { networkRoutes } from "./networks";
import { quotaSetRoutes } from "./quota-sets";
import type { Route } from "./route";
import { securityGroupRuleRoutes } from "./security-group-rules";
import { securityGroupRoutes } from "./security-groups";
import { serverActionRoutes } from "./server-actions";
import { serverGroupRoutes } from "./server-groups";
import { serverMetadataRoutes } from "./server-metadata";
import { serverNetworkRoutes } from "./server-networks";
import { serverTagRoutes } from "./server-tags";
import { serverRoutes } from "./servers";
import { volumeAttachmentRoutes } from "./volume-attachments";
import { volumeRoutes } from "./volumes";

/** The whole Compute API as one table. */
const ROUTES: readonly Route[] = [
    ...serverRoutes,
    ...serverActionRoutes,
    ...serverMetadataRoutes,
    ...serverTagRoutes,
    ...serverNetworkRoutes,
    ...serverGroupRoutes,
    ...interfaceAttachmentRoutes,
    ...volumeAttachmentRoutes,
    ...volumeRoutes,
    ...instanceActionRoutes,
    ...flavorRoutes,
    ...flavorAccessRoutes,
    ...flavorExtraSpecRoutes,
    ...keypairRoutes,
    ...floatingIpRoutes,
    ...securityGroupRoutes,
    ...securityGroupRuleRoutes,
    ...imageRoutes,
    ...imageMetadataRoutes,
    ...networkRoutes,
    ...limitRoutes,
    ...quotaSetRoutes,
    ...availabilityZoneRoutes,
    ...aggregateRoutes,
];

interface Matched {
    /** The rows of one path and method: one for each range of microversions. */
    readonly routes: readonly Route[];
    readonly parameters: Readonly<Record<string, string>>;
}

/** The rows for a method and a path. A literal segment takes precedence over a parameter. */
export function matchRoutes(method: string, segments: readonly string[]): Matched | undefined {
    const matching = ROUTES.filter((route) => route.method === method).flatMap((route) => {
        const parameters = parametersOf(route.path, segments);
        return parameters === undefined ? [] : [{ route, parameters }];
    });
    const [best] = matching.toSorted(
        (a, b) => Object.keys(named(a.route.path)).length - Object.keys(named(b.route.path)).length,
    );
    if (best === undefined) {
        return undefined;
    }
    const routes = matching.filter(({ route }) => route.path === best.route.path).map(({ route }) => route);
    return { routes, parameters: best.parameters };
}

function named(path: string): string[] {
    return path.match(/\{[^}]+\}/g) ?? [];
}

/** The parameters in a path. A literal `detail` counts as one, so that lists can distinguish it. */
function parametersOf(path: string, segments: readonly string[]): Record<string, string> | undefined {
    const pattern = path.slice(1).split("/");
    if (pattern.length !== segments.length) {
        return undefined;
    }
    const parameters: Record<string, string> = {};
    for (const [index, part] of pattern.entries()) {
        const segment = segments[index] ?? "";
        const name = /^\{(.+)\}$/.exec(part)?.[1];
        if (name !== undefined && segment !== "") {
            parameters[name] = segment;
        } else if (part !== segment) {
            return undefined;
        } else if (part === "detail") {
            parameters.detail = "detail";
        }
    }
    return parameters;
}
