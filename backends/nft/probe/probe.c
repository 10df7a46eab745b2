#include "backends/nft/probe/probe.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/utsname.h>

#include "backends/machine/conf.h"
#include "backends/nft/wire/dump.h"
#include "backends/ways/tracking.h"
#include "core/base/text.h"

static void nft_probe_refuse(struct probe *probe, enum problem_code code, const char *message)
{
    problem_add(&probe->problems, code, (struct place){0}, "%s", message);
}

static void judge_others(const struct machine *machine, const struct neighbours *neighbours,
                         struct probe *probe)
{
    if (neighbours->ufw || ufw_enabled(machine))
        nft_probe_refuse(
            probe, PROBLEM_UFW_ACTIVE,
            "ufw is active and would decide beside nftables: choose the backend ufw, or run 'ufw disable'");
    if (neighbours->firewalld)
        nft_probe_refuse(
            probe, PROBLEM_FIREWALLD_ACTIVE,
            "firewalld is active and would decide beside nftables: run 'systemctl disable --now firewalld'");
    if (neighbours->legacy)
        nft_probe_refuse(probe, PROBLEM_LEGACY_TABLES,
                         "the old iptables hold rules that nftables does not see: move them away with "
                         "'iptables-legacy -F' and 'ip6tables-legacy -F', policies to ACCEPT");
}

/* Docker's own traffic is forwarded: a drop there cuts the containers off unless somebody chose that. */
static void judge_docker(const struct plan *plan, bool forwards, const struct neighbours *neighbours,
                         struct probe *probe)
{
    if (neighbours->docker && plan && forwards && plan->forward == VERDICT_DROP &&
        !(plan->site && plan->site->forward_said))
        nft_probe_refuse(probe, PROBLEM_DOCKER_FORWARD,
                         "Docker forwards packets of its containers here and the plan would drop them: say "
                         "'policy: {forward: deny}' or 'policy: {forward: allow}' in the site");
}

/* Whether the gateway stands between networks of this family that nothing is forwarded for. */
static bool is_shut(const struct host *gateway, uint8_t family)
{
    for (size_t z = 0; z < gateway->zone_count; z++)
        for (size_t i = 0; i < gateway->zones[z].networks.count; i++)
            if (gateway->zones[z].networks.items[i].family == family)
                return !machine_forwards(family);
    return false;
}

static void judge_gateway(const struct plan *plan, struct probe *probe)
{
    if (plan && plan->gateway && is_shut(plan->host, FAMILY_4))
        problem_add(&probe->problems, PROBLEM_FORWARDING_OFF, (struct place){0},
                    "this gateway forwards no IPv4: set 'net.ipv4.ip_forward = 1' in '/etc/sysctl.d' and run "
                    "'sysctl --system'");
    if (plan && plan->gateway && is_shut(plan->host, FAMILY_6))
        problem_add(
            &probe->problems, PROBLEM_FORWARDING_OFF, (struct place){0},
            "this gateway forwards no IPv6: set 'net.ipv6.conf.all.forwarding = 1' in '/etc/sysctl.d' "
            "and run 'sysctl --system'");
}

static void judge_tracking(struct probe *probe, bool present)
{
    probe->fresh_tracking = !present && tracking_is_fresh();
    if (probe->fresh_tracking)
        tracking_note(&probe->problems);
}

static void say_about(struct probe *probe)
{
    struct utsname name;
    probe->about =
        uname(&name) == 0 ? xasprintf("nf_tables of Linux %s", name.release) : xstrdup("nf_tables");
}

int probe_machine(const struct machine *machine, const struct plan *plan, bool forwards, struct probe *probe,
                  struct failure *failure)
{
    struct nft_socket nft;
    struct dump dump;
    *probe = (struct probe){0};
    if (socket_open(&nft, failure) != 0)
        return -1;
    int done = dump_read(&dump, &nft, DUMP_STANDING, failure);
    socket_close(&nft);
    if (done == 0)
        done = neighbours_read(&probe->neighbours, false, failure);
    if (done == 0) {
        struct standing standing = dump_standing(&dump);
        probe->active = dump.present && standing.open != standing.hooks;
        judge_others(machine, &probe->neighbours, probe);
        judge_docker(plan, forwards, &probe->neighbours, probe);
        neighbours_tell(&probe->neighbours, &probe->problems);
        judge_gateway(plan, probe);
        judge_tracking(probe, dump.present);
        say_about(probe);
        probe->usable = probe->problems.errors == 0;
    }
    dump_release(&dump);
    return done;
}
