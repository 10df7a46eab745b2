/* The commands around a trial that need no site: remove, confirm, rollback, restore. */
#include <stdio.h>
#include <stdlib.h>

#include "tui/cli/trial_options.h"

static int command_remove_run(const struct invocation *invocation)
{
    const struct desk *desk = invocation->desk;
    struct apply_options options;
    struct trial_view view = {0};
    struct apply_times times = {0};
    char *message = NULL;
    int outcome = trial_options_read(&options, invocation->arguments);
    if (outcome != OUTCOME_DONE)
        return outcome;
    struct problems warnings = trial_forewarn(invocation, &options, NULL);
    outcome = desk->remove(desk->context, &options, &view, &times, &message);
    say_message(outcome, message);
    if (outcome == OUTCOME_DONE)
        trial_answer(invocation, &options, "penstock's rules are taken away", &view, &times, &warnings);
    problems_release(&warnings);
    return outcome;
}

const struct command command_remove = {
    .name = "remove",
    .options =
        OPTION(FORMAT) | OPTION(BACKEND) | OPTION(CONFIRM_WITHIN) | OPTION(YES) | OPTION(ACCEPT_LOCKOUT),
    .formats = "text json",
    .privileged = true,
    .summary = "take our rules away, on trial",
    .detail = "Exit: 0 live, 1 refused and nothing changed.\n",
    .run = command_remove_run,
};

static int end_trial(const struct invocation *invocation, int (*end)(void *, char **), const char *done)
{
    char *message = NULL;
    int outcome = end(invocation->desk->context, &message);
    say_message(outcome, message);
    if (outcome == OUTCOME_DONE)
        puts(done);
    return outcome;
}

static int command_confirm_run(const struct invocation *invocation)
{
    return end_trial(invocation, invocation->desk->confirm, "confirmed: these rules are kept");
}

const struct command command_confirm = {
    .name = "confirm",
    .privileged = true,
    .summary = "keep the rules on trial for good",
    .detail = "Exit: 0 kept, 1 no trial.\n",
    .run = command_confirm_run,
};

static int command_rollback_run(const struct invocation *invocation)
{
    return end_trial(invocation, invocation->desk->rollback, "rolled back: the old rules decide again");
}

const struct command command_rollback = {
    .name = "rollback",
    .privileged = true,
    .summary = "end the trial: the old rules come back now",
    .detail = "Exit: 0 back, 1 no trial.\n",
    .run = command_rollback_run,
};

static int command_restore_run(const struct invocation *invocation)
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

const struct command command_restore = {
    .name = "restore",
    .privileged = true,
    .summary = "at boot: load the confirmed rules, undo an unconfirmed trial",
    .detail = "Exit: 0 done.\n",
    .run = command_restore_run,
};
