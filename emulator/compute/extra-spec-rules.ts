import { badRequest } from "../http/api-error";

/** What the value of an extra spec must be. */
type Rule =
    | { readonly kind: "text" }
    | { readonly kind: "boolean" }
    | { readonly kind: "integer"; readonly min?: number; readonly max?: number }
    | { readonly kind: "word"; readonly of: readonly string[] }
    /** `pattern` is quoted in the message, as Nova writes it. */
    | { readonly kind: "pattern"; readonly pattern: string };

const TEXT: Rule = { kind: "text" };
const BOOLEAN: Rule = { kind: "boolean" };
const INTEGER: Rule = { kind: "integer" };
const COUNT: Rule = { kind: "integer", min: 1 };
const AMOUNT: Rule = { kind: "integer", min: 0 };
const LEVEL: Rule = word("custom", "high", "normal", "low");
const CPUS: Rule = { kind: "pattern", pattern: "\\^?\\d+((-\\d+)?(,\\^?\\d+(-\\d+)?)?)*" };

function word(...of: string[]): Rule {
    return { kind: "word", of };
}

/** The extra specs that Nova 26 knows. Since 2.86 a key in one of their namespaces must be one of them. */
const RULES: readonly (readonly [name: RegExp, rule: Rule])[] = [
    [/^accel:device_profile$/, TEXT],
    [/^aggregate_instance_extra_specs:.+$/, TEXT],
    [/^capabilities:\w+(:\w+)*$/, TEXT],
    [/^group_policy$/, word("isolate", "none")],
    [/^(hw:)?hide_hypervisor_id$/, BOOLEAN],
    [/^hw:(boot_menu|cpu_realtime|ephemeral_encryption|locked_memory|mem_encryption|pmu)$/, BOOLEAN],
    [/^hw:vif_multiqueue_enabled$/, BOOLEAN],
    [/^hw:(max_)?cpu_(cores|sockets|threads)$/, COUNT],
    [/^hw:(numa_nodes|numa_mem.\d+)$/, COUNT],
    [/^hw:serial_port_count$/, AMOUNT],
    [/^hw:(cpu_dedicated_mask|numa_cpus.\d+)$/, CPUS],
    [/^hw:cpu_realtime_mask$/, { kind: "pattern", pattern: "(\\^)?\\d+((-\\d+)?(,\\^?\\d+(-\\d+)?)?)*" }],
    [/^hw:mem_page_size$/, { kind: "pattern", pattern: "(large|small|any|\\d+([kKMGT]i?)?(b|bit|B)?)" }],
    [/^hw:pmem$/, { kind: "pattern", pattern: "([a-zA-Z0-9_]+(,)?)+" }],
    [/^hw:cpu_policy$/, word("dedicated", "shared", "mixed")],
    [/^hw:cpu_thread_policy$/, word("prefer", "isolate", "require")],
    [/^hw:emulator_threads_policy$/, word("isolate", "share")],
    [/^hw:ephemeral_encryption_format$/, word("plain", "luks", "luksv2")],
    [/^hw:pci_numa_affinity_policy$/, word("required", "preferred", "legacy", "socket")],
    [/^hw:tpm_model$/, word("tpm-tis", "tpm-crb")],
    [/^hw:tpm_version$/, word("1.2", "2.0")],
    [/^hw:viommu_model$/, word("intel", "smmuv3", "virtio", "auto")],
    [/^hw:watchdog_action$/, word("none", "pause", "poweroff", "reset", "disabled")],
    [/^hw_rng:allowed$/, BOOLEAN],
    [/^hw_rng:rate_(bytes|period)$/, AMOUNT],
    [/^hw_video:ram_max_mb$/, AMOUNT],
    [/^os:monitors$/, { kind: "integer", min: 1, max: 8 }],
    [/^os:resolution$/, word("1024x768", "1280x1024", "1600x1200", "1920x1200", "2560x1600", "3840x2160")],
    [/^os:secure_boot$/, word("disabled", "required")],
    [/^os:vram$/, word("64", "128", "256", "512", "1024")],
    [/^pci_passthrough:alias$/, { kind: "pattern", pattern: "[^:]+:\\d+(?:\\s*,\\s*[^:]+:\\d+)*" }],
    [/^quota:(cpu_quota|(cpu|memory|disk_io|vif)_reservation)$/, INTEGER],
    [/^quota:(cpu|memory|disk_io|vif)_shares_level$/, LEVEL],
    [/^quota:(cpu|memory|disk_io|vif)_(limit|shares_share)$/, AMOUNT],
    [/^quota:cpu_(period|shares)$/, AMOUNT],
    [/^quota:disk_(read|total|write)_(bytes|iops)_sec$/, AMOUNT],
    [/^quota:vif_(in|out)bound_(average|burst|peak)$/, AMOUNT],
    [/^resources[\w-]{0,64}:[A-Z0-9_]+$/, INTEGER],
    [/^trait[\w-]{0,64}:[A-Z0-9_]+$/, word("required", "forbidden")],
    [/^vmware:(hw_version|storage_policy)$/, TEXT],
];

const NAMESPACES =
    /^(accel|aggregate_instance_extra_specs|capabilities|hw|hw_rng|hw_video|os|pci_passthrough|quota|resources[\w-]{0,64}|trait[\w-]{0,64}|vmware):/;

/** Refuses an extra spec that Nova does not know. Keys in other namespaces are allowed. */
export function refuseUnknownSpec(name: string, value: string): void {
    const rule = RULES.find(([expression]) => expression.test(name))?.[1];
    if (rule !== undefined) {
        refuseBadValue(rule, value);
    } else if (NAMESPACES.test(name)) {
        throw failed(`extra spec '${name}' does not appear to be a valid extra spec.`);
    }
}

const BOOLEANS = new Set(["1", "t", "true", "on", "y", "yes", "0", "f", "false", "off", "n", "no"]);

function refuseBadValue(rule: Rule, value: string): void {
    switch (rule.kind) {
        case "text":
            return;
        case "boolean":
            if (!BOOLEANS.has(value.trim().toLowerCase())) {
                throw failed(`'${value}' is not a valid boolean-like value.`);
            }
            return;
        case "integer":
            if (!/^\s*[+-]?\d+\s*$/.test(value)) {
                throw failed(`'${value}' is not a valid integer value.`);
            }
            if (rule.max !== undefined && Number(value) > rule.max) {
                throw failed(`'${Number(value)}' is greater than the max value of '${rule.max}'.`);
            }
            if (rule.min !== undefined && Number(value) < rule.min) {
                throw failed(`'${Number(value)}' is less than the min value of '${rule.min}'.`);
            }
            return;
        case "word":
            if (!rule.of.includes(value)) {
                throw failed(`'${value}' is not one of: ${rule.of.join(", ")}.`);
            }
            return;
        case "pattern":
            if (!new RegExp(`^(?:${rule.pattern})$`).test(value)) {
                throw failed(`'${value}' is not of the format '${rule.pattern}'.`);
            }
            return;
    }
}

function failed(reason: string): Error {
    return badRequest(`Validation failed; ${reason}`);
}
