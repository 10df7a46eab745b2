#!/bin/sh
# usage: rooted.sh COMMAND...
# Runs the command where the root is a mount point. In a plain chroot it is none, and no namespace of mounts could be made
# private there: then a second chroot is made, into the same files by a mount, which goes with the command.
set -eu
! mountpoint -q / || exec "$@"
root=$(mktemp -d)
trap 'umount -l "$root" && rmdir "$root"' EXIT
mount --rbind / "$root"
mount --make-rprivate "$root"
chroot "$root" sh -c 'cd "$1" && shift && exec "$@"' sh "$PWD" "$@"
