# Protocols without ports, and a neighbour's router.
ufw_types 'allow proto esp from 192.0.2.1' 'allow proto gre from 192.0.2.2 to any' 'allow proto ah from any to any' 'allow proto igmp from any to 224.0.0.0/4' 'allow 500,4500/udp' '--force enable'
