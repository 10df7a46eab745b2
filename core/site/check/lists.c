#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/site/check/check.h"

/* As `ip addr` prints it: the address with the length of its network. Who means one machine and follows a proposal
 * must not open a network. */
static void tell_bits(struct check *check, struct spot spot, const char *text, struct prefix given,
                      bool machine)
{
    char one[PREFIX_TEXT], all[PREFIX_TEXT];
    struct prefix masked = prefix_masked(&given);
    given.length = given.family == FAMILY_4 ? 32 : 128;
    prefix_format(&given, one);
    prefix_format(&masked, all);
    if (machine)
        site_add(check, PROBLEM_BAD_ADDRESS, spot,
                 "'%.64s' has bits set behind the prefix length; did you mean '%s'? The whole network would "
                 "be '%s'",
                 text, one, all);
    else
        site_add(check, PROBLEM_BAD_ADDRESS, spot,
                 "'%.64s' has bits set behind the prefix length; did you mean '%s', one machine, or '%s', "
                 "its network?",
                 text, one, all);
}

static int site_lists_prefix(struct check *check, struct spot spot, const char *text, bool machine,
                             struct prefix *out)
{
    const char *why = NULL;
    if (prefix_parse(text, out, &why) == 0)
        return 0;
    struct prefix masked = prefix_masked(out);
    if (strchr(text, ','))
        site_add(check, PROBLEM_BAD_ADDRESS, spot, "'%.64s' is more than one; write them as a list: [%.64s]",
                 text, text);
    else if (out->family && prefix_compare(out, &masked) != 0)
        tell_bits(check, spot, text, *out, machine);
    else
        site_add(check, PROBLEM_BAD_ADDRESS, spot, "'%.64s': %s", text, why);
    return -1;
}

int site_prefix(struct check *check, struct spot spot, const char *text, struct prefix *out)
{
    return site_lists_prefix(check, spot, text, false, out);
}

int site_machine(struct check *check, struct spot spot, const char *text, struct prefix *out)
{
    return site_lists_prefix(check, spot, text, true, out);
}

int site_port(struct check *check, struct spot spot, const char *text, struct ports *out)
{
    const char *why = NULL;
    if (ports_parse(text, out, &why) == 0)
        return 0;
    site_add(check, PROBLEM_BAD_PORT, spot, "'%.64s': %s", text, why);
    return -1;
}

static struct placed *read_placed(struct check *check, struct spot list, const struct words *words,
                                  size_t *count)
{
    struct placed *placed = arena_array(&check->scratch, words->count, sizeof(*placed));
    *count = 0;
    for (size_t i = 0; i < words->count; i++) {
        const struct word *word = &words->items[i];
        struct placed *item = &placed[*count];
        item->spot = spot_item(list, i, word);
        item->order = *count;
        *count += site_prefix(check, item->spot, word->text ? word->text : "", &item->prefix) == 0;
    }
    return placed;
}

static struct prefixes site_lists_keep(struct check *check, const struct placed *placed, size_t count)
{
    struct prefix *items = arena_array(&check->site->arena, count, sizeof(*items));
    for (size_t i = 0; i < count; i++)
        items[i] = placed[i].prefix;
    return (struct prefixes){.items = items, .count = count};
}

struct prefixes site_prefixes(struct check *check, struct spot list, const struct words *words)
{
    size_t count;
    const struct placed *placed = read_placed(check, list, words, &count);
    return site_lists_keep(check, placed, count);
}

static void report_twice(struct check *check, const struct placed *first, const struct placed *again)
{
    char buffer[PREFIX_TEXT];
    (void)first;
    site_add(check, PROBLEM_TWICE, again->spot, "'%s' is given twice; take one out",
             prefix_format(&again->prefix, buffer));
}

struct prefixes site_networks(struct check *check, struct spot list, const struct words *words)
{
    size_t count;
    struct placed *placed = read_placed(check, list, words, &count);
    struct prefixes kept = site_lists_keep(check, placed, count);
    site_repeated(check, placed, count, report_twice);
    return kept;
}

static int site_lists_by_prefix(const void *a, const void *b)
{
    const struct placed *left = a, *right = b;
    int order = prefix_compare(&left->prefix, &right->prefix);
    return order ? order : (left->order > right->order) - (left->order < right->order);
}

void site_repeated(struct check *check, struct placed *items, size_t count,
                   void (*report)(struct check *, const struct placed *first, const struct placed *again))
{
    if (count)
        qsort(items, count, sizeof(*items), site_lists_by_prefix);
    size_t first = 0;
    for (size_t i = 1; i < count; i++)
        if (prefix_compare(&items[first].prefix, &items[i].prefix) == 0)
            report(check, &items[first], &items[i]);
        else
            first = i;
}
