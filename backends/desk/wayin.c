#include "backends/desk/wayin.h"

#include <stdlib.h>

#include "backends/ways/lockout.h"

static void wayin_put(struct problems *checks, enum problem_code code, const char *sentence)
{
    problem_add(checks, code, (struct place){0}, "%s", sentence);
}

/* Where none was found, what apply asks for is said before. */
static void wayin_none(const struct ways *ways, const struct plan *plan, struct problems *checks)
{
    const struct door *door = *ways->console ? NULL : ways_door(ways, plan);
    char *words = lockout_words_none(ways, door);
    wayin_put(checks, door ? PROBLEM_WAY_IN_CUT : PROBLEM_WAY_IN, words);
    free(words);
}

void wayin_note(const struct machine *machine, const struct plan *plan, struct problems *checks)
{
    struct ways ways = {0};
    struct failure failure = {0};
    if (!plan)
        return; /* our rules go away: that closes no way in */
    if (ways_find(machine, &ways, &failure) != 0) {
        wayin_put(checks, PROBLEM_WAY_IN_CUT, failure.message);
        return;
    }
    for (size_t i = 0; i < ways.count; i++) {
        const struct fate fate = way_fate(&ways.items[i], plan);
        char *words = lockout_words(&ways, &ways.items[i], &fate);
        wayin_put(checks, fate.verdict == VERDICT_ACCEPT ? PROBLEM_WAY_IN : PROBLEM_WAY_IN_CUT, words);
        free(words);
    }
    if (ways.count == 0)
        wayin_none(&ways, plan, checks);
    ways_release(&ways);
}
