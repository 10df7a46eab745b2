# Lines without a tuple in user.rules, as some guides have them typed: ufw drops them when it writes the file. They are
# named, and outlive a trial, its way back and a confirm, in the file and in the kernel.
device
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
