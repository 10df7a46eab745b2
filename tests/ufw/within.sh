#!/bin/bash
# within.sh FOLDER COMMAND...: runs a command where ufw's files are those below FOLDER and /run is empty.
set -eEu
. "${BASH_SOURCE[0]%/*}/trap.sh"
if [ "${UFW_WITHIN-}" != "$1" ]; then
    UFW_WITHIN=$1 exec unshare --mount -- "$BASH" "$0" "$@"
fi
mount -t tmpfs tmpfs /run
mount --bind "$1/etc/ufw" /etc/ufw
mount --bind "$1/etc/default" /etc/default
unset UFW_WITHIN
shift
"$@"
