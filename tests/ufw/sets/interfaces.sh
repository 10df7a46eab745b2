# Interfaces with names of all kinds.
ufw_types 'allow in on enp0s31f6 to any port 22 proto tcp' 'allow in on br-0a1b2c3d4e5f' 'deny in on wlan0.100 to any port 23' 'allow out on tun+ ' 'route allow in on lan_0 out on wan-1 from 10.2.0.0/16' '--force enable'
