#include "backends/ufw/kernel/hits.h"

#include <stdio.h>
#include <string.h>

#include "backends/ufw/rules/block.h"

enum { CHAINS_AT_MOST = 64 };

/* How many rules of each chain went by. */
struct walk {
    const struct filter_chain *chains[CHAINS_AT_MOST];
    size_t seen[CHAINS_AT_MOST], count;
};

static const struct filter_rule *next_rule(struct walk *walk, const struct filter *kernel, const char *line)
{
    char name[64];
    size_t i = 0;
    if (sscanf(line, "-A %63s", name) != 1)
        return NULL;
    const struct filter_chain *chain = filter_chain(kernel, name);
    while (i < walk->count && walk->chains[i] != chain)
        i++;
    if (!chain || i == CHAINS_AT_MOST)
        return NULL;
    if (i == walk->count)
        walk->chains[walk->count++] = chain;
    return walk->seen[i] < chain->count ? &chain->rules[walk->seen[i]++] : NULL;
}

static bool is_user_chain(const char *name)
{
    return strstr(name, "-user-input") || strstr(name, "-user-output") || strstr(name, "-user-forward");
}

/* Every user chain was walked to its end. */
static bool walked(const struct walk *walk, const struct filter *kernel)
{
    size_t expected = 0, found = 0;
    for (size_t i = 0; i < kernel->count; i++)
        if (is_user_chain(kernel->chains[i].name))
            expected += kernel->chains[i].count;
    for (size_t i = 0; i < walk->count; i++)
        if (is_user_chain(walk->chains[i]->name))
            found += walk->seen[i];
    return expected == found;
}

bool hits_of_tuples(const char *file, const struct filter *kernel, struct filter_rule *sums, size_t count)
{
    struct walk walk = {0};
    size_t tuple = 0;
    bool whole = true, inside = false;
    for (; *file; file += strcspn(file, "\n"), file += *file == '\n') {
        if (strncmp(file, TUPLE_MARK, strlen(TUPLE_MARK)) == 0) {
            tuple++;
            inside = true;
        } else if (strncmp(file, "### END RULES", 13) == 0) {
            inside = false;
        } else if (inside && strncmp(file, "-A ", 3) == 0) {
            const struct filter_rule *rule = next_rule(&walk, kernel, file);
            whole = whole && rule;
            if (rule && tuple <= count) {
                sums[tuple - 1].packets += rule->packets;
                sums[tuple - 1].bytes += rule->bytes;
            }
        }
    }
    /* Somebody's rules among them: which counter is whose cannot be told. */
    if (!walked(&walk, kernel))
        memset(sums, 0, count * sizeof(*sums));
    return whole;
}

void hits_of_block(struct lines *block, const struct filter *kernel)
{
    struct walk walk = {0};
    for (size_t i = 0; i < block->count; i++) {
        const struct filter_rule *rule = next_rule(&walk, kernel, block->items[i].text);
        const struct traffic met = block_traffic(rule ? rule->text : "");
        if (rule && traffic_equal(&met, &block->items[i].traffic)) {
            block->items[i].packets = rule->packets;
            block->items[i].bytes = rule->bytes;
        }
    }
}
