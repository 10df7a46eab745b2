# Moving the web ports changes the rules about them, each where it stands, and nothing else; the way home is exact.
ip link add eth0 type veth peer name far0
ip addr add 192.168.1.222/24 dev eth0
ip link set eth0 up
device
ufw default allow incoming
ufw default allow outgoing
ufw insert 1 deny from 198.51.100.7
ufw limit in on eth0 to any port 443 proto tcp comment 'mine too'
ufw deny log from 203.0.113.0/24 to any port 443 proto tcp
ufw allow 7000/tcp
nginx

kernel() {
    { iptables-save && ip6tables-save; } | grep '^[:-]' | sed 's/ \[[0-9]*:[0-9]*\]$//'
}

# What a rule for tcp and udp alone lets in by udp goes: nobody answers there.
moved() {
    sed '/INPUT/!s/--dport 1443 /--dport 443 /' | grep -v -e 'udp --dport 443' | uniq
}

snap first
kernel | grep -v -e '-A ufw6\?-user-input -p udp .*--dport 443 ' | moved >/mnt/old
penstock web-ports --https 1443 --yes
kernel >/mnt/list
says /mnt/list '--dport 1443 .*limit'
not grep -q -e 'user-input .*--dport 443 ' /mnt/list
kernel | moved >/mnt/new
same old new
penstock status
ufw reload
kernel | moved >/mnt/new
same old new
penstock web-ports --https 443 --yes
snap last
same first last
# And by remove: rules and nginx together, settings untouched.
cp /etc/nginx/sites-available/apollo.conf /mnt/apollo.conf
penstock web-ports --https 1443 --yes
penstock remove --yes >/mnt/said 2>&1
says /mnt/said "'/var/lib/penstock/original'"
not grep -q 'changed by others\|set by others\|not come back' /mnt/said
snap last
same first last
cmp /mnt/apollo.conf /etc/nginx/sites-available/apollo.conf
