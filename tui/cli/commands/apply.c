#include <stdlib.h>
#include <time.h>

#include "core/base/text.h"
#include "tui/cli/load.h"
#include "tui/cli/trial_options.h"

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static int command_apply_start(const struct invocation *invocation, const struct apply_options *options,
                               const struct plan *plan, int64_t derived)
{
    char *what = xasprintf("the rules of '%s' are live", plan->host->name);
    int outcome = trial_perform(invocation, options, plan, derived, what);
    free(what);
    return outcome;
}

static int command_apply_run(const struct invocation *invocation)
{
    struct apply_options options;
    struct loaded loaded;
    int outcome = trial_options_read(&options, invocation->arguments);
    if (outcome != OUTCOME_DONE)
        return outcome;
    int64_t began = now();
    outcome = load_plan(&loaded, invocation);
    char *answers = outcome == OUTCOME_DONE ? draft_save(&loaded.draft) : NULL;
    options.answers = answers;
    if (outcome == OUTCOME_DONE)
        outcome = command_apply_start(invocation, &options, &loaded.plan, now() - began);
    free(answers);
    loaded_release(&loaded);
    return outcome;
}

const struct command command_apply = {
    .name = "apply",
    .operands = "SITE",
    .least = 1,
    .most = 1,
    .options = OPTION(FORMAT) | OPTION(HOST) | OPTION(BACKEND) | OPTION(CONFIRM_WITHIN) | OPTION(YES) |
               OPTION(ACCEPT_LOCKOUT) | OPTION(NGINX) | OPTION(FIX_REDIRECT),
    .formats = "text json",
    .privileged = true,
    .summary = "make the plan of this machine live, on trial",
    .detail =
        "The rules are live at once and go away by themselves unless 'penstock confirm' keeps them in time.\n"
        "Confirm from a second, new login: open connections pass whatever the rules say.\n"
        "Exit: 0 live, 1 refused and nothing changed (or the site has errors).\n",
    .run = command_apply_run,
};
