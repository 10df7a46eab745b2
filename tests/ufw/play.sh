#!/bin/bash
# play.sh PENSTOCK SCENE: plays a scene, which is a script, on a machine of its own: network, files and processes in
# namespaces that end with it. The line that fails is named.
set -eEu
here=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$here/trap.sh"

if [ -z "${UFW_PLAY_OUTSIDE-}" ]; then
    outside=$(readlink /proc/self/ns/net)
    UFW_PLAY_OUTSIDE=$outside exec unshare --net --mount --pid --fork --kill-child --mount-proc -- "$BASH" "$0" "$@"
fi
if [ "$(readlink /proc/self/ns/net)" = "$UFW_PLAY_OUTSIDE" ]; then
    echo "not in a network of its own: nothing is run" >&2
    exit 3
fi

penstock=$(readlink -f "$1")
scene=$(readlink -f "$2")
site=$(readlink -f "$here/../packets/tables/device-enhanced.yaml")
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8
unset LANGUAGE

. "$here/tools.sh"
ip link set lo up
"$here/machine.sh"
. "$scene"
