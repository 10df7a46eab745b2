#include "backends/ufw/files/future.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/machine/conf.h"
#include "backends/ufw/files/merge.h"
#include "backends/ufw/rules/block.h"
#include "backends/ufw/rules/claim.h"

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

static int settle_block(struct ufw_future *future, const struct desired *desired, size_t index,
                        struct failure *failure)
{
    enum ufw_file file = index == UFW_4 ? UFW_BEFORE : UFW_BEFORE6;
    char *made = block_put(future->files[file], &desired->block[index]);
    if (!made)
        return fail(failure, FAILURE_REFUSED,
                    "'%s' has no table 'filter' for the rules of penstock, or has half a block of penstock: "
                    "put ufw's "
                    "own file back",
                    ufw_paths[file]);
    ufw_future_replace(&future->files[file], made);
    return 0;
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

int ufw_future_make(struct ufw_future *future, struct desired *desired, const struct ufw_state *state,
                    struct failure *failure)
{
    int done = 0;
    *future = (struct ufw_future){0};
    for (size_t i = 0; i < UFW_FILES; i++)
        future->files[i] = xstrdup(state->files[i]);
    if (desired->plan)
        accept_settings(desired, state);
    settle_settings(future, desired, state);
    for (size_t i = 0; done == 0 && i < UFW_FAMILIES; i++) {
        if (i == UFW_6 && !state->ipv6) { /* ufw does not look at these files then */
            for (size_t k = 0; k < state->tuples[i].count; k++)
                tuples_add(&future->tuples[i], &state->tuples[i].items[k]);
            continue;
        }
        done = merge_family(future, desired, state, i, failure);
        if (done == 0)
            done = settle_block(future, desired, i, failure);
    }
    if (done == 0)
        leave_alone(future, desired, state);
    future->changes = changes_rules(future, state);
    for (size_t i = 0; i < UFW_FILES; i++)
        future->changes = future->changes || strcmp(future->files[i], state->files[i]) != 0;
    if (done != 0)
        ufw_future_release(future);
    return done;
}

static void note_earlier(struct desired *desired, const struct tuple *tuple, size_t index)
{
    struct text text = {0};
    struct tuple copy;
    tuple_format(tuple, &text);
    bool read = tuple_parse(&copy, tuple->family, text_get(&text), text.length, &desired->arena) == 0 &&
                !claim_is_kept(desired->plan, &copy); /* put there again, and said to stay */
    struct tuples *list =
        read && merge_grants(desired, index, &copy) ? &desired->restored[index] : &desired->removed[index];
    if (read && !tuples_have(list, &copy))
        tuples_add(list, &copy);
    text_release(&text);
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
    }
    *future = (struct ufw_future){0};
}
