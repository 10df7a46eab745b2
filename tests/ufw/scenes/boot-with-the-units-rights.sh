# The unit for the boot has the rights that it needs with ufw: for what was confirmed, and for a trial that a power cut ended.
unit=$(dirname "$penstock")/penstock-restore.service
rights=$(sed -n 's/^CapabilityBoundingSet=//p' "$unit" | tr 'A-Z ' 'a-z,' | sed 's/cap_/+/g')

# The kernel forgets, another boot begins, and ufw's own start loads its files.
boot() {
    ! umount /proc/sys/kernel/random/boot_id 2>/dev/null || :
    cat /proc/sys/kernel/random/uuid >/mnt/boot_id
    mount --bind /mnt/boot_id /proc/sys/kernel/random/boot_id
    iptables -F && iptables -X && ip6tables -F && ip6tables -X
    /lib/ufw/ufw-init force-reload
}

restore() {
    setpriv --bounding-set "-all,$rights" --no-new-privs "$penstock" restore
}

device
iptables -D INPUT -j f2b && iptables -F f2b && iptables -X f2b
apply
snap confirmed
boot
restore
penstock status >/mnt/said
snap after
same confirmed after

sed 's/bacnet: on/bacnet: off/' "$site" >/mnt/other.yaml
site=/mnt/other.yaml
trial 600
snap trial
not cmp -s /mnt/after /mnt/trial
# Everything that penstock runs ends with the power; kill knows nobody but us here.
pkill -9 -x penstock || :
boot
restore
snap after
same confirmed after
