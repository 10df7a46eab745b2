# Rules that stand among ufw's in the kernel alone (bans by iptables, a hand-made rule, another program's chain, a rule
# of nat): an apply, its way back, a confirm and a remove leave them where they are, and diff names them.
strangers() {
    iptables -I ufw-user-input 1 -s 198.51.100.7 -j DROP
    iptables -I ufw-before-input 2 -s 198.51.100.8 -j REJECT
    iptables -A ufw-user-output -d 198.51.100.9 -j DROP
    ip6tables -I ufw6-user-input 1 -s 2001:db8::7 -j DROP
    iptables -N watch
    iptables -A watch -s 198.51.100.10 -j DROP
    iptables -I INPUT 1 -j watch
    iptables -t nat -A POSTROUTING -s 192.0.2.0/24 -j MASQUERADE
}
there() {
    iptables -S ufw-user-input 1 | grep -q 198.51.100.7
    iptables -S ufw-before-input 2 | grep -q 198.51.100.8
    iptables -C ufw-user-output -d 198.51.100.9 -j DROP
    ip6tables -S ufw6-user-input 1 | grep -q 2001:db8::7
    iptables -S INPUT 1 | grep -q watch
    iptables -C watch -s 198.51.100.10 -j DROP
    iptables -t nat -C POSTROUTING -s 192.0.2.0/24 -j MASQUERADE
}
device
beside=$(mktemp /mnt/beside.XXXX)
count() {
    penstock diff "$site" --host ss-1 --backend ufw --format json >"$beside" || :
    python3 -c 'import json,sys; said = json.load(open(sys.argv[1])); print(len(said["beside-files"]), len(said["not-live"]))' "$beside"
}
before=$(count)
strangers
test "$(count)" = "$((${before% *} + 7)) ${before#* }"
snap old
trial 60
there
penstock rollback
snap new
same old new
apply
there
penstock status
penstock remove --yes
iptables -C watch -s 198.51.100.10 -j DROP
iptables -t nat -C POSTROUTING -s 192.0.2.0/24 -j MASQUERADE
# A default policy is the plan's where it has one: what somebody made of it in the kernel alone does not stay, unsaid.
iptables -P INPUT ACCEPT
snap old
penstock diff "$site" --host ss-1 --backend ufw --format json >"$beside" || :
grep -q '{"group": "filter INPUT", "text": "-P INPUT DROP"}' "$beside"
python3 -c 'import json,sys; assert "-P INPUT" not in str(json.load(open(sys.argv[1]))["not-live"])' "$beside"
trial 60
test "$(iptables -S INPUT | head -n 1)" = '-P INPUT DROP'
penstock rollback
snap new
same old new
