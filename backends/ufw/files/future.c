#include "backends/ufw/files/future.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/machine/conf.h"
#include "backends/ufw/files/merge.h"
#include "backends/ufw/rules/block.h"
#include "backends/ufw/rules/claim.h"
#include "backends/ufw/rules/moved.h"

static void ufw_future_replace(char **file, char *with)
{
    free(*file);
    *file = with;
}

static void set(struct ufw_future *future, enum ufw_file file, const char *key, const char *value)
{
    char *old = conf_get(future->files[file], key);
    if (!text_equal(old, value))
        ufw_future_replace(&future->files[file], conf_set(future->files[file], key, value));
    free(old);
}

/* A spelling that already means it stays. */
static void settle_switches(struct ufw_future *future, const struct ufw_state *state)
{
    if (future->enabled != state->enabled ||
        (future->enabled && !conf_starts(state->files[UFW_CONF], "ENABLED")))
        set(future, UFW_CONF, "ENABLED", future->enabled ? "yes" : "no");
    if (!text_equal(future->logging, state->logging))
        set(future, UFW_CONF, "LOGLEVEL", future->logging);
}

static void set_off(struct ufw_future *future, const char *key)
{
    char *now = conf_get(future->files[UFW_SYSCTL], key);
    if (text_equal(now, "1"))
        set(future, UFW_SYSCTL, key, "0");
    free(now);
}

/* What the machine has already and does as much as is wanted: a reject denies too, and a higher level logs
 * what a lower one does. */
static void accept_settings(struct desired *desired, const struct ufw_state *state)
{
    for (size_t i = 0; i < POLICY_COUNT; i++)
        if (text_equal(desired->policies[i], "DROP") && text_equal(state->policies[i], "REJECT"))
            desired->policies[i] = "REJECT";
    if (text_equal(desired->logging, "low") && !text_equal(state->logging, "off"))
        desired->logging = state->logging;
}

static void settle_settings(struct ufw_future *future, const struct desired *desired,
                            const struct ufw_state *state)
{
    static const char *const keys[] = {"DEFAULT_INPUT_POLICY", "DEFAULT_OUTPUT_POLICY",
                                       "DEFAULT_FORWARD_POLICY"};
    static const char *const forwarding[] = {"net/ipv4/ip_forward", "net/ipv6/conf/default/forwarding",
                                             "net/ipv6/conf/all/forwarding"};
    for (size_t i = 0; i < POLICY_COUNT; i++)
        if (desired->policies[i] && !text_equal(desired->policies[i], state->policies[i]))
            set(future, UFW_DEFAULT, keys[i], desired->policies[i]);
    future->logging = desired->logging ? desired->logging : state->logging;
    future->enabled = desired->enabled == UFW_AS_IT_IS ? state->enabled : desired->enabled == UFW_ON;
    settle_switches(future, state);
    future->ipv6 = state->ipv6;
    future->forwards = desired->forwards;
    for (size_t i = 0; desired->forwards && i < 3; i++)
        set(future, UFW_SYSCTL, forwarding[i], "1");
    /* `remove`: what was switched on for us is switched off again. */
    const char *was = desired->plan ? NULL : desired->forwarded;
    for (size_t i = 0; was && strlen(was) == 5 && i < 3; i++)
        if (was[2 * i] == '0')
            set_off(future, forwarding[i]);
    future->forwarded = was;
}

static int settle_block(struct ufw_future *future, const struct desired *desired,
                        const struct ufw_state *state, size_t index, struct failure *failure)
{
    enum ufw_file file = index == UFW_4 ? UFW_BEFORE : UFW_BEFORE6;
    char *made = block_put(future->files[file], &state->block[index], &desired->block[index]);
    if (!made)
        return fail(failure, FAILURE_REFUSED,
                    "'%s' has no table 'filter' for the rules of penstock, or has half a block of penstock: "
                    "put ufw's "
                    "own file back",
                    ufw_paths[file]);
    ufw_future_replace(&future->files[file], made);
    return 0;
}

static bool future_has_line(const struct lines *lines, const struct line *line)
{
    for (size_t i = 0; i < lines->count; i++)
        if (text_equal(lines->items[i].text, line->text))
            return true;
    return false;
}

/* Lines that are wanted and stand in the block already, typed by somebody: theirs, like a rule that is the same. */
static void future_grant_block(struct ufw_future *future, struct desired *desired,
                               const struct ufw_state *state, size_t index)
{
    struct lines there = {0}, wanted = {0};
    block_read(future->files[index == UFW_4 ? UFW_BEFORE : UFW_BEFORE6], "", &there);
    for (size_t i = 0; i < desired->block[index].count; i++) {
        const struct line *line = &desired->block[index].items[i];
        bool granted = future_has_line(&there, line) && !future_has_line(&state->block[index], line);
        lines_copy(granted ? &future->granted[index] : &wanted, line);
    }
    lines_release(&there);
    lines_release(&desired->block[index]);
    desired->block[index] = wanted;
}

static bool changes_rules(const struct ufw_future *future, const struct ufw_state *state)
{
    for (size_t i = 0; i < UFW_FAMILIES; i++)
        if (!tuples_equal(&future->tuples[i], &state->tuples[i]))
            return true;
    return false;
}

/* ENABLED=Yes alone is no reason: ufw's commands take it for yes. */
static bool changes_settings(const struct ufw_future *future, const struct ufw_state *state)
{
    return strcmp(future->files[UFW_DEFAULT], state->files[UFW_DEFAULT]) != 0 ||
           strcmp(future->files[UFW_SYSCTL], state->files[UFW_SYSCTL]) != 0 ||
           future->enabled != state->enabled || !text_equal(future->logging, state->logging);
}

/* A device whose own rules are what the plan wants is left alone: its before.rules are its vendor's until
 * something has to change. */
static void leave_alone(struct ufw_future *future, struct desired *desired, const struct ufw_state *state)
{
    bool device = desired->plan && desired->plan->device;
    if (!device || ufw_state_ours(state) || changes_rules(future, state) || changes_settings(future, state))
        return;
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        enum ufw_file file = i == UFW_4 ? UFW_BEFORE : UFW_BEFORE6;
        lines_release(&desired->block[i]);
        ufw_future_replace(&future->files[file], xstrdup(state->files[file]));
    }
    ufw_future_replace(&future->files[UFW_CONF], xstrdup(state->files[UFW_CONF]));
}

/* Only ports move: settings and block are the machine's own. */
static void stay_as_they_are(struct ufw_future *future, struct desired *desired,
                             const struct ufw_state *state)
{
    future->logging = state->logging;
    future->enabled = state->enabled;
    future->ipv6 = state->ipv6;
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        lines_release(&desired->block[i]);
        lines_append(&desired->block[i], &state->block[i]);
    }
}

/* For the way back: what this plan moves, behind what was moved before. */
static void ufw_future_note_moves(struct desired *desired, size_t index)
{
    struct moved_rules whole = {0};
    for (size_t k = 0; k < desired->moving[index].count; k++)
        moved_add(&whole, &desired->moving[index].items[k].from, &desired->moving[index].items[k].to);
    moved_chain(&whole, &desired->moved[index]);
    free(desired->moved[index].items);
    desired->moved[index] = whole;
}

int ufw_future_make(struct ufw_future *future, struct desired *desired, const struct ufw_state *state,
                    struct failure *failure)
{
    int done = 0;
    *future = (struct ufw_future){0};
    for (size_t i = 0; i < UFW_FILES; i++)
        future->files[i] = xstrdup(state->files[i]);
    if (desired->in_place) {
        stay_as_they_are(future, desired, state);
    } else {
        if (desired->plan)
            accept_settings(desired, state);
        settle_settings(future, desired, state);
    }
    for (size_t i = 0; done == 0 && i < UFW_FAMILIES; i++) {
        if (i == UFW_6 && !state->ipv6) { /* ufw does not look at these files then */
            for (size_t k = 0; k < state->tuples[i].count; k++)
                tuples_add(&future->tuples[i], &state->tuples[i].items[k]);
            continue;
        }
        done = merge_family(future, desired, state, i, failure);
        if (done == 0 && !desired->in_place && desired->plan)
            future_grant_block(future, desired, state, i);
        if (done == 0 && !desired->in_place)
            done = settle_block(future, desired, state, i, failure);
    }
    if (done == 0)
        leave_alone(future, desired, state);
    for (size_t i = 0; done == 0 && desired->plan && i < UFW_FAMILIES; i++)
        ufw_future_note_moves(desired, i);
    future->changes = changes_rules(future, state);
    for (size_t i = 0; i < UFW_FILES; i++)
        future->changes = future->changes || strcmp(future->files[i], state->files[i]) != 0;
    if (done != 0)
        ufw_future_release(future);
    return done;
}

/* Its strings become the arena's. */
static bool copy_tuple(struct tuple *copy, const struct tuple *tuple, struct arena *arena)
{
    struct text text = {0};
    tuple_format(tuple, &text);
    bool read = tuple_parse(copy, tuple->family, text_get(&text), text.length, arena) == 0;
    text_release(&text);
    return read;
}

static void note_earlier(struct desired *desired, const struct tuple *tuple, size_t index)
{
    struct tuple copy;
    bool read = copy_tuple(&copy, tuple, &desired->arena) &&
                !claim_is_kept(desired->plan, &copy); /* put there again, and said to stay */
    struct tuples *list =
        read && merge_grants(desired, index, &copy) ? &desired->restored[index] : &desired->removed[index];
    if (read && !tuples_have(list, &copy))
        tuples_add(list, &copy);
}

void ufw_future_follow(struct desired *desired, const struct desired *confirmed,
                       const struct ufw_state *state)
{
    for (size_t i = 0; i < POLICY_COUNT; i++)
        if (confirmed->policies[i])
            desired->policies[i] = arena_strdup(&desired->arena, confirmed->policies[i]);
    if (confirmed->logging)
        desired->logging = arena_strdup(&desired->arena, confirmed->logging);
    memcpy(desired->theirs, confirmed->theirs, sizeof(desired->theirs));
    desired->enabled = confirmed->enabled;
    for (size_t i = 0; i < UFW_FAMILIES; i++)
        for (size_t k = 0; k < confirmed->removed[i].count; k++) {
            struct tuple copy;
            if (!tuples_have(&state->tuples[i], &confirmed->removed[i].items[k]) &&
                copy_tuple(&copy, &confirmed->removed[i].items[k], &desired->arena))
                tuples_add(&desired->removed[i], &copy);
        }
}

void ufw_future_recall_moves(struct desired *desired, const struct desired *confirmed)
{
    for (size_t i = 0; i < UFW_FAMILIES; i++)
        for (size_t k = 0; k < confirmed->moved[i].count; k++) {
            const struct moved_rule *pair = &confirmed->moved[i].items[k];
            struct tuple from, to;
            if (copy_tuple(&from, &pair->from, &desired->arena) &&
                copy_tuple(&to, &pair->to, &desired->arena))
                moved_add(&desired->moved[i], &from, &to);
        }
    for (size_t i = 0; !desired->plan && i < UFW_FAMILIES; i++) {
        desired->moving[i] = desired->moved[i];
        desired->moved[i] = (struct moved_rules){0};
        moved_turn(&desired->moving[i]);
    }
}

void ufw_future_recall(struct desired *desired, const struct desired *confirmed)
{
    for (size_t i = 0; i < UFW_FAMILIES; i++)
        for (size_t k = 0; k < confirmed->removed[i].count; k++)
            note_earlier(desired, &confirmed->removed[i].items[k], i);
}

void ufw_future_release(struct ufw_future *future)
{
    for (size_t i = 0; i < UFW_FILES; i++)
        free(future->files[i]);
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        tuples_release(&future->tuples[i]);
        tuples_release(&future->same[i]);
        tuples_release(&future->removed[i]);
        tuples_release(&future->foreign[i]);
        lines_release(&future->granted[i]);
        tuples_release(&future->gone[i]);
        tuples_release(&future->come[i]);
    }
    *future = (struct ufw_future){0};
}
