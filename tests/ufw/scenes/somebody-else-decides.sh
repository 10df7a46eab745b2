# A service that somebody else's rule decides over is neither open nor closed, and what came after the confirm is drift;
# a rule of the vendor that the plan counts on is watched like ours.
row() {
    penstock status >/mnt/status || :
    grep -E "^[A-Z]+ +in +$1 " /mnt/status >/mnt/row
}
device
# Before anything was confirmed what is open is shown, by whoever's rule.
row ssh
says /mnt/row 'a rule not ours  *open'
ufw allow proto tcp from 10.1.0.0/16 to any port 3000,3001
penstock status >/mnt/status || :
says /mnt/status 'tcp 3000,3001  *a rule not ours  *open' # what no site can say is open all the same
ufw delete allow proto tcp from 10.1.0.0/16 to any port 3000,3001
apply
penstock status >/mnt/status
says /mnt/status 'out  ip-70 '
says /mnt/status 'OK    in   ping  .* open '
says /mnt/status 'OK    in   dhcp  .*udp 68  .* open '
row https
not grep -q 'decided by' /mnt/row
# A ban of one address is named, and the services stay open.
not grep -q 'decided by' /mnt/status
says /mnt/status "^      may also refuse: 'ip filter f2b'"

nft 'add table inet other; add chain inet other in { type filter hook input priority -5; }; add rule inet other in tcp dport 1443 drop'
row https
says /mnt/row 'decided by inet other in'
row http
not grep -q 'decided by' /mnt/row
not penstock status >/mnt/status
says /mnt/status 'WARN  drift'
penstock diff "$site" --host ss-1 >/mnt/diff 2>&1 || :
says /mnt/diff "'inet other in'"
penstock status --format json >/mnt/json || :
says /mnt/json '"decided-by": "inet other in"'
nft delete table inet other
penstock status >/mnt/status

# In front of ufw's jumps, and among its own chains.
iptables -I INPUT 1 -p tcp -m multiport --dports 1443,444 -j REJECT
row https
says /mnt/row 'decided by ip filter INPUT'
iptables -D INPUT 1
iptables -I ufw-before-input 1 -p tcp --dport 1443 -j DROP
row https
says /mnt/row 'decided by ip filter ufw-before-input'
iptables -D ufw-before-input 1
# By hand in ufw's own files, in front of the rule that opens it.
cp /etc/ufw/before.rules /mnt/before.rules
sed -i '/^# End required lines/a -A ufw-before-input -p tcp --dport 1443 -j DROP' /etc/ufw/before.rules
ufw reload
row https
says /mnt/row 'decided by ip filter ufw-before-input'
cp /mnt/before.rules /etc/ufw/before.rules
cp /etc/ufw/user.rules /mnt/user.rules
sed -i '0,/^### tuple/s//-A ufw-user-input -p tcp --dport 1443 -j REJECT\n\n&/' /etc/ufw/user.rules
ufw reload
row https
says /mnt/row 'decided by ip filter ufw-user-input'
cp /mnt/user.rules /etc/ufw/user.rules
ufw reload

# The old iptables, which nf_tables does not show.
iptables-legacy -A INPUT -p tcp --dport 1443 -j DROP
row https
says /mnt/row 'decided by iptables-legacy filter INPUT'
iptables-legacy -F
penstock status >/mnt/status

ufw delete allow 22/tcp
not penstock status >/mnt/status
says /mnt/status 'that the confirmed rules count on, are gone'
ufw allow 22/tcp
penstock status >/mnt/status
