/* A standing in words. */
#include <stdlib.h>

#include "core/base/text.h"
#include "core/flow/derivation.h"
#include "core/flow/standing.h"

static void add_version(struct text *words, const char *before, const struct product *product,
                        const struct version *version)
{
    char buffer[VERSION_TEXT];
    if (version->known)
        text_addf(words, "%s%s%s", words->length ? " " : "", before,
                  version_format(version, product->scheme, buffer));
}

/* The widest range of its patterns' listeners is the first that is bound at all. */
char *standing_versions(const struct product *product, const struct service *service)
{
    struct text words = {0};
    for (size_t i = 0; i < service->pattern_count && !words.length; i++) {
        const struct version_range *range = &service->patterns[i].listener_version;
        add_version(&words, "from ", product, &range->from);
        add_version(&words, "before ", product, &range->before);
        add_version(&words, "up to ", product, &range->up_to);
    }
    if (words.length)
        return text_take(&words);
    text_release(&words);
    return NULL;
}

static void add_role_names(struct text *words, const struct product *product, role_set roles)
{
    unsigned left = (unsigned)__builtin_popcount(roles);
    for (unsigned i = 0; i < ROLES_MOST; i++)
        if (roles & role_bit(i)) {
            left--;
            text_addf(words, "%s%s", product->roles[i].name, left > 1 ? ", " : left == 1 ? " or " : "");
        }
}

static role_set listeners_of(const struct service *service)
{
    role_set roles = 0;
    for (size_t i = 0; i < service->pattern_count; i++)
        roles |= service->patterns[i].listeners;
    return roles;
}

static role_set openers_of(const struct service *service)
{
    role_set roles = 0;
    for (size_t i = 0; i < service->pattern_count; i++)
        roles |= service->patterns[i].openers;
    return roles;
}

static void add_places(struct text *words, const struct flows *flows, const struct product *product,
                       const struct service *service, size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < flows->site->host_count; i++) {
        const struct host *host = &flows->site->hosts[i];
        if (standing_of(flows, product, service, host) != STANDING_ON)
            continue;
        if (count++ < most)
            text_addf(words, "%s%s", words->length ? ", " : "", host->name);
    }
    if (count > most)
        text_addf(words, "%s%zu%s", most ? " and " : "", count - most, most ? " more" : "");
}

static void add_nobody(struct text *words, const struct product *product, const struct service *service,
                       const struct host *host)
{
    bool listens = host && host_plays(host, listeners_of(service));
    if (host && !listens) {
        text_add(words, "it belongs to a ");
        add_role_names(words, product, listeners_of(service));
        return;
    }
    text_add(words, "no ");
    add_role_names(words, product, openers_of(service));
    text_add(words, host ? " connects to it" : " here connects to a host that has it");
}

static void add_apps(struct text *words, const struct product *product, const struct service *service,
                     const struct host *host)
{
    unsigned apps = 0;
    for (size_t i = 0; i < service->pattern_count; i++)
        apps |= service->patterns[i].apps;
    text_add(words, host && host->is_client ? "it runs no " : "no client here runs ");
    for (size_t i = 0, left = (size_t)__builtin_popcount(apps); i < product->app_count; i++)
        if (apps >> i & 1) {
            left--;
            text_addf(words, "%s%s", product->apps[i], left > 1 ? ", " : left == 1 ? " or " : "");
        }
}

static void add_new(struct text *words, const struct product *product, const struct service *service)
{
    char buffer[VERSION_TEXT];
    for (size_t i = 0; i < service->pattern_count; i++)
        if (service->patterns[i].either_before.known) {
            text_addf(words, "both ends are of %s or later, which do without",
                      version_format(&service->patterns[i].either_before, product->scheme, buffer));
            return;
        }
}

char *standing_words(const struct flows *flows, const struct product *product, const struct service *service,
                     const struct host *host, size_t most)
{
    struct text words = {0};
    char *versions = standing_versions(product, service);
    switch (host ? standing_switched(flows, service, host) : standing_of(flows, product, service, NULL)) {
    case STANDING_ON:
        if (host)
            text_add(&words, host->name);
        else
            add_places(&words, flows, product, service, most);
        break;
    case STANDING_OFF:
        text_add(&words, "it is off");
        break;
    case STANDING_APPS:
        add_apps(&words, product, service, host);
        break;
    case STANDING_NEW:
        add_new(&words, product, service);
        break;
    case STANDING_VERSION:
        text_addf(&words, "only versions %s have it", versions ? versions : "of another age");
        break;
    case STANDING_NOBODY:
        add_nobody(&words, product, service, host);
    }
    free(versions);
    return text_take(&words);
}
