#include "core/draft/draft.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/draft/record.h"

void draft_init(struct draft *draft)
{
    *draft = (struct draft){.file = xstrdup("")};
}

void draft_release(struct draft *draft)
{
    while (draft->host_count)
        draft_host_remove(draft, draft->host_count - 1);
    while (draft->admin_count)
        draft_admin_remove(draft, draft->admin_count - 1);
    while (draft->extra_count)
        draft_extra_remove(draft, draft->extra_count - 1);
    free(draft->hosts);
    free(draft->admins);
    free(draft->extras);
    fields_release(draft, draft_site_fields);
    fields_release(draft, draft_policy_fields);
    free(draft->file);
    free(draft->comment);
    *draft = (struct draft){0};
}

/* The records of a draft that form lists. */
static void copy_lists(struct draft *to, const struct draft *from)
{
    for (size_t i = 0; i < from->host_count; i++) {
        struct draft_host *host = draft_host_add(to, NULL, NULL);
        fields_copy(host, &from->hosts[i], draft_host_fields);
        host->line = from->hosts[i].line;
        host->column = from->hosts[i].column;
    }
    for (size_t i = 0; i < from->admin_count; i++) {
        struct draft_admin *admin = draft_admin_add(to);
        fields_copy(admin, &from->admins[i], draft_admin_fields);
        admin->line = from->admins[i].line;
        admin->column = from->admins[i].column;
    }
    for (size_t i = 0; i < from->extra_count; i++) {
        struct draft_extra *extra = draft_extra_add(to);
        fields_copy(extra, &from->extras[i], draft_extra_fields);
        extra->rule = from->extras[i].rule ? xstrdup(from->extras[i].rule) : NULL;
        extra->line = from->extras[i].line;
        extra->column = from->extras[i].column;
    }
}

void draft_copy(struct draft *to, const struct draft *from)
{
    struct draft copy;
    draft_init(&copy);
    free(copy.file);
    copy.file = xstrdup(from->file ? from->file : "");
    copy.comment = from->comment ? xstrdup(from->comment) : NULL;
    copy.line = from->line;
    copy.column = from->column;
    fields_copy(&copy, from, draft_site_fields);
    fields_copy(&copy, from, draft_policy_fields);
    copy_lists(&copy, from);
    draft_release(to);
    *to = copy;
}

static bool hosts_equal(const struct draft *a, const struct draft *b)
{
    if (a->host_count != b->host_count)
        return false;
    for (size_t i = 0; i < a->host_count; i++)
        if (!fields_equal(&a->hosts[i], &b->hosts[i], draft_host_fields))
            return false;
    return true;
}

static bool admins_equal(const struct draft *a, const struct draft *b)
{
    if (a->admin_count != b->admin_count)
        return false;
    for (size_t i = 0; i < a->admin_count; i++)
        if (!fields_equal(&a->admins[i], &b->admins[i], draft_admin_fields))
            return false;
    return true;
}

static bool extras_equal(const struct draft *a, const struct draft *b)
{
    if (a->extra_count != b->extra_count)
        return false;
    for (size_t i = 0; i < a->extra_count; i++)
        if (!fields_equal(&a->extras[i], &b->extras[i], draft_extra_fields))
            return false;
    return true;
}

bool draft_equal(const struct draft *a, const struct draft *b)
{
    return text_equal(a->comment, b->comment) && fields_equal(a, b, draft_site_fields) &&
           fields_equal(a, b, draft_policy_fields) && hosts_equal(a, b) && admins_equal(a, b) &&
           extras_equal(a, b);
}

struct draft_host *draft_host_add(struct draft *draft, const char *name, const char *role)
{
    draft->hosts = xgrow(draft->hosts, draft->host_count, &draft->host_cap, sizeof(*draft->hosts));
    struct draft_host *host = &draft->hosts[draft->host_count++];
    *host = (struct draft_host){0};
    draft_set(&host->name, name);
    draft_set(&host->role, role);
    return host;
}

void draft_host_remove(struct draft *draft, size_t index)
{
    if (index >= draft->host_count)
        return;
    fields_release(&draft->hosts[index], draft_host_fields);
    draft->host_count--;
    memmove(&draft->hosts[index], &draft->hosts[index + 1],
            (draft->host_count - index) * sizeof(*draft->hosts));
}

struct draft_admin *draft_admin_add(struct draft *draft)
{
    draft->admins = xgrow(draft->admins, draft->admin_count, &draft->admin_cap, sizeof(*draft->admins));
    struct draft_admin *admin = &draft->admins[draft->admin_count++];
    *admin = (struct draft_admin){0};
    return admin;
}

void draft_admin_remove(struct draft *draft, size_t index)
{
    if (index >= draft->admin_count)
        return;
    fields_release(&draft->admins[index], draft_admin_fields);
    draft->admin_count--;
    memmove(&draft->admins[index], &draft->admins[index + 1],
            (draft->admin_count - index) * sizeof(*draft->admins));
}

struct draft_extra *draft_extra_add(struct draft *draft)
{
    draft->extras = xgrow(draft->extras, draft->extra_count, &draft->extra_cap, sizeof(*draft->extras));
    struct draft_extra *extra = &draft->extras[draft->extra_count++];
    *extra = (struct draft_extra){0};
    return extra;
}

void draft_extra_remove(struct draft *draft, size_t index)
{
    if (index >= draft->extra_count)
        return;
    fields_release(&draft->extras[index], draft_extra_fields);
    free(draft->extras[index].rule);
    draft->extra_count--;
    memmove(&draft->extras[index], &draft->extras[index + 1],
            (draft->extra_count - index) * sizeof(*draft->extras));
}
