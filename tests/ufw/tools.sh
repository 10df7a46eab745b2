# Words of the scenes. They need $penstock and $site.

penstock() {
    "$penstock" "$@"
}

apply() {
    penstock apply "${1-$site}" --host ss-1 --backend ufw --yes
}

trial() {
    penstock apply "$site" --host ss-1 --backend ufw --confirm-within "$1"
}

# Waits until no trial runs, and who ends it has done so.
over() {
    local i
    for i in $(seq 600); do
        penstock status >/mnt/status 2>&1 || :
        grep -q 'on trial' /mnt/status || grep -qE '^phase (prepared|running)' /var/lib/penstock/journal || return 0
        sleep 0.1
    done
    echo "the trial never ended" >&2
    return 1
}

not() {
    if "$@"; then
        echo "this went well, and should not: $*" >&2
        return 1
    fi
}

# The file holds the text; it is shown where it does not.
says() {
    grep -q -e "$2" "$1" || {
        cat "$1" >&2
        return 1
    }
}

# Bytes, mode and owner of ufw's files, and what the kernel holds, into /mnt/NAME.
snap() {
    {
        (cd / && stat -c '%a %u:%g %n' etc/ufw/*.rules etc/ufw/*.conf etc/default/ufw)
        (cd / && sha256sum etc/ufw/*.rules etc/ufw/*.conf etc/default/ufw)
        { iptables-save && ip6tables-save; } | grep '^[:-]' | sed 's/ \[[0-9]*:[0-9]*\]$//'
    } >"/mnt/$1"
}

same() {
    diff "/mnt/$1" "/mnt/$2" >&2
}

# The rules of a device as its vendor types them, and somebody's own among them.
device() {
    local words
    while read -r words; do
        eval "ufw $words"
    done >/dev/null <<'RULES'
default deny outgoing
allow 22/tcp
allow in 5353/udp
allow out 5353/udp
deny in from 127.0.0.0/8
allow out 443/tcp
allow out on ip70
allow in 443/tcp
allow in 443
allow in on eth0 to any port 8883
limit 2222/tcp comment 'mine'
deny out log from any to 9.9.9.9
--force enable
RULES
    iptables -N f2b
    iptables -I INPUT 1 -j f2b
    iptables -A f2b -s 192.0.2.1 -j REJECT
}
