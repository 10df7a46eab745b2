#include "backends/registry.h"

#include <stdlib.h>

#include "backends/machine/conf.h"
#include "core/base/text.h"

#define LISTED(NAME) &NAME,

const struct backend *const backends[] = {BACKENDS(LISTED) NULL};

const struct companion *const companions[] = {COMPANIONS(LISTED) NULL};

_Static_assert(sizeof(companions) / sizeof(*companions) <= COMPANIONS_AT_MOST + 1,
               "more than a trial has room for");

const struct backend *backend_find(const char *name)
{
    for (size_t i = 0; backends[i]; i++)
        if (text_equal(backends[i]->name, name))
            return backends[i];
    return NULL;
}

const struct backend *backend_default(const struct machine *machine)
{
    return ufw_enabled(machine) || ufw_has_rules(machine) ? &backend_ufw : &backend_nft;
}
