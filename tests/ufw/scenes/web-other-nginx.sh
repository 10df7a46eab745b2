# The nginx that runs is another one than the package's, with files of its own choice: it is tested, reloaded and asked.
answers() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'HEAD / HTTP/1.0\r\n\r\n' >&3 && timeout 2 head -c 5 <&3) 2>/dev/null
}

# Waits until nginx listens on exactly these of the four ports.
listens() {
    local i found=
    for i in $(seq 100); do
        found=$(ss -ltnH | sed -nE 's/.* 0\.0\.0\.0:(80|443|1780|1443) .*/\1/p' | sort -n | xargs)
        [ "$found" != "$*" ] || return 0
        sleep 0.1
    done
    echo "nginx listens on $found, not on $*" >&2
    return 1
}

device
ip link add eth0 type veth peer name eth1
ip address add 192.168.1.222/24 dev eth0
ip link set eth0 up
mkdir /mnt/own /mnt/own/logs
cp /usr/sbin/nginx /mnt/own/nginx
mount --bind /dev/null /usr/sbin/nginx
cat >/mnt/own/own.conf <<'CONF'
pid /mnt/own/pid;
error_log /mnt/own/error.log;
events {}
http {
    access_log off;
    include /etc/nginx/sites-available/apollo.conf;
    include /etc/nginx/more.conf;
}
CONF
mv /etc/nginx/nginx.conf /mnt/own/unread.conf
cat >/etc/nginx/sites-available/apollo.conf <<'CONF'
server {
    listen 80;
    listen [::]:80;
    return 444;
}
server {
    listen 443 ssl;
    ssl_reject_handshake on;
}
CONF
cp /etc/nginx/sites-available/apollo.conf /mnt/home.conf
cat >/etc/nginx/more.conf <<'CONF'
server {
    listen 443 ssl;
    server_name other;
    ssl_reject_handshake on;
}
CONF
cd /mnt/own
./nginx -p . -c own.conf
cd /
listens 80 443

# What stays is named with its file and line, and the new ports are proved although one answers nobody.
penstock diff "$site" --host ss-1 --backend ufw >/mnt/said 2>&1 || :
says /mnt/said "warning: '/etc/nginx/more.conf' line 2"
penstock web-ports --http 1780 --https 1443 --yes
listens 443 1443 1780
test "$(answers 1443)" = HTTP/
penstock web-ports --http 80 --https 443 --yes
listens 80 443
cmp /mnt/home.conf /etc/nginx/sites-available/apollo.conf

# A socket for all addresses cannot make room for one that stays on a single address: refused before.
cp /etc/nginx/more.conf /mnt/more.conf
sed 's/listen 443/listen 127.0.0.2:443/' -i /etc/nginx/more.conf
not penstock web-ports --https 1443 --yes 2>/mnt/said
says /mnt/said "'/etc/nginx/more.conf' line 2: nginx cannot give up port 443"
cp /mnt/more.conf /etc/nginx/more.conf

# Somebody else's program on a new port is no proof, whatever it is called.
cp /etc/nginx/sites-available/apollo.conf /mnt/before
snap old
(exec -a nginx python3 -c 'import socket, time
s = socket.create_server(("127.0.0.1", 1780))
time.sleep(60)') &
other=$!
sleep 1
not penstock web-ports --http 1780 --yes 2>/mnt/said
kill "$other"
says /mnt/said 'is not free'
snap new
same old new
cmp /mnt/before /etc/nginx/sites-available/apollo.conf

# A file that it does not read is refused before anything changes.
sed 's/sites-available/sites-enabled/' -i /mnt/own/own.conf
mkdir /etc/nginx/sites-enabled
cp /mnt/before /etc/nginx/sites-enabled/apollo.conf
kill -HUP "$(cat /mnt/own/pid)"
not penstock web-ports --http 1780 --yes 2>/mnt/said
says /mnt/said "nginx does not read '/etc/nginx/sites-available/apollo.conf'"
penstock web-ports --http 1780 --yes --nginx /etc/nginx/sites-enabled/apollo.conf
listens 443 1780
kill "$(cat /mnt/own/pid)"
