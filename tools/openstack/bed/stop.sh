#!/bin/bash
# Ends what start.sh started, and nothing else. `stop.sh wipe` also removes the data, configurations and logs.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$(readlink -f "$0")")/common.sh"
shopt -s nullglob

rm -f "$RUN/ready"
for file in "$RUN"/*.pid; do # the OpenStack services first, all at once: they need the other three to end well
    name=$(basename "$file" .pid)
    case $name in
    mariadb | rabbitmq | epmd) ;;
    *) finish "$name" 5 & ;;
    esac
done
wait
finish rabbitmq
finish epmd
finish mariadb 30
if [ "${1:-}" = wipe ]; then
    rm -rf "$ETC" "$VAR" "$RUN" "$LOG"
fi
