# A list of denied networks, before everything.
ufw_types 'deny from 198.51.100.0/26' 'deny from 198.51.100.64/26' 'reject from 203.0.113.0/24 to any port 25' 'deny from 2001:db8:bad::/48' 'deny out to 198.51.100.200' 'allow 22' '--force enable'
