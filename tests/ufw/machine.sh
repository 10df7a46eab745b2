#!/bin/bash
# Makes the mount namespace it runs in a machine with a stock ufw, its policies a device's, and the web pages of one:
# private files, an empty /run. What a test keeps lies in /mnt. Mounts end with the namespace.
set -eEu
. "${BASH_SOURCE[0]%/*}/trap.sh"

config_ufw() {
    sed -i 's/^IPV6=.*/IPV6=yes/; s/^DEFAULT_INPUT_.*/DEFAULT_INPUT_POLICY="DROP"/
        s/^DEFAULT_OUTPUT_.*/DEFAULT_OUTPUT_POLICY="ACCEPT"/
        s/^DEFAULT_FORWARD_.*/DEFAULT_FORWARD_POLICY="DROP"/' /mnt/etc/default/ufw
}

# The ports are those which the sites of the tests name.
put_nginx() {
    mount -t tmpfs tmpfs /etc/nginx
    mkdir /etc/nginx/sites-available
    echo 'events {} http { include /etc/nginx/sites-available/apollo.conf; }' >/etc/nginx/nginx.conf
    cat >/etc/nginx/sites-available/apollo.conf <<'CONF'
server {
    listen 80;
}
server {
    listen 443 ssl;
    ssl_reject_handshake on;
}
CONF
}

mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /mnt
"${BASH_SOURCE[0]%/*}/stock.sh" /mnt
config_ufw
mount -t tmpfs tmpfs /var/lib
mkdir /var/lib/nginx
mount --bind /mnt/etc/ufw /etc/ufw
mount --bind /mnt/etc/default /etc/default
put_nginx
