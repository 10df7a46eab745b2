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
