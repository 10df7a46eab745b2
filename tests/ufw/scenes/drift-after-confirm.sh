# After the confirm: a rule in front of everything, in ufw's own chain, a policy, an emptied chain, another table. Each
# is drift; a ban in a chain that was there is none. So is a rule of ufw's own that decides now and did not then, and
# what nft alone shows in iptables' tables.
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
iptables-save >/mnt/k4
ip6tables-save >/mnt/k6
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
iptables-restore </mnt/k4
ip6tables-restore </mnt/k6
fine

cp -a /etc/ufw /mnt/ufw.then
again() {
    cp -a /mnt/ufw.then/. /etc/ufw
    nft flush ruleset
    iptables-restore </mnt/k4
    ip6tables-restore </mnt/k6
}
while read -r words; do
    eval "$words"
    not penstock status >/mnt/said
    says /mnt/said 'drift: kernel is not what was confirmed'
    again
done >/dev/null 2>&1 <<'DRIFTS'
ufw limit 22/tcp
ufw insert 1 allow from any
nft insert rule ip filter INPUT tcp dport 1443 drop
nft add chain ip filter own '{ type filter hook input priority -9; }'; nft add rule ip filter own ip saddr 192.0.2.9 drop
DRIFTS
fine
ufw insert 1 deny from 198.51.100.0/24
fine
