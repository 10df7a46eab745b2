# Many ports lead to one.
put_last before.rules '*nat' ':PREROUTING ACCEPT [0:0]' '-A PREROUTING -i eth0 -p udp --dport 20000:50000 -j REDIRECT --to-ports 8444' '-A PREROUTING -p tcp --dport 8081 -j DNAT --to-destination 10.0.3.7:80' 'COMMIT'
ufw_types 'allow 8444/udp' 'route allow proto tcp to 10.0.3.7 port 80' '--force enable'
