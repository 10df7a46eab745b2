/* What only some roles have: security, interface, apps. */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/site/check/check.h"

static void check_security(struct check *check, size_t index)
{
    static const char *const words[] = {"standard", "enhanced"};
    struct host *host = &check->site->hosts[index];
    const struct word *word = &check->draft->hosts[index].security;
    struct spot spot = spot_word(&check->owners[index], "security", word);
    bool device = host_is(host, TRAIT_SECURITY);
    if (!word->text && device)
        site_add(check, PROBLEM_MISSING, spot,
                 "'security' is missing; look at the device and write 'enhanced' or 'standard'");
    if (!word->text)
        return;
    if (!device)
        site_add(check, PROBLEM_UNFIT, spot, "a %s has no 'security'; take it out", host_role(host)->name);
    else if (strcmp(word->text, "standard") == 0)
        host->security = SECURITY_STANDARD;
    else if (strcmp(word->text, "enhanced") == 0)
        host->security = SECURITY_ENHANCED;
    else
        site_unknown(check, spot, "security", word->text, words, 2);
}

static void refuse_interface(struct check *check, struct spot spot)
{
    char *devices = roles_with_in_words(check, TRAIT_DEVICE);
    site_add(check, PROBLEM_UNFIT, spot, "'interface' is of a %s; take it out", devices);
    free(devices);
}

static void check_interface(struct check *check, size_t index)
{
    struct host *host = &check->site->hosts[index];
    const struct word *word = &check->draft->hosts[index].interface;
    struct spot spot = spot_word(&check->owners[index], "interface", word);
    if (!word->text)
        return;
    if (!host_is(host, TRAIT_DEVICE))
        refuse_interface(check, spot);
    else if (!text_is_interface(word->text))
        site_add(check, PROBLEM_BAD_NAME, spot, "'%.64s' is no interface; write its name, such as eth0",
                 word->text);
    else
        host->interface = arena_strdup(&check->site->arena, word->text);
}

static void read_app(struct check *check, struct host *host, struct spot spot, const char *app)
{
    const struct product *product = host->product;
    unsigned bit = product_app(product, app);
    if (!bit)
        site_unknown(check, spot, "application", app, product->apps, product->app_count);
    else if (host->apps & bit)
        site_add(check, PROBLEM_TWICE, spot,
                 "'%s' is given twice; take one out, and say under 'sessions' how many run at once", app);
    host->apps |= bit;
}

static void check_apps(struct check *check, size_t index)
{
    struct host *host = &check->site->hosts[index];
    const struct words *words = &check->draft->hosts[index].apps;
    struct spot list = spot_words(&check->owners[index], "apps", words);
    bool client = host_is(host, TRAIT_CLIENT);
    if (words->given && !client && !host_is(host, TRAIT_APPLICATIONS)) {
        site_add(check, PROBLEM_UNFIT, list, "a %s has no 'apps'; take them out", host_role(host)->name);
        return;
    }
    for (size_t i = 0; i < words->count; i++)
        read_app(check, host, spot_item(list, i, &words->items[i]),
                 words->items[i].text ? words->items[i].text : "");
    if (!words->given && client)
        host->apps = host_role(host)->apps_default;
    host->is_client = client || host->apps;
}

/* Who connects to servers of its own accord may do so for many people: a terminal server, a web server. */
static bool has_sessions(const struct host *host)
{
    return host->is_client ||
           (host_role(host)->uses && !host_is(host, TRAIT_WORKSTATION) && !host_is(host, TRAIT_APPLICATIONS));
}

static void check_sessions(struct check *check, size_t index)
{
    enum { MOST_SESSIONS = 1000 };
    struct host *host = &check->site->hosts[index];
    const struct word *word = &check->draft->hosts[index].sessions;
    struct spot spot = spot_word(&check->owners[index], "sessions", word);
    host->sessions = 1;
    if (!word->text)
        return;
    char *end = NULL;
    unsigned long number = strtoul(word->text, &end, 10);
    if (!has_sessions(host))
        site_add(check, PROBLEM_UNFIT, spot, "'%s' runs no applications that connect; take 'sessions' out",
                 host->name);
    else if (word->text[0] < '0' || word->text[0] > '9' || *end || number < 1 || number > MOST_SESSIONS)
        site_add(
            check, PROBLEM_BAD_COUNT, spot,
            "'%.64s' is no number of sessions; write how many people work on one machine at once, 1 to %d",
            word->text, MOST_SESSIONS);
    else
        host->sessions = (unsigned)number;
}

void check_host_traits(struct check *check, size_t index)
{
    check_security(check, index);
    check_interface(check, index);
    check_apps(check, index);
    check_sessions(check, index);
}
