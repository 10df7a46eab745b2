# The vendor's move of the web pages and back, its doubled rule for 443 included.
cat >/mnt/home.yaml <<'SITE'
penstock: 1
site: Dev
product: smartserver
version: "4.4"
services: {mqtts: on}
hosts: [{name: ss-1, role: smartserver, address: 192.168.1.222, security: enhanced, interface: eth0}]
SITE
{
    cat /mnt/home.yaml
    echo 'ports: {https: 1443}'
} >/mnt/away.yaml

rules() {
    grep -h '^### tuple' /etc/ufw/user*.rules | sed 's/ comment=.*//' | sort
}

device
apply /mnt/home.yaml
rules >/mnt/a
says /mnt/a 'any 443 '
apply /mnt/away.yaml
rules >/mnt/b
not grep -q ' 443 .* in$' /mnt/b
says /mnt/b 'tcp 443 .* out$'
test "$(grep -c 'tcp 1443 .* in$' /mnt/b)" = 2
apply /mnt/home.yaml
rules >/mnt/c
same a c
penstock status
