#include "backends/ufw/rules/show.h"

#include <stdlib.h>
#include <string.h>

#include "backends/ufw/rules/block.h"

void shown_add(struct shown_list *list, const struct shown *shown)
{
    list->items = xgrow(list->items, list->count, &list->cap, sizeof(*list->items));
    list->items[list->count++] = *shown;
}

void shown_release(struct shown_list *list)
{
    free(list->items);
    *list = (struct shown_list){0};
}

static const char *ufw_show_group_of(const struct tuple *tuple)
{
    return tuple->route ? "forward" : tuple_goes_out(tuple) ? "output" : "input";
}

static bool is_any(const struct tuple *tuple)
{
    return strcmp(tuple->from, tuple_any(tuple->family)) == 0 &&
           strcmp(tuple->to, tuple_any(tuple->family)) == 0;
}

bool show_are_twins(const struct tuple *a, const struct tuple *b)
{
    struct tuple same = *b;
    same.family = a->family;
    same.from = a->from;
    same.to = a->to;
    return is_any(a) && is_any(b) && a->action == b->action && strcmp(a->log, b->log) == 0 &&
           text_equal(a->comment_code, b->comment_code) && tuple_same_key(a, &same);
}

static void ufw_show_add_line(struct lines *lines, const struct shown *shown, const struct shown *twin,
                              bool both)
{
    const struct tuple *tuple = shown->tuple;
    struct text words = {0};
    tuple_words(tuple, both, &words);
    const char *comment = tuple->comment;
    if (comment && tuple_is_ours(tuple))
        comment += strlen(TUPLE_OURS);
    struct line *line = lines_add(lines, ufw_show_group_of(tuple), text_get(&words), comment);
    line->kind = tuple_is_ours(tuple) ? LINE_RULE : LINE_OTHER;
    line->key = tuple_is_ours(tuple) ? NULL : xstrdup(text_get(&words));
    line->traffic = tuple_traffic(tuple);
    if (both && is_any(tuple))
        line->traffic.families = FAMILIES_ALL;
    line->packets = shown->packets + (twin ? twin->packets : 0);
    line->bytes = shown->bytes + (twin ? twin->bytes : 0);
    line_lead(line, shown->rules, shown->rule_count);
    text_release(&words);
}

/* The place of its twin; `count`: it has none. */
static size_t find_twin(const struct shown *shown, const struct shown_list *others)
{
    size_t i = 0;
    while (i < others->count && !show_are_twins(shown->tuple, others->items[i].tuple))
        i++;
    return i;
}

static void add_alone(struct lines *lines, const struct shown_list *list, size_t *next, size_t end,
                      const bool *twins)
{
    for (; *next < end; ++*next)
        if (!twins[*next])
            ufw_show_add_line(lines, &list->items[*next], NULL, !is_any(list->items[*next].tuple));
}

/* In the order of both files: what stands before a twin in either comes before it. */
void show_tuples(struct lines *lines, const struct shown_list lists[UFW_FAMILIES], bool ipv6)
{
    const struct shown_list none = {0}, *v4 = &lists[UFW_4], *v6 = ipv6 ? &lists[UFW_6] : &none;
    bool *twins = xcalloc(v6->count + 1, sizeof(*twins));
    size_t *places = xcalloc(v4->count + 1, sizeof(*places)), next = 0;
    for (size_t i = 0; i < v4->count; i++) {
        places[i] = is_any(v4->items[i].tuple) ? find_twin(&v4->items[i], v6) : v6->count;
        if (places[i] < v6->count && twins[places[i]])
            places[i] = v6->count;
        else
            twins[places[i]] = true; /* the item behind the last is nobody's */
    }
    for (size_t i = 0; i < v4->count; i++) {
        const struct shown *twin = places[i] < v6->count ? &v6->items[places[i]] : NULL;
        if (twin)
            add_alone(lines, v6, &next, places[i], twins);
        ufw_show_add_line(lines, &v4->items[i], twin, twin || !ipv6 || !is_any(v4->items[i].tuple));
    }
    add_alone(lines, v6, &next, v6->count, twins);
    free(places);
    free(twins);
}

static const char *ufw_show_policy_word(const char *policy)
{
    return strcmp(policy, "ACCEPT") == 0 ? "allow" : strcmp(policy, "REJECT") == 0 ? "reject" : "deny";
}

static enum verdict ufw_show_verdict(const char *policy)
{
    return strcmp(policy, "ACCEPT") == 0 ? VERDICT_ACCEPT : VERDICT_DROP;
}

void show_settings(struct lines *lines, const char *const policies[POLICY_COUNT], const char *logging,
                   bool enabled)
{
    static const char *const names[] = {"incoming", "outgoing", "routed"};
    static const enum direction directions[] = {DIRECTION_IN, DIRECTION_OUT, DIRECTION_FORWARD};
    for (size_t i = 0; i < POLICY_COUNT; i++)
        if (policies[i]) {
            char *text = xasprintf("default %s %s", ufw_show_policy_word(policies[i]), names[i]);
            struct line *line = lines_add(lines, "ufw", text, NULL);
            line->kind = LINE_SETTING;
            line->traffic = (struct traffic){.direction = directions[i],
                                             .verdict = ufw_show_verdict(policies[i]),
                                             .families = FAMILIES_ALL};
            free(text);
        }
    if (logging) {
        char *text = xasprintf("logging %s", logging);
        lines_add(lines, "ufw", text, NULL)->kind = LINE_SETTING;
        free(text);
    }
    if (enabled)
        lines_add(lines, "ufw", "enable", NULL)->kind = LINE_SETTING;
}

static void show_wishes(struct lines *lines, const struct desired *desired, bool ipv6)
{
    struct shown_list lists[UFW_FAMILIES] = {{0}};
    for (size_t i = 0; i < UFW_FAMILIES; i++)
        for (size_t k = 0; k < desired->wishes[i].count; k++) {
            const struct wish *wish = &desired->wishes[i].items[k];
            shown_add(&lists[i], &(struct shown){&wish->tuple, wish->rules, wish->rule_count, 0, 0});
        }
    show_tuples(lines, lists, ipv6);
    shown_release(&lists[UFW_4]);
    shown_release(&lists[UFW_6]);
}

void show_desired(struct lines *lines, const struct desired *desired, bool ipv6)
{
    show_settings(lines, desired->policies, desired->logging, desired->enabled == UFW_ON);
    lines_append(lines, &desired->block[UFW_4]);
    if (ipv6)
        lines_append(lines, &desired->block[UFW_6]);
    show_wishes(lines, desired, ipv6);
}

static void add_command(struct text *text, const struct line *line, struct written *written)
{
    written_note(written, text->length, line);
    text_addf(text, "ufw %s", line->text);
    if (line->comment)
        text_addf(text, " comment '" TUPLE_OURS "%s'", line->comment);
    text_add(text, "\n");
}

/* A shell reads it: the block goes where the marker line is. */
static void add_block(struct text *text, const struct lines *block, const char *path, struct written *written)
{
    if (!block->count)
        return;
    text_addf(text, "sed -i '/^%s$/r /dev/stdin' %s <<'END'\n", BLOCK_AFTER, path);
    block_write(text, block, written);
    text_add(text, "END\n");
}

char *show_commands(const struct desired *desired, struct written *written)
{
    struct text text = {0};
    struct lines rules = {0}, settings = {0};
    show_wishes(&rules, desired, true);
    show_settings(&settings, desired->policies, desired->logging, false);
    for (size_t i = 0; i < rules.count; i++)
        add_command(&text, &rules.items[i], written);
    for (size_t i = 0; i < settings.count; i++)
        add_command(&text, &settings.items[i], written);
    add_block(&text, &desired->block[UFW_4], "/etc/ufw/before.rules", written);
    add_block(&text, &desired->block[UFW_6], "/etc/ufw/before6.rules", written);
    if (desired->forwards)
        text_add(&text, SHOW_FORWARDS);
    if (desired->plan)
        text_add(&text, "ufw --force enable\nufw reload\n");
    lines_release(&rules);
    lines_release(&settings);
    return text_take(&text);
}
