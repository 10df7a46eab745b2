/* ufw: the table of functions. ufw stays the owner of its files and renders them itself; penstock puts its
 * rules among them and makes the switch. */
#include <stdlib.h>
#include <string.h>

#include "backends/registry.h"
#include "backends/ufw/files/image.h"
#include "backends/ufw/files/leave.h"
#include "backends/ufw/files/ours.h"
#include "backends/ufw/files/seen.h"
#include "backends/ufw/files/typed.h"
#include "backends/ufw/kernel/beside.h"
#include "backends/ufw/kernel/fixed.h"
#include "backends/ufw/kernel/kernel.h"
#include "backends/ufw/load.h"
#include "backends/ufw/probe.h"
#include "backends/ufw/read.h"
#include "backends/ufw/rules/show.h"
#include "backends/ufw/switch/passages.h"
#include "backends/ufw/switch/surround.h"
#include "backends/ufw/switch/switch.h"
#include "backends/ufw/switch/trialfolder.h"

struct compiled {
    struct desired desired;
    struct lines lines;
    bool adapted;
    struct ufw_state state;                    /* of the machine it was adapted to */
    struct ufw_future future;                  /* there */
    struct problems notes;                     /* what a remove leaves to others */
    struct ufw_rehearsal *present, *rehearsal; /* the files as they are, and as they shall be */
};

static int ufw_compile(const struct plan *plan, struct compiled **compiled, struct problems *problems)
{
    (void)problems;
    struct compiled *made = xcalloc(1, sizeof(*made));
    made->rehearsal = xcalloc(1, sizeof(*made->rehearsal));
    made->present = xcalloc(1, sizeof(*made->present));
    desired_make(&made->desired, plan);
    if (plan)
        show_desired(&made->lines, &made->desired, true);
    *compiled = made;
    return 0;
}

static void ufw_compiled_free(struct compiled *compiled)
{
    if (!compiled)
        return;
    rehearsal_release(compiled->rehearsal);
    free(compiled->rehearsal);
    rehearsal_release(compiled->present);
    free(compiled->present);
    ufw_future_release(&compiled->future);
    ufw_state_release(&compiled->state);
    lines_release(&compiled->lines);
    problems_release(&compiled->notes);
    desired_release(&compiled->desired);
    free(compiled);
}

static const struct lines *ufw_lines(const struct compiled *compiled)
{
    return &compiled->lines;
}

static char *ufw_render(const struct compiled *compiled, struct written *written)
{
    return compiled->desired.plan ? show_commands(&compiled->desired, written) : xstrdup("");
}

/* What the plan before this one took away belongs to the vendor, not to us. */
static void recall(const struct confirmed *confirmed, const struct ufw_state *state, struct desired *desired)
{
    struct desired before = {0};
    if (confirmed->length && desired_unpack(&before, confirmed->bytes, confirmed->length) == 0) {
        if (desired->in_place)
            ufw_future_follow(desired, &before, state);
        else if (desired->plan)
            ufw_future_recall(desired, &before);
        ufw_future_recall_moves(desired, &before);
    }
    desired_release(&before);
}

static int ufw_adapt(const struct machine *machine, struct compiled *compiled,
                     const struct confirmed *confirmed, struct beside *beside, struct failure *failure)
{
    if (!compiled->desired.plan) {
        origin_read(&compiled->desired, machine);
        origin_recall(&compiled->desired, machine, confirmed);
    }
    if (ufw_state_read(&compiled->state, machine, "", failure) != 0)
        return -1;
    recall(confirmed, &compiled->state, &compiled->desired);
    if (!compiled->desired.plan)
        leave_settle(&compiled->desired, confirmed, &compiled->state, &compiled->notes);
    if (fixed_check(machine, &compiled->state, compiled->desired.plan, failure) != 0 ||
        ufw_future_make(&compiled->future, &compiled->desired, &compiled->state, failure) != 0)
        return -1;
    /* The future has made the plan content with what is there. */
    if (compiled->desired.plan && !compiled->desired.in_place)
        leave_note_theirs(&compiled->desired, confirmed, &compiled->state);
    compiled->adapted = true;
    lines_release(&compiled->lines);
    if (compiled->desired.in_place)
        read_moved(&compiled->lines, &compiled->state, &compiled->future);
    else
        read_expected(&compiled->lines, &compiled->desired, &compiled->future);
    if (beside)
        ufw_future_beside(&compiled->future, beside);
    return 0;
}

static enum verdict ufw_policy(const struct compiled *compiled, size_t which)
{
    const char *set = compiled->desired.policies[which];
    return strcmp(set ? set : compiled->state.policies[which], "ACCEPT") == 0 ? VERDICT_ACCEPT : VERDICT_DROP;
}

static void ufw_leaves(const struct compiled *compiled, struct leaving *leaving)
{
    *leaving = (struct leaving){.active = compiled->future.enabled,
                                .incoming = ufw_policy(compiled, POLICY_INPUT),
                                .outgoing = ufw_policy(compiled, POLICY_OUTPUT),
                                .notes = &compiled->notes};
}

static char *ufw_typed(const struct compiled *compiled)
{
    return typed_commands(&compiled->desired, &compiled->state, &compiled->future);
}

static int ufw_check(const struct machine *machine, const struct compiled *compiled, struct failure *failure)
{
    if (!compiled->adapted)
        return fail(failure, FAILURE_MACHINE, "the plan was not fitted to this machine");
    rehearsal_release(compiled->present);
    rehearsal_release(compiled->rehearsal);
    if (surround_check(machine, compiled->state.enabled, compiled->future.enabled, failure) != 0)
        return -1;
    if (rehearse_disk(compiled->present, machine, compiled->state.logging, failure) != 0)
        return -1;
    if (rehearse_ufw(compiled->rehearsal, machine, &compiled->future, compiled->present, failure) != 0)
        return -1;
    compiled->rehearsal->policies = compiled->desired.plan && !compiled->desired.in_place;
    return fixed_check_beside(&compiled->state, compiled->present, compiled->rehearsal,
                              compiled->desired.plan, failure);
}

static int ufw_effect(const struct machine *machine, const struct compiled *compiled, struct lines *comes,
                      struct lines *goes, struct failure *failure)
{
    struct passages passages;
    (void)machine;
    if (passages_make(&passages, compiled->state.enabled, compiled->present, compiled->future.enabled,
                      compiled->rehearsal, failure) != 0)
        return -1;
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        struct tables after, before;
        struct ground difference = {.beyond = *comes, .lacking = *goes};
        tables_parse(&after, passages.of[i].expect);
        tables_parse(&before, passages.of[i].back);
        beside_compare(&difference, i == UFW_6, &after, &before);
        *comes = difference.beyond;
        *goes = difference.lacking;
        tables_release(&after);
        tables_release(&before);
    }
    passages_release(&passages);
    return 0;
}

static int ufw_stage(const struct machine *machine, const struct compiled *compiled, const struct live *live,
                     struct failure *failure)
{
    (void)live;
    if (!compiled->rehearsal->kernel[UFW_4] && ufw_check(machine, compiled, failure) != 0)
        return -1;
    if (origin_may_write(machine, failure) != 0 ||
        ours_write(machine, &compiled->state, &compiled->desired, compiled->future.tuples, failure) != 0)
        return -1;
    char *image = compiled->desired.plan ? desired_pack(&compiled->desired, &compiled->future) : xstrdup("");
    int done = switch_stage(machine, &compiled->state, &compiled->future, compiled->present,
                            compiled->rehearsal, image, failure);
    free(image);
    return done;
}

static int ufw_start(const struct machine *machine, unsigned seconds, struct failure *failure)
{
    (void)seconds; /* the guard ends it */
    return switch_start(machine, failure);
}

static int ufw_extend(const struct machine *machine, unsigned seconds, struct failure *failure)
{
    (void)seconds;
    if (trialfolder_live(machine) && !switch_disturbed(machine))
        return 0;
    return fail(failure, FAILURE_EXPIRED, "the trial had ended: the old rules are back");
}

static int ufw_tidy(const struct machine *machine, struct failure *failure)
{
    return trialfolder_live(machine) ? 0 : trialfolder_remove(machine, failure);
}

static int ufw_image(const struct compiled *compiled, void **bytes, size_t *length, struct failure *failure)
{
    (void)failure;
    *bytes = NULL;
    *length = 0;
    if (!compiled->desired.plan)
        return 0;
    *bytes = desired_pack(&compiled->desired, compiled->adapted ? &compiled->future : NULL);
    *length = strlen(*bytes);
    return 0;
}

static const char *const ufw_files[] = {"/etc/default/ufw",
                                        "/etc/ufw/ufw.conf",
                                        "/etc/ufw/before.init",
                                        "/etc/ufw/before.rules",
                                        "/etc/ufw/before6.rules",
                                        "/etc/ufw/user.rules",
                                        "/etc/ufw/user6.rules",
                                        "/etc/ufw/after.rules",
                                        "/etc/ufw/after6.rules",
                                        "/etc/ufw/after.init",
                                        "/etc/ufw/sysctl.conf",
                                        "/etc/sysctl.conf",
                                        NULL};

/* Ours, whatever its comment says of its peers. */
static bool ufw_has_tuple(const struct tuples *tuples, const struct tuple *tuple)
{
    for (size_t i = 0; i < tuples->count; i++)
        if (tuple_is_ours(&tuples->items[i]) && tuple_same_key(&tuples->items[i], tuple))
            return true;
    return false;
}

/* What the files would get that they have not. */
static void ufw_show_missing(struct lines *lines, const struct ufw_future *future,
                             const struct ufw_state *state)
{
    struct shown_list lists[UFW_FAMILIES] = {{0}};
    for (size_t i = 0; i < (state->ipv6 ? UFW_FAMILIES : 1); i++)
        for (size_t k = 0; k < future->tuples[i].count; k++) {
            const struct tuple *tuple = &future->tuples[i].items[k];
            if (tuple_is_ours(tuple) && !ufw_has_tuple(&state->tuples[i], tuple))
                shown_add(&lists[i], &(struct shown){.tuple = tuple});
        }
    show_tuples(lines, lists, state->ipv6);
    shown_release(&lists[UFW_4]);
    shown_release(&lists[UFW_6]);
}

static int ufw_missing(const struct machine *machine, const struct confirmed *confirmed, struct lines *lines,
                       struct failure *failure)
{
    struct desired desired = {0};
    struct ufw_state state;
    struct ufw_future future = {0};
    *lines = (struct lines){0};
    if (!confirmed->length || desired_unpack(&desired, confirmed->bytes, confirmed->length) != 0)
        return 0;
    int done = ufw_state_read(&state, machine, "", failure);
    if (done == 0) {
        done = ufw_future_make(&future, &desired, &state, failure);
        if (done == 0)
            ufw_show_missing(lines, &future, &state);
        ufw_future_release(&future);
        ufw_state_release(&state);
    }
    desired_release(&desired);
    return done;
}

static int ufw_neighbours(struct neighbours *neighbours, struct failure *failure)
{
    return neighbours_read(neighbours, true, failure);
}

const struct backend backend_ufw = {
    .name = "ufw",
    .kernel_deadline = false,
    .files = ufw_files,
    .in_place = true,
    .watched = "/etc/ufw",
    .probe = probe_ufw,
    .compile = ufw_compile,
    .compiled_free = ufw_compiled_free,
    .lines = ufw_lines,
    .render = ufw_render,
    .typed = ufw_typed,
    .adapt = ufw_adapt,
    .leaves = ufw_leaves,
    .read = read_live,
    .ground = read_ground,
    .missing = ufw_missing,
    .neighbours = ufw_neighbours,
    .seen = seen_ufw,
    .check = ufw_check,
    .effect = ufw_effect,
    .stage = ufw_stage,
    .start = ufw_start,
    .extend = ufw_extend,
    .confirm = switch_confirm,
    .undo = switch_undo,
    .tidy = ufw_tidy,
    .image = ufw_image,
    .load = load_ufw,
};
