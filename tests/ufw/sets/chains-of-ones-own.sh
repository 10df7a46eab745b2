# A chain of one's own inside ufw's file, with a rate.
put_behind before.rules ':ufw-not-local' ':ufw-http - [0:0]' ':ufw-http-logdrop - [0:0]'
put_behind before.rules '# End required lines' '-A ufw-before-input -p tcp --dport 8080 -j ufw-http' '-A ufw-http -m state --state NEW -m recent --name conn_per_ip --set' '-A ufw-http -m state --state NEW -m recent --name conn_per_ip --update --seconds 10 --hitcount 20 -j ufw-http-logdrop' '-A ufw-http -j ACCEPT' '-A ufw-http-logdrop -j DROP'
ufw_types 'allow OpenSSH' '--force enable'
