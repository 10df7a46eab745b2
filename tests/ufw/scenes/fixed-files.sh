# A file that the confirm could not replace is found before the trial, and named.
device

refused() {
    snap old
    not trial 60 2>/mnt/said
    says /mnt/said "$1"
    snap new
    same old new
    not penstock confirm
}

cp -a /etc/ufw/user.rules /mnt/user.rules
mount --bind /mnt/user.rules /etc/ufw/user.rules
refused "'/etc/ufw/user.rules' could not be replaced later: it is a mount of its own"
umount /etc/ufw/user.rules
mount -o remount,bind,ro /etc/ufw
refused "cannot be written: Read-only file system\|mounted to be read only"
mount -o remount,bind,rw /etc/ufw
if chattr +i /etc/ufw/before.rules 2>/mnt/said; then
    refused "'/etc/ufw/before.rules' could not be replaced later: it is protected against changes"
    chattr -i /etc/ufw/before.rules
fi
trial 60
penstock confirm
# What the confirm replaces of our own state, and of a file that remove would write, too.
for name in /var/lib/penstock/confirmed /var/lib/penstock/ufw/origin /etc/ufw/user6.rules; do
    chattr +i $name 2>/mnt/said || continue
    snap old
    not penstock remove --confirm-within 30 2>/mnt/said
    says /mnt/said "'$name' could not be replaced later: it is protected against changes"
    snap new
    same old new
    chattr -i $name
done
