# A whole nat table in the midst of the filter table: ufw does not start with it.
# refused: before.rules
put_behind before.rules '# End required lines' '*nat' ':POSTROUTING ACCEPT [0:0]' '-A POSTROUTING -s 10.8.0.0/24 -j MASQUERADE' 'COMMIT' '*filter'
ufw_types 'allow OpenSSH'
sed -i 's/^ENABLED=.*/ENABLED=yes/' /etc/ufw/ufw.conf
