/* What is live here, and what does not fit. */
#include <stdio.h>
#include <stdlib.h>

#include "backends/desk/context.h"
#include "backends/desk/services.h"
#include "backends/trial/boot.h"
#include "backends/trial/kept_ground.h"
#include "backends/trial/since.h"
#include "backends/trial/trial.h"
#include "backends/ways/ways.h"
#include "core/base/text.h"
#include "core/base/when.h"

static void desk_status_put(char *to, size_t size, const char *text)
{
    snprintf(to, size, "%s", text ? text : "");
}

static int desk_status_read_rules(const struct desk_context *context, const struct backend *backend,
                                  struct status_report *report, char **message)
{
    struct live live = {0};
    struct failure failure = {0};
    if (backend->read(&context->machine, &live, &failure) != 0)
        return desk_failed(&failure, message);
    report->active = (live.ours || live.trial) && !live.broken;
    report->broken = live.ours && live.broken;
    struct lines *decides = live.trial ? &live.pending : &live.lines;
    report->live = *decides;
    *decides = (struct lines){0};
    live_release(&live);
    return OUTCOME_DONE;
}

static int read_record(struct desk_context *context, struct status_report *report, char **message)
{
    struct trial_state state = {0};
    struct failure failure = {0};
    if (trial_read(&context->machine, &state, &failure) != 0)
        return desk_failed(&failure, message);
    /* A trial that was undone says nothing of the rules that are live again. */
    bool trial = state.phase == TRIAL_RUNNING;
    const char *who = trial ? state.journal.who : state.kept_by;
    report->confirmed = state.kept_ms != 0 && !trial;
    when_text(report->since, sizeof(report->since), trial ? state.journal.started_ms : state.kept_ms,
              WHEN_SECONDS);
    desk_status_put(report->who, sizeof(report->who), who);
    trial_state_release(&state);
    return desk_trial(context, &report->trial, message);
}

static void note_web(struct desk_context *context, const struct catalog *catalog,
                     struct status_report *report)
{
    struct web_drift drift;
    char *unread = NULL;
    if (desk_drift(context, catalog, &drift, &unread) == OUTCOME_DONE && drift.drifted)
        problem_add(&report->notes, PROBLEM_WEB_DRIFT, (struct place){0},
                    "%s; 'penstock web-ports --http %u --https %u' opens the firewall for nginx, '--http %u "
                    "--https %u' puts nginx back",
                    drift.words, drift.live[0], drift.live[1], drift.usual[0], drift.usual[1]);
    free(unread);
}

/* The third of the three: confirmed state, files, kernel. */
static void read_ground(const struct desk_context *context, const struct backend *backend,
                        struct status_report *report)
{
    struct failure failure = {0};
    report->ground_seen =
        !backend->ground || backend->ground(&context->machine, &report->ground, &failure) == 0;
    if (!report->ground_seen)
        problem_add(&report->notes, PROBLEM_NOT_COMPARED, (struct place){0},
                    "what is live was not compared with the firewall's files: %s", failure.message);
}

/* What decides since the confirm that did not before, of the firewall's own chains and of others'. */
static void compare_ground(const struct desk_context *context, struct neighbours *neighbours,
                           struct status_report *report)
{
    struct lines then, now = {0};
    report->ground_known = report->confirmed && kept_ground_read(&context->machine, &then);
    if (!report->ground_known)
        return;
    lines_append(&now, &report->ground.beyond);
    neighbours_lines(neighbours, &now);
    ground_added(&report->added, &now, &then);
    neighbours_since(neighbours, &then);
    lines_release(&now);
    lines_release(&then);
}

/* Rules of somebody else that the plan found to be what it wants are as good as ours. */
static void note_missing(const struct desk_context *context, const struct backend *backend,
                         struct status_report *report)
{
    struct failure failure = {0};
    struct image image;
    struct lines missing = {0};
    if (!backend->missing || !report->confirmed || boot_read(&context->machine, &image, &failure) != 0)
        return;
    const struct confirmed own = boot_own(&image, backend);
    if (backend->missing(&context->machine, &own, &missing, &failure) != 0) {
        report->trial.drift |= failure.kind == FAILURE_REFUSED; /* the plan would not be made true any more */
        problem_add(&report->notes, failure.kind == FAILURE_REFUSED ? PROBLEM_DRIFT : PROBLEM_NOT_COMPARED,
                    (struct place){0}, "what the confirmed rules count on is not as it was: %s",
                    failure.message);
    }
    if (missing.count)
        problem_add(
            &report->notes, PROBLEM_DRIFT, (struct place){0},
            "%zu rules that were confirmed, or that the confirmed rules count on, are gone, first '%s'; "
            "apply the site again to have them back",
            missing.count, missing.items[0].text);
    report->trial.drift = report->trial.drift || missing.count;
    lines_release(&missing);
    image_release(&image);
}

/* Each is drift: nobody confirmed a machine like that. */
static void note_ground(struct status_report *report)
{
    const struct lines *lacking = &report->ground.lacking, *added = &report->added;
    if (lacking->count)
        problem_add(&report->notes, PROBLEM_DRIFT, (struct place){0},
                    "%zu of the firewall's own rules are in its files and not in the kernel, first in '%s': "
                    "'%s'; 'penstock diff' lists them, 'sudo ufw reload' loads them",
                    lacking->count, lacking->items[0].group, lacking->items[0].text);
    if (added->count)
        problem_add(
            &report->notes, PROBLEM_DRIFT, (struct place){0},
            "%zu rules that are in no file of the firewall decide since the confirm, first in '%s': '%s'; "
            "'penstock diff' lists them",
            added->count, added->items[0].group, added->items[0].text);
    report->trial.drift = report->trial.drift || lacking->count || added->count;
}

static void desk_status_services(struct desk_context *context, const struct catalog *catalog,
                                 const struct backend *backend, struct status_report *report)
{
    struct listener *listeners = NULL;
    struct failure unseen = {0};
    size_t count = 0;
    services_list(report);
    if (report->active)
        desk_off(context, catalog, report);
    else if (!report->confirmed)
        desk_unconfirmed(context, catalog, backend, report);
    if (listeners_find(&listeners, &count, &unseen) == 0)
        services_listen(report, listeners, count);
    else
        problem_add(&report->notes, PROBLEM_NOT_COMPARED, (struct place){0},
                    "what listens here was not seen: %s", unseen.message);
    free(listeners);
}

/* Who else decides here, by name; of who only refuses some the services tell. */
static void note_neighbours(const struct neighbours *neighbours, struct status_report *report)
{
    for (size_t i = 0; i < neighbours->count; i++) {
        const struct foreign *foreign = &neighbours->items[i];
        if (foreign->decides || foreign->may_change)
            problem_add(&report->notes, PROBLEM_FOREIGN_CHAIN, (struct place){0},
                        "'%s' (%s) may %s what is %s here", foreign->name, foreign->hook,
                        !foreign->may_change ? "drop"
                        : foreign->may_drop  ? "drop, let in or send elsewhere"
                                             : "let in, send elsewhere or mark",
                        foreign->may_change ? "decided" : "open");
        else if (foreign->may_drop && !foreign->refuses)
            problem_add(&report->notes, PROBLEM_FOREIGN_SOME, (struct place){0},
                        "may also refuse: '%s' (%s), nothing of what is told here", foreign->name,
                        foreign->hook);
    }
}

static void read_neighbours(const struct desk_context *context, const struct backend *backend,
                            struct status_report *report)
{
    struct neighbours neighbours = {0};
    struct failure failure = {0};
    if (backend->neighbours(&neighbours, &failure) != 0) {
        report->ground_seen = false;
        problem_add(&report->notes, PROBLEM_NOT_COMPARED, (struct place){0},
                    "who else decides here was not looked at: %s", failure.message);
    }
    compare_ground(context, &neighbours, report);
    services_stock(report, &neighbours);
    services_decide(report, &neighbours);
    note_ground(report);
    note_neighbours(&neighbours, report);
    neighbours_release(&neighbours);
}

static void status_drift_tell(struct status_report *report, const char *sentence)
{
    problem_add(&report->notes, PROBLEM_DRIFT, (struct place){0}, "%s", sentence);
}

/* Each names the one command that ends it. */
static void status_drift(struct status_report *report)
{
    const struct trial_view *trial = &report->trial;
    if (trial->stray)
        status_drift_tell(
            report, "a trial runs in the kernel that penstock has no record of: 'sudo penstock restore' "
                    "ends it and brings back what was confirmed");
    else if (trial->drift && trial->open)
        status_drift_tell(report,
                          "the rules on trial are not what was announced, somebody changed them: 'sudo "
                          "penstock rollback' ends the trial");
    else if (trial->drift && report->confirmed)
        status_drift_tell(report,
                          "the live rules are not what was confirmed; 'penstock diff' shows the difference, "
                          "'sudo penstock restore' brings back what was confirmed");
    else if (trial->drift)
        status_drift_tell(report,
                          "rules of penstock are live that nothing here says were confirmed; 'sudo penstock "
                          "remove' takes them away, an apply puts others in their place");
}

int desk_status(void *context, const struct catalog *catalog, struct status_report *report, char **message)
{
    struct desk_context *here = context;
    *report = (struct status_report){0};
    const struct backend *backend = desk_backend(here, NULL, message);
    desk_status_put(report->backend, sizeof(report->backend), backend->name);
    int outcome = read_record(here, report, message);
    if (outcome == OUTCOME_DONE)
        outcome = desk_status_read_rules(here, backend, report, message);
    if (outcome != OUTCOME_DONE)
        return outcome;
    read_ground(here, backend, report);
    desk_status_services(here, catalog, backend, report);
    status_drift(report);
    note_missing(here, backend, report);
    note_web(here, catalog, report);
    read_neighbours(here, backend, report);
    services_note(report);
    since_tell_place(&here->machine, &report->notes);
    return OUTCOME_DONE;
}
