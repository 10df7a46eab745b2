# A server of pages: three commands.
ufw_types 'allow OpenSSH' 'allow 80/tcp' 'allow 443/tcp' '--force enable'
