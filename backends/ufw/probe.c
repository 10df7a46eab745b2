#include "backends/ufw/probe.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backends/machine/conf.h"
#include "backends/machine/run.h"
#include "backends/ufw/files/state.h"
#include "backends/ufw/kernel/kernel.h"
#include "backends/ways/tracking.h"

static void ufw_probe_tell(struct probe *probe, enum problem_code code, const char *message)
{
    problem_add(&probe->problems, code, (struct place){0}, "%s", message);
}

/* The first line that a program prints about itself; NULL: it does not. The caller frees it. */
static char *first_line(char *const argv[])
{
    struct output output;
    struct failure ignored = {0};
    if (machine_run(argv, NULL, 30, &output, &ignored) != 0)
        return NULL;
    char *line = output.status == 0 ? xstrndup(output.out, strcspn(output.out, "\n")) : NULL;
    output_release(&output);
    return line;
}

/* Formats and behaviour are measured with 0.36; of another version nothing is guessed. */
static void judge_version(struct probe *probe, const char *ufw, bool active)
{
    if (!ufw)
        ufw_probe_tell(probe, PROBLEM_UFW_SILENT, "'ufw version' gives no answer: install ufw again");
    else if (strncmp(ufw, "ufw 0.36", 8) != 0)
        problem_add(&probe->problems, PROBLEM_UFW_VERSION, (struct place){0},
                    "this machine has '%s'; penstock knows ufw 0.36 alone: %suse '--backend nftables'", ufw,
                    active ? "switch it off ('sudo ufw disable'), then " : "");
}

static void judge_ipv6(struct probe *probe, const struct ufw_state *state)
{
    char *said = conf_get(state->files[UFW_DEFAULT], "IPV6"), *shown = text_safe(said ? said : "no");
    size_t left = state->tuples[UFW_6].count;
    char *rules =
        left ? xasprintf("; %zu rules in '%s' do not count", left, ufw_paths[UFW_USER6]) : xstrdup("");
    problem_add(
        &probe->problems, PROBLEM_UFW_NO_IPV6, (struct place){0},
        "IPV6=%s in '/etc/default/ufw': ufw lets no IPv6 in or out, and the plan's IPv6 rules are left "
        "out%s",
        shown, rules);
    free(rules);
    free(shown);
    free(said);
}

static void judge_state(struct probe *probe, const struct ufw_state *state, const struct plan *plan)
{
    char *managed = conf_get(state->files[UFW_DEFAULT], "MANAGE_BUILTINS");
    if (managed && strcmp(managed, "yes") == 0)
        ufw_probe_tell(
            probe, PROBLEM_UFW_BUILTINS,
            "MANAGE_BUILTINS=yes in '/etc/default/ufw': at its next start ufw deletes everybody's rules");
    free(managed);
    if (!state->ipv6)
        judge_ipv6(probe, state);
    if (state->enabled && !conf_starts(state->files[UFW_CONF], "ENABLED"))
        ufw_probe_tell(
            probe, PROBLEM_UFW_SWITCH,
            "ENABLED in '/etc/ufw/ufw.conf' is neither 'yes' nor 'YES': ufw's commands take it for yes, "
            "but its start at boot does not, and this machine would come up without a firewall: write "
            "ENABLED=yes");
    if (plan && !state->enabled)
        ufw_probe_tell(
            probe, PROBLEM_UFW_INACTIVE,
            "ufw is not active yet: it is switched on; its kernel settings and modules (IPT_SYSCTL, "
            "IPT_MODULES) are loaded with the confirm, and stay");
    probe->fresh_tracking = plan && !state->enabled && tracking_is_fresh();
    if (probe->fresh_tracking)
        tracking_note(&probe->problems);
    if (plan && plan->gateway && !state->forwards)
        ufw_probe_tell(probe, PROBLEM_FORWARDING_SET,
                       "this machine is told to forward packets: in '/etc/ufw/sysctl.conf', and at once");
    if (state->enabled && plan)
        ufw_probe_tell(probe, PROBLEM_OPEN_CONNECTIONS,
                       "a peer that is no longer allowed keeps the connections it has open");
}

int probe_ufw(const struct machine *machine, const struct plan *plan, struct probe *probe,
              struct failure *failure)
{
    struct ufw_state state;
    *probe = (struct probe){0};
    if (!ufw_present(machine) || access("/usr/sbin/ufw", X_OK) != 0 ||
        access("/lib/ufw/ufw-init", X_OK) != 0) {
        probe->about = xstrdup("ufw is not installed");
        ufw_probe_tell(probe, PROBLEM_UFW_MISSING,
                       "ufw is not installed here: install it, or use the backend nftables");
        return 0;
    }
    if (ufw_state_read(&state, machine, "", failure) != 0)
        return -1;
    if (neighbours_read(&probe->neighbours, true, failure) != 0) {
        ufw_state_release(&state);
        return -1;
    }
    char *ufw = first_line((char *[]){"/usr/sbin/ufw", "version", NULL});
    char *iptables = first_line((char *[]){"/usr/sbin/iptables", "-V", NULL});
    judge_version(probe, ufw, state.enabled);
    judge_state(probe, &state, plan);
    neighbours_tell(&probe->neighbours, &probe->problems);
    probe->about = xasprintf("%s, %s", ufw ? ufw : "ufw", iptables ? iptables : "no iptables");
    probe->active = state.enabled && ufw_state_ours(&state);
    probe->usable = probe->problems.errors == 0;
    free(ufw);
    free(iptables);
    ufw_state_release(&state);
    return 0;
}
