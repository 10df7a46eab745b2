# `plan --format ufw` on the machine itself, typed there, leads to the plan: nothing is left to change.
ip link add eth0 type veth peer name far0
ip addr add 192.168.1.222/24 dev eth0
ip link set eth0 up

typed() {
    penstock plan "$site" --host ss-1 --format ufw >/mnt/typed 2>/mnt/said
    bash -eu /mnt/typed >/mnt/out 2>&1 || {
        cat /mnt/typed /mnt/out
        return 1
    }
    penstock diff "$site" --host ss-1 >/mnt/diff 2>&1 || {
        cat /mnt/typed /mnt/diff
        return 1
    }
}

as_applied() {
    grep -h '^### tuple' /etc/ufw/user*.rules
    sed -n '/^# BEGIN penstock/,/^# END/p' /etc/ufw/before.rules /etc/ufw/before6.rules
    grep -h '^DEFAULT_.*POLICY' /etc/default/ufw
    grep -h '^listen\|  listen' /etc/nginx/sites-available/apollo.conf
    { iptables-save && ip6tables-save; } | grep '^[:-]' | sed 's/ \[[0-9]*:[0-9]*\]$//'
}

nginx
# What a technician finds: a device's rules, bans in front, a limit, several ports in one rule, the old port by one family.
stock() {
    ufw --force reset
    iptables -D INPUT -j f2b 2>/dev/null && iptables -F f2b || :
    iptables -X f2b 2>/dev/null || :
    device
    ufw insert 1 deny from 192.0.2.7
    ufw insert 2 deny from 198.51.100.0/24 to any port 443 proto tcp
    ufw allow from ::/0 to any port 80 proto tcp
    ufw allow 8000,8001/tcp comment 'two of them'
    ufw route allow in on eth0 out on ip70 from 10.0.0.0/8
    ufw default allow outgoing
    ufw logging off
} >/dev/null
stock
cp /etc/nginx/sites-available/apollo.conf /mnt/apollo.conf
apply 2>/dev/null
as_applied >/mnt/a
penstock remove --yes 2>/dev/null
cmp /mnt/apollo.conf /etc/nginx/sites-available/apollo.conf
stock
typed
grep -q '^ufw delete ' /mnt/typed
grep -q "^sed -i --follow-symlinks '.*listen 1443" /mnt/typed
not grep -q partial /mnt/said
as_applied >/mnt/b
same a b
# Typed once, there is nothing more to type.
typed
grep -qx '# nothing is to be typed.*' /mnt/typed
# From another plan's rules, and from a ufw that is not switched on.
apply 2>/dev/null
sed 's/, bacnet: on//; s/1443/2443/' "$site" >/mnt/other.yaml
site=/mnt/other.yaml
typed
ufw disable
typed
# Where it cannot be seen, that is said.
ip addr del 192.168.1.222/24 dev eth0
penstock plan "$site" --host ss-1 --format ufw >/mnt/typed 2>/mnt/said
says /mnt/said 'note: this is for a ufw without rules'
nginx -s stop
