/* A machine with ufw on it, in namespaces of the test's own: private copies of ufw's files, an empty /run, an
 * empty firewall. */
#ifndef TESTS_UNIT_UFW_STAGE_H
#define TESTS_UNIT_UFW_STAGE_H

#include <sys/mount.h>

#include "backends/machine/machine.h"
#include "core/base/text.h"

#include "tests/folder.h"
#include "tests/unit/netns.h"

static inline char *ufw_run(const char *input, char *const words[], int *status)
{
    struct output output = {0};
    struct failure failure = {0};
    netns_assert_private();
    if (machine_run(words, input, 60, &output, &failure) != 0)
        fail_msg("%s", failure.message);
    if (status)
        *status = output.status;
    else if (output.status != 0)
        fail_msg("%s %s: %s%s", words[0], words[1], output.out, output.err);
    free(output.err);
    return output.out;
}

#define UFW_RUN(...) free(ufw_run(NULL, (char *[]){__VA_ARGS__, NULL}, NULL))
/* One command as a technician types it; it must succeed. */
static inline void ufw_type(const char *command)
{
    char *line = xasprintf("ufw %s", command);
    UFW_RUN("/bin/sh", "-ec", line);
    free(line);
}

/* Stock files of ufw, inactive, mounted over the machine's own. The mount namespace ends with the test. */
static inline void ufw_machine(void)
{
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
        fail_msg("no mount namespace: run the tests as root");
    netns_private();
    if (mount("tmpfs", "/run", "tmpfs", 0, NULL) != 0 || mount("tmpfs", "/mnt", "tmpfs", 0, NULL) != 0)
        fail_msg("cannot mount a private /run");
    UFW_RUN("/bin/sh", "-ec",
            "mkdir /mnt/ufw /mnt/state; cp -a /etc/ufw/. /mnt/ufw/; cp -a /etc/default /mnt/default;"
            "for f in before before6 after after6 user user6; do"
            " cp /usr/share/ufw/iptables/$f.rules /mnt/ufw/; done; chmod 640 /mnt/ufw/*.rules;"
            "sed -i 's/^IPV6=.*/IPV6=yes/; s/^DEFAULT_INPUT_.*/DEFAULT_INPUT_POLICY=\"DROP\"/;"
            " s/^DEFAULT_OUTPUT_.*/DEFAULT_OUTPUT_POLICY=\"ACCEPT\"/;"
            " s/^DEFAULT_FORWARD_.*/DEFAULT_FORWARD_POLICY=\"DROP\"/' /mnt/default/ufw;"
            "printf 'ENABLED=no\\nLOGLEVEL=low\\n' >/mnt/ufw/ufw.conf;"
            "mkdir -p /var/lib/penstock; mount --bind /mnt/state /var/lib/penstock;"
            "mount --bind /mnt/ufw /etc/ufw; mount --bind /mnt/default /etc/default;"
            /* The web pages of a device whose ports the sites of the tests name. */
            "mount -t tmpfs tmpfs /etc/nginx; mkdir /etc/nginx/sites-available; cd /etc/nginx;"
            "echo 'events {} http { include /etc/nginx/sites-available/apollo.conf; }' >nginx.conf;"
            "printf 'server {\\n    listen 80;\\n}\\nserver {\\n    listen 443 ssl;\\n    "
            "ssl_reject_handshake on;\\n}\\n'"
            " >sites-available/apollo.conf");
}

static inline char *ufw_file(const char *path)
{
    return ufw_run(NULL, (char *[]){"/bin/cat", (char *)(uintptr_t)path, NULL}, NULL);
}

#endif
