# Marks in mangle, and what is not tracked.
put_last before.rules '*mangle' ':PREROUTING ACCEPT [0:0]' '-A PREROUTING -i eth5 -p tcp -m tcp --dport 5060 -j MARK --set-mark 7' 'COMMIT' '*raw' ':PREROUTING ACCEPT [0:0]' '-A PREROUTING -i eth5 -p udp --dport 5353 -j NOTRACK' 'COMMIT'
ufw_types 'allow OpenSSH' '--force enable'
