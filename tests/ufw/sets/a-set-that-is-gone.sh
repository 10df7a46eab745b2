# A rule names a set of addresses that is not there any more.
# refused: gone
put_behind before.rules '# End required lines' '-A ufw-before-input -m set --match-set gone src -j DROP'
ufw_types 'allow OpenSSH'
sed -i 's/^ENABLED=.*/ENABLED=yes/' /etc/ufw/ufw.conf
