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
penstock web-ports --https 1443 --yes
iptables -C INPUT -p tcp -m multiport --dports 80,443,1443 -j f2b
