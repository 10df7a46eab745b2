#include "core/import/import.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/import/importing.h"

void seen_release(struct seen *seen)
{
    free(seen->rules);
    lines_release(&seen->others);
    arena_release(&seen->arena);
    *seen = (struct seen){0};
}

/* Addresses that only mean something on one link say nothing to a site. */
static bool import_is_link_local(const struct prefix *prefix)
{
    return prefix->family == FAMILY_6 && prefix->bytes[0] == 0xfe && (prefix->bytes[1] & 0xc0) == 0x80;
}

static void import_set_addresses(struct draft_host *host, const struct seen *seen)
{
    char text[PREFIX_TEXT];
    for (size_t i = 0; i < seen->own_count; i++)
        if (!import_is_link_local(&seen->own[i]))
            words_add(&host->address, prefix_format(&seen->own[i], text));
    host->address.given = host->address.count > 0;
}

void import_draft(struct draft *draft, const struct seen *seen, const struct product *product,
                  const char *name)
{
    draft_release(draft);
    draft_init(draft);
    draft->comment = xstrdup("# Taken over from the rules of this device.\n");
    draft_set(&draft->name, name);
    draft_set(&draft->product, product->id);
    struct importing importing = {.seen = seen, .product = product, .draft = draft};
    importing.host = draft_host_add(draft, name, "smartserver");
    importing.taken = xcalloc(seen->count + 1, sizeof(*importing.taken));
    import_set_addresses(importing.host, seen);
    draft_set(&importing.host->security, seen->outgoing == VERDICT_DROP ? "enhanced" : "standard");
    if (seen->incoming == VERDICT_ACCEPT)
        draft_set(&draft->incoming, "allow");
    if (seen->forward == VERDICT_ACCEPT)
        draft_set(&draft->forward, "allow");
    if (seen->log == LOG_OFF)
        draft_set(&draft->log, "off");
    import_services(&importing);
    import_extras(&importing);
    free(importing.taken);
}
