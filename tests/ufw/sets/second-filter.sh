# A second filter table at the end, which names the chains of the first again.
put_last before.rules '*nat' ':POSTROUTING ACCEPT [0:0]' ':PREROUTING ACCEPT [0:0]' '-A POSTROUTING -s 10.9.0.0/24 -o eth0 -j MASQUERADE' 'COMMIT' '*filter' ':ufw-before-input - [0:0]' ':ufw-before-forward - [0:0]' '-A ufw-before-forward -i wg0 -j ACCEPT' '-A ufw-before-input -i wg0 -j ACCEPT' 'COMMIT'
ufw_types 'allow OpenSSH' '--force enable'
