# No nginx runs: its file is changed all the same, and that nobody can prove it is said.
device
ip link add eth0 type veth peer name eth1
ip address add 192.168.1.222/24 dev eth0
ip address add fd00:1::222/64 dev eth0 nodad
ip link set eth0 up
penstock diff "$site" --host ss-1 --backend ufw >/mnt/said 2>&1 || :
says /mnt/said "warning: no nginx runs"
apply 2>/mnt/said
says /mnt/said "no nginx runs on this machine"
says /etc/nginx/sites-available/apollo.conf 'listen 1443 ssl;'

# A program of that name which others could have put there is not run, and proves nothing.
cp "$(readlink -f /usr/bin/python3)" /mnt/nginx
chmod 777 /mnt/nginx
(exec -a 'nginx: master process /mnt/nginx' /mnt/nginx -c 'import socket, time
s = socket.create_server(("0.0.0.0", 8888))
time.sleep(60)') &
sleep 1
penstock web-ports --https 443 --yes 2>/mnt/said
kill $!
says /mnt/said "no nginx runs on this machine"
