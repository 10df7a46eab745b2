/* nftables: the table of functions. */
#include <stdlib.h>

#include "backends/nft/compile/compile.h"
#include "backends/nft/compile/line.h"
#include "backends/nft/compile/text.h"
#include "backends/nft/probe/probe.h"
#include "backends/nft/slots/image.h"
#include "backends/nft/slots/rehearse.h"
#include "backends/nft/slots/slots.h"
#include "backends/nft/wire/dump.h"
#include "backends/registry.h"
#include "core/base/text.h"

struct compiled {
    const struct plan *plan; /* NULL: no rules of ours */
    struct ruleset ruleset;
    struct lines lines;
    struct nft_rehearsal *rehearsal; /* that was begun, or all zero */
};

static bool forwards(void)
{
    return machine_forwards(FAMILY_4) || machine_forwards(FAMILY_6);
}

static int nft_probe(const struct machine *machine, const struct plan *plan, struct probe *probe,
                     struct failure *failure)
{
    return probe_machine(machine, plan, plan && (plan->gateway || forwards()), probe, failure);
}

static int nft_neighbours(struct neighbours *neighbours, struct failure *failure)
{
    return neighbours_read(neighbours, false, failure);
}

static int nft_compile(const struct plan *plan, struct compiled **compiled, struct problems *problems)
{
    (void)problems; /* a plan that is right compiles */
    struct compiled *made = xcalloc(1, sizeof(*made));
    made->plan = plan;
    made->rehearsal = xcalloc(1, sizeof(*made->rehearsal));
    compile_plan(&made->ruleset, plan);
    ruleset_lines(&made->ruleset, &made->lines);
    *compiled = made;
    return 0;
}

static void nft_compiled_free(struct compiled *compiled)
{
    if (!compiled)
        return;
    rehearse_drop(compiled->rehearsal);
    free(compiled->rehearsal);
    lines_release(&compiled->lines);
    ruleset_release(&compiled->ruleset);
    free(compiled);
}

static const struct lines *nft_lines(const struct compiled *compiled)
{
    return &compiled->lines;
}

static char *nft_render(const struct compiled *compiled, struct written *written)
{
    struct text text = {0};
    if (compiled->plan)
        nft_text_table(&text, &compiled->ruleset, &compiled->lines, written);
    return text_take(&text);
}

static void fill_live(struct live *live, const struct dump *dump)
{
    struct standing standing = dump_standing(dump);
    *live = (struct live){.generation = dump->generation};
    if (!dump->present)
        return;
    live->trial = dump->trial && standing.whole;
    live->remaining_ms = live->trial ? dump->remaining_ms : 0;
    dump_lines(dump, standing.confirmed, &live->lines);
    if (live->trial)
        dump_lines(dump, layout_other(standing.confirmed), &live->pending);
    live->broken = !standing.works;
    live->ours = !standing.whole || standing.open != standing.hooks || live->lines.count;
}

static int nft_read(const struct machine *machine, struct live *live, struct failure *failure)
{
    struct nft_socket nft;
    struct dump dump;
    (void)machine;
    *live = (struct live){0};
    if (socket_open(&nft, failure) != 0)
        return -1;
    int done = dump_read(&dump, &nft, DUMP_LINES, failure);
    if (done == 0)
        fill_live(live, &dump);
    dump_release(&dump);
    socket_close(&nft);
    return done;
}

static int nft_check_begin(const struct machine *machine, const struct compiled *compiled,
                           struct failure *failure)
{
    (void)machine;
    return rehearse_begin(&compiled->ruleset, compiled->rehearsal, failure);
}

static int nft_check(const struct machine *machine, const struct compiled *compiled, struct failure *failure)
{
    (void)machine;
    if (compiled->rehearsal->child)
        return rehearse_end(compiled->rehearsal, failure);
    return rehearse(&compiled->ruleset, failure);
}

static int nft_stage(const struct machine *machine, const struct compiled *compiled, const struct live *live,
                     struct failure *failure)
{
    (void)machine;
    return slots_stage(&compiled->ruleset, live, failure);
}

static int nft_start(const struct machine *machine, unsigned seconds, struct failure *failure)
{
    (void)machine;
    return slots_start(seconds, failure);
}

static int nft_extend(const struct machine *machine, unsigned seconds, struct failure *failure)
{
    (void)machine;
    return slots_extend(seconds, failure);
}

static int nft_confirm(const struct machine *machine, struct failure *failure)
{
    (void)machine;
    return slots_confirm(failure);
}

static int nft_undo(const struct machine *machine, struct failure *failure)
{
    (void)machine;
    return slots_undo(failure);
}

static int nft_tidy(const struct machine *machine, struct failure *failure)
{
    (void)machine;
    return slots_tidy(failure);
}

static int nft_image(const struct compiled *compiled, void **bytes, size_t *length, struct failure *failure)
{
    *bytes = NULL;
    *length = 0;
    return compiled->plan ? nft_image_make(&compiled->ruleset, bytes, length, failure) : 0;
}

static int nft_load(const struct machine *machine, const void *bytes, size_t length, bool whole,
                    struct failure *failure)
{
    (void)whole;
    struct nft_image image;
    (void)machine;
    if (length == 0)
        return slots_load(NULL, NULL, 0, failure);
    if (nft_image_open(&image, bytes, length, failure) != 0)
        return -1;
    return slots_load(nft_image_fill, &image, image.hooks, failure);
}

const struct backend backend_nft = {
    .name = "nftables",
    .kernel_deadline = true,
    .watch = slots_watch,
    .heard = slots_watch_heard,
    .probe = nft_probe,
    .compile = nft_compile,
    .compiled_free = nft_compiled_free,
    .lines = nft_lines,
    .render = nft_render,
    .read = nft_read,
    .neighbours = nft_neighbours,
    .check_begin = nft_check_begin,
    .check = nft_check,
    .stage = nft_stage,
    .start = nft_start,
    .extend = nft_extend,
    .confirm = nft_confirm,
    .undo = nft_undo,
    .tidy = nft_tidy,
    .image = nft_image,
    .load = nft_load,
};
