# A rule file cut short, as ufw itself leaves it when it is killed while it writes, is said.
device
head -c 700 /etc/ufw/user.rules >/mnt/cut
cp /mnt/cut /etc/ufw/user.rules
snap old
not apply >/mnt/said 2>&1
says /mnt/said 'has no end (COMMIT)'
snap new
same old new
