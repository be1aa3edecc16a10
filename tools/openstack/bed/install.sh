#!/bin/bash
# Installs what start.sh needs. Idempotent. Starts no service, and configures none under /etc.
#
# zed is Debian bookworm's:
#  * the Python code comes from the python3-* packages, which have no configuring postinst;
#  * the console scripts and api-paste.ini files lie in the -common and -api packages, whose postinsts make users,
#    sudoers files and configurations through debconf. These are only unpacked, into $SOFTWARE.
# latest is PyPI's, in a virtual environment in $SOFTWARE, with the versions of latest.txt.
# MariaDB, RabbitMQ and uwsgi are Debian's for both.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$(readlink -f "$0")")/common.sh"

SERVICES=(keystone placement glance neutron nova cinder)
packages=(mariadb-server-core mariadb-client-core rabbitmq-server uwsgi-core uwsgi-plugin-python3 curl)
case $BED_RELEASE in
zed)
    for service in "${SERVICES[@]}"; do packages+=("python3-$service"); done
    packages+=(python3-pymysql)
    unpacked=(
        nova-common nova-conductor nova-scheduler nova-compute
        neutron-common glance-common glance-api
        cinder-common cinder-scheduler cinder-volume
    )
    key=$(cksum <<<"${packages[*]} ${unpacked[*]}")
    ;;
latest)
    packages+=(python3-venv)
    modules=("${SERVICES[@]/#placement/openstack-placement}" pymysql)
    key=$(cat - "$BED/latest.txt" <<<"${packages[*]} ${modules[*]}" | cksum)
    ;;
esac
if [ "$(head -n 1 "$INSTALLED" 2>/dev/null)" = "$key" ]; then exit; fi

bash "$BED/stop.sh" # what runs would lose the ground under its feet
mkdir -p "$LOG"
log=$LOG/install.log
: >"$log"
quietly() { "$@" >>"$log" 2>&1 </dev/null || die "\`$1 $2\` failed." "$log"; }

# Debian packages start their services when they are installed, unless this file says no.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    trap 'rm -f $policy' EXIT
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod +x $policy
fi
export DEBIAN_FRONTEND=noninteractive

missing=()
for package in "${packages[@]}"; do
    state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) || state=none
    [ "$state" = "install ok installed" ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    say "installing Debian packages: ${missing[*]}"
    quietly apt-get update -q
    quietly apt-get install -y -q --no-install-recommends \
        -o Dpkg::Options::=--force-unsafe-io -o Dpkg::Use-Pty=0 "${missing[@]}"
    # The test bed runs a RabbitMQ of its own: the machine's, just installed, is not to come up at the next boot.
    if [[ " ${missing[*]} " = *" rabbitmq-server "* ]]; then
        # The helper works where no systemd is, and only for a package's own script, as it takes this for.
        DPKG_MAINTSCRIPT_PACKAGE=rabbitmq-server quietly deb-systemd-helper disable rabbitmq-server.service
    fi
fi

rm -rf "$SOFTWARE" "$INSTALLED"
mkdir -p "$SOFTWARE"
if [ "$BED_RELEASE" = zed ]; then
    say "unpacking the services' scripts into $SOFTWARE"
    [ ${#missing[@]} -gt 0 ] || quietly apt-get update -q
    mkdir "$SOFTWARE/packages"
    cd "$SOFTWARE/packages"
    quietly apt-get download -q "${unpacked[@]}"
    for package in *.deb; do quietly dpkg-deb -x "$package" "$SOFTWARE"; done
    cd /
    versions() {
        # Of 2:26.2.2-1~deb12u3: 26.2.2.
        dpkg-query -W -f '${Package} ${Version}\n' "${SERVICES[@]/#/python3-}" |
            sed -E 's/^python3-//; s/ [0-9]+:/ /; s/-[^-]*$//'
    }
else
    say "installing from PyPI into $SOFTWARE"
    quietly /usr/bin/python3 -m venv "$SOFTWARE"
    quietly "$SOFTWARE/bin/pip" install --disable-pip-version-check -c "$BED/latest.txt" "${modules[@]}"
    versions() {
        "$SOFTWARE/bin/pip" list --format=freeze |
            sed -nE 's/==/ /; s/^openstack[-_]//; /^(keystone|placement|glance|neutron|nova|cinder) /p'
    }
fi
{
    echo "$key"
    versions
} >"$INSTALLED.new"
mv "$INSTALLED.new" "$INSTALLED" # last, and at once: there is no half an installation
say "installed"
