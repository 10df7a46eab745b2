# Who listens is told by sockets, uid and program, never by a name; and the confirm proves that nginx left the old port.
device
ip link add eth0 type veth peer name eth1
ip address add 192.168.1.222/24 dev eth0
ip link set eth0 up
cp /etc/nginx/sites-available/apollo.conf /mnt/before
cp /etc/ufw/user.rules /mnt/user.rules

refused() {
    not penstock web-ports --https 1443 --yes 2>/mnt/said
    says /mnt/said "$1"
    cmp /mnt/user.rules /etc/ufw/user.rules
    cmp /mnt/before /etc/nginx/sites-available/apollo.conf
}

listening() {
    ss -ltnH "sport = :$1" | grep -q .
}

# Waits until somebody listens on the port.
open_port() {
    local i
    for i in $(seq 100); do
        ! listening "$1" || return 0
        sleep 0.1
    done
    echo "nobody listens on $1" >&2
    return 1
}

# The real nginx, but another user's: its sockets are on the old port, and root does not answer for it.
echo 1 >/proc/sys/net/ipv4/ip_unprivileged_port_start
install -d -o nobody /mnt/theirs
cat >/mnt/theirs/nginx.conf <<'CONF'
daemon off;
pid /mnt/theirs/pid;
error_log /mnt/theirs/error.log;
events {}
http {
    access_log off;
    client_body_temp_path /mnt/theirs/a;
    proxy_temp_path /mnt/theirs/b;
    fastcgi_temp_path /mnt/theirs/c;
    uwsgi_temp_path /mnt/theirs/d;
    scgi_temp_path /mnt/theirs/e;
    server { listen 443; }
}
CONF
setpriv --reuid nobody --clear-groups nginx -e /mnt/theirs/error.log -c /mnt/theirs/nginx.conf 2>/mnt/theirs/said &
theirs=$!
open_port 443
refused "calls itself nginx and that root does not answer for (process $theirs of 'nobody') listens on port 443, and no nginx"
kill "$theirs"
wait "$theirs" || :

# A program that has nothing to do with nginx: its file would move nothing.
python3 -c 'import socket, time
s = socket.create_server(("0.0.0.0", 443))
time.sleep(100)' &
other=$!
open_port 443
refused "'python3' listens on port 443, and no nginx"
kill "$other"
wait "$other" || :

# Somebody's program under that name, and under the title of a master, is on the new port.
nginx
setpriv --reuid nobody --clear-groups bash -c 'exec -a "nginx: master process /usr/sbin/nginx" python3 -c "import socket, time
s = socket.create_server((\"0.0.0.0\", 1443))
time.sleep(100)"' &
other=$!
open_port 1443
refused "port 1443 for 'https' is not free: a program that calls itself nginx and that root does not answer for"
kill "$other"
wait "$other" || :

# Root started it as somebody else: a program with the bit of root, to which a socket was handed.
cp "$(readlink -f /usr/bin/python3)" /mnt/nginx
chmod 4755 /mnt/nginx
setpriv --reuid nobody --clear-groups bash -c 'exec -a "nginx: master process /mnt/nginx" /mnt/nginx -c "import socket, time
s = socket.create_server((\"0.0.0.0\", 1443))
time.sleep(100)"' &
other=$!
open_port 1443
refused "port 1443 for 'https' is not free: a program that calls itself nginx"
kill "$other"
wait "$other" || :

penstock web-ports --https 1443 --yes
not listening 443
penstock web-ports --https 443 --yes
cmp /mnt/before /etc/nginx/sites-available/apollo.conf

# A confirm whose reload nginx does not follow is none yet: the old port is still open. It takes the whole patience.
if [ -n "${PENSTOCK_WHOLE-}" ]; then
    penstock web-ports --https 1443
    kill -STOP "$(cat /run/nginx.pid)"
    not penstock confirm 2>/mnt/said
    kill -CONT "$(cat /run/nginx.pid)"
    says /mnt/said 'nginx still listens on the old tcp port 443'
    penstock confirm || :
    penstock status >/mnt/said || :
    says /mnt/said 'confirmed by root'
    not listening 443
fi
nginx -s stop
