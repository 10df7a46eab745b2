# Profiles of programs, one of them somebody's own.
printf '[My Pages]\ntitle=t\ndescription=d\nports=8000,8001/tcp|9000/udp\n' >/etc/ufw/applications.d/mine
ufw_types 'allow "My Pages"' 'deny from 192.0.2.9 to any app "My Pages"' 'allow OpenSSH' '--force enable'
