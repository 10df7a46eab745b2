# Nothing goes out but what is named.
ufw_types 'default deny outgoing' 'allow out 53' 'allow out 123/udp' 'allow out 80,443/tcp' 'allow out to 10.0.0.0/8' 'allow OpenSSH' 'logging medium' '--force enable'
