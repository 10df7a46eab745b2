#include <stdio.h>
#include <stdlib.h>

#include "core/base/text.h"
#include "tui/cli/load.h"

static void count_problems(const struct problems *problems, size_t counts[3])
{
    for (size_t i = 0; i < problems->count; i++)
        counts[problems->items[i].severity]++;
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

/* A gateway's plan has problems of its own: an address in no zone, a range across zones. */
static int check_gateways(struct loaded *loaded)
{
    int outcome = OUTCOME_DONE;
    for (size_t i = 0; i < loaded->site.host_count; i++) {
        struct plan plan = {0};
        const struct host *host = &loaded->site.hosts[i];
        if (host->zone_count == 0)
            continue;
        if (plan_make(&plan, &loaded->flows, host, &loaded->problems) != 0)
            outcome = OUTCOME_NO;
        plan_release(&plan);
    }
    return outcome;
}

static void print_summary(const char *file, const struct problems *problems)
{
    size_t counts[3] = {0};
    count_problems(problems, counts);
    char *safe = text_safe(file);
    printf("%s: %zu error%s, %zu warning%s, %zu note%s\n", safe, counts[SEVERITY_ERROR],
           plural(counts[SEVERITY_ERROR]), counts[SEVERITY_WARNING], plural(counts[SEVERITY_WARNING]),
           counts[SEVERITY_NOTE], plural(counts[SEVERITY_NOTE]));
    free(safe);
}

/* On the device itself: whether nginx and the firewall fit together. */
static void check_web(const struct invocation *invocation, struct loaded *loaded)
{
    const struct desk *desk = invocation->desk;
    struct web_drift drift = {0};
    char *unread = NULL;
    bool many = false;
    const struct host *self = site_find_self(&loaded->site, desk->own, desk->own_count, &many);
    if (!desk->privileged || !self || !host_is(self, TRAIT_WEB_PORTS) ||
        desk->drift(desk->context, &loaded->catalog, &drift, &unread) != OUTCOME_DONE) {
        free(unread);
        return;
    }
    if (drift.drifted)
        problem_add(&loaded->problems, PROBLEM_WEB_DRIFT, self->place,
                    "'%s': %s; run 'sudo penstock apply' with this file to put both right", self->name,
                    drift.words);
}

static int command_check_run(const struct invocation *invocation)
{
    struct loaded loaded;
    int outcome = load_site(&loaded, invocation);
    if (outcome == OUTCOME_DONE)
        outcome = check_gateways(&loaded);
    if (outcome == OUTCOME_DONE)
        check_web(invocation, &loaded);
    say_problems(&loaded.problems);
    if (outcome == OUTCOME_DONE || loaded.problems.errors > 0)
        print_summary(invocation->operands[0], &loaded.problems);
    outcome = say_outcome(outcome, &loaded.problems);
    loaded_release(&loaded);
    return outcome;
}

const struct command command_check = {
    .name = "check",
    .operands = "SITE",
    .least = 1,
    .most = 1,
    .summary = "read a site file and show every problem in it",
    .detail = "Exit: 0 no error, 1 an error.\n",
    .run = command_check_run,
};
