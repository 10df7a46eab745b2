# Confirmed; applied again, nothing changes; ufw itself loads the same; every rule of others is there.
device
trial 60
penstock confirm
snap a
apply
snap b
same a b
penstock diff "$site" --host ss-1 --backend ufw
ufw reload
snap c
sort /mnt/a >/mnt/d
sort /mnt/c >/mnt/e
same d e
ufw status >/mnt/said
says /mnt/said '# mine'
says /mnt/said 9.9.9.9
iptables -C f2b -s 192.0.2.1 -j REJECT
iptables -C INPUT -j f2b
penstock status
