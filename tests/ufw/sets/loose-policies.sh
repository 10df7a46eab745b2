# Everything is let in, and some is denied.
ufw_types 'default allow incoming' 'default allow routed' 'deny 3306/tcp' 'deny 6379' 'reject in 111' 'logging off' '--force enable'
