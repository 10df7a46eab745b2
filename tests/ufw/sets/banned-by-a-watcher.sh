# A watcher bans in chains of its own, in front of ufw's.
ufw_types 'allow OpenSSH' 'insert 1 deny from 198.51.100.9 comment "by a watcher"' '--force enable'
iptables -N f2b-sshd
iptables -A f2b-sshd -s 192.0.2.10/32 -j REJECT --reject-with icmp-port-unreachable
iptables -A f2b-sshd -j RETURN
iptables -I INPUT 1 -p tcp -m multiport --dports 22 -j f2b-sshd
