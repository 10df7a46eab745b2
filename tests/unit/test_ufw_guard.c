/* How a trial of the ufw backend ends when nobody confirms it. */
#include "tests/unit/ufw_play.h"

static void nobody_confirms(void **state)
{
    (void)state;
    play(device, "snap old; trial 10; over; snap new; same old new; $P status >/mnt/said;"
                 "grep -q 'nobody confirmed in time' /mnt/said");
}

/* The watcher takes the guard's place. */
static void the_guard_is_killed(void **state)
{
    (void)state;
    play(device, "snap old; trial 10; for p in /proc/[0-9]*; do"
                 " if [ \"$(cat $p/comm 2>/dev/null)\" = penstock-guard ] &&"
                 " [ \"$(readlink $p/ns/net)\" = \"$(readlink /proc/self/ns/net)\" ]; then kill -9 "
                 "${p#/proc/}; k=1; fi;"
                 " done; test \"$k\" = 1; sleep 10; for i in $(seq 300); do snap new; cmp -s /mnt/old "
                 "/mnt/new && break;"
                 " sleep 0.1; done; same old new");
}

static void a_foreign_ufw_ends_the_trial_and_keeps_its_rule(void **state)
{
    (void)state;
    play(device,
         "trial 60; ufw allow 9999/tcp; over; $P status >/mnt/said; grep -q 'somebody else' /mnt/said;"
         "iptables -C ufw-user-input -p tcp --dport 9999 -j ACCEPT;"
         "ip6tables -C ufw6-user-input -p tcp --dport 9999 -j ACCEPT;"
         "grep -q ' 9999 ' /etc/ufw/user.rules; iptables -S >/mnt/list; not grep -q 1443 /mnt/list;"
         "iptables -C ufw-user-input -p tcp --dport 443 -j ACCEPT; ufw delete allow 9999/tcp;"
         "ufw reload; snap a; $P status >/dev/null; snap b; same a b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_confirms),
        cmocka_unit_test(the_guard_is_killed),
        cmocka_unit_test(a_foreign_ufw_ends_the_trial_and_keeps_its_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
