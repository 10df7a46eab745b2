#include "tui/wizard/preview.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/wizard/model.h"
#include "tui/words/answers.h"

static void lines_clear(struct rule_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free(lines->items[i]);
    free(lines->items);
    *lines = (struct rule_lines){0};
}

void preview_release(struct preview *preview)
{
    lines_clear(&preview->before);
    lines_clear(&preview->added);
    lines_clear(&preview->removed);
}

static void wizard_preview_add_end(struct text *text, const char *word, const struct end *end,
                                   const struct prefixes *list)
{
    char name[PREFIX_TEXT], buffer[PREFIX_TEXT];
    text_addf(text, " %s %s", word, end_name(end, name));
    for (size_t i = 0; i < list->count; i++)
        text_addf(text, "%s%s", i ? ", " : " (", prefix_format(&list->items[i], buffer));
    text_add(text, list->count ? ")" : "");
}

static char *wizard_preview_rule_line(const struct rule *rule)
{
    struct text text = {0};
    char traffic[TRAFFIC_TEXT];
    text_addf(&text, "%s %s%s", direction_name(rule->direction),
              rule->verdict == VERDICT_DROP ? "DENIED " : "",
              traffic_text(rule->protocol, rule->ports, traffic));
    if (rule->direction != DIRECTION_OUT)
        wizard_preview_add_end(&text, "from", &rule->flow->from, &rule->from);
    wizard_preview_add_end(&text, "to", &rule->flow->to, &rule->to);
    if (rule->direction == DIRECTION_OUT && rule->from.count)
        wizard_preview_add_end(&text, "from", &rule->flow->from, &rule->from);
    if (rule->interface)
        text_addf(&text, " on %s", rule->interface);
    return text_take(&text);
}

static int wizard_preview_by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void rules_of(struct rule_lines *lines, struct model *model)
{
    const struct plan *plan = model_plan(model);
    lines_clear(lines);
    if (!plan)
        return;
    lines->known = true;
    lines->items = xcalloc(plan->rule_count + 3, sizeof(*lines->items));
    for (size_t i = 0; i < plan->rule_count; i++)
        lines->items[lines->count++] = wizard_preview_rule_line(&plan->rules[i]);
    lines->items[lines->count++] =
        xasprintf("in the rest: %s", plan->incoming == VERDICT_DROP ? "refused" : "allowed");
    lines->items[lines->count++] =
        xasprintf("out the rest: %s", plan->outgoing == VERDICT_DROP ? "refused" : "allowed");
    lines->items[lines->count++] = xasprintf("log %s", plan->log == LOG_OFF ? "nothing" : "what is refused");
    qsort(lines->items, lines->count, sizeof(*lines->items), wizard_preview_by_text);
}

static void wizard_preview_host_of(struct model *model, char name[64])
{
    const struct plan *plan = model_plan(model);
    snprintf(name, 64, "%s", plan ? plan->host->name : "");
}

void preview_begin(struct preview *preview, struct model *model, enum page_id page)
{
    preview_release(preview);
    *preview = (struct preview){.page = page};
    wizard_preview_host_of(model, preview->host);
    rules_of(&preview->before, model);
}

/* What is only in `from`, of two sorted lists. */
static void only_in(struct rule_lines *lines, const struct rule_lines *from, const struct rule_lines *other)
{
    lines->items = xcalloc(from->count + 1, sizeof(*lines->items));
    for (size_t i = 0, j = 0; i < from->count; i++) {
        while (j < other->count && strcmp(other->items[j], from->items[i]) < 0)
            j++;
        if (j < other->count && strcmp(other->items[j], from->items[i]) == 0)
            j++;
        else
            lines->items[lines->count++] = xstrdup(from->items[i]);
    }
}

bool preview_update(struct preview *preview, struct model *model)
{
    struct rule_lines now = {0};
    char host[64];
    lines_clear(&preview->added);
    lines_clear(&preview->removed);
    if (!preview->before.known || !model_plan(model))
        return false;
    wizard_preview_host_of(model, host);
    if (strcmp(host, preview->host) != 0)
        return false;
    rules_of(&now, model);
    only_in(&preview->added, &now, &preview->before);
    only_in(&preview->removed, &preview->before, &now);
    lines_clear(&now);
    return true;
}
