/* Scenes of the ufw backend: shell scripts on a private machine, with the program itself. */
#ifndef TESTS_UNIT_UFW_PLAY_H
#define TESTS_UNIT_UFW_PLAY_H

#include <sys/wait.h>

#include "tests/unit/ufw_stage.h"

/* The rules of a device as its vendor types them, and somebody's own among them. */
static const char device[] =
    "ufw default deny outgoing; ufw allow 22/tcp; ufw allow in 5353/udp; ufw allow out 5353/udp;"
    "ufw deny in from 127.0.0.0/8; ufw allow out 443/tcp; ufw allow out on ip70; ufw allow in 443/tcp;"
    "ufw allow in 443; ufw allow in on eth0 to any port 8883; ufw limit 2222/tcp comment 'mine';"
    "ufw deny out log from any to 9.9.9.9; ufw --force enable; iptables -N f2b; iptables -I INPUT 1 -j f2b;"
    "iptables -A f2b -s 192.0.2.1 -j REJECT";

static const char tools[] =
    "not() { if \"$@\"; then echo \"not $*\"; exit 9; fi; }; P=" PENSTOCK "; S=" TESTS
    "/packets/tables/device-enhanced.yaml; U='--host ss-1 --backend ufw';"
    "snap() { { (cd /; stat -c '%a %u:%g %n' etc/ufw/*.rules etc/ufw/*.conf etc/default/ufw;"
    " sha256sum etc/ufw/*.rules etc/ufw/*.conf etc/default/ufw);"
    " (iptables-save; ip6tables-save) | grep '^[:-]' | sed 's/ \\[[0-9]*:[0-9]*\\]$//'; } >/mnt/$1; };"
    "same() { diff /mnt/$1 /mnt/$2 >&2; };"
    "trial() { $P apply $S $U --confirm-within $1 >/dev/null 2>&1; };"
    "over() { for i in $(seq 600); do $P status 2>/dev/null | grep -q 'on trial' || return 0; sleep 0.1; "
    "done;"
    " false; }; ";

static inline void play(const char *before, const char *script)
{
    ufw_machine();
    char *whole = xasprintf("exec 2>&1; %s { %s; } >/dev/null; %s", tools, before, script);
    int status;
    char *said = ufw_run(NULL, (char *[]){"/bin/sh", "-ec", whole, NULL}, &status);
    if (status != 0) {
        fprintf(stderr, "%s\n", said);
        fail_msg("exit %d", WEXITSTATUS(status));
    }
    free(said);
    free(whole);
}

#endif
