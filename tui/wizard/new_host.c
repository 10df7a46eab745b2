#include "tui/wizard/new_host.h"

#include <stdio.h>

#include "core/base/text.h"

size_t new_host_count(const struct draft *draft, const struct role_fact *role)
{
    size_t count = 0;
    for (size_t i = 0; i < draft->host_count; i++)
        count += text_equal(draft->hosts[i].role.text, role->name) ? 1 : 0;
    return count;
}

static bool taken(const struct draft *draft, const char *name)
{
    for (size_t i = 0; i < draft->host_count; i++)
        if (text_equal(draft->hosts[i].name.text, name))
            return true;
    return false;
}

size_t new_host(struct wizard *wizard, const struct role_fact *role)
{
    struct draft *draft = &wizard->model.draft;
    char name[64];
    unsigned number = 1;
    do
        snprintf(name, sizeof(name), "%s-%u", role->name, number++);
    while (taken(draft, name));
    struct draft_host *host = draft_host_add(draft, name, role->name);
    if (!role_has(role, TRAIT_GATEWAY))
        words_add(&host->address, "");
    wizard_edited(wizard);
    return draft->host_count - 1;
}
