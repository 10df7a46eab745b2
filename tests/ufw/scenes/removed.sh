# Removing leads back to the settings from before.
device
cp /etc/ufw/before*.rules /etc/ufw/ufw.conf /mnt
apply
penstock remove --yes
for name in before.rules before6.rules ufw.conf; do
    cmp "/mnt/$name" "/etc/ufw/$name"
done
# `penstock`, as ufw writes comments.
not grep -q 70656e73746f636b /etc/ufw/user.rules
ufw status >/mnt/said
says /mnt/said '# mine'
