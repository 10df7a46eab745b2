# A tunnel whose addresses are masked: the nat table stands before the filter table, as guides have it.
put_first before.rules '*nat' ':POSTROUTING ACCEPT [0:0]' '-A POSTROUTING -s 10.8.0.0/24 -o eth0 -j MASQUERADE' 'COMMIT'
sed -i 's/^DEFAULT_FORWARD_POLICY=.*/DEFAULT_FORWARD_POLICY="ACCEPT"/' /etc/default/ufw
ufw_types 'allow 1194/udp' 'allow OpenSSH' '--force enable'
