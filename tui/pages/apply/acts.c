#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/pages/apply/acts.h"
#include "tui/wizard/ask.h"

struct apply *apply_of(const struct wizard *wizard)
{
    return wizard_state(wizard, PAGE_APPLY);
}

static void apply_acts_end(struct wizard *wizard, bool good, const char *words, char *message)
{
    struct apply *apply = apply_of(wizard);
    char *safe = text_safe(message ? message : words);
    apply->phase = APPLY_OVER;
    apply->good = good;
    snprintf(apply->outcome, sizeof(apply->outcome), "%s", safe);
    free(safe);
    free(message);
    wizard->model.compared = false;
    wizard->stale = true;
}

/* The countdown stands on top, wherever the question was scrolled to. */
static void on_trial(struct wizard *wizard)
{
    struct apply *apply = apply_of(wizard);
    if (apply->phase != APPLY_TRIAL)
        wizard->forms[PAGE_APPLY].top = 0;
    apply->phase = APPLY_TRIAL;
}

bool apply_look(struct wizard *wizard)
{
    struct apply *apply = apply_of(wizard);
    const struct desk *desk = wizard->model.desk;
    struct trial_view view = {0};
    char last[LAST_TEXT], *message = NULL;
    int code = desk->trial(desk->context, &view, &message);
    free(message);
    if (code != 0 && !view.open) {
        if (apply->phase == APPLY_TRIAL)
            apply_acts_end(wizard, false, "The trial is over: the old rules decide again", NULL);
        return false;
    }
    apply->trial = view;
    if (view.open)
        on_trial(wizard);
    else if (apply->phase == APPLY_TRIAL)
        apply_acts_end(wizard, false,
                       *trial_last_text(&view, last) ? last : "The trial is over: the old rules decide again",
                       NULL);
    return view.open;
}

static void apply_acts_start(struct wizard *wizard, const char *accept_lockout)
{
    struct model *model = &wizard->model;
    struct apply *apply = apply_of(wizard);
    const struct desk *desk = model->desk;
    struct apply_options options = {.backend = model->backend,
                                    .seconds = model_seconds(model),
                                    .accept_lockout = accept_lockout,
                                    .fix_redirect = model->fix_redirect};
    struct apply_times times = {0};
    char *message = NULL;
    const struct plan *plan = model_plan(model);
    if (!plan || !options.seconds)
        return;
    apply->trial = (struct trial_view){0};
    char *answers = draft_save(&model->draft);
    options.answers = model->ports_only ? NULL : answers; /* which are not what is applied then */
    int code = desk->apply(desk->context, plan, &options, &apply->trial, &times, &message);
    free(answers);
    *wizard->message = '\0';
    wizard->stale = true;
    apply->refusal = code != 0 ? apply->trial.refusal : REFUSAL_OTHER;
    apply->lockout = apply->trial.lockout;
    if (code != 0) {
        apply_acts_end(wizard, false, "The rules were refused; nothing was changed", message);
        return;
    }
    free(message);
    on_trial(wizard);
}

static void start_plain(struct wizard *wizard)
{
    apply_acts_start(wizard, NULL);
}

static void start_locked_out(struct wizard *wizard)
{
    apply_acts_start(wizard, model_plan(&wizard->model)->host->name);
}

void apply_start(struct wizard *wizard)
{
    wizard->work = start_plain;
    wizard_say(wizard, PAINT_NORMAL, "Rehearsing, then applying ...");
}

static void proved(struct wizard *wizard, const char *text)
{
    const struct plan *plan = model_plan(&wizard->model);
    if (!plan || strcmp(text, plan->host->name) != 0) {
        wizard_say(wizard, PAINT_ERROR, "! That is not the host's name: nothing was done");
        return;
    }
    wizard->work = start_locked_out;
    wizard_say(wizard, PAINT_NORMAL, "Rehearsing, then applying ...");
}

void apply_ask_lockout(struct wizard *wizard)
{
    const struct lockout *cut = &apply_of(wizard)->lockout;
    char peer[PREFIX_TEXT], prompt[PREFIX_TEXT + 100];
    snprintf(prompt, sizeof(prompt), "Type this host's name (%s%s gets in no more):",
             cut->peer.family ? prefix_format(&cut->peer, peer) : "somebody", cut->mine ? ", you," : "");
    ask_text(wizard, prompt, "Enter apply  Esc back", "", proved);
}

static void confirm(struct wizard *wizard)
{
    const struct desk *desk = wizard->model.desk;
    char *message = NULL;
    if (desk->confirm(desk->context, &message) == 0)
        apply_acts_end(wizard, true, "The new rules are kept for good, over a restart too", message);
    else
        apply_acts_end(wizard, false, "The new rules could not be kept", message);
}

static void rollback(struct wizard *wizard)
{
    const struct desk *desk = wizard->model.desk;
    char *message = NULL;
    if (desk->rollback(desk->context, &message) == 0)
        apply_acts_end(wizard, true, "The old rules decide again, as before", message);
    else
        apply_acts_end(wizard, false, "Going back failed", message);
}

static void apply_acts_extend(struct wizard *wizard)
{
    const struct desk *desk = wizard->model.desk;
    char *message = NULL;
    unsigned seconds = (unsigned)(apply_of(wizard)->trial.remaining_ms / 1000) + 60;
    if (desk->extend(desk->context, seconds < SECONDS_MAX ? seconds : SECONDS_MAX, &message) == 0)
        apply_look(wizard);
    else
        wizard_say(wizard, PAINT_ERROR, "! %s", message ? message : "the time could not be extended");
    free(message);
    wizard->stale = true;
}

void apply_confirm(struct wizard *wizard)
{
    wizard->work = confirm;
}

void apply_rollback(struct wizard *wizard)
{
    wizard->work = rollback;
}

void apply_extend(struct wizard *wizard)
{
    wizard->work = apply_acts_extend;
}

static void apply_acts_ports(struct text *line, struct model *model)
{
    const struct plan *plan = model_plan(model);
    const struct product *product = model_product(model);
    text_add(line, "sudo penstock web-ports");
    for (size_t i = 0; plan && product && i < product->service_count; i++) {
        const struct service *service = &product->services[i];
        if (service->port_file)
            text_addf(line, " --%s %u", service->port_tls ? "https" : "http",
                      site_ports(plan->host, service->setting, service->ports).first);
    }
    if (model->fix_redirect)
        text_add(line, " --fix-redirect");
}

char *apply_command(struct wizard *wizard)
{
    struct model *model = &wizard->model;
    struct text line = {0};
    if (model->ports_only)
        apply_acts_ports(&line, model);
    else
        text_addf(&line, "sudo penstock apply %s", model->path ? model->path : "FILE");
    if (*model->host && !model->ports_only)
        text_addf(&line, " --host %s", model->host);
    if (model_seconds(model) && model_seconds(model) != SECONDS_DEFAULT)
        text_addf(&line, " --confirm-within %u", model_seconds(model));
    if (model->backend)
        text_addf(&line, " --backend %s", model->backend);
    return text_take(&line);
}
