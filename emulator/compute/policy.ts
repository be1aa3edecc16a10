/** The policies that Nova 26 grants to administrators only; every other one is for a project's members too. */
const ADMIN_ONLY: ReadonlySet<string> = new Set([
    "os_compute_api:os-flavor-manage:create",
    "os_compute_api:os-flavor-manage:update",
    "os_compute_api:os-flavor-manage:delete",
    "os_compute_api:os-flavor-access:add_tenant_access",
    "os_compute_api:os-flavor-access:remove_tenant_access",
    "os_compute_api:os-flavor-extra-specs:create",
    "os_compute_api:os-flavor-extra-specs:update",
    "os_compute_api:os-flavor-extra-specs:delete",
    "os_compute_api:servers:index:get_all_tenants",
    "os_compute_api:servers:detail:get_all_tenants",
    "os_compute_api:servers:allow_all_filters",
    "os_compute_api:servers:show:host_status",
    "os_compute_api:servers:create:forced_host",
    "os_compute_api:servers:create:zero_disk_flavor",
    "compute:servers:create:requested_destination",
    "os_compute_api:os-extended-server-attributes",
    "os_compute_api:os-admin-actions:reset_state",
    "os_compute_api:os-admin-actions:inject_network_info",
    "os_compute_api:os-evacuate",
    "os_compute_api:os-migrate-server:migrate",
    "os_compute_api:os-migrate-server:migrate_live",
    "os_compute_api:os-instance-actions:events",
    "os_compute_api:os-instance-actions:events:details",
    "os_compute_api:os-lock-server:unlock:unlock_override",
    "os_compute_api:os-volumes-attachments:swap",
    "os_compute_api:os-quota-sets:update",
    "os_compute_api:os-quota-sets:delete",
    "os_compute_api:os-availability-zone:detail",
    "os_compute_api:os-shelve:shelve_offload",
    "os_compute_api:os-shelve:unshelve_to_host",
    "os_compute_api:limits:other_project",
]);

export function allows(policy: string, caller: { readonly isAdmin: boolean }): boolean {
    return caller.isAdmin || !ADMIN_ONLY.has(policy);
}
