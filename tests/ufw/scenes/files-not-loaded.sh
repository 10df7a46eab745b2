# A file was edited and ufw not reloaded: what it opens is named, and no apply makes it live unsaid.
device
sed -i '/^# End required lines/a -A ufw-before-input -p tcp --dport 6390 -j ACCEPT' /etc/ufw/before.rules
penstock diff "$site" --host ss-1 --backend ufw >/mnt/said || :
says /mnt/said 'in the files, not live: 1'
says /mnt/said 'dport 6390'
apply 2>/mnt/said
says /mnt/said "warning: 1 rules are in the firewall's files and not live"
says /mnt/said "note: 2 rules are live beside the firewall's files"
not iptables -C ufw-before-input -p tcp -m tcp --dport 6390 -j ACCEPT
not penstock status >/mnt/said
says /mnt/said 'dport 6390'
says /mnt/said '^WARN  firewall active'
ufw reload
iptables -C ufw-before-input -p tcp -m tcp --dport 6390 -j ACCEPT
penstock status >/mnt/said
says /mnt/said 'drift: kernel = what was confirmed'
# A rule of somebody else in the file alone is none that an apply takes away.
sed -i '/^### RULES ###/a \\n### tuple ### allow tcp 6391 0.0.0.0/0 any 0.0.0.0/0 in\n-A ufw-user-input -p tcp --dport 6391 -j ACCEPT' \
    /etc/ufw/user.rules
penstock diff "$site" --host ss-1 --backend ufw >/mnt/said
says /mnt/said '^0 added, 0 removed'
says /mnt/said 'in the files, not live: 1'
