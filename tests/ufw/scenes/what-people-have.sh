# Files of ufw as people have them, in shape (sets/NAME.sh): read, tried, rolled back, applied and taken away; files and
# kernel are then as they were. One that ufw itself does not start is refused by its reason. One set is played, and all of
# them where PENSTOCK_WHOLE is set; its value, where it is a name, is the only one.
device_site=/mnt/plain.yaml
sed '/^ports:/d' "$site" >"$device_site"
rm -r /etc/nginx/sites-available
ip link add eth0 type veth peer name far0
ip address add 192.168.1.222/24 dev eth0
ip link set eth0 up
cp -a /mnt/etc /mnt/stock

ufw_types() {
    local words
    for words in "$@"; do
        eval "ufw $words"
    done >/dev/null
}

lines() {
    printf '%s\n' "$@" >/mnt/lines
}

put_first() {
    local file=/etc/ufw/$1
    shift
    lines "$@"
    cat /mnt/lines "$file" >/mnt/whole
    cat /mnt/whole >"$file"
}

put_last() {
    local file=/etc/ufw/$1
    shift
    printf '%s\n' "$@" >>"$file"
}

# Behind the first line that begins so.
put_behind() {
    local file=/etc/ufw/$1 mark=$2 at
    shift 2
    lines "$@"
    at=$(grep -nm1 -e "^$mark" "$file" | cut -d: -f1)
    sed -i "${at}r /mnt/lines" "$file"
}

# A machine as it comes.
fresh() {
    local tool table
    /lib/ufw/ufw-init force-stop >/dev/null 2>&1 || :
    for tool in iptables ip6tables; do
        for table in filter nat mangle raw; do
            $tool -t $table -F
            $tool -t $table -X
        done
    done
    ipset destroy
    rm -rf /var/lib/penstock
    cp -a /mnt/stock/. /mnt/etc/
}

refused_by() {
    not penstock apply "$device_site" --host ss-1 --backend ufw --yes 2>/mnt/said
    says /mnt/said "$1"
    not test -e /var/lib/penstock/confirmed
}

# Its words are shown where it does not end as it should.
heard() {
    local want=$1 got=0
    shift
    penstock "$@" >/mnt/said 2>&1 || got=$?
    [ "$got" = "$want" ] || {
        cat /mnt/said >&2
        return 1
    }
}

there_and_back() {
    snap old
    heard 0 import /mnt/imported.yaml
    rm /mnt/imported.yaml
    heard 1 diff "$device_site" --host ss-1 --backend ufw
    heard 0 apply "$device_site" --host ss-1 --backend ufw --confirm-within 60
    heard 0 rollback
    snap new
    same old new
    heard 0 apply "$device_site" --host ss-1 --backend ufw --yes
    heard 0 status
    heard 0 remove --yes
    snap new
    same old new
}

play_set() {
    local refused
    echo "== ${1##*/}"
    fresh
    . "$1"
    refused=$(sed -n 's/^# refused: //p' "$1")
    if [ -n "$refused" ]; then
        refused_by "$refused"
    else
        there_and_back
    fi
}

sets=${BASH_SOURCE[0]%/*}/../sets
case ${PENSTOCK_WHOLE-none} in
none) play_set "$sets/tunnel-nat-last.sh" ;;
*)
    for each in "$sets"/*.sh; do
        [ ! -e "$sets/$PENSTOCK_WHOLE.sh" ] || [ "$each" = "$sets/$PENSTOCK_WHOLE.sh" ] || continue
        play_set "$each"
    done
    ;;
esac
