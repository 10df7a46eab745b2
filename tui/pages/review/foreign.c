#include "tui/pages/review/foreign.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/draft/choice.h"

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
    return line && line->key && wizard->model.compared &&
           (has_line(&beside->removed, line) || has_line(&beside->foreign, line));
}

static struct draft_host *review_foreign_host_of(struct wizard *wizard)
{
    const struct host *host = model_host(&wizard->model, NULL);
    return host ? &wizard->model.draft.hosts[host->index] : NULL;
}

/* The flow that import makes of the rule, in this site's words. */
static bool adopt(struct wizard *wizard, const struct draft_host *host, const char *key)
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
        if (!text_equal(from->rule, key))
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

/* What was said of the choice stays on the screen. */
static void review_foreign_compare(struct wizard *wizard)
{
    model_compare(&wizard->model);
    wizard->stale = true;
}

static void review_foreign_settle(struct wizard *wizard, const char *text, const char *words)
{
    char *safe = text_safe(text);
    wizard_edited(wizard);
    if (model_plan(&wizard->model))
        wizard->work = review_foreign_compare;
    wizard_say(wizard, PAINT_OK, "'%s' %s; u takes that back", safe, words);
    free(safe);
}

bool foreign_choose(struct wizard *wizard, const struct line *line, enum action action)
{
    struct draft_host *host = review_foreign_host_of(wizard);
    bool ours = action == ACTION_ADD || action == ACTION_REMOVE || action == ACTION_ADOPT;
    if (!ours || !host || !foreign_is(wizard, line))
        return false;
    /* The comparison that the line is of ends with the first edit. */
    char *key = xstrdup(line->key), *text = xstrdup(line->text);
    model_keep(&wizard->model);
    if (action == ACTION_ADOPT && !adopt(wizard, host, key)) {
        wizard_say(wizard, PAINT_WARNING,
                   "A site cannot say this rule exactly: it stays as it is, or - takes it away");
    } else if (action == ACTION_ADOPT) {
        draft_unchoose(host, key);
        review_foreign_settle(wizard, text, "is part of the site now");
    } else {
        draft_choose(host, key, action == ACTION_ADD ? CHOICE_KEEP : CHOICE_REMOVE);
        review_foreign_settle(wizard, text, action == ACTION_ADD ? "is kept" : "goes away");
    }
    free(text);
    free(key);
    return true;
}
