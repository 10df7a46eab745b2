# nginx's file cannot be exchanged: told before anything changes; as a mount of its own it is written in place.
file=/etc/nginx/sites-available/apollo.conf
device
ip link add eth0 type veth peer name eth1
ip address add 192.168.1.222/24 dev eth0
ip link set eth0 up
nginx
cp "$file" /mnt/before

refused() {
    snap old
    not penstock web-ports --https 1443 --yes 2>/mnt/said
    says /mnt/said "$1"
    snap new
    same old new
    cmp /mnt/before "$file"
}

mount -o remount,ro,bind /etc/nginx 2>/dev/null || mount -o remount,ro /etc/nginx
refused 'mounted read-only'
mount -o remount,rw,bind /etc/nginx 2>/dev/null || :
mount -o remount,rw /etc/nginx

if chattr +i "$file" 2>/dev/null; then
    refused 'marked as immutable'
    chattr -i "$file"
    chattr +i /etc/nginx/sites-available
    refused 'its folder is marked as immutable'
    chattr -i /etc/nginx/sites-available
fi

mkdir /mnt/small
mount -t tmpfs -o size=16k tmpfs /mnt/small
cp "$file" /mnt/small/apollo.conf
head -c 100000 /dev/zero >/mnt/small/ballast 2>/dev/null || :
mount --bind /mnt/small /etc/nginx/sites-available
refused 'its disk is full'
umount /etc/nginx/sites-available

cp "$file" /mnt/volume
mount --bind /mnt/volume "$file"
penstock web-ports --https 1443
says "$file" 'listen 443 ssl;'
says "$file" 'listen 1443 ssl;'
penstock rollback
cmp /mnt/before "$file"
penstock web-ports --https 1443 --yes
not grep -q 'listen 443' "$file"
penstock web-ports --https 443 --yes
cmp /mnt/before "$file"
nginx -s stop
