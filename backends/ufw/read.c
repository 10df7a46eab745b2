#include "backends/ufw/read.h"

#include <stdlib.h>

#include "backends/ufw/kernel/beside.h"
#include "backends/ufw/kernel/hits.h"
#include "backends/ufw/kernel/kernel.h"
#include "backends/ufw/rehearse/handmade.h"
#include "backends/ufw/rules/show.h"
#include "backends/ufw/switch/passages.h"
#include "backends/ufw/switch/switch.h"
#include "backends/ufw/switch/trialfolder.h"

enum { FOREVER_MS = 86400000 };

/* A status that shows rules which do not decide would be a lie. */
static void note_drift(struct lines *lines)
{
    lines_add(lines, "kernel", "the kernel does not hold what ufw's files say: run 'ufw reload'", NULL)
        ->kind = LINE_NOTICE;
}

static bool add_tuples(struct shown_list *list, const struct ufw_state *state, size_t index,
                       const struct filter *kernel)
{
    const struct tuples *tuples = &state->tuples[index];
    struct filter_rule *sums = xcalloc(tuples->count + 1, sizeof(*sums));
    bool whole =
        hits_of_tuples(state->files[index == UFW_4 ? UFW_USER : UFW_USER6], kernel, sums, tuples->count);
    for (size_t i = 0; i < tuples->count; i++)
        if (tuple_is_ours(&tuples->items[i]))
            shown_add(list, &(struct shown){.tuple = &tuples->items[i],
                                            .packets = sums[i].packets,
                                            .bytes = sums[i].bytes});
    free(sums);
    return whole;
}

/* Ours in these files. */
static void add_ours(struct lines *lines, struct ufw_state *state, const struct filter kernel[UFW_FAMILIES])
{
    struct shown_list lists[UFW_FAMILIES] = {{0}};
    bool whole = true;
    show_settings(lines, state->policies, state->logging, state->enabled);
    if (!ufw_state_ours(state))
        return;
    for (size_t i = 0; i < (state->ipv6 ? UFW_FAMILIES : 1); i++) {
        hits_of_block(&state->block[i], &kernel[i]);
        lines_append(lines, &state->block[i]);
        whole = add_tuples(&lists[i], state, i, &kernel[i]) && whole;
    }
    show_tuples(lines, lists, state->ipv6);
    if (state->enabled && !whole)
        note_drift(lines);
    shown_release(&lists[UFW_4]);
    shown_release(&lists[UFW_6]);
}

static int read_files(const struct machine *machine, const char *folder,
                      const struct filter kernel[UFW_FAMILIES], struct lines *lines, bool *ours,
                      struct failure *failure)
{
    struct ufw_state state;
    if (ufw_state_read(&state, machine, folder, failure) != 0)
        return -1;
    add_ours(lines, &state, kernel);
    *ours = ufw_state_ours(&state);
    ufw_state_release(&state);
    return 0;
}

/* In a trial the kernel's counters are those of the trial's rules. */
static int read_trial(const struct machine *machine, const struct filter kernel[UFW_FAMILIES],
                      struct live *live, struct failure *failure)
{
    static const struct filter none[UFW_FAMILIES];
    bool ours;
    struct lines old = {0};
    live->trial = true;
    live->remaining_ms = FOREVER_MS; /* the guard's clock decides */
    if (read_files(machine, TRIAL_NEW, kernel, &live->pending, &ours, failure) != 0 ||
        read_files(machine, "", none, &old, &live->ours, failure) != 0)
        return -1;
    /* The old files are not what the kernel holds now, and that is as it should be. */
    for (size_t i = 0; i < old.count; i++)
        if (old.items[i].kind != LINE_NOTICE)
            lines_copy(&live->lines, &old.items[i]);
    lines_release(&old);
    return 0;
}

int read_live(const struct machine *machine, struct live *live, struct failure *failure)
{
    struct filter kernel[UFW_FAMILIES];
    *live = (struct live){0};
    if (!ufw_present(machine))
        return 0;
    if (ufw_kernel_filters(kernel, failure) != 0)
        return -1;
    int done;
    if (trialfolder_live(machine) && !switch_disturbed(machine)) {
        done = read_trial(machine, kernel, live, failure);
    } else {
        live->disturbed = trialfolder_live(machine);
        done = read_files(machine, "", kernel, &live->lines, &live->ours, failure);
    }
    filter_release(&kernel[UFW_4]);
    filter_release(&kernel[UFW_6]);
    if (done != 0)
        live_release(live);
    return done;
}

static bool is_made(const struct ufw_future *future, size_t index, const struct tuple *tuple)
{
    const struct tuples *made = &future->tuples[index];
    for (size_t i = 0; i < made->count; i++)
        if (made->items[i].comment_code == tuple->comment_code && tuple_same_key(&made->items[i], tuple))
            return true;
    return false;
}

void read_expected(struct lines *lines, const struct desired *desired, const struct ufw_future *future)
{
    struct desired ours = *desired;
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        ours.wishes[i] = (struct wishes){0};
        for (size_t k = 0; k < desired->wishes[i].count; k++) {
            const struct wish *wish = &desired->wishes[i].items[k];
            if (!tuple_is_ours(&wish->tuple) || !is_made(future, i, &wish->tuple))
                continue;
            ours.wishes[i].items =
                xgrow(ours.wishes[i].items, ours.wishes[i].count, &ours.wishes[i].cap, sizeof(*wish));
            ours.wishes[i].items[ours.wishes[i].count++] = *wish;
        }
    }
    if (desired->plan)
        show_desired(lines, &ours, future->ipv6);
    free(ours.wishes[UFW_4].items);
    free(ours.wishes[UFW_6].items);
}

void read_moved(struct lines *lines, const struct ufw_state *state, const struct ufw_future *future)
{
    struct shown_list lists[UFW_FAMILIES] = {{0}};
    show_settings(lines, state->policies, state->logging, state->enabled);
    for (size_t i = 0; i < (state->ipv6 ? UFW_FAMILIES : 1); i++) {
        lines_append(lines, &state->block[i]);
        for (size_t k = 0; k < future->tuples[i].count; k++)
            if (tuple_is_ours(&future->tuples[i].items[k]))
                shown_add(&lists[i], &(struct shown){.tuple = &future->tuples[i].items[k]});
    }
    show_tuples(lines, lists, state->ipv6);
    shown_release(&lists[UFW_4]);
    shown_release(&lists[UFW_6]);
}

/* In a trial the files are not what is live, and that is as it should be. */
static int ground_of_trial(const struct machine *machine, const struct tables live[UFW_FAMILIES],
                           struct ground *ground, struct failure *failure)
{
    struct passages kept;
    if (passages_read(machine, &kept, failure) != 0)
        return -1;
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        struct tables expected;
        tables_parse(&expected, kept.of[i].expect);
        beside_compare(ground, i == UFW_6, &live[i], &expected);
        tables_release(&expected);
    }
    passages_release(&kept);
    return 0;
}

static void add_handmade(struct ground *ground, const struct ufw_rehearsal *files, size_t index)
{
    enum ufw_file file = index == UFW_4 ? UFW_USER : UFW_USER6;
    struct handmade_line *lines;
    size_t count = handmade_find(files->written[index], files->files[file], &lines);
    for (size_t i = 0; i < count; i++) {
        char *group = xasprintf("%s, line %zu", ufw_paths[file], lines[i].number);
        char *text = xstrndup(lines[i].line, lines[i].length);
        lines_add(&ground->by_hand, group, text, NULL)->kind = LINE_OTHER;
        free(group);
        free(text);
    }
    free(lines);
}

static int ground_of_files(const struct machine *machine, const struct tables live[UFW_FAMILIES],
                           struct ground *ground, struct failure *failure)
{
    struct ufw_state state;
    struct ufw_rehearsal files = {0};
    if (ufw_state_read(&state, machine, "", failure) != 0)
        return -1;
    int done = state.enabled ? rehearse_disk(&files, machine, state.logging, failure) : 0;
    for (size_t i = 0; done == 0 && i < UFW_FAMILIES; i++) {
        struct tables said;
        tables_parse(&said, files.kernel[i] ? files.kernel[i] : "");
        beside_compare(ground, i == UFW_6, &live[i], &said);
        tables_release(&said);
        if (files.written[i])
            add_handmade(ground, &files, i);
    }
    rehearsal_release(&files);
    ufw_state_release(&state);
    return done;
}

int read_ground(const struct machine *machine, struct ground *ground, struct failure *failure)
{
    struct tables live[UFW_FAMILIES];
    *ground = (struct ground){0};
    if (!ufw_present(machine))
        return 0;
    if (ufw_kernel_tables(live, failure) != 0)
        return -1;
    int done = trialfolder_live(machine) ? ground_of_trial(machine, live, ground, failure)
                                         : ground_of_files(machine, live, ground, failure);
    ufw_kernel_tables_release(live);
    if (done != 0)
        ground_release(ground);
    return done;
}
