# ufw is switched on and another tool emptied the kernel: nothing is called live or kept on such a machine.
empty() {
    local one
    for one in iptables ip6tables; do
        $one -P INPUT ACCEPT
        $one -P OUTPUT ACCEPT
        $one -P FORWARD ACCEPT
        $one -F
        $one -X
    done
}
device
empty
not penstock status >/mnt/said
says /mnt/said 'nothing was ever confirmed'
says /mnt/said 'ufw reload'
not apply 2>/mnt/said
says /mnt/said "does not hold its rules"
ufw reload
apply
penstock status >/mnt/said
empty
not penstock status >/mnt/said
says /mnt/said '^WARN  firewall active'
says /mnt/said 'drift: kernel is not what was confirmed'
