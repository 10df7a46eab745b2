#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/plan/line.h"
#include "core/plan/plan.h"

bool traffic_equal(const struct traffic *a, const struct traffic *b)
{
    return a->direction == b->direction && a->verdict == b->verdict && a->protocol == b->protocol &&
           a->families == b->families && port_list_equal(&a->ports, &b->ports);
}

/* The one place where a comment is read. */
static void line_comment(struct line *line, const char *comment)
{
    if (!comment)
        return;
    size_t length = strcspn(comment, " ");
    line->kind = LINE_RULE;
    line->comment = xstrdup(comment);
    line->service = xstrndup(comment, length);
    line->peers = line->comment + length + strspn(comment + length, " ");
}

char *rules_comment(const struct rule *const *rules, size_t count, size_t most, struct arena *arena)
{
    char from[PREFIX_TEXT], to[PREFIX_TEXT];
    const struct flow *flow = rules[0]->flow;
    char *comment = count > 1 ? arena_printf(arena, "%s %zu peers", flow->service, count)
                              : arena_printf(arena, "%s %s>%s", flow->service, end_name(&flow->from, from),
                                             end_name(&flow->to, to));
    if (strlen(comment) > most)
        comment[most] = '\0';
    return comment;
}

struct line *lines_add(struct lines *lines, const char *group, const char *text, const char *comment)
{
    lines->items = xgrow(lines->items, lines->count, &lines->cap, sizeof(*lines->items));
    struct line *line = &lines->items[lines->count++];
    *line = (struct line){.kind = LINE_OTHER, .group = xstrdup(group), .text = xstrdup(text)};
    line_comment(line, comment);
    return line;
}

void line_lead(struct line *line, const struct rule *const *rules, size_t count)
{
    line->rules = count ? xcalloc(count, sizeof(*line->rules)) : NULL;
    line->rule_count = count;
    if (count)
        memcpy(line->rules, rules, count * sizeof(*line->rules));
}

struct line *lines_copy(struct lines *lines, const struct line *line)
{
    struct line *copy = lines_add(lines, line->group, line->text, line->comment);
    copy->kind = line->kind;
    copy->key = line->key ? xstrdup(line->key) : NULL;
    copy->traffic = line->traffic;
    copy->packets = line->packets;
    copy->bytes = line->bytes;
    line_lead(copy, line->rules, line->rule_count);
    return copy;
}

void lines_append(struct lines *lines, const struct lines *more)
{
    for (size_t i = 0; i < more->count; i++)
        lines_copy(lines, &more->items[i]);
}

static bool lines_have(const struct lines *lines, const struct line *line)
{
    for (size_t i = 0; i < lines->count; i++)
        if (strcmp(lines->items[i].group, line->group) == 0 && strcmp(lines->items[i].text, line->text) == 0)
            return true;
    return false;
}

void lines_drop_settings(struct lines *lines, const struct lines *others)
{
    struct lines left = {0};
    for (size_t i = 0; i < lines->count; i++)
        if (lines->items[i].kind != LINE_SETTING || (others && !lines_have(others, &lines->items[i])))
            lines_copy(&left, &lines->items[i]);
    lines_release(lines);
    *lines = left;
}

bool lines_same(const struct lines *a, const struct lines *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = strcmp(a->items[i].group, b->items[i].group) == 0 &&
               strcmp(a->items[i].text, b->items[i].text) == 0 &&
               text_equal(a->items[i].comment, b->items[i].comment);
    return same;
}

void lines_release(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        free(lines->items[i].group);
        free(lines->items[i].text);
        free(lines->items[i].comment);
        free(lines->items[i].service);
        free(lines->items[i].key);
        free(lines->items[i].rules);
    }
    free(lines->items);
    *lines = (struct lines){0};
}

void beside_release(struct beside *beside)
{
    lines_release(&beside->same);
    lines_release(&beside->removed);
    lines_release(&beside->added);
    lines_release(&beside->foreign);
}
