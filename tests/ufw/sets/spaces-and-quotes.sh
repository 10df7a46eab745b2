# Typed by hand: blanks, quotes, capitals, and lines of another system.
sed -i 's/^IPV6=.*/IPV6 = "Yes"/; s/^DEFAULT_FORWARD_POLICY=.*/DEFAULT_FORWARD_POLICY='"'reject'"'/' /etc/default/ufw
sed -i 's/^DEFAULT_FORWARD_POLICY=.*/DEFAULT_FORWARD_POLICY="REJECT"/; s/^IPV6 = .*/IPV6=YES/' /etc/default/ufw
ufw_types 'allow OpenSSH' '--force enable'
sed -i 's/^# RULES/&  /; s/$//' /etc/ufw/after.rules
