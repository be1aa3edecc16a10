import { badRequest, notFound } from "../http/api-error";
import { isObject, type JsonObject, objectAt } from "../http/json";
import type { Schema } from "../http/schema";
import type { Flavor } from "../state/model";
import type { Call, Reply } from "./call";
import { flavorOf } from "./flavors";
import { always, type Route } from "./route";
import * as type from "./schemas/parameter-types";

const specs = type.metadataOf({ type: ["string", "number"], maxLength: 255 });
const oneSpec: Schema = { ...specs, minProperties: 1, maxProperties: 1 };
const policy = (operation: string) => `os_compute_api:os-flavor-extra-specs:${operation}`;
const path = "/flavors/{flavor_id}/os-extra_specs";

/** Extra specs of a flavor (API reference 1.15; the statuses are Nova's). */
export const flavorExtraSpecRoutes: readonly Route[] = [
    { method: "GET", path, policy: policy("index"), handle: list },
    { method: "POST", path, policy: policy("create"), body: always(type.wrapped("extra_specs", specs)), handle: add },
    { method: "GET", path: `${path}/{key}`, policy: policy("show"), handle: show },
    { method: "PUT", path: `${path}/{key}`, policy: policy("update"), body: always(oneSpec), handle: update },
    { method: "DELETE", path: `${path}/{key}`, policy: policy("delete"), handle: remove },
];

function list(call: Call): Reply {
    return { body: { extra_specs: { ...flavorOf(call, "flavor_id").extraSpecs } } };
}

function add(call: Call): Reply {
    const given = objectAt(call.body, "extra_specs");
    checkSpecs(call, given);
    merge(flavorOf(call, "flavor_id"), given);
    return { body: call.body };
}

function show(call: Call): Reply {
    const flavor = flavorOf(call, "flavor_id");
    const key = call.parameter("key");
    return { body: { [key]: specOf(flavor, key) } };
}

function update(call: Call): Reply {
    const given = isObject(call.body) ? call.body : {};
    checkSpecs(call, given);
    if (given[call.parameter("key")] === undefined) {
        throw badRequest("Request body and URI mismatch");
    }
    merge(flavorOf(call, "flavor_id"), given);
    return { body: call.body };
}

function remove(call: Call): undefined {
    const flavor = flavorOf(call, "flavor_id");
    const key = call.parameter("key");
    specOf(flavor, key);
    const { [key]: _removed, ...rest } = flavor.extraSpecs;
    flavor.extraSpecs = rest;
}

function specOf(flavor: Flavor, key: string): string | number {
    const value = flavor.extraSpecs[key];
    if (value === undefined) {
        throw notFound(`Flavor ${flavor.id} has no extra specs with key ${key}.`);
    }
    return value;
}

function merge(flavor: Flavor, given: JsonObject): void {
    // A server that runs keeps the specs it was made with, so the record is replaced, not changed.
    flavor.extraSpecs = { ...flavor.extraSpecs };
    for (const [key, value] of Object.entries(given)) {
        flavor.extraSpecs[key] = String(value);
    }
}

/** Namespaces that Nova knows; from 2.86 on a spec in one of them must be one of its own. */
const KNOWN: Readonly<Record<string, RegExp>> = {
    hw: /^(cpu_policy|cpu_threads|cpu_cores|cpu_sockets|cpu_max_(cores|sockets|threads)|cpu_thread_policy|cpu_realtime|cpu_realtime_mask|cpu_dedicated_mask|emulator_threads_policy|mem_page_size|mem_encryption|numa_nodes|numa_cpus\.\d+|numa_mem\.\d+|pci_numa_affinity_policy|pmu|serial_port_count|video_ram|vif_multiqueue_enabled|watchdog_action|boot_menu|pmem|hide_hypervisor_id|tpm_version|tpm_model|locked_memory)$/,
    quota: /^(cpu|memory|disk_io|vif)_(limit|reservation|shares_level|shares_share)$|^cpu_(shares|period|quota)$|^disk_(read|write|total)_(bytes|iops)_sec(_max)?$|^vif_(in|out)bound_(average|burst|peak)$/,
    hw_rng: /^(allowed|rate_bytes|rate_period)$/,
    hw_video: /^ram_max_mb$/,
};

function checkSpecs(call: Call, given: JsonObject): void {
    if (!call.since(86)) {
        return;
    }
    for (const name of Object.keys(given)) {
        const [, namespace = "", rest = ""] = /^([^:]+):(.*)$/.exec(name) ?? [];
        const known = KNOWN[namespace];
        if (known !== undefined && !known.test(rest)) {
            throw badRequest(`Validation failed; extra spec '${name}' does not appear to be a valid extra spec.`);
        }
    }
}
