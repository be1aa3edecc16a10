/** Nova's quotas of a project, with Nova's own defaults. -1 means unlimited. */
export interface Quotas {
    instances: number;
    cores: number;
    ram: number;
    metadata_items: number;
    injected_files: number;
    injected_file_content_bytes: number;
    injected_file_path_bytes: number;
    key_pairs: number;
    server_groups: number;
    server_group_members: number;
    /** The network service counts the following; Nova shows -1 and enforces nothing. */
    fixed_ips: number;
    floating_ips: number;
    security_groups: number;
    security_group_rules: number;
}

export const DEFAULT_QUOTAS: Readonly<Quotas> = {
    instances: 10,
    cores: 20,
    ram: 51_200,
    metadata_items: 128,
    injected_files: 5,
    injected_file_content_bytes: 10_240,
    injected_file_path_bytes: 255,
    key_pairs: 100,
    server_groups: 10,
    server_group_members: 10,
    fixed_ips: -1,
    floating_ips: -1,
    security_groups: -1,
    security_group_rules: -1,
};

/** The network service's own limits. */
export interface NetworkQuotas {
    floatingIps: number;
    securityGroups: number;
    securityGroupRules: number;
}

export const DEFAULT_NETWORK_QUOTAS: Readonly<NetworkQuotas> = {
    floatingIps: 50,
    securityGroups: 10,
    securityGroupRules: 100,
};
