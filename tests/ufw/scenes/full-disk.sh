# ufw itself would say yes and leave a file cut short: the old files stay, and there is room later.
umount /etc/ufw
mkdir /mnt/small
mount -t tmpfs -o size=160k tmpfs /mnt/small
cp -a /mnt/etc/ufw/. /mnt/small/
mount --bind /mnt/small /etc/ufw
ufw allow 22/tcp
ufw --force enable
fill() {
    not head -c 500000 /dev/zero >/etc/ufw/ballast
}
fill
snap old
not trial 60
snap new
same old new
rm /etc/ufw/ballast
trial 60
fill
not penstock confirm
not penstock status >/mnt/said
says /mnt/said 'on trial'
penstock rollback
snap new
same old new
rm /etc/ufw/ballast
trial 60
penstock confirm
penstock status
grep -q ' 1443 ' /etc/ufw/user.rules
