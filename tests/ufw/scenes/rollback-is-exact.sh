# Bytes, owners and modes of the files, policies, chains and rules of the kernel: all as before.
device
snap old
trial 60
iptables -C ufw-user-input -p tcp --dport 443 -j ACCEPT
iptables -C ufw-user-input -p tcp --dport 1443 -j ACCEPT
# Until it is kept, the files on the disk are the old ones.
(cd / && sha256sum etc/ufw/*.rules) >/mnt/disk
says /mnt/old "$(head -1 /mnt/disk)"
penstock rollback
snap new
same old new
test ! -e /var/lib/penstock/ufw/trial
