# What is ours is what our record says: a comment that looks like ours makes nothing ours.
device
ufw allow 9443/tcp comment 'penstock: asked for by the plant'
cp /etc/ufw/user.rules /mnt
apply
grep -q 'tcp 9443 ' /etc/ufw/user.rules
penstock remove --yes
grep -q 'tcp 9443 .*comment=' /etc/ufw/user.rules
# Nor do lines that only look like our block.
sed -i 's/^# End required lines/&\n# BEGIN penstock managed block - do not edit\n-A ufw-before-input -s 10.9.8.7 -j DROP\n# END penstock managed block/' /etc/ufw/before.rules
not penstock remove --yes 2>/mnt/said
says /mnt/said 'no rules of penstock are on this machine'
grep -q 10.9.8.7 /etc/ufw/before.rules
