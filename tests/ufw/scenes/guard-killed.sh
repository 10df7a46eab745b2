# The watcher takes the guard's place. No processes but ours are to be seen here.
guards() {
    local name
    for name in /proc/[0-9]*/comm; do
        if [ "$(cat "$name" 2>/dev/null)" = penstock-guard ]; then
            basename "${name%/comm}"
        fi
    done
}

device
snap old
trial 10
guard=$(guards)
test -n "$guard"
kill -9 $guard
sleep 10
for i in $(seq 300); do
    snap new
    cmp -s /mnt/old /mnt/new && break
    sleep 0.1
done
same old new
