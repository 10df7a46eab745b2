/* Lists of tuples, and tuples as words. */
#include <stdlib.h>
#include <string.h>

#include "backends/ufw/rules/tuple.h"

struct tuple *tuples_add(struct tuples *tuples, const struct tuple *tuple)
{
    tuples->items = xgrow(tuples->items, tuples->count, &tuples->cap, sizeof(*tuples->items));
    tuples->items[tuples->count] = *tuple;
    return &tuples->items[tuples->count++];
}

int tuples_read(struct tuples *tuples, uint8_t family, const char *data, struct arena *arena, int *line)
{
    const size_t mark = strlen(TUPLE_MARK);
    *line = 0;
    while (*data) {
        size_t length = strcspn(data, "\n");
        struct tuple tuple;
        ++*line;
        if (length >= mark && strncmp(data, TUPLE_MARK, mark) == 0) {
            if (tuple_parse(&tuple, family, data + mark, length - mark, arena) != 0)
                return -1;
            tuples_add(tuples, &tuple);
        }
        data += length + (data[length] == '\n');
    }
    return 0;
}

bool tuples_equal(const struct tuples *a, const struct tuples *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++) {
        struct text left = {0}, right = {0};
        tuple_format(&a->items[i], &left);
        tuple_format(&b->items[i], &right);
        same = strcmp(text_get(&left), text_get(&right)) == 0;
        text_release(&left);
        text_release(&right);
    }
    return same;
}

bool tuples_have(const struct tuples *tuples, const struct tuple *tuple)
{
    for (size_t i = 0; i < tuples->count; i++)
        if (tuple_same_key(&tuples->items[i], tuple) && tuples->items[i].action == tuple->action)
            return true;
    return false;
}

static size_t tuples_place(const struct tuples *tuples, const struct tuple *tuple)
{
    size_t i = 0;
    while (i < tuples->count &&
           !(tuple_same_key(&tuples->items[i], tuple) && tuples->items[i].action == tuple->action))
        i++;
    return i;
}

void tuples_put_back(struct tuples *tuples, const struct tuple *tuple, const struct tuples *original)
{
    struct tuple added = *tuple;
    size_t stood = tuples_place(original, tuple), place = 0;
    for (size_t i = 0; i < tuples->count; i++)
        if (stood == original->count || tuples_place(original, &tuples->items[i]) < stood)
            place = i + 1;
    tuples_add(tuples, &added);
    memmove(&tuples->items[place + 1], &tuples->items[place],
            (tuples->count - 1 - place) * sizeof(*tuples->items));
    tuples->items[place] = added;
}

void tuples_release(struct tuples *tuples)
{
    free(tuples->items);
    *tuples = (struct tuples){0};
}

/* The name as a person types it: in the file a blank is `%20`, and in a shell it wants quotes. */
static void add_app(struct text *text, const char *app)
{
    bool several = strstr(app, "%20") || strpbrk(app, "()&;$");
    text_add(text, several ? " app '" : " app ");
    for (const char *end; (end = strstr(app, "%20")); app = end + 3) {
        text_add_n(text, app, (size_t)(end - app));
        text_add(text, " ");
    }
    text_add(text, app);
    text_add(text, several ? "'" : "");
}

static void ufw_tuples_add_end(struct text *text, const char *word, const struct tuple *tuple, bool both,
                               bool to)
{
    const char *address = to ? tuple->to : tuple->from, *port = to ? tuple->dport : tuple->sport,
               *app = to ? tuple->dapp : tuple->sapp;
    bool any = strcmp(address, tuple_any(tuple->family)) == 0;
    text_addf(text, " %s %s", word, any && both ? "any" : address);
    if (app && strcmp(app, "-") != 0)
        add_app(text, app);
    else if (strcmp(port, "any") != 0)
        text_addf(text, " port %s", port);
}

void tuple_words(const struct tuple *tuple, bool both, struct text *text)
{
    static const char *const verbs[] = {"allow", "deny", "reject", "limit"};
    char name[16];
    bool out = tuple_goes_out(tuple), app = tuple->dapp != NULL;
    text_addf(text, "%s%s", tuple->route ? "route " : "", verbs[tuple->action]);
    if (!tuple->route)
        text_add(text, out ? " out" : " in");
    if (tuple_interface(tuple, false, name))
        text_addf(text, "%s on %s", tuple->route ? " in" : "", name);
    if (tuple_interface(tuple, true, name))
        text_addf(text, "%s on %s", tuple->route ? " out" : "", name);
    if (*tuple->log)
        text_addf(text, " %s", tuple->log);
    if (strcmp(tuple->protocol, "any") != 0 && !app)
        text_addf(text, " proto %s", tuple->protocol);
    ufw_tuples_add_end(text, "from", tuple, both, false);
    ufw_tuples_add_end(text, "to", tuple, both, true);
}
