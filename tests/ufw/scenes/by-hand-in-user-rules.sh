# Lines without a tuple in user.rules, as some guides have them typed: ufw drops them when it writes the file. They are
# named, and outlive a trial, its way back and a confirm, in the file and in the kernel. One in before.rules asks for a
# set of addresses, which the rehearsal has too; without it ufw does not start, and its own words are said.
device
ipset create banned hash:net maxelem 1000
ipset add banned 203.0.113.0/24
sed -i '/^# End required lines/a -A ufw-before-input -m set --match-set banned src -j DROP' /etc/ufw/before.rules
sed -i 's/^### END RULES ###/-A ufw-user-input -s 198.51.100.3 -p icmp -j DROP\n-A ufw-user-input -i eth7 -p tcp --dport 6000 -j ACCEPT\n\n&/' /etc/ufw/user.rules
/lib/ufw/ufw-init force-stop >/dev/null
/lib/ufw/ufw-init start
iptables -C ufw-user-input -s 198.51.100.3 -p icmp -j DROP
penstock diff "$site" --host ss-1 --backend ufw >/mnt/said || :
says /mnt/said 'by hand, carried along: 2'
says /mnt/said '198.51.100.3'
snap old
trial 60
iptables -C ufw-user-input -s 198.51.100.3 -p icmp -j DROP
penstock rollback
snap new
same old new
apply
iptables -C ufw-user-input -s 198.51.100.3 -p icmp -j DROP
iptables -C ufw-user-input -i eth7 -p tcp -m tcp --dport 6000 -j ACCEPT
says /etc/ufw/user.rules '^-A ufw-user-input -s 198.51.100.3 -p icmp -j DROP$'
iptables -C ufw-before-input -m set --match-set banned src -j DROP
penstock status >/mnt/said
says /mnt/said "may also refuse: 'ip filter ufw-before-input'"
sed -i 's/match-set banned/match-set gone/' /etc/ufw/before.rules
not penstock status >/mnt/said
says /mnt/said "Set gone doesn't exist.*line"
