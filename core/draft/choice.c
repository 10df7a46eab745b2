#include "core/draft/choice.h"

#include "core/base/text.h"

const char *const choice_words[CHOICE_COUNT] = {"keep", "remove"};

void draft_unchoose(struct draft_host *host, const char *rule)
{
    for (enum choice choice = CHOICE_KEEP; choice < CHOICE_COUNT; choice++) {
        struct listing *listing = listings_get(&host->not_ours, choice_words[choice], false);
        for (size_t i = listing ? listing->values.count : 0; i-- > 0;)
            if (text_equal(listing->values.items[i].text, rule))
                words_remove(&listing->values, i);
    }
}

void draft_choose(struct draft_host *host, const char *rule, enum choice choice)
{
    draft_unchoose(host, rule);
    struct listing *listing = listings_get(&host->not_ours, choice_words[choice], true);
    words_add(&listing->values, rule);
    listing->values.given = true;
}
