#!/bin/bash
# stock.sh FOLDER: puts ufw's files below FOLDER as they are after its installation: stock rules, not switched on.
set -eEu
. "${BASH_SOURCE[0]%/*}/trap.sh"
mkdir -p "$1/etc"
cd "$1"
cp -a /etc/ufw /etc/default etc/
for name in before before6 after after6 user user6; do
    install -m 640 "/usr/share/ufw/iptables/$name.rules" etc/ufw/
done
printf 'ENABLED=no\nLOGLEVEL=low\n' >etc/ufw/ufw.conf
