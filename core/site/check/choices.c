/* not-ours: what shall become of single rules that are somebody else's. */
#include <string.h>

#include "core/base/text.h"
#include "core/draft/choice.h"
#include "core/site/check/check.h"

enum { LONGEST = 300 };

bool site_chose(const struct choices *choices, const char *text)
{
    for (size_t i = 0; i < choices->count; i++)
        if (strcmp(choices->items[i], text) == 0)
            return true;
    return false;
}

static struct choices read_texts(struct check *check, struct spot list, const struct words *words)
{
    struct choices choices = {arena_array(&check->site->arena, words->count + 1, sizeof(*choices.items)), 0};
    for (size_t i = 0; i < words->count; i++) {
        const char *text = words->items[i].text ? words->items[i].text : "";
        struct spot spot = spot_item(list, i, &words->items[i]);
        site_prose(check, spot, text, LONGEST);
        if (!*text)
            site_add(check, PROBLEM_MISSING, spot,
                     "an empty entry means no rule; write the rule as 'diff' shows it");
        else if (site_chose(&choices, text))
            site_add(check, PROBLEM_TWICE, spot, "'%.64s' is given twice; take one out", text);
        choices.items[choices.count++] = arena_strdup(&check->site->arena, text);
    }
    return choices;
}

static void check_both(struct check *check, struct spot spot, const struct host *host)
{
    for (size_t i = 0; i < host->kept.count; i++)
        if (site_chose(&host->dropped, host->kept.items[i]))
            site_add(check, PROBLEM_TWICE, spot, "'%.64s' cannot be kept and removed; take one out",
                     host->kept.items[i]);
}

void check_host_choices(struct check *check, size_t index)
{
    struct host *host = &check->site->hosts[index];
    const struct listings *choices = &check->draft->hosts[index].not_ours;
    const struct owner *owner = &check->owners[index];
    for (size_t i = 0; i < choices->count; i++) {
        const struct listing *listing = &choices->items[i];
        const char *key = listing->key.text ? listing->key.text : "";
        struct spot list = spot_words(owner, "not-ours", &listing->values);
        list.sub = key;
        if (strcmp(key, choice_words[CHOICE_KEEP]) == 0)
            host->kept = read_texts(check, list, &listing->values);
        else if (strcmp(key, choice_words[CHOICE_REMOVE]) == 0)
            host->dropped = read_texts(check, list, &listing->values);
        else
            site_unknown(check, spot_in(owner, "not-ours", key, &listing->key), "choice", key, choice_words,
                         CHOICE_COUNT);
    }
    if (choices->count)
        check_both(check, spot_in(owner, "not-ours", NULL, &choices->items[0].key), host);
}
