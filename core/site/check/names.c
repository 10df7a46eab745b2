/* The names of the hosts: each once, and found fast. */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/site/check/check.h"

static int site_names_by_name(const void *a, const void *b)
{
    const struct host *left = *(const struct host *const *)a, *right = *(const struct host *const *)b;
    int order = strcmp(left->name, right->name);
    return order ? order : (left->index > right->index) - (left->index < right->index);
}

static void report_same(struct check *check, const struct host *first, const struct host *again)
{
    struct owner *owner = &check->owners[again->index];
    owner->name = NULL; /* the field of that name is the first host's */
    const struct word *word = &check->draft->hosts[again->index].name;
    site_add(check, PROBLEM_DUPLICATE_NAME, spot_word(owner, "name", word),
             "host '%s' is there already (host %zu of the list); give this one another name", again->name,
             first->index + 1);
}

void check_names(struct check *check)
{
    struct site *site = check->site;
    const struct host **sorted = arena_array(&site->arena, site->host_count, sizeof(*sorted));
    for (size_t i = 0; i < site->host_count; i++)
        sorted[i] = &site->hosts[i];
    if (site->host_count)
        qsort(sorted, site->host_count, sizeof(*sorted), site_names_by_name);
    for (size_t i = 1, first = 0; i < site->host_count; i++)
        if (strcmp(sorted[first]->name, sorted[i]->name) != 0)
            first = i;
        else if (sorted[i]->name[0])
            report_same(check, sorted[first], sorted[i]);
    site->by_name = sorted;
    check->names = arena_array(&check->scratch, site->host_count, sizeof(*check->names));
    for (size_t i = 0; i < site->host_count; i++)
        if (site->hosts[i].name[0])
            check->names[check->name_count++] = site->hosts[i].name;
}

struct host *check_host_named(const struct check *check, const char *name)
{
    const struct host *host = name[0] ? site_host(check->site, name) : NULL;
    return host ? &check->site->hosts[host->index] : NULL;
}
