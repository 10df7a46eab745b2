# What others did since the confirm stays when our rules go, and is said before; the rest comes back.
policy() {
    sed -n "s/^DEFAULT_$1_POLICY=\"*\([A-Z]*\).*/\1/p" /etc/default/ufw
}

tuples() {
    grep -h '^### tuple' /etc/ufw/user*.rules
}

device
nginx
ufw default allow incoming
ufw default allow outgoing
ufw insert 1 deny from 192.0.2.7
ufw allow 8883/tcp
tuples >/mnt/found
apply
test "$(policy INPUT) $(policy OUTPUT)" = 'DROP DROP'
not grep -q 'tuple ### allow tcp 8883 .* in$' /etc/ufw/user.rules
# By other hands: a policy, the level, lines in our block, the contrary of a rule that went, a ban in the kernel.
ufw default reject incoming
ufw logging high
sed -i '/^# BEGIN penstock/a # of the site\n-A ufw-before-input -s 203.0.113.9 -j DROP' /etc/ufw/before.rules
ufw reload
ufw deny 8883/tcp
ufw allow 7777/tcp comment 'later'
# Applied again, all of that stays, and is still theirs.
apply
test "$(policy INPUT) $(policy OUTPUT)" = 'REJECT DROP'
sed -n '/^# BEGIN penstock/,/^# END penstock/p' /etc/ufw/before.rules >/mnt/block
says /mnt/block '203.0.113.9'
iptables -C ufw-before-input -s 203.0.113.9 -j DROP
iptables -A f2b -s 192.0.2.66 -j REJECT
iptables -N later
iptables -I INPUT 1 -p tcp --dport 9999 -j later
iptables -A later -j ACCEPT
ufw allow 7778/tcp
penstock remove --confirm-within 60 >/mnt/said 2>&1
for words in "'/var/lib/penstock/original'" "'/etc/ufw/user.rules' was changed by others" \
    "'default reject incoming' was set by others" "'logging high' was set by others" \
    "'allow in proto tcp from any to any port 8883' does not come back: .* 'deny in proto tcp " \
    "no file of the firewall decide since .*9999" "tcp 80 is closed, and 'nginx'"; do
    says /mnt/said "$words"
done
not grep -q 'default/ufw. was changed' /mnt/said
penstock confirm
test "$(policy INPUT) $(policy OUTPUT)" = 'REJECT ACCEPT'
not grep -q penstock /etc/ufw/before.rules
grep -A1 -x '# of the site' /etc/ufw/before.rules | grep -qx -e '-A ufw-before-input -s 203.0.113.9 -j DROP'
iptables -C ufw-before-input -s 203.0.113.9 -j DROP
iptables -C f2b -s 192.0.2.66 -j REJECT
iptables -C INPUT -p tcp --dport 9999 -j later
tuples | grep -v -e ' 777[78] ' | sed 's/deny tcp 8883/allow tcp 8883/' | sort >/mnt/left
sort /mnt/found >/mnt/sorted
same sorted left
# Another machine by now: another original, and the first one stays.
apply
test "$(policy INPUT)" = REJECT
ls /var/lib/penstock >/mnt/said
says /mnt/said '^original-20.*T'
# `penstock`, as ufw writes comments.
grep -q 70656e73746f636b /etc/ufw/user.rules
not grep -rq 70656e73746f636b /var/lib/penstock/original/etc
nginx -s stop
