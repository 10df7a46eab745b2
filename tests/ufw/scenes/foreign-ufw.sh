# A ufw command that somebody types ends the trial and keeps its rule.
device
trial 60
ufw allow 9999/tcp
over
penstock status >/mnt/said
says /mnt/said 'somebody else'
iptables -C ufw-user-input -p tcp --dport 9999 -j ACCEPT
ip6tables -C ufw6-user-input -p tcp --dport 9999 -j ACCEPT
grep -q ' 9999 ' /etc/ufw/user.rules
iptables -S >/mnt/list
not grep -q 1443 /mnt/list
iptables -C ufw-user-input -p tcp --dport 443 -j ACCEPT
ufw delete allow 9999/tcp
ufw reload
snap a
penstock status
snap b
same a b
