/* What an apply does before anything changes. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/machine/cancel.h"
#include "backends/machine/cut.h"
#include "backends/registry.h"
#include "backends/trial/boot.h"
#include "backends/trial/history.h"
#include "backends/trial/original.h"
#include "backends/trial/work.h"
#include "backends/ways/fits.h"
#include "backends/ways/lockout.h"
#include "backends/ways/who.h"
#include "core/base/text.h"

int64_t work_since(int64_t *start)
{
    int64_t now = trial_now_ns(), spent = now - *start;
    *start = now;
    return spent;
}

static int settle_before(struct work *work, struct failure *failure)
{
    char *did = NULL;
    int done = journal_read(work->machine, &work->journal, failure);
    if (done == 0)
        done = trial_settle(work->machine, &work->journal, false, &did, failure);
    free(did);
    if (done == 0 && journal_open(&work->journal))
        done = fail(failure, FAILURE_REFUSED,
                    "a trial of '%s' is open, %" PRId64
                    " s are left: run 'sudo penstock confirm' or 'sudo penstock rollback' first",
                    work->journal.site, (work->journal.deadline_ms - machine_boottime()) / 1000);
    journal_release(&work->journal);
    return done;
}

static int first_error(const struct problems *problems, struct failure *failure)
{
    for (size_t i = 0; i < problems->count; i++)
        if (problems->items[i].severity == SEVERITY_ERROR)
            return fail(failure, FAILURE_REFUSED, "%s", problems->items[i].message);
    return 0;
}

/* One firewall backend for a machine: the rules of another would go on beside ours, unseen. */
static int one_backend(const struct work *work, struct failure *failure)
{
    if (work->old.length == 0 || strcmp(work->old.backend, work->backend->name) == 0)
        return 0;
    return fail(failure, FAILURE_REFUSED,
                "the confirmed rules of this machine are of the backend '%s', not '%s': run 'sudo penstock "
                "remove' and confirm it first",
                work->old.backend, work->backend->name);
}

static int work_probe(const struct work *work, struct failure *failure)
{
    struct probe probe = {0};
    int done = work->backend->probe(work->machine, work->request->plan, &probe, failure);
    if (done == 0)
        done = first_error(&probe.problems, failure);
    if (done == 0 && !probe.usable)
        done = fail(failure, FAILURE_MACHINE, "the backend '%s' cannot be used here: %s", work->backend->name,
                    probe.about ? probe.about : "no reason known");
    probe_release(&probe);
    return done;
}

static int work_ready(struct work *work, struct failure *failure)
{
    return settle_before(work, failure) == 0 && boot_read(work->machine, &work->old, failure) == 0 &&
                   one_backend(work, failure) == 0 && work_probe(work, failure) == 0
               ? 0
               : -1;
}

static int work_companions(struct work *work, struct failure *failure)
{
    if (!work->request->plan)
        return original_go_home(&work->efforts, work->machine, failure);
    return efforts_prepare(&work->efforts, work->machine, work->request->plan, work->request->options,
                           failure);
}

static int work_prove(struct work *work, struct failure *failure)
{
    if (ways_find(work->machine, &work->ways, failure) != 0)
        return -1;
    if (work->request->plan && work->request->plan->ports_only)
        return 0; /* no way in by another port changes */
    if (work->request->plan && fits_prove(work->request->plan, work->request->accept_lockout, failure) != 0)
        return -1;
    return lockout_prove(&work->ways, work->request->plan, work->request->accept_lockout, &work->taken,
                         failure);
}

static int compile(struct work *work, const struct plan *plan, struct compiled **compiled,
                   struct failure *failure)
{
    struct problems problems = {0};
    int done = work->backend->compile(plan, compiled, &problems);
    if (first_error(&problems, failure) != 0)
        done = -1;
    else if (done != 0)
        fail(failure, FAILURE_REFUSED, "the plan cannot be made into rules of '%s'", work->backend->name);
    problems_release(&problems);
    return done;
}

static int work_derive(struct work *work, struct failure *failure)
{
    int64_t start = trial_now_ns();
    work->tell(work->request->context, STEP_DERIVE, NULL);
    int done = compile(work, work->efforts.tried, &work->tried, failure);
    work->kept = work->tried;
    if (done == 0 && work->efforts.tried != work->efforts.kept) {
        work->kept = NULL;
        done = compile(work, work->efforts.kept, &work->kept, failure);
    }
    if (done == 0 && work->backend->check_begin)
        done = work->backend->check_begin(work->machine, work->tried, failure);
    work->times->compile = work_since(&start);
    return done;
}

static int work_read(struct work *work, struct failure *failure)
{
    const struct backend *backend = work->backend;
    struct confirmed confirmed = boot_own(&work->old, backend);
    if (backend->read(work->machine, &work->live, failure) != 0)
        return -1;
    if (!work->request->plan && !work->live.ours && work->old.length == 0)
        return fail(failure, FAILURE_REFUSED,
                    "no rules of penstock are on this machine: nothing is to be removed");
    if (!backend->adapt)
        return 0;
    if (work->kept != work->tried &&
        backend->adapt(work->machine, work->tried, &confirmed, NULL, failure) != 0)
        return -1;
    return backend->adapt(work->machine, work->kept, &confirmed, &work->beside, failure);
}

/* `remove` is about the site that was confirmed. */
static const char *trial_prepare_name_of(const char *given, const char *confirmed)
{
    return given ? given : confirmed ? confirmed : "";
}

static char *work_with(const struct work *work)
{
    struct text names = {0};
    for (size_t i = 0; companions[i]; i++)
        if (work->efforts.items[i].takes_part)
            text_addf(&names, "%s%s", names.length ? " " : "", companions[i]->part.name);
    return text_take(&names);
}

static void fill_journal(struct work *work)
{
    const struct trial_request *request = work->request;
    work->journal =
        (struct journal){.phase = JOURNAL_PREPARED,
                         .backend = xstrdup(work->backend->name),
                         .boot = machine_boot_id(work->machine),
                         .site = xstrdup(trial_prepare_name_of(request->site_name, work->old.site)),
                         .host = xstrdup(trial_prepare_name_of(request->host_name, work->old.host)),
                         .who = who_runs(),
                         .from = ways_from(&work->ways),
                         .with = work_with(work),
                         .bridge = work->kept != work->tried,
                         .started_ms = machine_realtime(),
                         .switched_ms = machine_boottime(),
                         .deadline_ms = machine_boottime() + (int64_t)request->seconds * 1000};
}

static int fill_image(struct work *work, struct failure *failure)
{
    void *bytes = NULL;
    const struct journal *journal = &work->journal;
    work->fresh = (struct image){.backend = journal->backend,
                                 .site = journal->site,
                                 .host = journal->host,
                                 .who = journal->who,
                                 .from = journal->from,
                                 .made_ms = journal->started_ms};
    if (!work->request->plan)
        return 0;
    if (work->backend->image(work->kept, &bytes, &work->fresh.length, failure) != 0)
        return -1;
    work->fresh.bytes = bytes;
    work->fresh.lines = *work->backend->lines(work->kept);
    return 0;
}

/* The change for the history: what was added and removed, a line each; its count is the journal's summary. */
static char *trial_prepare_describe(struct work *work)
{
    static const struct lines none;
    struct change change = {0};
    struct text text = {0};
    const struct lines *planned = work->request->plan ? work->backend->lines(work->kept) : &none;
    change_make(&change, planned, &work->live.lines);
    for (size_t i = 0; i < change.count; i++) {
        const struct change_item *item = &change.items[i];
        if (item->sign == CHANGE_ADDED || item->sign == CHANGE_REMOVED)
            text_addf(&text, "%c %s: %s%s%s\n", change_mark(item->sign), item->line->group, item->line->text,
                      item->line->comment ? "  # " : "", item->line->comment ? item->line->comment : "");
    }
    for (size_t i = 0; i < work->beside.removed.count; i++)
        text_addf(&text, "- %s: %s\n", work->beside.removed.items[i].group,
                  work->beside.removed.items[i].text);
    for (size_t i = 0; i < work->beside.added.count; i++)
        text_addf(&text, "+ %s: %s\n", work->beside.added.items[i].group, work->beside.added.items[i].text);
    work->journal.summary = xasprintf("+%zu -%zu", change.added + work->beside.added.count,
                                      change.removed + work->beside.removed.count);
    change_release(&change);
    if (work->taken)
        text_addf(&text, "! accepted with --accept-lockout %s: %s\n", work->request->accept_lockout,
                  work->taken);
    char *own = efforts_describe(&work->efforts);
    text_add(&text, own);
    free(own);
    return text_take(&text);
}

static int write_ways(struct work *work, struct failure *failure)
{
    struct ways before;
    if (ways_before(&work->ways, &before, failure) != 0)
        return -1;
    memcpy(before.console, work->ways.console, sizeof(before.console));
    before.door_count = work->ways.door_count;
    char *text = ways_pack(&before);
    int done = history_put(work->machine, work->journal.entry, "ways", text, failure);
    free(text);
    ways_release(&before);
    return done;
}

static int work_describe(struct work *work, struct failure *failure)
{
    fill_journal(work);
    if (fill_image(work, failure) != 0)
        return -1;
    work->change = trial_prepare_describe(work);
    return trial_of(&work->trial, work->machine, work->backend, &work->journal, failure);
}

static int work_rehearse(struct work *work, struct failure *failure)
{
    int64_t start = trial_now_ns();
    work->tell(work->request->context, STEP_REHEARSE, NULL);
    int done = work->backend->check(work->machine, work->tried, failure);
    if (done == 0 && work->kept != work->tried)
        done = work->backend->check(work->machine, work->kept, failure);
    if (done == 0)
        done = backend_may_move(work->backend, work->efforts.kept, failure);
    for (size_t i = 0; companions[i] && done == 0; i++)
        if (work->efforts.items[i].takes_part)
            done = companions[i]->check(&work->efforts.items[i], work->machine, failure);
    work->times->rehearse = work_since(&start);
    return done;
}

/* What the trial has live where that is not what shall be kept. */
static int record_tried(struct work *work, struct failure *failure)
{
    void *bytes = NULL;
    struct image tried = work->fresh;
    if (work->backend->image(work->tried, &bytes, &tried.length, failure) != 0)
        return -1;
    tried.bytes = bytes;
    tried.lines = *work->backend->lines(work->tried);
    int done = history_put_image(work->machine, work->journal.entry, "trial", &tried, failure);
    free(bytes);
    return done;
}

static int record_companions(struct work *work, struct failure *failure)
{
    int done = work->kept != work->tried ? record_tried(work, failure) : 0;
    for (size_t i = 0; companions[i] && done == 0; i++)
        if (work->efforts.items[i].takes_part && work->efforts.items[i].before)
            done = history_put(work->machine, work->journal.entry, companions[i]->part.name,
                               work->efforts.items[i].before, failure);
    return done;
}

static int work_record(struct work *work, struct failure *failure)
{
    int64_t start = trial_now_ns();
    work->tell(work->request->context, STEP_RECORD, NULL);
    int done = history_begin(work->machine, &work->journal, &work->old, &work->fresh, work->change,
                             &work->journal.entry, failure);
    cut("history-begun");
    if (done == 0)
        done = write_ways(work, failure);
    if (done == 0)
        done = record_companions(work, failure);
    if (done == 0)
        done = journal_write(work->machine, &work->journal, failure);
    work->times->journal = work_since(&start);
    return done;
}

/* The history has an entry, but no journal speaks of it. */
static void note_failed(struct work *work, const struct failure *failure)
{
    struct failure ignored = {0};
    work->journal.ending = trial_not_applied(failure);
    work->journal.ended_ms = machine_realtime();
    history_note(work->machine, &work->journal, &ignored);
}

/* What follows is to be undone: it cannot be given up any more. */
static int may_change(struct work *work, struct failure *failure)
{
    return boot_may_write(work->machine, failure) == 0 ? cancel_close(failure) : -1;
}

enum { ORIGINALS_AT_MOST = 32 };

/* The machine as it was found. Where rules of ours were confirmed before, nobody can keep it any more. */
static int work_keep(struct work *work, struct failure *failure)
{
    const char *paths[ORIGINALS_AT_MOST];
    struct original_word words[COMPANIONS_AT_MOST];
    struct original original = {paths, 0, words, 0};
    size_t count = 0;
    if (!work->request->plan || work->old.length)
        return 0;
    for (size_t i = 0; backends[i]; i++)
        for (size_t k = 0; backends[i]->files && backends[i]->files[k] && count < ORIGINALS_AT_MOST; k++)
            paths[count++] = backends[i]->files[k];
    for (size_t i = 0; companions[i] && count < ORIGINALS_AT_MOST; i++) {
        const struct effort *effort = &work->efforts.items[i];
        if (effort->file)
            paths[count++] = effort->file;
        if (effort->home)
            words[original.word_count++] = (struct original_word){companions[i]->part.name, effort->home};
    }
    original.count = count;
    return original_keep(work->machine, &original, failure);
}

int work_prepare(struct work *work, struct failure *failure)
{
    static int (*const steps[])(struct work *, struct failure *) = {
        work_ready,    work_companions, work_prove, work_derive, work_read,
        work_describe, work_rehearse,   may_change, work_keep,   work_record};
    int done = 0;
    for (size_t i = 0; done == 0 && i < sizeof(steps) / sizeof(*steps); i++)
        done = steps[i](work, failure);
    if (done != 0 && work->journal.entry)
        note_failed(work, failure);
    return done;
}
