# Where ufw is not switched on, the trial decides all the same, and its end leaves it off.
snap old
trial 60
iptables -S >/mnt/list
grep -qx -e '-P OUTPUT DROP' /mnt/list
grep -q ENABLED=no /etc/ufw/ufw.conf
penstock rollback
snap new
# The chains that ufw's start has made stay, empty.
grep -v '^:' /mnt/old >/mnt/a
grep -v '^:.* ACCEPT' /mnt/new >/mnt/b
same a b
