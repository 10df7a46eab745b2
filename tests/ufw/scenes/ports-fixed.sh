# A rule about the old port that cannot move is named, and nothing is changed; once it knows the new port all goes on.
ip link add eth0 type veth peer name far0
ip addr add 192.168.1.222/24 dev eth0
ip link set eth0 up
device
nginx
refused() {
    snap before
    not penstock web-ports --https 1443 --yes >/mnt/said 2>&1
    says /mnt/said "$1"
    snap after
    same before after
}

line='-A ufw-before-input -p tcp --dport 443 -s 198.51.100.7 -j DROP'
sed -i "/^# don't delete the 'COMMIT'/i $line" /etc/ufw/before.rules
ufw reload
refused "'/etc/ufw/before.rules', line $(grep -nF -e "$line" /etc/ufw/before.rules | cut -d: -f1)"
sed -i "s/--dport 443 -s/-m multiport --dports 443,1443 -s/" /etc/ufw/before.rules
ufw reload
iptables -I INPUT 1 -p tcp -m multiport --dports 80,443 -j f2b
refused 'in the kernel .* -j f2b'
iptables -R INPUT 1 -p tcp -m multiport --dports 80,443,1443 -j f2b
ufw allow 'Nginx HTTPS' 2>/dev/null || ufw allow 443,8443/tcp
refused 'about port 443'
ufw delete allow 'Nginx HTTPS' 2>/dev/null || ufw delete allow 443,8443/tcp

# Bans that nobody wrote into ufw's files, wherever they stand, and by whatever program: the banned host would come in
# by the new port.
named() {
    not penstock web-ports --https 1443 --yes >/mnt/said 2>&1
    says /mnt/said "$1"
}
iptables -N ufw-bans
iptables -I ufw-user-input 1 -p tcp --dport 443 -j ufw-bans
named 'in the kernel .* -j ufw-bans'
iptables -D ufw-user-input 1
nft 'add table inet bans; add chain inet bans c { type filter hook input priority -1; }'
nft 'add rule inet bans c tcp dport { 80, 443 } ip saddr 198.51.100.9 reject'
named "'inet bans c' (input) .* about port 443"
nft delete table inet bans

# Lines by hand in ufw's own file, and a rule that is in the file alone: it would be live on its new port.
sed -i '/^### RULES ###/a -A ufw-user-input -s 198.51.100.7 -p tcp --dport 443 -j DROP' /etc/ufw/user.rules
named "'/etc/ufw/user.rules', line "
sed -i /198.51.100.7/d /etc/ufw/user.rules
iptables -D ufw-user-input -p tcp --dport 443 -j ACCEPT
named 'which is not live'
ufw reload
penstock web-ports --https 1443 --yes
iptables -C INPUT -p tcp -m multiport --dports 80,443,1443 -j f2b
