#include "tui/cli/trial_options.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/text.h"
#include "core/base/when.h"
#include "tui/words/answers.h"

int trial_options_read(struct apply_options *options, const struct arguments *arguments)
{
    char *why = NULL;
    *options = (struct apply_options){
        .backend = arguments->values[OPTION_BACKEND],
        .yes = arguments->given & OPTION(YES),
        .nginx = arguments->values[OPTION_NGINX],
        .fix_redirect = arguments->given & OPTION(FIX_REDIRECT),
        .accept_lockout = arguments->values[OPTION_ACCEPT_LOCKOUT],
    };
    if (arguments_number(arguments, OPTION_CONFIRM_WITHIN, 10, 3600, 60, &options->seconds, &why) != 0)
        return say_message(OUTCOME_USAGE, why);
    return OUTCOME_DONE;
}

static void cli_trial_options_print_json(const struct apply_options *options, const struct trial_view *view,
                                         const struct apply_times *times, const struct problems *warnings)
{
    struct json json;
    char deadline[40];
    when_text(deadline, sizeof(deadline), view->deadline_ms, WHEN_ISO);
    json_start(&json, stdout);
    json_begin(&json, NULL, '{', true);
    json_put_text(&json, "state", view->open ? "trial" : "confirmed");
    json_put_text(&json, "deadline", view->open ? deadline : NULL);
    if (view->open)
        json_put_number(&json, "seconds", options->seconds);
    else
        json_put_null(&json, "seconds");
    json_put_text(&json, "change", view->summary);
    json_begin(&json, "phases", '{', false); /* milliseconds */
    json_put_real(&json, "derive", (double)times->derive / 1e6);
    json_put_real(&json, "rehearse", (double)times->rehearse / 1e6);
    json_put_real(&json, "switch", (double)times->switch_over / 1e6);
    json_put_real(&json, "persist", (double)times->persist / 1e6);
    json_end(&json, '}');
    json_put_problems(&json, warnings);
    json_end(&json, '}');
}

static void cli_trial_options_print_text(const struct apply_options *options, const char *what,
                                         const struct trial_view *view)
{
    char deadline[40];
    if (!view->open) {
        printf("%s for good (%s)\n", what, view->summary);
        return;
    }
    when_text(deadline, sizeof(deadline), view->deadline_ms, "%H:%M:%S");
    printf("%s on trial (%s)\n"
           "the old rules come back by themselves at %s, in %u s\n"
           "to keep this: log in a second time and run 'penstock confirm'\n"
           "to go back now: 'penstock rollback'\n",
           what, view->summary, deadline, options->seconds);
}

void trial_answer(const struct invocation *invocation, const struct apply_options *options, const char *what,
                  const struct trial_view *view, const struct apply_times *times,
                  const struct problems *warnings)
{
    if (wants_format(invocation, "json"))
        cli_trial_options_print_json(options, view, times, warnings);
    else
        cli_trial_options_print_text(options, what, view);
}

struct problems trial_forewarn(const struct invocation *invocation, const struct apply_options *options,
                               const struct plan *plan)
{
    const struct desk *desk = invocation->desk;
    struct problems warnings = {0};
    char *message = NULL;
    if (desk->forewarn && desk->forewarn(desk->context, options, plan, &warnings, &message) == OUTCOME_DONE)
        say_site_problems(&warnings, invocation);
    free(message); /* what cannot be looked at the apply refuses itself */
    return warnings;
}

int trial_perform(const struct invocation *invocation, const struct apply_options *options,
                  const struct plan *plan, int64_t derived, const char *what)
{
    const struct desk *desk = invocation->desk;
    struct trial_view view = {0};
    struct apply_times times = {0};
    char *message = NULL;
    struct problems warnings = trial_forewarn(invocation, options, plan);
    int outcome = desk->apply(desk->context, plan, options, &view, &times, &message);
    say_message(outcome, message);
    times.derive += derived;
    if (outcome == OUTCOME_DONE)
        trial_answer(invocation, options, what, &view, &times, &warnings);
    problems_release(&warnings);
    return outcome;
}
