import type { JsonObject } from "../../http/json";
import type { Flavor } from "../../state/model";
import type { Call } from "../call";
import { links } from "./links";

/** A flavor in a list. */
export function flavorSummary(call: Call, flavor: Flavor): JsonObject {
    return {
        id: flavor.id,
        name: flavor.name,
        links: links(call, "flavors", flavor.id),
        ...(call.since(55) ? { description: flavor.description } : {}),
    };
}

/** A single flavor, or one in a detailed list. */
export function flavorDetail(call: Call, flavor: Flavor): JsonObject {
    return {
        id: flavor.id,
        name: flavor.name,
        ram: flavor.ram,
        disk: flavor.disk,
        // No swap is an empty string up to 2.74, and then 0.
        swap: flavor.swap || (call.since(75) ? 0 : ""),
        "OS-FLV-EXT-DATA:ephemeral": flavor.ephemeral,
        "OS-FLV-DISABLED:disabled": false,
        vcpus: flavor.vcpus,
        "os-flavor-access:is_public": flavor.isPublic,
        rxtx_factor: flavor.rxtxFactor || "",
        links: links(call, "flavors", flavor.id),
        ...(call.since(55) ? { description: flavor.description } : {}),
        ...(call.since(61) ? { extra_specs: { ...flavor.extraSpecs } } : {}),
    };
}

/** The flavor inside a server, since 2.47: as it was when the server was created or resized, without its id. */
export function embeddedFlavor(flavor: Flavor): JsonObject {
    return {
        vcpus: flavor.vcpus,
        ram: flavor.ram,
        disk: flavor.disk,
        ephemeral: flavor.ephemeral,
        swap: flavor.swap,
        original_name: flavor.name,
        extra_specs: { ...flavor.extraSpecs },
    };
}
