#include "backends/trial/whole.h"

#include <stdio.h>
#include <string.h>

#include "backends/trial/boot.h"
#include "backends/trial/history.h"
#include "core/base/text.h"
#include "core/plan/change.h"

static void whole_tell(const struct image *image, const struct lines *live, char what[WHOLE_TEXT])
{
    struct change change = {0};
    change_make(&change, &image->lines, live);
    snprintf(what, WHOLE_TEXT, "the rules stand in another order, or have other comments");
    for (size_t i = 0; i < change.count; i++) {
        const struct change_item *item = &change.items[i];
        if (item->sign != CHANGE_ADDED && item->sign != CHANGE_REMOVED)
            continue;
        snprintf(what, WHOLE_TEXT, "%zu lines are missing and %zu too many, first '%.120s' (%.40s) %s",
                 change.added, change.removed, item->line->text, item->line->group,
                 item->sign == CHANGE_ADDED ? "is missing" : "is there");
        break;
    }
    change_release(&change);
}

bool whole_differs(const struct image *image, const struct lines *live, char what[WHOLE_TEXT])
{
    if (lines_same(&image->lines, live))
        return false;
    if (what)
        whole_tell(image, live, what);
    return true;
}

/* A remark on what the files have beyond the kernel is none of our rules; a backend that has a ground compares the two
 * rule by rule itself. */
static void whole_drop_remarks(const struct backend *backend, struct lines *lines)
{
    struct lines left = {0};
    for (size_t i = 0; i < lines->count; i++)
        if (!backend->ground || lines->items[i].kind != LINE_NOTICE)
            lines_copy(&left, &lines->items[i]);
    lines_release(lines);
    *lines = left;
}

int whole_tried(const struct trial *trial, struct failure *failure)
{
    struct image image;
    struct live live;
    char what[WHOLE_TEXT] = "";
    const struct journal *journal = trial->journal;
    /* What the first version announced it wrote down in another form, which says nothing line by line. */
    if (journal->version1)
        return 0;
    if (history_image(trial->machine, journal->entry, journal->bridge ? "trial" : "new", &image, failure) !=
        0)
        return -1;
    int done = trial->backend->read(trial->machine, &live, failure);
    if (done == 0)
        whole_drop_remarks(trial->backend, &live.pending);
    if (done == 0 && live.trial && image.length && whole_differs(&image, &live.pending, what))
        done =
            fail(failure, FAILURE_REFUSED,
                 "the rules on trial are not those that were announced, somebody changed them: %s; the trial "
                 "goes on: run 'sudo penstock rollback', then apply again",
                 what);
    if (done == 0 || failure->kind == FAILURE_REFUSED)
        live_release(&live);
    image_release(&image);
    return done;
}

/* 1: it is not live. */
static int whole_look(const struct machine *machine, const struct backend *backend, const struct image *image,
                      bool remarks, char what[WHOLE_TEXT], struct failure *failure)
{
    struct live live;
    if (backend->read(machine, &live, failure) != 0)
        return -1;
    if (!remarks)
        whole_drop_remarks(backend, &live.lines);
    bool differs = image->length ? live.broken || whole_differs(image, &live.lines, what) : live.ours;
    if (differs && !*what)
        snprintf(what, WHOLE_TEXT, "%s",
                 image->length ? "they decide over nothing" : "rules of ours are there");
    live_release(&live);
    return differs;
}

int whole_kept(const struct machine *machine, const struct backend *backend, const struct image *image,
               struct failure *failure)
{
    char what[WHOLE_TEXT] = "";
    int differs = whole_look(machine, backend, image, false, what, failure);
    return differs == 1
               ? fail(failure, FAILURE_MACHINE,
                      "what is live is not what was written down, somebody changes it meanwhile: %s; run "
                      "'sudo penstock restore'",
                      what)
               : differs;
}

int whole_bring_back(const struct machine *machine, const struct backend *backend, bool *loaded,
                     struct failure *failure)
{
    struct image kept;
    char what[WHOLE_TEXT] = "";
    *loaded = false;
    if (boot_read(machine, &kept, failure) != 0)
        return -1;
    int done = 0;
    if (!kept.length || text_equal(kept.backend, backend->name))
        done = whole_look(machine, backend, &kept, true, what, failure);
    *loaded = done == 1;
    if (done == 1) {
        done = backend->load(machine, kept.bytes, kept.length, true, failure);
        if (done == 0)
            done = whole_kept(machine, backend, &kept, failure);
    }
    image_release(&kept);
    return done;
}
