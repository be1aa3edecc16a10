/** The flavor inside a server: a reference up to 2.46, a copy of its sizes since 2.47. */
import * as z from "zod";
import { filledText, metadataMap, optionalIdentifier, optionalQuantity } from "./values";

/** RAM and swap in MiB, disk and ephemeral in GiB. Before 2.47 only `id`; from 2.47 everything but `id`. */
export interface ServerFlavor {
    id?: string;
    name?: string;
    vcpus?: number;
    ram?: number;
    disk?: number;
    ephemeral?: number;
    swap?: number;
    extraSpecs?: Record<string, string>;
}

export const serverFlavor = z
    .object({
        id: optionalIdentifier,
        original_name: filledText,
        name: filledText,
        vcpus: optionalQuantity,
        ram: optionalQuantity,
        disk: optionalQuantity,
        ephemeral: optionalQuantity,
        swap: optionalQuantity,
        extra_specs: metadataMap.nullish(),
    })
    .nullish()
    .transform((body): ServerFlavor => {
        if (body === null || body === undefined) {
            return {};
        }
        const { original_name, name, extra_specs, ...sizes } = body;
        return { ...sizes, name: original_name ?? name, extraSpecs: extra_specs ?? undefined };
    });
