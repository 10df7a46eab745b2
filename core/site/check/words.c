/* The words of the site itself: name, product, server-os, policy. */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/site/check/check.h"

static void check_product(struct check *check)
{
    const struct word *word = &check->draft->product;
    const char **ids = arena_array(&check->scratch, check->catalog->product_count, sizeof(*ids));
    for (size_t i = 0; i < check->catalog->product_count; i++)
        ids[i] = check->catalog->products[i].id;
    struct spot spot = spot_word(&check->top, "product", word);
    if (!word->text) {
        site_add(check, PROBLEM_MISSING, spot,
                 "'product' is missing; say what the site runs, such as 'product: %s'",
                 check->catalog->product_count ? ids[0] : "geo-scada");
        return;
    }
    check->site->product = catalog_product(check->catalog, word->text);
    if (!check->site->product)
        site_unknown(check, spot, "product", word->text, ids, check->catalog->product_count);
}

static bool has_legacy_ports(const struct product *product)
{
    for (size_t i = 0; i < product->service_count; i++)
        for (size_t j = 0; j < product->services[i].pattern_count; j++)
            if (product->services[i].patterns[j].legacy_ports.first)
                return true;
    return false;
}

/* The site's own product or that of a host. */
static bool reads_server_os(const struct check *check)
{
    bool reads = check->site->product && has_legacy_ports(check->site->product);
    for (size_t i = 0; !reads && i < check->draft->host_count; i++) {
        const char *id = check->draft->hosts[i].product.text;
        const struct product *product = id ? catalog_product(check->catalog, id) : NULL;
        reads = product && has_legacy_ports(product);
    }
    return reads;
}

static void check_server_os(struct check *check)
{
    static const char *const words[] = {"current", "legacy"};
    const struct word *word = &check->draft->server_os;
    struct spot spot = spot_word(&check->top, "server-os", word);
    if (!word->text)
        return;
    check->site->legacy_os = strcmp(word->text, "legacy") == 0;
    if (!check->site->legacy_os && strcmp(word->text, "current") != 0)
        site_unknown(check, spot, "server-os", word->text, words, 2);
    else if (check->site->product && !reads_server_os(check))
        site_add(check, PROBLEM_UNFIT, spot, "'server-os' says nothing about %s; take it out",
                 check->site->product->title);
}

/* Index in `words`, -1 if the word was not given or is none of them. */
static int site_words_choose(struct check *check, const char *sub, const struct word *word,
                             const char *const words[2])
{
    if (!word->text)
        return -1;
    for (int i = 0; i < 2; i++)
        if (strcmp(word->text, words[i]) == 0)
            return i;
    char *what = xasprintf("%s policy", sub);
    site_unknown(check, spot_in(&check->top, "policy", sub, word), what, word->text, words, 2);
    free(what);
    return -1;
}

static void check_verdict(struct check *check, const char *sub, const struct word *word,
                          enum verdict *verdict, bool *said)
{
    static const char *const words[] = {"allow", "deny"};
    int chosen = site_words_choose(check, sub, word, words);
    if (chosen < 0)
        return;
    *said = true;
    *verdict = chosen ? VERDICT_DROP : VERDICT_ACCEPT;
}

/* A device's policies follow from its security. */
static void refuse_verdict(struct check *check, const char *sub, const struct word *word)
{
    const struct product *product = check->site->product;
    if (word->text && product && product_has(product, TRAIT_SECURITY))
        site_add(check, PROBLEM_UNFIT, spot_in(&check->top, "policy", sub, word),
                 "'%s' follows from the 'security' of each device; take it out", sub);
}

static void check_policy(struct check *check)
{
    static const char *const logs[] = {"blocked", "off"};
    const struct draft *draft = check->draft;
    struct site *site = check->site;
    check_verdict(check, "incoming", &draft->incoming, &site->incoming, &site->incoming_said);
    check_verdict(check, "outgoing", &draft->outgoing, &site->outgoing, &site->outgoing_said);
    check_verdict(check, "forward", &draft->forward, &site->forward, &site->forward_said);
    /* One whose firewall lets in what no rule denies may stay so. */
    if (!site->incoming_said || site->incoming != VERDICT_ACCEPT)
        refuse_verdict(check, "incoming", &draft->incoming);
    refuse_verdict(check, "outgoing", &draft->outgoing);
    site->log = site_words_choose(check, "log", &draft->log, logs) == 1 ? LOG_OFF : LOG_BLOCKED;
}

void check_site_words(struct check *check)
{
    enum { LONGEST_NAME = 200 };
    if (check->draft->name.text)
        site_prose(check, spot_word(&check->top, "site", &check->draft->name), check->draft->name.text,
                   LONGEST_NAME);
    check_product(check);
    check_site_version(check);
    check_server_os(check);
    check_policy(check);
}
