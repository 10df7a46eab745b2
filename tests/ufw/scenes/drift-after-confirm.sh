# After the confirm: a rule in front of everything, in ufw's own chain, a policy, an emptied chain, another table. Each
# is drift; a ban in a chain that was there is none.
drifts() {
    not penstock status >/mnt/said
    says /mnt/said '^WARN  firewall active'
    says /mnt/said 'drift: kernel is not what was confirmed'
    says /mnt/said "$1"
}
fine() {
    penstock status >/mnt/said || {
        cat /mnt/said >&2
        return 1
    }
    says /mnt/said 'drift: kernel = what was confirmed'
}
device
apply
fine
iptables -A f2b -s 198.51.100.77 -j REJECT
fine
iptables -A f2b -s 198.51.100.78 -j ACCEPT
drifts 198.51.100.78
iptables -D f2b -s 198.51.100.78 -j ACCEPT
iptables -I INPUT 1 -j ACCEPT
drifts 'filter INPUT'
iptables -D INPUT 1
iptables -I ufw-before-input 1 -p tcp --dport 9999 -j ACCEPT
drifts 9999
iptables -D ufw-before-input 1
iptables -P INPUT ACCEPT
drifts 'P INPUT ACCEPT'
iptables -P INPUT DROP
fine
iptables -t nat -A PREROUTING -p tcp --dport 81 -j REDIRECT --to-ports 22
drifts 'nat PREROUTING'
iptables -t nat -F PREROUTING
fine
ip6tables -F ufw6-before-input
drifts '(v6)'
