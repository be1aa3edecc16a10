#!/bin/bash
# Brings up an OpenStack on the loopback interface, in two stages, between which the seed (tools/openstack/seed) makes
# the users and the catalog:
#
#   start.sh apis       MariaDB, RabbitMQ, the schemas, and every API: keystone, placement, glance, neutron, nova, cinder
#   start.sh computes   nova's conductor and scheduler, and two hosts with a fake hypervisor
#
# Idempotent: it starts only what does not run.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$(readlink -f "$0")")/common.sh"
: "${BED_PASSWORD:?}" "${KEYSTONE_PORT:?}" "${PLACEMENT_PORT:?}" "${GLANCE_PORT:?}" "${NEUTRON_PORT:?}"
: "${NOVA_PORT:?}" "${CINDER_PORT:?}" "${DATABASE_PORT:?}" "${QUEUE_PORT:?}" "${QUEUE_PEER_PORT:?}" "${EPMD_PORT:?}"
[ -e "$INSTALLED" ] || die "install.sh comes first."

COMPUTES=(compute-1 compute-2) # two, so that a resize has somewhere to go

# The caller's environment is not to reach the services: neither a proxy, nor a cloud, nor Python's settings.
unset "${!OS_@}" "${!PYTHON@}" http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
export PATH=$BIN:/usr/sbin:/usr/bin:/sbin:/bin # so that python3 is the release's
export PYTHONPATH=$BED/python PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore

sql() { mariadb --no-defaults -uroot -S "$RUN/mysql.sock" "$@"; }
answers() { curl -sf -o /dev/null --max-time 5 "$1"; }
listens() { (exec 3<>"/dev/tcp/$IP/$1"); }

# free PORT NAME: dies where another program has the port of one that is about to start.
free() {
    if ! alive "$2" && listens "$1" 2>/dev/null; then
        die "Port $1 of $IP, which $2 needs, is another program's. End that one first."
    fi
}

# ---------------------------------------------------------------- apis

start_apis() {
    mkdir -p "$RUN" "$LOG" "$VAR"/{rabbit,glance/images,nova,lock,cinder,neutron}
    free "$DATABASE_PORT" mariadb
    free "$EPMD_PORT" epmd
    free "$QUEUE_PORT" rabbitmq
    free "$KEYSTONE_PORT" keystone
    free "$PLACEMENT_PORT" placement
    free "$GLANCE_PORT" glance-api
    free "$NEUTRON_PORT" neutron-server
    free "$NOVA_PORT" nova-api
    free "$CINDER_PORT" cinder-api
    # shellcheck source-path=SCRIPTDIR source=configure.sh
    . "$BED/configure.sh"
    start_database_and_queue
    wait_for 60 mariadb sql -e 'select 1'
    if [ ! -e "$VAR/schemas" ]; then
        make_schemas
    fi
    wait_for 60 rabbitmq listens "$QUEUE_PORT"
    say "the database and the message queue are up"
    start_api_services
    wait_for 60 keystone answers "http://$IP:$KEYSTONE_PORT/v3"
    say "Keystone answers"
}

start_database_and_queue() {
    if [ ! -d "$VAR/mysql/mysql" ]; then
        mariadb-install-db --defaults-file="$ETC/my.cnf" --auth-root-authentication-method=normal \
            --skip-test-db >"$LOG/mariadb-install-db.log" 2>&1 ||
            die "mariadb-install-db failed." "$LOG/mariadb-install-db.log"
    fi
    spawn mariadb mariadbd --defaults-file="$ETC/my.cnf"

    # An epmd of its own: RabbitMQ would start a common one, on every interface, that outlives it.
    export ERL_EPMD_ADDRESS=$IP ERL_EPMD_PORT=$EPMD_PORT
    spawn epmd epmd -address "$IP" -port "$EPMD_PORT"
    # "+sbwt none": an idle Erlang does not spin.
    spawn rabbitmq env HOME="$VAR/rabbit" RABBITMQ_NODENAME="$BED_RELEASE@localhost" \
        RABBITMQ_NODE_IP_ADDRESS="$IP" RABBITMQ_NODE_PORT="$QUEUE_PORT" RABBITMQ_DIST_PORT="$QUEUE_PEER_PORT" \
        RABBITMQ_MNESIA_BASE="$VAR/rabbit" RABBITMQ_LOG_BASE="$LOG" \
        RABBITMQ_ENABLED_PLUGINS_FILE=/dev/null RABBITMQ_CONFIG_FILE=/dev/null \
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+sbwt none -kernel inet_dist_use_interface {127,0,0,1}" \
        /usr/lib/rabbitmq/bin/rabbitmq-server
}

sync_keystone() {
    local manage=(keystone-manage --config-file "$ETC/keystone/keystone.conf")
    mkdir -p "$VAR"/keystone/{fernet,credential}
    chmod 700 "$VAR"/keystone/*
    "${manage[@]}" db_sync
    "${manage[@]}" fernet_setup --keystone-user root --keystone-group root
    "${manage[@]}" credential_setup --keystone-user root --keystone-group root
    # The internal endpoint is where keystonemiddleware and nova look for the others.
    "${manage[@]}" bootstrap --bootstrap-password "$BED_PASSWORD" --bootstrap-region-id RegionOne \
        --bootstrap-public-url "http://$IP:$KEYSTONE_PORT/v3" --bootstrap-internal-url "http://$IP:$KEYSTONE_PORT/v3"
}
sync_placement() { placement-manage --config-file "$ETC/placement/placement.conf" db sync; }
sync_glance() { glance-manage --config-file "$ETC/glance/glance-api.conf" db_sync; }
sync_neutron() { neutron-db-manage --config-file "$ETC/neutron/neutron.conf" upgrade head; }
sync_cinder() { cinder-manage --config-file "$ETC/cinder/cinder.conf" db sync; }
sync_nova() {
    local manage=(nova-manage --config-file "$ETC/nova/nova.conf")
    "${manage[@]}" api_db sync
    "${manage[@]}" cell_v2 map_cell0 --database_connection "$(database nova_cell0)"
    "${manage[@]}" cell_v2 create_cell --name cell1 || [ $? = 2 ] # 2: it is there already
    "${manage[@]}" db sync
}

# All services' at once.
make_schemas() {
    local name job jobs=()
    for name in keystone placement glance neutron nova nova_api nova_cell0 cinder; do
        sql -e "create database if not exists $name character set utf8mb3"
    done
    sql -e "grant all on *.* to osreal@'%' identified by '$BED_PASSWORD'"
    say "making the database schemas"
    for name in keystone placement glance neutron nova cinder; do
        (
            set -e
            "sync_$name"
        ) >"$LOG/sync-$name.log" 2>&1 &
        jobs+=("$!:$name")
    done
    for job in "${jobs[@]}"; do
        name=${job#*:}
        wait "${job%:*}" || die "The database schema of $name cannot be made." "$LOG/sync-$name.log"
    done
    touch "$VAR/schemas"
}

# wsgi NAME PORT PROCESSES [ARGUMENT-OF-THE-APPLICATION...]
wsgi() {
    local name=$1 port=$2 processes=$3 app
    shift 3
    read -ra app <<<"${WSGI_APP[$name]}"
    # "Connection: close": uwsgi's plain HTTP socket serves one request a connection.
    spawn "$name" "${UWSGI[@]}" "${app[@]}" --master --need-app --lazy-apps --die-on-term \
        --enable-threads --thunder-lock --buffer-size 65535 --listen 100 \
        --http-socket "$IP:$port" --add-header 'Connection: close' \
        --processes "$processes" ${1:+--pyargv "$*"}
}

start_api_services() {
    export OS_KEYSTONE_CONFIG_DIR=$ETC/keystone OS_PLACEMENT_CONFIG_DIR=$ETC/placement
    export OS_NOVA_CONFIG_DIR=$ETC/nova OS_GLANCE_CONFIG_DIR=$ETC/glance
    export OS_NEUTRON_CONFIG_DIR=$ETC/neutron OS_NEUTRON_CONFIG_FILES=neutron.conf
    wsgi keystone "$KEYSTONE_PORT" 2
    wsgi placement "$PLACEMENT_PORT" 2
    wsgi nova-api "$NOVA_PORT" 2
    wsgi cinder-api "$CINDER_PORT" 1 --config-file "$ETC/cinder/cinder.conf"
    if [ "$BED_RELEASE" = zed ]; then
        spawn glance-api glance-api --config-file "$ETC/glance/glance-api.conf"
        spawn neutron-server neutron-server --config-file "$ETC/neutron/neutron.conf"
    else
        wsgi glance-api "$GLANCE_PORT" 1
        wsgi neutron-server "$NEUTRON_PORT" 1
    fi
    spawn cinder-scheduler cinder-scheduler --config-file "$ETC/cinder/cinder.conf"
    spawn cinder-volume cinder-volume --config-file "$ETC/cinder/cinder.conf"
}

# ---------------------------------------------------------------- computes

# After the seed made the service user: without it the conductor and the scheduler die.
start_computes() {
    local host conf=$ETC/nova/nova.conf started
    # A compute that cannot reach placement when it starts tries again after a minute.
    wait_for 90 placement answers "http://$IP:$PLACEMENT_PORT/"
    spawn nova-conductor nova-conductor --config-file "$conf"
    spawn nova-scheduler nova-scheduler --config-file "$conf"
    # A compute whose first call no conductor hears asks again after 10 s.
    wait_for 60 nova-conductor grep -q 'Starting conductor' "$LOG/nova-conductor.log"
    started=$(sql -NBe 'select utc_timestamp()')
    for host in "${COMPUTES[@]}"; do
        spawn "nova-$host" python3 "$PYTHONPATH/bed_compute.py" \
            --config-file "$conf" --config-file "$ETC/nova/$host.conf"
    done
    wait_for 90 glance-api answers "http://$IP:$GLANCE_PORT/"
    wait_for 90 neutron-server answers "http://$IP:$NEUTRON_PORT/"
    wait_for 90 nova-api answers "http://$IP:$NOVA_PORT/"
    wait_for 90 cinder-api answers "http://$IP:$CINDER_PORT/"
    say "every API answers"
    for host in "${COMPUTES[@]}"; do
        wait_for 120 "nova-$host" is_ready "$host" "$started"
    done
    say "the computes are up and in their cell"
}

# is_ready HOST SINCE: it has reported since then, and is mapped to the cell; one that is not gets no servers.
is_ready() {
    [ "$(sql -NBe "select count(*) from nova.services s join nova_api.host_mappings m on s.host = m.host
                   where s.host = '$1' and s.binary = 'nova-compute' and s.deleted = 0
                   and s.updated_at >= '$2'")" = 1 ]
}

case ${1:-} in
apis) start_apis ;;
computes) start_computes ;;
*) die "usage: start.sh apis | computes" ;;
esac
