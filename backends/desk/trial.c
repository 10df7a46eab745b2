#include "backends/trial/trial.h"

#include <stdio.h>
#include <stdlib.h>

#include "backends/desk/context.h"
#include "backends/machine/cancel.h"
#include "core/base/text.h"

static void desk_trial_put(char *to, size_t size, const char *text)
{
    snprintf(to, size, "%s", text ? text : "");
}

static void fill_view(struct trial_view *view, const struct trial_state *state)
{
    *view = (struct trial_view){
        .open = state->phase == TRIAL_RUNNING,
        .starting = state->starting,
        .stray = state->stray,
        .drift = state->drift,
        .remaining_ms = state->remaining_ms,
        .started_ms = state->journal.started_ms,
        .ended_ms = state->journal.ended_ms,
        .new_login = state->new_login,
        .console = state->console,
    };
    if (view->open)
        view->deadline_ms = machine_realtime() + state->remaining_ms;
    desk_trial_put(view->site, sizeof(view->site), state->journal.site);
    desk_trial_put(view->host, sizeof(view->host), state->journal.host);
    desk_trial_put(view->summary, sizeof(view->summary), state->journal.summary);
    /* One that runs, by the journal or by itself, has no ending yet. */
    if (state->phase == TRIAL_UNDONE || state->phase == TRIAL_CONFIRMED)
        view->ending = state->journal.ending;
}

static void fill_times(struct apply_times *times, const struct trial_times *measured)
{
    times->derive = measured->compile;
    times->rehearse = measured->rehearse;
    times->switch_over = measured->stage + measured->switch_over;
    times->persist = measured->journal + measured->persist;
}

static void desk_trial_tell(void *context, enum trial_step step, const char *own)
{
    static const char *const words[] = {[STEP_DERIVE] = "working out the rules",
                                        [STEP_REHEARSE] = "rehearsing",
                                        [STEP_RECORD] = "writing down the way back",
                                        [STEP_SWITCH] = "switching"};
    struct desk_context *here = context;
    here->phase = step == STEP_COMPANION ? own : words[step];
}

static int start_trial(struct desk_context *context, const struct plan *plan,
                       const struct apply_options *options, struct trial_view *view,
                       struct apply_times *times, char **message)
{
    const struct backend *backend = desk_backend(context, options->backend, message);
    if (!backend)
        return OUTCOME_USAGE;
    if (plan && plan->ports_only && !backend->in_place) {
        *message = xasprintf("the rules here are of the backend '%s', which has none but the site's: set the "
                             "site's 'ports' and apply it",
                             backend->name);
        return OUTCOME_NO;
    }
    struct trial_request request = {
        .backend = backend,
        .plan = plan,
        .seconds = options->seconds,
        .confirm_at_once = options->yes,
        .accept_lockout = options->accept_lockout,
        .site_name = plan ? plan->site->name : "",
        .host_name = plan ? plan->host->name : "",
        .progress = desk_trial_tell,
        .context = context,
        .options = options,
    };
    struct trial_state state = {0};
    struct trial_times measured = {0};
    struct failure failure = {0};
    int done = trial_apply(&context->machine, &request, &state, &measured, &failure);
    fill_times(times, &measured);
    fill_view(view, &state);
    view->refusal = failure.refusal;
    view->lockout = failure.lockout;
    if (done == 0 && options->answers && state.journal.entry)
        desk_history_keep(context, state.journal.entry, options->answers);
    if (done == 0) {
        *message = state.remarks;
        state.remarks = NULL;
    }
    trial_state_release(&state);
    return done == 0 ? OUTCOME_DONE : desk_failed(&failure, message);
}

int desk_apply(void *context, const struct plan *plan, const struct apply_options *options,
               struct trial_view *view, struct apply_times *times, char **message)
{
    return start_trial(context, plan, options, view, times, message);
}

int desk_remove(void *context, const struct apply_options *options, struct trial_view *view,
                struct apply_times *times, char **message)
{
    return start_trial(context, NULL, options, view, times, message);
}

/* Ending a trial is nothing to give up half way. */
static void begin_for_good(void)
{
    struct failure ignored = {0};
    cancel_close(&ignored);
}

int desk_confirm(void *context, char **message)
{
    struct desk_context *here = context;
    struct failure failure = {0};
    begin_for_good();
    return trial_confirm(&here->machine, &failure) == 0 ? OUTCOME_DONE : desk_failed(&failure, message);
}

int desk_rollback(void *context, char **message)
{
    struct desk_context *here = context;
    struct failure failure = {0};
    begin_for_good();
    return trial_rollback(&here->machine, &failure) == 0 ? OUTCOME_DONE : desk_failed(&failure, message);
}

int desk_extend(void *context, unsigned seconds, char **message)
{
    struct desk_context *here = context;
    struct failure failure = {0};
    begin_for_good();
    return trial_extend(&here->machine, seconds, &failure) == 0 ? OUTCOME_DONE
                                                                : desk_failed(&failure, message);
}

int desk_trial(void *context, struct trial_view *view, char **message)
{
    struct desk_context *here = context;
    struct trial_state state = {0};
    struct failure failure = {0};
    if (trial_read(&here->machine, &state, &failure) != 0)
        return desk_failed(&failure, message);
    fill_view(view, &state);
    trial_state_release(&state);
    return OUTCOME_DONE;
}

int desk_restore(void *context, bool boot, char **message)
{
    struct desk_context *here = context;
    struct failure failure = {0};
    begin_for_good();
    return trial_restore(&here->machine, boot, message, &failure) == 0 ? OUTCOME_DONE
                                                                       : desk_failed(&failure, message);
}
