#include "backends/ufw/files/typed.h"

#include <stdlib.h>
#include <string.h>

#include "backends/machine/conf.h"
#include "backends/ufw/rules/block.h"
#include "backends/ufw/rules/show.h"
#include "core/base/lcs.h"

/* One family on its way: which of the rules that are there stay, and which of the future are among them. */
struct typed_way {
    const struct tuples *old, *fresh;
    bool *stays, *there; /* of `old`; of `fresh`, and then those that were typed too */
    size_t count;        /* rules there by now */
    size_t done;         /* of `fresh` that are looked at */
};

static int typed_order(const void *a, const void *b)
{
    const struct tuple *one = a, *two = b;
    return !(one->action == two->action && strcmp(one->log, two->log) == 0 && tuple_same_key(one, two) &&
             text_equal(one->comment_code, two->comment_code));
}

static void typed_way_make(struct typed_way *way, const struct tuples *old, const struct tuples *fresh)
{
    const void **rows = xcalloc(old->count + 1, sizeof(*rows)),
               **columns = xcalloc(fresh->count + 1, sizeof(*columns));
    size_t *twins = xcalloc(old->count + 1, sizeof(*twins));
    *way = (struct typed_way){.old = old, .fresh = fresh};
    way->stays = xcalloc(old->count + 1, sizeof(bool));
    way->there = xcalloc(fresh->count + 1, sizeof(bool));
    for (size_t i = 0; i < old->count; i++)
        rows[i] = &old->items[i];
    for (size_t i = 0; i < fresh->count; i++)
        columns[i] = &fresh->items[i];
    lcs_pair(rows, old->count, columns, fresh->count, typed_order, twins);
    for (size_t i = 0; i < old->count; i++)
        if (twins[i] != LCS_NONE) {
            way->stays[i] = way->there[twins[i]] = true;
            way->count++;
        }
    free(twins);
    free(columns);
    free(rows);
}

static void typed_way_release(struct typed_way *way)
{
    free(way->stays);
    free(way->there);
}

/* `ufw [route] VERB RULE`; `both`: of both families at once. */
static void typed_rule(struct text *text, const char *verb, const struct tuple *tuple, bool both,
                       bool comment)
{
    struct text words = {0};
    tuple_words(tuple, both, &words);
    const char *rule = text_get(&words) + (tuple->route ? strlen("route ") : 0);
    text_addf(text, "ufw %s%s%s", tuple->route ? "route " : "", verb, rule);
    if (comment && tuple->comment) {
        text_add(text, " comment '");
        text_add(text, tuple->comment);
        text_add(text, "'");
    }
    text_add(text, "\n");
    text_release(&words);
}

/* The place of its twin among `tuples`; their count: it has none. */
static size_t typed_twin(const struct tuples *tuples, const struct tuple *tuple)
{
    size_t i = 0;
    while (i < tuples->count && !show_are_twins(tuple, &tuples->items[i]))
        i++;
    return i;
}

static void typed_delete(struct text *text, struct typed_way ways[UFW_FAMILIES], bool ipv6)
{
    for (size_t i = 0; i < ways[UFW_4].old->count; i++) {
        const struct tuple *tuple = &ways[UFW_4].old->items[i];
        size_t twin = ipv6 ? typed_twin(ways[UFW_6].old, tuple) : ways[UFW_6].old->count;
        bool both = twin < ways[UFW_6].old->count && !ways[UFW_6].stays[twin];
        if (ways[UFW_4].stays[i])
            continue;
        typed_rule(text, "delete ", tuple, both, false);
        if (both)
            ways[UFW_6].stays[twin] = true;
    }
    for (size_t i = 0; ipv6 && i < ways[UFW_6].old->count; i++)
        if (!ways[UFW_6].stays[i])
            typed_rule(text, "delete ", &ways[UFW_6].old->items[i], false, false);
}

/* The next one, where it belongs; ufw counts those of IPv6 behind those of IPv4. */
static void typed_add_one(struct text *text, struct typed_way *way, size_t before)
{
    size_t place = way->done++;
    if (way->there[place])
        return;
    char *verb = place < way->count ? xasprintf("insert %zu ", before + place + 1) : xstrdup("");
    typed_rule(text, verb, &way->fresh->items[place], false, true);
    way->there[place] = true;
    way->count++;
    free(verb);
}

/* A rule that comes last in both families is one command. */
static bool typed_add_both(struct text *text, struct typed_way ways[UFW_FAMILIES])
{
    struct typed_way *v4 = &ways[UFW_4], *v6 = &ways[UFW_6];
    const struct tuple *tuple = &v4->fresh->items[v4->done];
    size_t twin = typed_twin(v6->fresh, tuple);
    if (v4->there[v4->done] || v4->done < v4->count || twin >= v6->fresh->count || twin < v6->done ||
        v6->there[twin])
        return false;
    while (v6->done < twin)
        typed_add_one(text, v6, v4->count);
    if (v6->done < v6->count)
        return false;
    typed_rule(text, "", tuple, true, true);
    v4->there[v4->done++] = v6->there[v6->done++] = true;
    v4->count++;
    v6->count++;
    return true;
}

static void typed_add(struct text *text, struct typed_way ways[UFW_FAMILIES], bool ipv6)
{
    struct typed_way *v4 = &ways[UFW_4], *v6 = &ways[UFW_6];
    while (v4->done < v4->fresh->count)
        if (!ipv6 || !typed_add_both(text, ways))
            typed_add_one(text, v4, 0);
    while (ipv6 && v6->done < v6->fresh->count)
        typed_add_one(text, v6, v4->count);
}

static void typed_settings(struct text *text, const struct desired *desired, const struct ufw_state *state,
                           const struct ufw_future *future)
{
    struct lines lines = {0};
    const char *policies[POLICY_COUNT];
    for (size_t i = 0; i < POLICY_COUNT; i++)
        policies[i] = desired->policies[i] && !desired->in_place &&
                              strcmp(desired->policies[i], state->policies[i]) != 0
                          ? desired->policies[i]
                          : NULL;
    show_settings(&lines, policies, text_equal(future->logging, state->logging) ? NULL : future->logging,
                  false);
    for (size_t i = 0; i < lines.count; i++)
        text_addf(text, "ufw %s\n", lines.items[i].text);
    lines_release(&lines);
}

static bool typed_file_changes(const struct ufw_state *state, const struct ufw_future *future,
                               enum ufw_file file)
{
    return strcmp(state->files[file], future->files[file]) != 0;
}

static bool typed_files(struct text *text, const struct ufw_state *state, const struct ufw_future *future)
{
    bool any = false;
    for (size_t i = 0; i < (future->ipv6 ? UFW_FAMILIES : 1); i++) {
        enum ufw_file file = i == UFW_4 ? UFW_BEFORE : UFW_BEFORE6;
        if (!typed_file_changes(state, future, file))
            continue;
        block_typed(text, ufw_paths[file], state->files[file], future->files[file]);
        any = true;
    }
    if (typed_file_changes(state, future, UFW_SYSCTL) && future->forwards) {
        text_add(text, SHOW_FORWARDS);
        any = true;
    }
    return any;
}

static bool typed_enables(const struct ufw_state *state, const struct ufw_future *future)
{
    char *now = conf_get(state->files[UFW_CONF], "ENABLED"),
         *then = conf_get(future->files[UFW_CONF], "ENABLED");
    bool other = future->enabled && !text_equal(now, then);
    free(now);
    free(then);
    return other;
}

char *typed_commands(const struct desired *desired, const struct ufw_state *state,
                     const struct ufw_future *future)
{
    struct text text = {0};
    struct typed_way ways[UFW_FAMILIES];
    for (size_t i = 0; i < UFW_FAMILIES; i++)
        typed_way_make(&ways[i], &state->tuples[i], &future->tuples[i]);
    typed_delete(&text, ways, future->ipv6);
    typed_add(&text, ways, future->ipv6);
    typed_settings(&text, desired, state, future);
    bool files = typed_files(&text, state, future);
    if (typed_enables(state, future))
        text_add(&text, "ufw --force enable\n");
    else if (files && future->enabled)
        text_add(&text, "ufw reload\n");
    for (size_t i = 0; i < UFW_FAMILIES; i++)
        typed_way_release(&ways[i]);
    return text_take(&text);
}
