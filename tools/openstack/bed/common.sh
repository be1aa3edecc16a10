# shellcheck shell=bash disable=SC2034 # most of these are for the scripts that source this one
# Sourced by install.sh, start.sh and stop.sh: places, releases, and how a process is started and ended.
#
# tools/openstack/scripts.ts sets BED_RELEASE, BED_ROOT, BED_PASSWORD and a <NAME>_PORT for everything that listens.
# Standard output is for progress, a line at a time; everything else goes to log files.

: "${BED_RELEASE:?}" "${BED_ROOT:?is set by: npm run openstack}"
BED=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
ETC=$BED_ROOT/etc VAR=$BED_ROOT/var RUN=$BED_ROOT/run LOG=$BED_ROOT/log
SOFTWARE=$BED_ROOT/software # what is not installed as a Debian package
INSTALLED=$BED_ROOT/installed # what install.sh put there: its key, then "name version" lines
IP=127.0.0.1

# WSGI_APP: how uwsgi finds a service's application. paste_folder NAME: where its api-paste.ini lies.
declare -A WSGI_APP
case $BED_RELEASE in
zed)
    BIN=$SOFTWARE/usr/bin UWSGI=(uwsgi --plugin python3)
    paste_folder() { echo "$SOFTWARE/usr/share/$1-common"; }
    WSGI_APP=(
        [keystone]="--wsgi-file /usr/bin/keystone-wsgi-public"
        [placement]="--wsgi-file /usr/bin/placement-api"
        [nova-api]="--wsgi-file $BIN/nova-api-wsgi"
        [cinder-api]="--wsgi-file $BIN/cinder-wsgi"
    )
    ;;
latest)
    BIN=$SOFTWARE/bin UWSGI=(uwsgi --plugin python3 --virtualenv "$SOFTWARE")
    paste_folder() { echo "$SOFTWARE/etc/$1"; }
    WSGI_APP=(
        [keystone]="--module keystone.wsgi.api"
        [placement]="--module placement.wsgi.api"
        [nova-api]="--module nova.wsgi.osapi_compute"
        [cinder-api]="--module cinder.wsgi.api"
        [glance-api]="--module glance.wsgi.api"
        [neutron-server]="--module neutron.wsgi.api"
    )
    ;;
*)
    echo "BED_RELEASE is zed or latest, not $BED_RELEASE" >&2
    exit 2
    ;;
esac

say() { printf '%s\n' "$*"; }

# die MESSAGE [LOG]: with the end of a log file.
die() {
    echo "$1" >&2
    if [ -s "${2:-}" ]; then
        echo "The end of $2:" >&2
        tail -n 20 "$2" | sed 's/^/    /' >&2
    fi
    exit 1
}

# started_at PID: when the process started, in the kernel's ticks. With the PID it names one process for ever.
started_at() {
    local stat fields
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    read -ra fields <<<"${stat##*) }" # the process's name, in parentheses, may hold blanks
    echo "${fields[19]}"
}

# alive NAME: is the process of that name still the one that spawn started?
alive() {
    local pid start
    { read -r pid start <"$RUN/$1.pid"; } 2>/dev/null || return 1
    [ "$start" = "$(started_at "$pid")" ]
}

# spawn NAME COMMAND...: in the background, unless it runs already. The log of the run before is kept.
spawn() {
    local name=$1
    shift
    alive "$name" && return
    if [ -e "$LOG/$name.log" ]; then mv -f "$LOG/$name.log" "$LOG/$name.log.1"; fi
    setsid "$@" >"$LOG/$name.log" 2>&1 </dev/null &
    echo "$! $(started_at $!)" >"$RUN/$name.pid"
}

# finish NAME [SECONDS]: TERM, wait, KILL; only a process that spawn started.
finish() {
    local pid tick
    if alive "$1"; then
        read -r pid _ <"$RUN/$1.pid"
        kill -TERM "$pid" 2>/dev/null || true # it may have ended just now
        for ((tick = ${2:-20} * 10; tick > 0; tick--)); do
            alive "$1" || break
            sleep 0.1
        done
        if alive "$1"; then
            kill -KILL -- "-$pid" 2>/dev/null || true # with its children: setsid made it the leader of a group
        fi
    fi
    rm -f "$RUN/$1.pid"
}

# wait_for SECONDS NAME COMMAND...: until the command succeeds; not longer than the process of that name lives.
wait_for() {
    local limit=$((SECONDS + $1)) name=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        alive "$name" || die "$name has died." "$LOG/$name.log"
        [ $SECONDS -lt $limit ] || die "$name is not ready in time." "$LOG/$name.log"
        sleep 0.3
    done
}
