#include "tui/words/host_words.h"

#include <stdlib.h>

#include "core/base/text.h"

const char *host_nearest(const struct site *site, const char *typed)
{
    const char **names = xcalloc(site->host_count + 1, sizeof(*names));
    for (size_t i = 0; i < site->host_count; i++)
        names[i] = site->hosts[i].name;
    const char *near = text_nearest(typed, names, site->host_count);
    free(names);
    return near;
}

char *host_names(const struct site *site)
{
    struct text names = {0};
    for (size_t i = 0; i < site->host_count; i++)
        text_addf(&names, "%s%s", i ? ", " : "", site->hosts[i].name);
    return text_take(&names);
}
