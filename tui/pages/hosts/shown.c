#include "tui/pages/hosts/shown.h"

size_t *host_index(const struct wizard *wizard)
{
    return wizard_state(wizard, PAGE_HOST);
}

struct draft_host *host_shown(struct wizard *wizard)
{
    struct draft *draft = &wizard->model.draft;
    size_t index = *host_index(wizard);
    return index < draft->host_count ? &draft->hosts[index] : NULL;
}

char *host_path(struct wizard *wizard, struct sheet *sheet, const char *key)
{
    return page_host_path(wizard, sheet, *host_index(wizard), key);
}
