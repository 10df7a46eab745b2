#include "backends/ufw/files/leave.h"

#include <string.h>

#include "backends/ufw/files/image.h"

static const char *leave_word(const char *policy)
{
    return strcmp(policy, "ACCEPT") == 0 ? "allow" : strcmp(policy, "REJECT") == 0 ? "reject" : "deny";
}

static const char *leave_now(const struct ufw_state *state, size_t which)
{
    return which < POLICY_COUNT ? state->policies[which] : state->logging;
}

static const char **leave_of(struct desired *desired, size_t which)
{
    return which < POLICY_COUNT ? &desired->policies[which] : &desired->logging;
}

static void leave_tell(const struct ufw_state *state, size_t which, struct problems *notes)
{
    static const char *const names[] = {"incoming", "outgoing", "routed"};
    const char *now = leave_now(state, which);
    if (which < POLICY_COUNT)
        problem_add(notes, PROBLEM_CHANGED_SINCE, (struct place){0},
                    "the policy 'default %s %s' was set by others since the first confirm, and stays",
                    leave_word(now), names[which]);
    else
        problem_add(notes, PROBLEM_CHANGED_SINCE, (struct place){0},
                    "ufw's 'logging %s' was set by others since the first confirm, and stays", now);
}

/* It goes back where it is still what a plan of ours made it. */
static void leave_setting(struct desired *desired, struct desired *ours, const struct ufw_state *state,
                          size_t which, struct problems *notes)
{
    const char *now = leave_now(state, which), *set = *leave_of(ours, which),
               **was = leave_of(desired, which);
    bool theirs = set && (ours->theirs[which] || !text_equal(now, set));
    if (*was && theirs && !text_equal(now, *was))
        leave_tell(state, which, notes);
    if (!set || theirs)
        *was = NULL;
}

static void leave_switch(struct desired *desired, const struct desired *ours, const struct ufw_state *state,
                         struct problems *notes)
{
    if (ours->enabled == UFW_ON && state->enabled)
        return;
    if (ours->enabled == UFW_ON && desired->enabled == UFW_ON)
        problem_add(notes, PROBLEM_CHANGED_SINCE, (struct place){0},
                    "ufw was switched off by others since the confirm, and stays so");
    desired->enabled = UFW_AS_IT_IS;
}

void leave_note_theirs(struct desired *desired, const struct confirmed *confirmed,
                       const struct ufw_state *state)
{
    struct desired before = {0};
    bool read = confirmed->length && desired_unpack(&before, confirmed->bytes, confirmed->length) == 0;
    for (size_t i = 0; read && i < SETTING_COUNT; i++) {
        const char *now = leave_now(state, i), *set = *leave_of(&before, i);
        desired->theirs[i] =
            set && text_equal(now, *leave_of(desired, i)) && (before.theirs[i] || !text_equal(now, set));
    }
    desired_release(&before);
}

/* Somebody's rule that ufw takes for the same one, and that says the contrary. */
static const struct tuple *leave_contrary(const struct tuples *there, const struct tuple *wanted)
{
    for (size_t i = 0; i < there->count; i++)
        if (!tuple_is_ours(&there->items[i]) && tuple_same_key(&there->items[i], wanted) &&
            there->items[i].action != wanted->action)
            return &there->items[i];
    return NULL;
}

/* A rule for both families is told once. */
static bool leave_is_told(const struct ufw_state *state, const struct tuple *wanted)
{
    struct tuple twin = *wanted;
    twin.family = FAMILY_4;
    twin.from = twin.to = tuple_any(FAMILY_4);
    return wanted->family == FAMILY_6 && strcmp(wanted->from, tuple_any(FAMILY_6)) == 0 &&
           strcmp(wanted->to, tuple_any(FAMILY_6)) == 0 && leave_contrary(&state->tuples[UFW_4], &twin);
}

static bool leave_is_contradicted(const struct ufw_state *state, size_t index, const struct tuple *wanted,
                                  struct problems *notes)
{
    const struct tuple *contrary = leave_contrary(&state->tuples[index], wanted);
    struct text words = {0}, other = {0};
    if (!contrary || !notes || leave_is_told(state, wanted))
        return contrary != NULL;
    tuple_words(wanted, true, &words);
    tuple_words(contrary, true, &other);
    problem_add(notes, PROBLEM_NOT_PUT_BACK, (struct place){0},
                "the rule '%s' does not come back: others have set '%s' since", text_get(&words),
                text_get(&other));
    text_release(&words);
    text_release(&other);
    return true;
}

static void leave_rules(struct desired *desired, const struct ufw_state *state, size_t index,
                        struct problems *notes)
{
    struct tuples *back = &desired->restored[index];
    struct moved_rules *moving = &desired->moving[index];
    size_t kept = 0;
    for (size_t i = 0; i < moving->count; i++) {
        const struct tuple *to = &moving->items[i].to;
        if (!leave_is_contradicted(state, index, to, tuples_have(back, to) ? NULL : notes))
            moving->items[kept++] = moving->items[i];
    }
    moving->count = kept;
    kept = 0;
    for (size_t i = 0; i < back->count; i++)
        if (!leave_is_contradicted(state, index, &back->items[i], notes))
            back->items[kept++] = back->items[i];
    back->count = kept;
}

void leave_settle(struct desired *desired, const struct confirmed *confirmed, const struct ufw_state *state,
                  struct problems *notes)
{
    struct desired ours = {0};
    if (confirmed && confirmed->length && desired_unpack(&ours, confirmed->bytes, confirmed->length) == 0) {
        for (size_t i = 0; i < SETTING_COUNT; i++)
            leave_setting(desired, &ours, state, i, notes);
        leave_switch(desired, &ours, state, notes);
    }
    for (size_t i = 0; i < UFW_FAMILIES; i++)
        leave_rules(desired, state, i, notes);
    desired_release(&ours);
}
