/* Trials of the ufw backend by the program itself, on a private machine with a device's rules. */
#include "tests/unit/ufw_play.h"

/* Bytes, owners and modes of the files, policies, chains and rules of the kernel: all as before. */
static void a_rollback_is_exact(void **state)
{
    (void)state;
    play(device, "snap old; trial 60; iptables -C ufw-user-input -p tcp --dport 443 -j ACCEPT; iptables -C "
                 "ufw-user-input -p tcp --dport 1443 -j ACCEPT;"
                 "iptables -C ufw-user-input -p tcp --dport 1443 -j ACCEPT;"
                 "(cd /; sha256sum etc/ufw/*.rules) >/mnt/disk; grep -q \"$(head -1 /mnt/disk)\" /mnt/old;"
                 "$P rollback; snap new; same old new; test ! -e /var/lib/penstock/ufw/trial");
}

static void without_ufw_switched_on_too(void **state)
{
    (void)state;
    play("true", "snap old; trial 60; iptables -S | grep -qx -- '-P OUTPUT DROP'; grep -q ENABLED=no "
                 "/etc/ufw/ufw.conf; $P rollback;"
                 "snap new; grep -v '^:' /mnt/old >/mnt/a; grep -v '^:.* ACCEPT' /mnt/new >/mnt/b; same a b");
}

/* Confirmed; applied again, nothing changes; ufw itself loads the same; every rule of others is there. */
static void confirmed_is_what_ufw_loads(void **state)
{
    (void)state;
    play(device,
         "trial 60; $P confirm; snap a; $P apply $S $U --yes; snap b; same a b; $P diff $S $U >/dev/null;"
         "ufw reload; snap c; sort /mnt/a >/mnt/d; sort /mnt/c >/mnt/e; same d e;"
         "ufw status >/mnt/said; grep -q '# mine' /mnt/said; grep -q 9.9.9.9 /mnt/said;"
         "iptables -C f2b -s 192.0.2.1 -j REJECT; iptables -C INPUT -j f2b; $P status >/dev/null");
}

static void removing_leads_back_to_the_settings_from_before(void **state)
{
    (void)state;
    play(device,
         "cp /etc/ufw/before*.rules /etc/ufw/ufw.conf /mnt; cp /etc/default/ufw /mnt/defaults; $P apply $S "
         "$U --yes;"
         "$P remove --yes; for f in before.rules before6.rules ufw.conf; do cmp /mnt/$f /etc/ufw/$f; done;"
         "not grep -q 70656e73746f636b /etc/ufw/user.rules; ufw status | grep -q '# mine'");
}

static void ipv6_may_be_off(void **state)
{
    (void)state;
    play(
        "sed -i s/IPV6=yes/IPV6=no/ /etc/default/ufw; ufw allow 22/tcp; ufw --force enable",
        "snap old; trial 60; ip6tables -S | grep -qx -- '-P INPUT DROP'; $P rollback; snap new; same old new;"
        "$P apply $S $U --yes; $P status >/dev/null; not grep -q tuple /etc/ufw/user6.rules");
}

/* As ufw itself leaves it when it is killed while it writes. */
static void a_rule_file_cut_short_is_said(void **state)
{
    (void)state;
    play(device, "head -c 700 /etc/ufw/user.rules >/mnt/cut; cp /mnt/cut /etc/ufw/user.rules; snap old;"
                 "not $P apply $S $U --yes >/mnt/said 2>&1; grep -q 'has no end (COMMIT)' /mnt/said;"
                 "snap new; same old new");
}

/* The vendor's move of the web pages and back, its doubled rule for 443 included. */
static void moving_the_web_ports_and_back(void **state)
{
    (void)state;
    play(device,
         "{ printf 'penstock: 1\\nsite: Dev\\nproduct: smartserver\\nversion: \"4.4\"\\nservices: {mqtts: "
         "on}\\n';"
         " printf 'hosts: [{name: ss-1, role: smartserver, address: 192.168.1.222, security: enhanced, "
         "interface: eth0}]\\n'; }"
         " >/mnt/home.yaml; cp /mnt/home.yaml /mnt/away.yaml; echo 'ports: {https: 1443}' >>/mnt/away.yaml;"
         "rules() { grep -h '^### tuple' /etc/ufw/user*.rules | sed 's/ comment=.*//' | sort; };"
         "$P apply /mnt/home.yaml $U --yes; rules >/mnt/a; grep -q 'any 443 ' /mnt/a;"
         "$P apply /mnt/away.yaml $U --yes; rules >/mnt/b; not grep -q ' 443 .* in$' /mnt/b;"
         "grep -q 'tcp 443 .* out$' /mnt/b; grep -c 'tcp 1443 .* in$' /mnt/b | grep -qx 2;"
         "$P apply /mnt/home.yaml $U --yes; rules >/mnt/c; same a c; $P status >/dev/null");
}

/* ufw itself would say yes and leave a file cut short. */
static void a_full_disk_leaves_the_old_files(void **state)
{
    (void)state;
    play("umount /etc/ufw; mkdir /mnt/small; mount -t tmpfs -o size=160k tmpfs /mnt/small;"
         "cp -a /mnt/ufw/. /mnt/small/; mount --bind /mnt/small /etc/ufw; ufw allow 22/tcp; ufw --force "
         "enable;"
         "head -c 500000 /dev/zero >/etc/ufw/ballast || true",
         "snap old; trial 60; not $P confirm; $P status | grep -q 'on trial'; $P rollback; snap new; same "
         "old new;"
         "rm /etc/ufw/ballast; trial 60; $P confirm; $P status >/dev/null; grep -q ' 1443 ' "
         "/etc/ufw/user.rules");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rollback_is_exact),
        cmocka_unit_test(without_ufw_switched_on_too),
        cmocka_unit_test(confirmed_is_what_ufw_loads),
        cmocka_unit_test(removing_leads_back_to_the_settings_from_before),
        cmocka_unit_test(ipv6_may_be_off),
        cmocka_unit_test(a_rule_file_cut_short_is_said),
        cmocka_unit_test(a_full_disk_leaves_the_old_files),
        cmocka_unit_test(moving_the_web_ports_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
