# IPv6 is off, and rules of it are left in the files.
ufw_types 'allow OpenSSH' 'allow 7000:7010/tcp' '--force enable'
sed -i 's/^IPV6=.*/IPV6=no/' /etc/default/ufw
ufw reload
