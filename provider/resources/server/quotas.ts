import type { Quotas } from "../../plan/quota-declaration";

/** The quotas that servers use (API reference, "Quota sets" and "Limits"). */
export const serverQuotas = {
    instances: {
        name: "instances",
        of: "servers",
        called: ["servers"],
        limit: "maxTotalInstances",
        used: "totalInstancesUsed",
    },
    cores: {
        name: "cores",
        of: "virtual processors",
        called: ["class:vcpu"],
        limit: "maxTotalCores",
        used: "totalCoresUsed",
    },
    ram: {
        name: "ram",
        of: "memory, in MiB",
        called: ["class:memory_mb"],
        unit: " MiB",
        limit: "maxTotalRAMSize",
        used: "totalRAMUsed",
    },
    metadataItems: {
        name: "metadata items",
        of: "metadata items of a server",
        called: ["server_metadata_items"],
        limit: "maxServerMeta",
    },
    injectedFiles: {
        name: "files",
        of: "files written into a server",
        called: ["personality file", "server_injected_files"],
        limit: "maxPersonality",
        until: "2.56",
    },
    injectedFileContentBytes: {
        name: "bytes of a file",
        of: "bytes in a file written into a server",
        limit: "maxPersonalitySize",
        until: "2.56",
    },
    injectedFilePathBytes: {
        name: "bytes of a file's path",
        of: "bytes in the path of a file written into a server",
        until: "2.56",
    },
    fixedIps: { name: "fixed addresses", of: "fixed addresses of a project", until: "2.35" },
} satisfies Quotas;
