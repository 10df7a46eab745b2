#include "tui/pages/review/foreign.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/pages/device.h"

static bool has_line(const struct lines *lines, const struct line *line)
{
    for (size_t i = 0; i < lines->count; i++)
        if (&lines->items[i] == line)
            return true;
    return false;
}

bool foreign_is(const struct wizard *wizard, const struct line *line)
{
    const struct beside *beside = &wizard->model.comparison.beside;
    return line && wizard->model.compared && line->kind != LINE_STOCK &&
           (has_line(&beside->removed, line) || has_line(&beside->foreign, line));
}

static struct draft_host *review_foreign_host_of(struct wizard *wizard)
{
    const struct host *host = model_host(&wizard->model, NULL);
    return host ? &wizard->model.draft.hosts[host->index] : NULL;
}

static void take_out(struct draft_host *host, const char *key, const char *text)
{
    struct listing *listing = listings_get(&host->not_ours, key, false);
    for (size_t i = listing ? listing->values.count : 0; i-- > 0;)
        if (text_equal(listing->values.items[i].text, text))
            words_remove(&listing->values, i);
}

static void put_in(struct draft_host *host, const char *key, const char *text)
{
    struct listing *listing = listings_get(&host->not_ours, key, true);
    words_add(&listing->values, text);
    listing->values.given = true;
}

static void review_foreign_choose(struct draft_host *host, const char *text, bool keep)
{
    take_out(host, "keep", text);
    take_out(host, "remove", text);
    put_in(host, keep ? "keep" : "remove", text);
}

/* The flow that import makes of the rule, in this site's words. */
static bool adopt(struct wizard *wizard, struct draft_host *host, const char *text)
{
    struct model *model = &wizard->model;
    struct draft imported = {0};
    struct problems notes = {0};
    char *message = NULL;
    bool found = false;
    int code = model->desk->import(model->desk->context, model->catalog, host->name.text, NULL, &imported,
                                   &notes, &message);
    for (size_t i = 0; code == 0 && i < imported.extra_count; i++) {
        const struct draft_extra *from = &imported.extras[i];
        if (!text_equal(from->rule, text))
            continue;
        struct draft_extra *to = draft_extra_add(&model->draft);
        draft_set(&to->name, from->name.text);
        draft_set(&to->from, from->from.text);
        draft_set(&to->to, from->to.text);
        draft_set(&to->protocol, from->protocol.text);
        draft_set(&to->ports, from->ports.text);
        draft_set(&to->why, from->why.text);
        found = true;
    }
    free(message);
    problems_release(&notes);
    draft_release(&imported);
    return found;
}

static void review_foreign_settle(struct wizard *wizard, const char *text, const char *words)
{
    char *safe = text_safe(text);
    wizard_edited(wizard);
    device_compare(wizard);
    wizard_say(wizard, PAINT_OK, "'%s' %s; u takes that back", safe, words);
    free(safe);
}

bool foreign_choose(struct wizard *wizard, const struct line *line, enum action action)
{
    struct draft_host *host = review_foreign_host_of(wizard);
    bool ours = action == ACTION_ADD || action == ACTION_REMOVE || action == ACTION_ADOPT;
    if (!ours || !host || !foreign_is(wizard, line))
        return false;
    char *text = xstrdup(line->text);
    model_keep(&wizard->model);
    if (action == ACTION_ADOPT && !adopt(wizard, host, text)) {
        wizard_say(wizard, PAINT_WARNING,
                   "A site cannot say this rule exactly: it stays as it is, or - takes it away");
    } else if (action == ACTION_ADOPT) {
        take_out(host, "keep", text);
        review_foreign_settle(wizard, text, "is part of the site now");
    } else {
        review_foreign_choose(host, text, action == ACTION_ADD);
        review_foreign_settle(wizard, text, action == ACTION_ADD ? "is kept" : "goes away");
    }
    free(text);
    return true;
}
