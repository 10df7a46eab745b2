# diff says rule by rule what the kernel will differ by; afterwards it differs by that and by nothing else. A site that
# changes nothing changes no file and no rule, although ufw would write its file in another form.
list() {
    { iptables-save; ip6tables-save; } | grep '^-A' | sed 's/ *$//' | sort >"/mnt/$1"
}
told() {
    python3 -c '
import json, sys
said = json.load(open(sys.argv[1]))
for key in ("comes", "goes"):
    with open("/mnt/" + key, "w") as file:
        file.writelines(sorted(line["text"] + "\n" for line in said["kernel-" + key] if line["text"].startswith("-A")))
' /mnt/said
}
device
iptables -I ufw-user-input 3 -s 198.51.100.7 -j DROP
list before
penstock diff "$site" --host ss-1 --backend ufw --format json >/mnt/said || :
told
test -s /mnt/comes
trial 60
list after
comm -13 /mnt/before /mnt/after >/mnt/came
comm -23 /mnt/before /mnt/after >/mnt/went
penstock rollback
list again
same before again
# The web ports are on their way only: the old ones go at the confirm.
apply
list after
comm -13 /mnt/before /mnt/after >/mnt/came
comm -23 /mnt/before /mnt/after >/mnt/went
same comes came
same goes went

sed -i '/^### tuple ### allow tcp 22 /,/^$/{/^-A/d}' /etc/ufw/user.rules
snap old
penstock diff "$site" --host ss-1 --backend ufw >/mnt/said
says /mnt/said '^0 added, 0 removed'
apply
snap new
same old new
