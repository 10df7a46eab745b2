# Without IPv6 in ufw, its rules of IPv6 are empty, and closed.
sed -i s/IPV6=yes/IPV6=no/ /etc/default/ufw
ufw allow 22/tcp
ufw --force enable
snap old
trial 60
ip6tables -S >/mnt/list
grep -qx -e '-P INPUT DROP' /mnt/list
penstock rollback
snap new
same old new
apply
penstock status
not grep -q tuple /etc/ufw/user6.rules
