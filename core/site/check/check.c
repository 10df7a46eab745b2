#include "core/site/check/check.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

struct sorted {
    struct problem problem;
    size_t order;
};

static int site_check_by_place(const void *a, const void *b)
{
    const struct sorted *left = a, *right = b;
    int order = left->problem.line - right->problem.line;
    if (order == 0)
        order = left->problem.column - right->problem.column;
    return order ? order : (left->order > right->order) - (left->order < right->order);
}

/* The rooms look at one kind of thing each; who reads the problems goes through the file from the top. */
static void sort_problems(struct problems *problems, size_t start)
{
    size_t count = problems->count - start;
    struct sorted *sorted = xcalloc(count + 1, sizeof(*sorted));
    for (size_t i = 0; i < count; i++)
        sorted[i] = (struct sorted){.problem = problems->items[start + i], .order = i};
    qsort(sorted, count, sizeof(*sorted), site_check_by_place);
    for (size_t i = 0; i < count; i++)
        problems->items[start + i] = sorted[i].problem;
    free(sorted);
}

static void site_check_start(struct check *check, const struct draft *draft)
{
    struct site *site = check->site;
    *site = (struct site){.catalog = check->catalog, .log = LOG_BLOCKED};
    site->file = arena_strdup(&site->arena, draft->file ? draft->file : "");
    site->name = arena_strdup(&site->arena, draft->name.text ? draft->name.text : "");
    site->incoming = VERDICT_DROP;
    site->outgoing = VERDICT_ACCEPT;
    site->forward = VERDICT_DROP;
    check->top = (struct owner){.kind = OF_SITE, .line = draft->line, .column = draft->column};
    check->all_sound = true;
}

static void site_check_run(struct check *check)
{
    static void (*const rooms[])(struct check *) = {
        check_site_words,     check_hosts, check_topology, check_uses,   check_links,     check_settings,
        check_versions_known, check_zones, check_admins,   check_extras, check_addresses,
    };
    for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++)
        rooms[i](check);
}

int site_check(struct site *site, const struct draft *draft, const struct catalog *catalog,
               struct problems *problems)
{
    struct check check = {.site = site, .draft = draft, .catalog = catalog, .problems = problems};
    size_t first = problems->count, errors = problems->errors;
    site_check_start(&check, draft);
    site_check_run(&check);
    sort_problems(problems, first);
    free(check.pools);
    arena_release(&check.scratch);
    if (problems->errors == errors)
        return 0;
    site_release(site);
    return -1;
}
