# Settings mean what they mean to ufw, however they are spelled, and stay as they are spelled where nothing changes.
ip link add eth0 type veth peer name eth9
ip addr add 192.168.1.222/24 dev eth0
ip link set eth0 up
device
ufw allow in 2541/udp
ufw allow out 2541/udp
penstock import >/mnt/site.yaml

# changes_nothing FILE LINE: with this line in the place of its key's.
changes_nothing() {
    cp -a "$1" /mnt/kept
    sed -i "/^${2%%=*}=/d" "$1"
    printf '%b\n' "$2" >>"$1"
    snap old
    penstock diff /mnt/site.yaml >/mnt/said
    says /mnt/said '^0 added, 0 removed'
    penstock apply /mnt/site.yaml --yes
    snap new
    same old new
    cat /mnt/kept >"$1"
}

changes_nothing /etc/ufw/ufw.conf ENABLED=Yes
changes_nothing /etc/ufw/ufw.conf 'ENABLED="yes"'
changes_nothing /etc/ufw/ufw.conf 'ENABLED=yes # on'
changes_nothing /etc/ufw/ufw.conf 'ENABLED=no\nENABLED=yes'
changes_nothing /etc/ufw/ufw.conf LOGLEVEL=LOW
changes_nothing /etc/ufw/ufw.conf LOGLEVEL=on
changes_nothing /etc/default/ufw 'DEFAULT_INPUT_POLICY=DROP'
changes_nothing /etc/default/ufw 'IPV6="yes"'

# Files without which ufw starts.
rm /etc/ufw/sysctl.conf
penstock apply /mnt/site.yaml --yes
not test -e /etc/ufw/sysctl.conf

# Comments in before.rules are nobody's but people's.
sed -i '/^#/d; /^$/d' /etc/ufw/before.rules /etc/ufw/before6.rules
cp /etc/ufw/before*.rules /mnt
penstock import >/mnt/again.yaml
apply
not cmp -s /mnt/before.rules /etc/ufw/before.rules
ufw reload
penstock remove --yes
cmp /mnt/before.rules /etc/ufw/before.rules
cmp /mnt/before6.rules /etc/ufw/before6.rules

# Without IPv6 the files of IPv6 do not count; what the kernel still has of it is nothing to change.
ufw allow 7001/tcp
sed -i s/IPV6=yes/IPV6=no/ /etc/default/ufw
rm /etc/ufw/before6.rules /etc/ufw/after6.rules
cp /etc/ufw/user6.rules /mnt
penstock diff "$site" --host ss-1 >/mnt/said 2>&1 || :
says /mnt/said 'do not count'
trial 60
penstock rollback
apply
cmp /mnt/user6.rules /etc/ufw/user6.rules
ip6tables -S >/mnt/list
grep -q 'dport 7001' /mnt/list
