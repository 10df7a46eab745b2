/* What would change here: a plan beside what is live, and whether it may be applied. */
#include <stdlib.h>

#include "backends/desk/anew.h"
#include "backends/desk/context.h"
#include "backends/desk/leaving.h"
#include "backends/desk/wayin.h"
#include "backends/efforts.h"
#include "backends/registry.h"
#include "backends/trial/boot.h"
#include "backends/trial/original.h"
#include "backends/ways/fits.h"
#include "core/base/text.h"

/* What is compared with the machine. */
struct compared {
    const struct backend *backend;
    const struct plan *plan; /* NULL: our rules go away */
    struct compiled *compiled;
    struct port_list left; /* where companions listen now, and will not then */
    bool whole;            /* else only what `forewarn` tells */
};

static void desk_compare_note(struct problems *checks, enum problem_code code, const char *sentence)
{
    problem_add(checks, code, (struct place){0}, "%s", sentence);
}

static void move_problems(struct problems *to, const struct problems *from)
{
    for (size_t i = 0; i < from->count; i++)
        problem_copy(to, &from->items[i]);
}

static void check_neighbours(const struct desk_context *context, const struct backend *backend,
                             const struct plan *plan, struct problems *checks)
{
    struct probe probe = {0};
    struct failure failure = {0};
    if (backend->probe(&context->machine, plan, &probe, &failure) != 0) {
        desk_compare_note(checks, PROBLEM_PROBE, failure.message);
        return;
    }
    move_problems(checks, &probe.problems);
    probe_release(&probe);
}

/* Without a rehearsal nobody knows what would come of it. */
static void check_rehearsal(const struct desk_context *context, const struct compared *compared,
                            struct comparison *comparison)
{
    const struct backend *backend = compared->backend;
    const struct compiled *compiled = compared->compiled;
    struct problems *checks = &comparison->checks;
    struct failure failure = {0};
    if (backend->check(&context->machine, compiled, &failure) != 0 ||
        backend_may_move(backend, compared->plan, &failure) != 0 ||
        (backend->effect &&
         backend->effect(&context->machine, compiled, &comparison->comes, &comparison->goes, &failure) != 0))
        desk_compare_note(checks, PROBLEM_REHEARSAL_FAILED, failure.message);
    else
        desk_compare_note(checks, PROBLEM_REHEARSAL,
                          "rehearsed: the kernel takes these rules, and can go back");
}

static int desk_compare_read_live(const struct desk_context *context, const struct backend *backend,
                                  struct comparison *comparison, char **message)
{
    struct live live = {0};
    struct failure failure = {0};
    if (backend->read(&context->machine, &live, &failure) != 0)
        return desk_failed(&failure, message);
    if (live.trial)
        desk_compare_note(&comparison->checks, PROBLEM_TRIAL_OPEN,
                          "a trial is open: compared with the rules on trial");
    struct lines *decides = live.trial ? &live.pending : &live.lines;
    /* What the ground says rule by rule is none that goes. */
    for (size_t i = 0; i < decides->count; i++)
        if (!backend->ground || decides->items[i].kind != LINE_NOTICE)
            lines_copy(&comparison->live, &decides->items[i]);
    live_release(&live);
    return OUTCOME_DONE;
}

static void add_items(struct comparison *comparison, const struct lines *lines, enum change_sign sign,
                      enum direction direction)
{
    for (size_t i = 0; i < lines->count; i++)
        if (lines->items[i].traffic.direction == direction)
            change_add(&comparison->change, sign, &lines->items[i], NULL);
}

/* Rules that are not ours stand behind ours, by direction. */
static void desk_compare_add_beside(struct comparison *comparison)
{
    const struct beside *beside = &comparison->beside;
    for (enum direction way = DIRECTION_IN; way <= DIRECTION_FORWARD; way++) {
        add_items(comparison, &beside->removed, CHANGE_REMOVED, way);
        add_items(comparison, &beside->added, CHANGE_ADDED, way);
        add_items(comparison, &beside->same, CHANGE_SAME, way);
        add_items(comparison, &beside->foreign, CHANGE_FOREIGN, way);
    }
}

/* The lines lead to the rules of a copy that ends with the comparison: to those of the plan it was made of. The two
 * have what is denied to pass in common. */
static void lead_back(struct lines *lines, const struct plan *copy, const struct plan *plan)
{
    for (size_t i = 0; i < lines->count; i++)
        for (size_t k = 0; k < lines->items[i].rule_count; k++) {
            const struct rule **rule = &lines->items[i].rules[k];
            if (*rule >= copy->rules && *rule < copy->rules + copy->rule_count)
                *rule = &plan->rules[*rule - copy->rules];
        }
}

/* The policies that hold now; a firewall that is not there lets everything through. */
static void read_policies(const struct desk_context *context, const struct backend *backend,
                          struct closing *closing)
{
    struct seen seen = {0};
    struct failure unseen = {0};
    closing->active = closing->live->count > 0;
    closing->incoming = closing->outgoing = VERDICT_DROP;
    if (!backend->seen || backend->seen(&context->machine, &seen, &unseen) != 0)
        return;
    closing->active = seen.active;
    closing->incoming = seen.incoming;
    closing->outgoing = seen.outgoing;
    seen_release(&seen);
}

/* What decides then, by the plan or without one. */
static void compare_then(struct closing *closing, const struct desk_context *context,
                         const struct compared *compared, struct problems *checks)
{
    struct leaving leaving = {true, VERDICT_DROP, VERDICT_DROP, NULL};
    if (compared->plan) {
        bool stay = compared->plan->ports_only;
        leaving.incoming = stay ? closing->incoming : compared->plan->incoming;
        leaving.outgoing = stay ? closing->outgoing : compared->plan->outgoing;
        leaving.active = !stay || closing->active;
    } else {
        leaving_tell(context, compared->backend, compared->compiled, &leaving, checks);
    }
    closing->active_then = leaving.active;
    closing->incoming_then = leaving.incoming;
    closing->outgoing_then = leaving.outgoing;
}

static void check_closings(const struct desk_context *context, const struct compared *compared,
                           struct comparison *comparison)
{
    const struct plan *plan = compared->plan;
    struct ways_look look;
    struct failure unseen = {0};
    struct closing closing = {.live = &comparison->live,
                              .planned = &comparison->planned,
                              .beside = &comparison->beside,
                              .plan = plan && !plan->ports_only ? plan : NULL,
                              .left = &compared->left};
    if (look_at(&look, &unseen) != 0) {
        desk_compare_note(&comparison->checks, PROBLEM_NOT_COMPARED, unseen.message);
        return;
    }
    read_policies(context, compared->backend, &closing);
    compare_then(&closing, context, compared, &comparison->checks);
    closing_note(&closing, &look, &comparison->checks);
    anew_note(&closing, &look, &comparison->checks);
    look_release(&look);
}

static void check_others(const struct backend *backend, struct problems *checks)
{
    struct neighbours neighbours = {0};
    struct failure failure = {0};
    if (backend->neighbours(&neighbours, &failure) != 0)
        desk_compare_note(checks, PROBLEM_NOT_COMPARED, failure.message);
    neighbours_tell(&neighbours, checks);
    neighbours_release(&neighbours);
}

static void compare_whole(struct desk_context *here, const struct compared *compared,
                          struct comparison *comparison)
{
    const struct backend *backend = compared->backend;
    desk_compare_files(here, backend, comparison);
    change_make(&comparison->change, &comparison->planned, &comparison->live);
    desk_compare_add_beside(comparison);
    check_neighbours(here, backend, compared->plan, &comparison->checks);
    here->phase = "rehearsing";
    check_rehearsal(here, compared, comparison);
    lines_drop_settings(&comparison->ground.beyond, &comparison->goes);
    lines_drop_settings(&comparison->ground.lacking, &comparison->comes);
    desk_tell_ground(&comparison->ground, &comparison->checks);
    wayin_note(&here->machine, compared->plan, &comparison->checks);
}

static int compare_with(struct desk_context *here, const struct compared *compared,
                        struct comparison *comparison, char **message)
{
    const struct backend *backend = compared->backend;
    struct failure failure = {0};
    here->phase = "reading what is live";
    if (boot_adapt(&here->machine, backend, compared->compiled, &comparison->beside, &failure) != 0)
        return desk_failed(&failure, message);
    lines_append(&comparison->planned, backend->lines(compared->compiled));
    int outcome = desk_compare_read_live(here, backend, comparison, message);
    if (outcome != OUTCOME_DONE)
        return outcome;
    comparison->compared = true;
    if (compared->plan && !compared->plan->ports_only)
        fits_tell(compared->plan, &comparison->checks);
    check_closings(here, compared, comparison);
    if (compared->whole) {
        compare_whole(here, compared, comparison);
    } else if (compared->plan) {
        desk_compare_files(here, backend, comparison);
        lines_drop_settings(&comparison->ground.beyond, NULL); /* policies are the plan's to set */
        lines_drop_settings(&comparison->ground.lacking, NULL);
        desk_tell_ground(&comparison->ground, &comparison->checks);
        check_others(backend, &comparison->checks);
    }
    return OUTCOME_DONE;
}

static int desk_compare_own(struct desk_context *here, struct compared *compared,
                            struct comparison *comparison, char **message)
{
    const struct backend *backend = compared->backend;
    int outcome = OUTCOME_DONE;
    if (backend->compile(compared->plan, &compared->compiled, &comparison->checks) != 0) {
        *message = xstrdup("the rules of this plan cannot be made");
        return OUTCOME_NO;
    }
    if (machine_may_filter()) {
        outcome = compare_with(here, compared, comparison, message);
    } else {
        lines_append(&comparison->planned, backend->lines(compared->compiled));
        desk_compare_note(&comparison->checks, PROBLEM_NO_PRIVILEGE,
                          "not compared with this machine: that needs root");
    }
    backend->compiled_free(compared->compiled);
    return outcome;
}

static void compare_leave_port(struct port_list *left, unsigned port)
{
    if (left->count < PORT_LIST)
        left->items[left->count++] = (struct ports){(uint16_t)port, (uint16_t)port};
}

/* Without privilege nobody looks at the machine, its companions neither. */
static int compare_efforts(struct desk_context *here, struct compared *compared,
                           const struct efforts *efforts, struct comparison *comparison, char **message)
{
    const struct plan *plan = compared->plan, *kept = plan && efforts->kept ? efforts->kept : plan;
    for (size_t i = 0; kept && i < kept->move_count; i++)
        compare_leave_port(&compared->left, kept->moves[i].from);
    for (size_t i = 0; !plan && companions[i]; i++)
        for (size_t k = 0; k < efforts->items[i].left.count; k++)
            compare_leave_port(&compared->left, efforts->items[i].left.items[k].first);
    compared->plan = kept;
    int outcome = desk_compare_own(here, compared, comparison, message);
    if (plan)
        lead_back(&comparison->planned, kept, plan);
    comparison->files = efforts_describe(efforts);
    for (size_t i = 0; companions[i]; i++)
        if (efforts->items[i].remarks)
            move_problems(&comparison->checks, efforts->items[i].remarks);
    return outcome;
}

static int compare_prepare(struct efforts *efforts, const struct machine *machine, const struct plan *plan,
                           const struct apply_options *options, struct failure *failure)
{
    if (!machine_may_filter())
        return 0;
    return plan ? efforts_prepare(efforts, machine, plan, options, failure)
                : original_go_home(efforts, machine, failure);
}

static int desk_compare_all(struct desk_context *here, const struct apply_options *options,
                            const struct plan *plan, bool whole, struct comparison *comparison,
                            char **message)
{
    struct efforts efforts = {0};
    struct failure failure = {0};
    *comparison = (struct comparison){0};
    const struct backend *backend = desk_backend(here, options->backend, message);
    if (!backend)
        return OUTCOME_USAGE;
    struct compared compared = {.backend = backend, .plan = plan, .whole = whole};
    int outcome = compare_prepare(&efforts, &here->machine, plan, options, &failure) == 0
                      ? compare_efforts(here, &compared, &efforts, comparison, message)
                      : desk_failed(&failure, message);
    efforts_release(&efforts);
    return outcome;
}

int desk_compare(void *context, const struct apply_options *options, const struct plan *plan,
                 struct comparison *comparison, char **message)
{
    return desk_compare_all(context, options, plan, true, comparison, message);
}

int desk_forewarn(void *context, const struct apply_options *options, const struct plan *plan,
                  struct problems *warnings, char **message)
{
    struct comparison comparison;
    int outcome = desk_compare_all(context, options, plan, false, &comparison, message);
    for (size_t i = 0; i < comparison.checks.count; i++) {
        enum problem_code code = comparison.checks.items[i].code;
        bool tells = !plan || code == PROBLEM_CLOSES || code == PROBLEM_NO_INTERFACE ||
                     code == PROBLEM_FOREIGN_DROP || code == PROBLEM_FOREIGN_CHANGE ||
                     code == PROBLEM_BESIDE_FILES || code == PROBLEM_NOT_LIVE || code == PROBLEM_NOT_COMPARED;
        if (tells)
            problem_copy(warnings, &comparison.checks.items[i]);
    }
    comparison_release(&comparison);
    return outcome;
}
