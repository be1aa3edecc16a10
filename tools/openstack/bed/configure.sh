# shellcheck shell=bash
# Sourced by start.sh: writes every configuration. Settings that are not the default have their reason beside them.

mkdir -p "$ETC"/{keystone,placement,glance,neutron,nova,cinder}

database() { echo "mysql+pymysql://osreal:$BED_PASSWORD@$IP:$DATABASE_PORT/$1?charset=utf8"; }
queue="rabbit://guest:guest@$IP:$QUEUE_PORT/"
# What a service needs to sign in as the service user.
service_user() {
    cat <<END
auth_type = password
auth_url = http://$IP:$KEYSTONE_PORT/v3
username = svc
password = $BED_PASSWORD
project_name = service
user_domain_name = Default
project_domain_name = Default
region_name = RegionOne
END
}
# The sections that glance, neutron, nova, cinder and placement share.
common() {
    cat <<END
[keystone_authtoken]
www_authenticate_uri = http://$IP:$KEYSTONE_PORT/v3
service_token_roles = service
service_token_roles_required = true
$(service_user)
[oslo_concurrency]
lock_path = $VAR/lock
[oslo_messaging_notifications]
driver = noop
[oslo_messaging_rabbit]
# No heartbeats: under uwsgi the thread that should send them sleeps between requests.
heartbeat_timeout_threshold = 0
END
}

cat >"$ETC/my.cnf" <<END
[mariadbd]
user = root
datadir = $VAR/mysql
socket = $RUN/mysql.sock
bind-address = $IP
port = $DATABASE_PORT
max_connections = 500
character-set-server = utf8mb3
# Speed over safety: a crash may lose data, which a test bed does not mind.
innodb_flush_log_at_trx_commit = 0
innodb_doublewrite = 0
skip-log-bin
END

cat >"$ETC/keystone/keystone.conf" <<END
[database]
connection = $(database keystone)
[token]
# A day: nobody's session of tests ends in a 401.
expiration = 86400
[fernet_tokens]
key_repository = $VAR/keystone/fernet
[credential]
key_repository = $VAR/keystone/credential
[identity]
# The fewest rounds: each sign-in costs a bcrypt.
password_hash_rounds = 4
END

cat >"$ETC/placement/placement.conf" <<END
[placement_database]
connection = $(database placement)
$(common)
END

cat >"$ETC/glance/glance-api.conf" <<END
[DEFAULT]
bind_host = $IP
bind_port = $GLANCE_PORT
workers = 1
enabled_backends = disk:file
[paste_deploy]
flavor = keystone
config_file = $(paste_folder glance)/glance-api-paste.ini
[database]
connection = $(database glance)
[glance_store]
default_backend = disk
[disk]
filesystem_store_datadir = $VAR/glance/images
[os_glance_staging_store]
filesystem_store_datadir = $VAR/glance/staging
[os_glance_tasks_store]
filesystem_store_datadir = $VAR/glance/tasks
$(common)
END

cat >"$ETC/neutron/neutron.conf" <<END
[DEFAULT]
bind_host = $IP
bind_port = $NEUTRON_PORT
api_workers = 1
# There are no agents, so nobody calls neutron over the queue.
rpc_workers = 0
rpc_state_report_workers = 0
dhcp_agent_notification = false
transport_url = $queue
state_path = $VAR/neutron
api_paste_config = $(paste_folder neutron)/api-paste.ini
core_plugin = ml2
# router: floating IPs.
service_plugins = router
[quotas]
# Room for tests in parallel (the defaults: 500 ports, 50 floating IPs, 10 groups, 100 rules).
quota_port = 5000
quota_network = 500
quota_subnet = 500
quota_router = 100
quota_floatingip = 250
quota_security_group = 1000
quota_security_group_rule = 10000
[database]
connection = $(database neutron)
[ml2]
type_drivers = local,flat
tenant_network_types = local
# python/instant_bind.py: no driver of neutron's own binds a port without an agent.
mechanism_drivers = instant_bind
extension_drivers = port_security
[ml2_type_flat]
flat_networks = *
[securitygroup]
enable_security_group = true
# How neutron tells nova that a floating IP came or that a port went.
[nova]
$(service_user)
$(common)
END

cat >"$ETC/nova/nova.conf" <<END
[DEFAULT]
my_ip = $IP
transport_url = $queue
state_path = $VAR/nova
# python/bed_compute.py
compute_driver = fake.TestBedDriver
# No agent plugs a VIF, so no event comes: do not wait for one.
vif_plugging_timeout = 0
vif_plugging_is_fatal = false
allow_resize_to_same_host = false
report_interval = 5
# Periodic tasks (host discovery, the compute's report to placement) start at once, not within 60 s.
periodic_fuzzy_delay = 0
[api_database]
connection = $(database nova_api)
[database]
connection = $(database nova)
[conductor]
workers = 1
[scheduler]
workers = 1
# New computes join their cell by themselves.
discover_hosts_in_cells_interval = 5
[compute]
# Else ten failures in a row that a test asked for disable the compute service.
consecutive_build_service_disable_threshold = 0
[quota]
# Room for tests in parallel (the defaults: 10 servers, 20 cores, 50 GiB, 100 keys, 10 groups). Here, and not project
# by project, so that a test that deletes a project's quotas falls back to these.
instances = 1000
cores = 4000
ram = 8000000
key_pairs = 1000
server_groups = 1000
server_group_members = 100
[placement]
$(service_user)
[neutron]
service_metadata_proxy = true
$(service_user)
[glance]
$(service_user)
[cinder]
catalog_info = volumev3::publicURL
$(service_user)
# cinder refuses to detach a volume in use unless nova sends its own token along.
[service_user]
send_service_user_token = true
$(service_user)
# The three consoles answer with URLs that lead nowhere.
[vnc]
enabled = true
[spice]
enabled = true
[serial_console]
enabled = true
$(common)
END
cp "$(paste_folder nova)/api-paste.ini" "$ETC/nova/" # nova-api wants it beside nova.conf
for host in "${COMPUTES[@]}"; do
    mkdir -p "$VAR/$host"
    cat >"$ETC/nova/$host.conf" <<END
[DEFAULT]
host = $host
state_path = $VAR/$host
END
done

cat >"$ETC/cinder/cinder.conf" <<END
[DEFAULT]
my_ip = $IP
transport_url = $queue
state_path = $VAR/cinder
api_paste_config = $(paste_folder cinder)/api-paste.ini
enabled_backends = fake
glance_api_servers = http://$IP:$GLANCE_PORT
# Else the quotas below are shadowed by those that the schema's first migration writes into the database.
use_default_quota_class = false
quota_volumes = 1000
quota_snapshots = 1000
quota_backups = 1000
quota_gigabytes = 1000000
quota_backup_gigabytes = 1000000
# python/bed_volume.py
[fake]
volume_driver = bed_volume.TestBedVolumeDriver
volume_backend_name = fake
[database]
connection = $(database cinder)
# Nova waits for cinder's word that a new image is on a volume, when it rebuilds a server that boots from it.
[nova]
$(service_user)
$(common)
END
