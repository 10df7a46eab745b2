# What a plan took away comes back when our rules go, where it stood, and nginx goes back to its ports.
device
ufw insert 1 deny from 192.0.2.7
ufw allow from 192.0.2.9 to any port 443 proto tcp # moves with the port, and goes then
cp -a /etc/ufw /mnt/ufw
cp /etc/nginx/sites-available/apollo.conf /mnt/apollo.conf
nginx
apply
# The original, with owner, mode, time and hash, readable where it lies.
cmp /mnt/ufw/user.rules /var/lib/penstock/original/etc/ufw/user.rules
cmp /mnt/ufw/before.rules /var/lib/penstock/original/etc/ufw/before.rules
cmp /mnt/apollo.conf /var/lib/penstock/original/etc/nginx/sites-available/apollo.conf
grep -q "^$(sha256sum </mnt/ufw/user.rules | cut -d' ' -f1) 0:0 0640 .* /etc/ufw/user.rules$" /var/lib/penstock/original/list
test "$(stat -c %a /var/lib/penstock/original /var/lib/penstock/original/list | xargs)" = '700 600'
not cmp -s /mnt/apollo.conf /etc/nginx/sites-available/apollo.conf
not grep -q '^### tuple ### allow any 443 .* in$' /etc/ufw/user.rules
# Somebody's own rule of later stays; the original stays the first one.
ufw allow 7777/tcp
apply
cmp /mnt/ufw/user.rules /var/lib/penstock/original/etc/ufw/user.rules
penstock remove --confirm-within 60
penstock rollback
not cmp -s /mnt/apollo.conf /etc/nginx/sites-available/apollo.conf
# Somebody has nginx's old port by now: named, and nothing happens.
python3 -c 'import socket, time
holder = socket.create_server(("", 443))
time.sleep(60)' &
taken=$!
until ss -Hltn 'sport = :443' | grep -q .; do sleep 0.1; done
snap taken
not penstock remove --yes 2>/mnt/said
says /mnt/said "port 443 for 'https' is not free: 'python3' listens on it; stop it first"
snap still
same taken still
kill $taken
wait $taken || :
penstock remove --yes
cmp /mnt/apollo.conf /etc/nginx/sites-available/apollo.conf
ufw delete allow 7777/tcp
for name in user.rules user6.rules before.rules before6.rules ufw.conf; do
    diff /mnt/ufw/$name /etc/ufw/$name
done
timeout 3 bash -c 'exec 3<>/dev/tcp/127.0.0.1/80'
nginx -s stop
