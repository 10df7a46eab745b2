#include "backends/ufw/future.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/ufw/block.h"
#include "backends/ufw/claim.h"
#include "backends/ufw/conf.h"
#include "backends/ufw/show.h"

/* One family on its way from what is there to what shall be. */
struct merge {
    struct ufw_future *future;
    struct desired *desired;
    struct tuples there; /* what stands there, and what comes back */
    size_t index;
    bool *granted; /* a rule of somebody else is this wish already */
};

/* Equal but for the protocol: the vendor's page has its readers type rules for tcp and udp at once. */
static bool is_wider(const struct tuple *foreign, const struct tuple *wanted)
{
    struct tuple same = *wanted;
    same.protocol = "any";
    return claim_is_plain(foreign) && strcmp(wanted->dport, "any") != 0 && tuple_same_key(foreign, &same);
}

static bool grants(const struct tuple *foreign, const struct tuple *wanted)
{
    return tuple_same_key(foreign, wanted) &&
           (foreign->action == wanted->action ||
            (foreign->action == TUPLE_LIMIT && wanted->action == TUPLE_ALLOW));
}

/* -1: the same key says the contrary. ufw cannot hold both. */
static int find_grants(struct merge *merge, bool wider, struct failure *failure)
{
    const struct tuples *there = &merge->there;
    const struct wishes *wishes = &merge->desired->wishes[merge->index];
    for (size_t i = 0; i < there->count; i++) {
        const struct tuple *foreign = &there->items[i];
        for (size_t k = 0; k < wishes->count && !tuple_is_ours(foreign); k++) {
            const struct tuple *wanted = &wishes->items[k].tuple;
            bool exact = tuple_same_key(foreign, wanted);
            if (exact && !grants(foreign, wanted)) {
                struct text words = {0};
                tuple_words(foreign, true, &words);
                fail(failure, FAILURE_REFUSED,
                     "ufw has the rule '%s', the contrary of what the plan wants: look at it, then run 'ufw "
                     "delete %s' first",
                     text_get(&words), text_get(&words));
                text_release(&words);
                return -1;
            }
            merge->granted[k] = merge->granted[k] || (wider ? is_wider(foreign, wanted) : exact);
        }
    }
    return 0;
}

static bool grants_any(const struct merge *merge, const struct tuple *foreign)
{
    const struct wishes *wishes = &merge->desired->wishes[merge->index];
    for (size_t k = 0; k < wishes->count; k++)
        if (grants(foreign, &wishes->items[k].tuple) || is_wider(foreign, &wishes->items[k].tuple))
            return true;
    return false;
}

/* Where ours begin: before the first rule of somebody else that would decide before them, else where they
 * stood, else at the end. */
static size_t find_place(const struct merge *merge, const struct tuples *kept, size_t stood)
{
    const struct wishes *wishes = &merge->desired->wishes[merge->index];
    for (size_t i = 0; i < kept->count && i < stood; i++) {
        if (kept->items[i].action == TUPLE_ALLOW)
            continue;
        for (size_t k = 0; k < wishes->count; k++)
            if (!merge->granted[k] && wishes->items[k].tuple.action == TUPLE_ALLOW &&
                !grants_any(merge, &kept->items[i]) &&
                tuple_overlaps(&kept->items[i], &wishes->items[k].tuple))
                return i;
    }
    return stood < kept->count ? stood : kept->count;
}

static void sort_out(struct merge *merge, struct tuples *kept, size_t *stood)
{
    const struct tuples *there = &merge->there;
    *stood = (size_t)-1;
    for (size_t i = 0; i < there->count; i++) {
        const struct tuple *tuple = &there->items[i];
        if (tuple_is_ours(tuple)) {
            *stood = *stood == (size_t)-1 ? kept->count : *stood;
        } else if (grants_any(merge, tuple)) {
            tuples_add(kept, tuple);
            tuples_add(&merge->future->same[merge->index], tuple);
        } else if (claim_is_unwanted(merge->desired, merge->index, tuple)) {
            tuples_add(&merge->future->removed[merge->index], tuple);
        } else {
            tuples_add(kept, tuple);
            tuples_add(&merge->future->foreign[merge->index], tuple);
        }
    }
}

static void put_together(struct merge *merge, const struct tuples *kept, size_t place)
{
    const struct wishes *wishes = &merge->desired->wishes[merge->index];
    struct tuples *made = &merge->future->tuples[merge->index];
    for (size_t i = 0; i <= kept->count; i++) {
        for (size_t k = 0; i == place && k < wishes->count; k++)
            if (!merge->granted[k])
                tuples_add(made, &wishes->items[k].tuple);
        if (i < kept->count)
            tuples_add(made, &kept->items[i]);
    }
}

static void gather(struct merge *merge, const struct ufw_state *state)
{
    const struct tuples *there = &state->tuples[merge->index],
                        *back = &merge->desired->restored[merge->index];
    for (size_t i = 0; i < there->count; i++)
        tuples_add(&merge->there, &there->items[i]);
    for (size_t i = 0; i < back->count; i++)
        if (!tuples_have(there, &back->items[i]))
            tuples_add(&merge->there, &back->items[i]);
}

static const struct port_move *move_of(const struct plan *plan, const struct tuple *tuple)
{
    for (size_t i = 0; plan && i < plan->move_count; i++)
        if (plan->moves[i].from == strtoul(tuple->dport, NULL, 10))
            return &plan->moves[i];
    return NULL;
}

/* A rule that was to be kept lets in less than a site can say (an interface, a destination): when its port
 * moves, it moves along, and stays its owner's. */
static void carry_kept(struct merge *merge)
{
    const struct plan *plan = merge->desired->plan;
    struct wishes *wishes = &merge->desired->wishes[merge->index];
    for (size_t i = 0; i < merge->there.count; i++) {
        const struct tuple *tuple = &merge->there.items[i];
        const struct port_move *move = move_of(plan, tuple);
        bool tcp = strcmp(tuple->protocol, "udp") != 0;
        if (!move || !tcp || tuple_is_ours(tuple) || !claim_is_kept(plan, tuple) ||
            !claim_is_unwanted(merge->desired, merge->index, tuple))
            continue;
        struct tuple moved = *tuple;
        moved.protocol = "tcp";
        moved.dport = arena_printf(&merge->desired->arena, "%u", move->to);
        wishes_add(wishes, &moved, NULL, &merge->desired->arena);
    }
}

static int merge_family(struct merge *merge, struct failure *failure)
{
    struct tuples kept = {0};
    size_t stood;
    carry_kept(merge);
    size_t wishes = merge->desired->wishes[merge->index].count;
    merge->granted = xcalloc(wishes + 1, sizeof(*merge->granted));
    int done = claim_check_moves(merge->desired, &merge->there, failure);
    if (done == 0)
        done = find_grants(merge, false, failure);
    if (done == 0)
        done = find_grants(merge, true, failure);
    if (done == 0) {
        sort_out(merge, &kept, &stood);
        put_together(merge, &kept, find_place(merge, &kept, stood));
    }
    tuples_release(&kept);
    tuples_release(&merge->there);
    free(merge->granted);
    return done;
}

static void replace(char **file, char *with)
{
    free(*file);
    *file = with;
}

static void set(struct ufw_future *future, enum ufw_file file, const char *key, const char *value)
{
    char *old = conf_get(future->files[file], key);
    if (!text_equal(old, value))
        replace(&future->files[file], conf_set(future->files[file], key, value));
    free(old);
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
        if (desired->policies[i])
            set(future, UFW_DEFAULT, keys[i], desired->policies[i]);
    future->logging = desired->logging ? desired->logging : state->logging;
    set(future, UFW_CONF, "LOGLEVEL", future->logging);
    future->enabled = desired->enabled == UFW_AS_IT_IS ? state->enabled : desired->enabled == UFW_ON;
    set(future, UFW_CONF, "ENABLED", future->enabled ? "yes" : "no");
    future->ipv6 = state->ipv6;
    future->forwards = desired->forwards;
    for (size_t i = 0; desired->forwards && i < 3; i++)
        set(future, UFW_SYSCTL, forwarding[i], "1");
}

static int settle_block(struct ufw_future *future, const struct desired *desired, size_t index,
                        struct failure *failure)
{
    enum ufw_file file = index == UFW_4 ? UFW_BEFORE : UFW_BEFORE6;
    char *made = block_put(future->files[file], &desired->block[index]);
    if (!made)
        return fail(
            failure, FAILURE_REFUSED,
            "'%s' does not have the line '%s' exactly once, or has half a block of penstock: put ufw's "
            "own file back",
            ufw_paths[file], BLOCK_AFTER);
    replace(&future->files[file], made);
    return 0;
}

static bool changes_rules(const struct ufw_future *future, const struct ufw_state *state)
{
    for (size_t i = 0; i < UFW_FAMILIES; i++)
        if (!tuples_equal(&future->tuples[i], &state->tuples[i]))
            return true;
    return false;
}

static bool changes_settings(const struct ufw_future *future, const struct ufw_state *state)
{
    static const enum ufw_file settings[] = {UFW_DEFAULT, UFW_SYSCTL, UFW_CONF};
    for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++)
        if (strcmp(future->files[settings[i]], state->files[settings[i]]) != 0)
            return true;
    return false;
}

/* A device whose own rules are what the plan wants is left alone: its before.rules are its vendor's until
 * something has to change (C-34). */
static void leave_alone(struct ufw_future *future, struct desired *desired, const struct ufw_state *state)
{
    bool device = desired->plan && desired->plan->device;
    if (!device || ufw_state_ours(state) || changes_rules(future, state) || changes_settings(future, state))
        return;
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        enum ufw_file file = i == UFW_4 ? UFW_BEFORE : UFW_BEFORE6;
        lines_release(&desired->block[i]);
        replace(&future->files[file], xstrdup(state->files[file]));
    }
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
        struct merge merge = {.future = future, .desired = desired, .index = i};
        if (i == UFW_6 && !state->ipv6) { /* ufw does not look at these files then */
            for (size_t k = 0; k < state->tuples[i].count; k++)
                tuples_add(&future->tuples[i], &state->tuples[i].items[k]);
            continue;
        }
        gather(&merge, state);
        done = merge_family(&merge, failure);
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
    struct merge merge = {.desired = desired, .index = index};
    struct text text = {0};
    struct tuple copy;
    tuple_format(tuple, &text);
    bool read = tuple_parse(&copy, tuple->family, text_get(&text), text.length, &desired->arena) == 0;
    struct tuples *list =
        read && grants_any(&merge, &copy) ? &desired->restored[index] : &desired->removed[index];
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

static void show(struct lines *lines, const struct tuples tuples[UFW_FAMILIES], bool ipv6)
{
    struct shown_list lists[UFW_FAMILIES] = {{0}};
    for (size_t i = 0; i < UFW_FAMILIES; i++)
        for (size_t k = 0; k < tuples[i].count; k++)
            shown_add(&lists[i], &(struct shown){.tuple = &tuples[i].items[k]});
    show_tuples(lines, lists, ipv6);
    shown_release(&lists[UFW_4]);
    shown_release(&lists[UFW_6]);
}

/* What ufw's stock before.rules accept besides, whatever the rules say. */
static void show_itself(struct lines *lines)
{
    static const char *const stock[] = {
        "mDNS: udp to 224.0.0.251 and ff02::fb port 5353",
        "SSDP: udp to 239.255.255.250 and ff02::f port 1900",
        "ICMP errors, and with IPv6 echo replies and neighbour discovery",
    };
    for (size_t i = 0; i < sizeof(stock) / sizeof(*stock); i++)
        lines_add(lines, "input", stock[i], "ufw itself");
}

void ufw_future_beside(const struct ufw_future *future, struct beside *beside)
{
    show(&beside->same, future->same, future->ipv6);
    show(&beside->removed, future->removed, future->ipv6);
    show(&beside->foreign, future->foreign, future->ipv6);
    show_itself(&beside->foreign);
}
