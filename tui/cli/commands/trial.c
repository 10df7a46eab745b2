/* The commands around a trial that need no site: remove, confirm, rollback, restore. */
#include <stdio.h>
#include <stdlib.h>

#include "tui/cli/trial_options.h"

int command_remove(const struct invocation *invocation)
{
    const struct desk *desk = invocation->desk;
    struct apply_options options;
    struct trial_view view = {0};
    struct apply_times times = {0};
    char *message = NULL;
    int outcome = trial_options_read(&options, invocation->arguments);
    if (outcome != OUTCOME_DONE)
        return outcome;
    outcome = desk->remove(desk->context, &options, &view, &times, &message);
    say_message(outcome, message);
    if (outcome == OUTCOME_DONE)
        trial_answer(invocation, &options, "penstock's rules are taken away", &view, &times);
    return outcome;
}

static int end_trial(const struct invocation *invocation, int (*end)(void *, char **), const char *done)
{
    char *message = NULL;
    int outcome = end(invocation->desk->context, &message);
    say_message(outcome, message);
    if (outcome == OUTCOME_DONE)
        puts(done);
    return outcome;
}

int command_confirm(const struct invocation *invocation)
{
    return end_trial(invocation, invocation->desk->confirm, "confirmed: these rules are kept");
}

int command_rollback(const struct invocation *invocation)
{
    return end_trial(invocation, invocation->desk->rollback, "rolled back: the old rules decide again");
}

int command_restore(const struct invocation *invocation)
{
    const struct desk *desk = invocation->desk;
    char *message = NULL;
    int outcome = desk->restore(desk->context, true, &message);
    if (outcome != OUTCOME_DONE)
        return say_message(outcome, message);
    puts(message ? message : "nothing to restore");
    free(message);
    return outcome;
}
