#include <stdlib.h>

#include "core/base/text.h"
#include "core/site/check/check.h"

static int site_version_read_version(struct check *check, struct spot spot, const struct word *word,
                                     const struct product *product, struct version *version)
{
    const char *why = NULL;
    if (version_parse(word->text, product->scheme, version, &why) == 0)
        return 0;
    site_add(check, PROBLEM_BAD_VERSION, spot, "'%.64s': %s", word->text, why);
    return -1;
}

void check_site_version(struct check *check)
{
    const struct word *word = &check->draft->version;
    if (word->text && check->site->product)
        site_version_read_version(check, spot_word(&check->top, "version", word), word, check->site->product,
                                  &check->version);
}

static void check_minimum(struct check *check, size_t index, const struct version *minimum,
                          const char *subject)
{
    const struct host *host = &check->site->hosts[index];
    const struct draft_host *draft = &check->draft->hosts[index];
    const struct word *word = draft->version.text ? &draft->version : &draft->role;
    char buffer[VERSION_TEXT];
    if (minimum->known && host->version.known && version_compare(&host->version, minimum) < 0)
        site_add(check, PROBLEM_VERSION_TOO_OLD, spot_word(&check->owners[index], "version", word),
                 "%s needs version %s or later", subject,
                 version_format(minimum, host->product->scheme, buffer));
}

void check_host_version(struct check *check, size_t index)
{
    struct host *host = &check->site->hosts[index];
    const struct word *word = &check->draft->hosts[index].version;
    struct spot spot = spot_word(&check->owners[index], "version", word);
    if (word->text)
        site_version_read_version(check, spot, word, host->product, &host->version);
    else if (host->product == check->site->product)
        host->version = check->version;
    char *subject = xasprintf("a %s", host_role(host)->name);
    check_minimum(check, index, &host_role(host)->minimum, subject);
    free(subject);
    if (host->security == SECURITY_ENHANCED)
        check_minimum(check, index, &host->product->enhanced_from, "enhanced security");
}

static void warn_unknown(struct check *check, struct spot spot, const struct product *product,
                         const char *subject)
{
    site_advise(check, product, "unknown-version", spot, "the version is not known; write it", "%s", subject);
}

/* Once for the site, however many hosts have their version from it; and once for each host that says so
 * itself. A version decides nothing at a gateway. */
void check_versions_known(struct check *check)
{
    const struct site *site = check->site;
    bool inherited = false;
    for (size_t i = 0; i < site->host_count; i++) {
        const struct host *host = &site->hosts[i];
        const struct draft_host *draft = &check->draft->hosts[i];
        if (!check->sound[i] || host->version.known || host_is(host, TRAIT_GATEWAY))
            continue;
        if (draft->version.text && !text_equal(draft->version.text, "unknown"))
            continue; /* an error already */
        if (!draft->version.text && host->product == site->product) {
            inherited = true;
            continue;
        }
        char *subject = xasprintf("'%.64s'", host->name);
        warn_unknown(check, spot_word(&check->owners[i], "version", &draft->version), host->product, subject);
        free(subject);
    }
    const struct word *word = &check->draft->version;
    if (inherited && (!word->text || text_equal(word->text, "unknown")))
        warn_unknown(check, spot_word(&check->top, "version", word), site->product, "the site");
}
