# What is let in for many comes behind somebody's ban of a few; a rule that a ban would swallow whole comes before it.
device
ufw insert 1 deny from 198.51.100.7
ufw insert 1 reject from 203.0.113.0/24 to any port 55000 proto tcp
cat >/mnt/more.yaml <<'SITE'
penstock: 1
site: Dev
product: smartserver
version: "4.4"
services: {mqtts: on, opc-ua: on}
hosts: [{name: ss-1, role: smartserver, address: 192.168.1.222, security: enhanced, interface: eth0}]
admin: [{service: desk, port: 8022, from: [198.51.100.7]}]
SITE
apply /mnt/more.yaml
grep '^### tuple' /etc/ufw/user.rules | sed 's/ comment=.*//' >/mnt/rules
place() {
    grep -n -e "$1" /mnt/rules | head -1 | cut -d: -f1
}
test "$(place 'reject tcp 55000')" -lt "$(place 'allow tcp 55000')"
test "$(place 'deny any any .* 198.51.100.7')" -lt "$(place 'allow tcp 55000')"
test "$(place 'allow tcp 8022')" -lt "$(place 'deny any any .* 198.51.100.7')"
penstock diff /mnt/more.yaml --host ss-1
penstock status
