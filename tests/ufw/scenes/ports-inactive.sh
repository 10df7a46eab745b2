# Ports move where ufw is not switched on: its files and nginx's change, and no firewall comes of it.
ip link add eth0 type veth peer name far0
ip addr add 192.168.1.222/24 dev eth0
ip link set eth0 up
device
ufw disable
nginx
nft -s list ruleset >/mnt/old
penstock web-ports --https 1443 --yes >/mnt/said 2>&1
says /mnt/said 'ufw is not active'
nft -s list ruleset >/mnt/new
same old new
grep -q ENABLED=no /etc/ufw/ufw.conf
grep -q 'listen 1443' /etc/nginx/sites-available/apollo.conf
grep -q ' tcp 1443 .* in$' /etc/ufw/user.rules
not grep -q ' 443 .* in$' /etc/ufw/user.rules
ufw --force enable
iptables -C ufw-user-input -p tcp --dport 1443 -j ACCEPT
not iptables -C ufw-user-input -p tcp --dport 443 -j ACCEPT
