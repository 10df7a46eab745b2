# ufw is off and its files have a table nat and chains of their own: switching it on loads all of it, as ufw itself
# would, and the way back leaves nothing of it.
sed -i '1i *nat\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -s 10.8.0.0/24 -o eth7 -j MASQUERADE\nCOMMIT' /etc/ufw/before.rules
sed -i 's/^:ufw-not-local - .*/&\n:LOGGED - [0:0]/; /^# End required lines/a -A LOGGED -j DROP\n-A ufw-before-input -p tcp --dport 23 -j LOGGED' /etc/ufw/before.rules
snap old
trial 60
iptables -t nat -C POSTROUTING -s 10.8.0.0/24 -o eth7 -j MASQUERADE
iptables -C LOGGED -j DROP
penstock rollback
not iptables -t nat -C POSTROUTING -s 10.8.0.0/24 -o eth7 -j MASQUERADE
not iptables -C LOGGED -j DROP
apply
iptables -t nat -C POSTROUTING -s 10.8.0.0/24 -o eth7 -j MASQUERADE
iptables-save -t filter | grep '^[:-]' | sed 's/ \[.*\]$//' | sort >/mnt/a
ufw reload
iptables-save -t filter | grep '^[:-]' | sed 's/ \[.*\]$//' | sort >/mnt/b
same a b

# What ufw's start does besides rules: settings of the kernel come with the confirm; a script nobody can rehearse.
penstock remove --yes
echo 'net/ipv4/conf/lo/log_martians=1' >>/etc/ufw/sysctl.conf
says /etc/ufw/ufw.conf 'ENABLED=no'
trial 60
says /proc/sys/net/ipv4/conf/lo/log_martians 0
penstock confirm
says /proc/sys/net/ipv4/conf/lo/log_martians 1
penstock remove --yes
printf '#!/bin/sh\nexit 0\n' >/etc/ufw/after.init
chmod 750 /etc/ufw/after.init
snap off
not trial 60 2>/mnt/refused
says /mnt/refused "after.init' is executable"
snap now
same off now
ufw --force enable
apply
