# Of a ufw that nobody measured nothing is guessed; every command says the same way on, and it leads there.
ip link add eth0 type veth peer name far0
ip addr add 192.168.1.222/24 dev eth0
ip link set eth0 up
device
cp /usr/sbin/ufw /mnt/ufw
printf '#!/bin/sh\n[ "$1" = version ] && { echo "ufw 0.99"; exit; }\nexec /mnt/ufw "$@"\n' >/mnt/other
chmod 755 /mnt/other
mount --bind /mnt/other /usr/sbin/ufw
snap old
says_so() {
    not penstock "$@" >/mnt/said 2>&1
    says /mnt/said 'ufw 0.99'
    says /mnt/said "'sudo ufw disable'.*--backend nftables"
}
says_so import
says_so web-ports --https 1443 --yes
says_so apply "$site" --host ss-1 --yes
says_so diff "$site" --host ss-1
snap new
same old new
ufw disable
not penstock apply "$site" --host ss-1 --yes
penstock apply "$site" --host ss-1 --backend nftables --yes
penstock status >/mnt/said
says /mnt/said nftables
