#!/bin/sh
# The whole of core, linked into one program, needs libyaml and the C library and nothing else.
needed=$(readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
echo "$needed" | grep -q '^libyaml' || { echo "core does not link libyaml: this test sees nothing"; exit 1; }
strange=$(echo "$needed" | grep -vE '^(libyaml-0|libc|libasan|libubsan|libm|libgcc_s|ld-linux[a-z0-9_-]*)\.so')
[ -z "$strange" ] || { echo "core links $strange"; exit 1; }
