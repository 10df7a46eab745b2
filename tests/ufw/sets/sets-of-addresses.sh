# Sets of addresses that rules name, which are kept by somebody else.
ipset create allowed hash:ip
ipset add allowed 192.0.2.5
ipset create blocked hash:net maxelem 200000
ipset add blocked 198.51.100.0/24
put_behind before.rules '# End required lines' '-A ufw-before-input -m set --match-set allowed src -j ACCEPT' '-A ufw-before-input -m set --match-set blocked src -j LOG --log-prefix "[BLOCKED] "' '-A ufw-before-input -m set --match-set blocked src -j DROP'
ufw_types 'allow OpenSSH' '--force enable'
