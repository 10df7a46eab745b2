# Pages for a provider's networks alone.
ufw_types 'allow proto tcp from 192.0.2.0/25 to any port 80,443' 'allow proto tcp from 192.0.2.128/25 to any port 80,443' 'allow proto tcp from 2001:db8:1::/48 to any port 80,443' 'allow OpenSSH' '--force enable'
