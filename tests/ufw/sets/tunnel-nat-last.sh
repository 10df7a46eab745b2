# The nat table stands behind the filter table, and what is forwarded is let through by hand.
put_behind before.rules '# End required lines' '-A ufw-before-forward -i wg0 -j ACCEPT' '-A ufw-before-forward -o wg0 -j ACCEPT'
put_last before.rules '*nat' ':POSTROUTING ACCEPT [0:0]' '-A POSTROUTING -s 10.13.13.0/24 -o eth0 -j MASQUERADE' 'COMMIT'
ufw_types 'allow 51820/udp comment "tunnel"' 'allow in on wg0' 'allow out on wg0' 'route allow in on wg0 out on eth0' '--force enable'
