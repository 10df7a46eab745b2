/* extra: flows of the site's own, each with a reason. */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/site/check/check.h"

/* Whether a catalog's service has that name already: its rules could not be told apart from the extra's. */
static bool is_service(const struct check *check, const char *name)
{
    for (size_t i = 0; i < check->product_count; i++)
        if (product_service(check->products[i], name))
            return true;
    return false;
}

static void site_extra_check_name(struct check *check, const struct owner *owner, const struct word *word,
                                  struct extra *extra)
{
    struct spot spot = spot_word(owner, "name", word);
    extra->name = arena_strdup(&check->site->arena, word->text ? word->text : "");
    if (!word->text)
        site_add(check, PROBLEM_MISSING, spot, "'name' is missing; give the flow a name of its own");
    else if (!text_is_name(word->text))
        site_add(
            check, PROBLEM_BAD_NAME, spot,
            "'%.64s' is no name; write up to 63 letters, digits, '.', '_' and '-', a letter or digit first",
            word->text);
    else if (is_service(check, word->text))
        site_add(check, PROBLEM_BAD_NAME, spot,
                 "'%s' is a service of the product; give this flow another name", word->text);
}

static void check_end(struct check *check, struct spot spot, const struct word *word, struct extra_end *end)
{
    if (!word->text) {
        site_add(check, PROBLEM_MISSING, spot,
                 "'%s' is missing; write a host, an address, a network, or anywhere", spot.key);
        return;
    }
    if (strcmp(word->text, "anywhere") == 0)
        return;
    const struct host *host = check_host_named(check, word->text);
    bool address = strpbrk(word->text, ":/") || word->text[strspn(word->text, "0123456789.")] == '\0';
    if (!host && address)
        site_prefix(check, spot, word->text, &end->address);
    else if (!host)
        site_unknown(check, spot, "host", word->text, check->names, check->name_count);
    else if (check->sound[host->index] && host_is(host, TRAIT_GATEWAY) &&
             check->draft->hosts[host->index].address.count == 0)
        site_add(check, PROBLEM_EXTRA_NO_ADDRESS, spot,
                 "'%s' has no address; give it one, to name it in 'extra'", host->name);
    end->host = host;
}

static void check_protocol(struct check *check, const struct owner *owner, const struct draft_extra *draft,
                           struct extra *extra)
{
    static const char *const words[] = {"tcp", "udp", "icmp", "any"};
    struct spot spot = spot_word(owner, "protocol", &draft->protocol);
    struct spot ports = spot_word(owner, "ports", &draft->ports);
    if (!draft->protocol.text)
        site_add(check, PROBLEM_MISSING, spot, "'protocol' is missing; write tcp, udp, icmp or any");
    else if (protocol_parse(draft->protocol.text, &extra->protocol) < 0)
        site_unknown(check, spot, "protocol", draft->protocol.text, words, 4);
    else if (extra->protocol == PROTOCOL_TCP || extra->protocol == PROTOCOL_UDP) {
        if (!draft->ports.text)
            site_add(check, PROBLEM_MISSING, ports,
                     "'ports' is missing; write a number such as 123, or a range");
        else
            site_port(check, ports, draft->ports.text, &extra->ports);
    } else if (draft->ports.text)
        site_add(check, PROBLEM_UNFIT, ports, "protocol '%s' has no ports; take 'ports' out",
                 protocol_name(extra->protocol));
}

static void check_why(struct check *check, const struct owner *owner, const struct word *word,
                      struct extra *extra)
{
    enum { LONGEST_WHY = 500 };
    struct spot spot = spot_word(owner, "why", word);
    extra->why = arena_strdup(&check->site->arena, word->text ? word->text : "");
    if (!word->text)
        site_add(check, PROBLEM_MISSING, spot, "'why' is missing; say who needs this flow and what for");
    else
        site_prose(check, spot, word->text, LONGEST_WHY);
}

/* Nothing may be opened from a DMZ standby towards another server. */
static void check_inwards(struct check *check, const struct owner *owner, const struct word *to,
                          const struct extra *extra)
{
    const struct host *from = extra->from.host, *target = extra->to.host;
    if (!from && !target)
        site_add(check, PROBLEM_EXTRA_NO_HOST, spot_word(owner, "to", to),
                 "neither end is a host of the site; only a gateway between the two gets a rule");
    if (from && target && check->sound[from->index] && check->sound[target->index] &&
        host_is(from, TRAIT_DMZ) && host_is_server(target))
        site_add(check, PROBLEM_DMZ_INWARDS, spot_word(owner, "to", to),
                 "'%s' is a dmz-standby, which opens nothing towards '%s'; let '%s' open it", from->name,
                 target->name, target->name);
}

static void check_extra(struct check *check, const struct owner *owner, const struct draft_extra *draft,
                        struct extra *extra)
{
    size_t errors = check->problems->errors;
    site_extra_check_name(check, owner, &draft->name, extra);
    check_end(check, spot_word(owner, "from", &draft->from), &draft->from, &extra->from);
    check_end(check, spot_word(owner, "to", &draft->to), &draft->to, &extra->to);
    check_protocol(check, owner, draft, extra);
    check_why(check, owner, &draft->why, extra);
    if (check->problems->errors == errors)
        check_inwards(check, owner, &draft->to, extra);
    extra->place = site_owner_place(check, owner);
}

static int site_extra_by_name(const void *a, const void *b)
{
    const struct owner *left = *(struct owner *const *)a, *right = *(struct owner *const *)b;
    int order = strcmp(left->name, right->name);
    return order ? order : (left->index > right->index) - (left->index < right->index);
}

/* A name of a second extra is an error, and no longer stands in its fields. */
static void site_extra_check_duplicates(struct check *check, struct owner *owners, size_t total)
{
    struct owner **sorted = arena_array(&check->scratch, total, sizeof(*sorted));
    size_t count = 0, first = 0;
    for (size_t i = 0; i < total; i++)
        if (owners[i].name)
            sorted[count++] = &owners[i];
    if (count)
        qsort(sorted, count, sizeof(*sorted), site_extra_by_name);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(sorted[first]->name, sorted[i]->name) != 0) {
            first = i;
            continue;
        }
        const struct word *word = &check->draft->extras[sorted[i]->index].name;
        sorted[i]->name = NULL;
        site_add(check, PROBLEM_DUPLICATE_NAME, spot_word(sorted[i], "name", word),
                 "'%s' is there already; give this flow another name", word->text);
    }
}

void check_extras(struct check *check)
{
    const struct draft *draft = check->draft;
    struct site *site = check->site;
    site->extra_count = draft->extra_count;
    site->extras = arena_array(&site->arena, draft->extra_count, sizeof(*site->extras));
    struct owner *owners = arena_array(&check->scratch, draft->extra_count, sizeof(*owners));
    for (size_t i = 0; i < draft->extra_count; i++) {
        const struct draft_extra *extra = &draft->extras[i];
        bool fit = extra->name.text && text_is_name(extra->name.text);
        owners[i] = (struct owner){.kind = OF_EXTRA,
                                   .index = i,
                                   .name = fit ? extra->name.text : NULL,
                                   .line = extra->line,
                                   .column = extra->column};
    }
    site_extra_check_duplicates(check, owners, draft->extra_count);
    for (size_t i = 0; i < draft->extra_count; i++)
        check_extra(check, &owners[i], &draft->extras[i], &site->extras[i]);
}
