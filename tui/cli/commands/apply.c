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

int command_apply(const struct invocation *invocation)
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
