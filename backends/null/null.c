/* A backend without a kernel, for tests of the trial: the same promises as nftables', kept by a file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/null/kernel.h"
#include "backends/registry.h"
#include "core/base/text.h"
#include "core/plan/line.h"

struct compiled {
    struct lines lines;
};

static int null_probe(const struct machine *machine, const struct plan *plan, struct probe *probe,
                      struct failure *failure)
{
    struct null_kernel kernel;
    (void)plan;
    *probe = (struct probe){.about = xstrdup("rules in a file, for tests")};
    if (null_kernel_read(machine, &kernel, failure) != 0)
        return -1;
    probe->active = *null_kernel_decides(&kernel) != '\0';
    null_kernel_release(&kernel);
    probe->usable = *machine->root != '\0';
    if (!probe->usable)
        problem_add(
            &probe->problems, PROBLEM_BACKEND, (struct place){0},
            "backend 'null' filters nothing and is for tests alone: choose 'nftables', or give --root");
    return 0;
}

static void add_prefixes(struct text *text, const char *word, const struct prefixes *prefixes)
{
    char buffer[PREFIX_TEXT];
    text_add(text, word);
    for (size_t i = 0; i < prefixes->count; i++)
        text_addf(text, "%s%s", i ? "," : " ", prefix_format(&prefixes->items[i], buffer));
    if (prefixes->count == 0)
        text_add(text, " any");
}

static void null_add_rule(struct lines *lines, const struct rule *rule)
{
    char ports[PORTS_TEXT];
    struct text text = {0};
    struct arena arena = {0};
    text_addf(&text, "%s %s %s", rule->verdict == VERDICT_ACCEPT ? "accept" : "drop",
              protocol_name(rule->protocol), ports_format(rule->ports, ports));
    add_prefixes(&text, " from", &rule->from);
    add_prefixes(&text, " to", &rule->to);
    struct line *line = lines_add(lines, direction_name(rule->direction), text_get(&text),
                                  rules_comment(&rule, 1, SIZE_MAX, &arena));
    line->traffic =
        (struct traffic){.direction = rule->direction,
                         .verdict = rule->verdict,
                         .protocol = rule->protocol,
                         .families = addresses_families(rule->from) & addresses_families(rule->to),
                         .ports = port_list_of(rule->ports)};
    line_lead(line, &rule, 1);
    arena_release(&arena);
    text_release(&text);
}

static int null_compile(const struct plan *plan, struct compiled **compiled, struct problems *problems)
{
    (void)problems;
    *compiled = xcalloc(1, sizeof(**compiled));
    for (size_t i = 0; plan && i < plan->rule_count; i++)
        null_add_rule(&(*compiled)->lines, &plan->rules[i]);
    return 0;
}

static void null_free(struct compiled *compiled)
{
    if (compiled)
        lines_release(&compiled->lines);
    free(compiled);
}

static const struct lines *null_lines(const struct compiled *compiled)
{
    return &compiled->lines;
}

static char *null_render(const struct compiled *compiled, struct written *written)
{
    (void)written;
    return lines_pack(&compiled->lines);
}

static int null_read(const struct machine *machine, struct live *live, struct failure *failure)
{
    struct null_kernel kernel;
    *live = (struct live){0};
    if (null_kernel_read(machine, &kernel, failure) != 0)
        return -1;
    live->trial = null_kernel_in_trial(&kernel);
    live->remaining_ms = live->trial ? kernel.deadline - machine_boottime() : 0;
    live->generation = kernel.generation;
    live->ours = *null_kernel_decides(&kernel) != '\0';
    lines_unpack(kernel.live, strlen(kernel.live), &live->lines);
    if (live->trial)
        lines_unpack(kernel.staged, strlen(kernel.staged), &live->pending);
    null_kernel_release(&kernel);
    return 0;
}

static int null_check(const struct machine *machine, const struct compiled *compiled, struct failure *failure)
{
    (void)machine;
    (void)compiled;
    (void)failure;
    return 0;
}

static int null_stage(const struct machine *machine, const struct compiled *compiled, const struct live *live,
                      struct failure *failure)
{
    struct null_kernel kernel;
    if (null_kernel_read(machine, &kernel, failure) != 0)
        return -1;
    int done = -1;
    if (kernel.generation != live->generation) {
        fail(failure, FAILURE_STALE, "the rules were changed by somebody else meanwhile");
    } else {
        free(kernel.staged);
        kernel.staged = lines_pack(&compiled->lines);
        kernel.deadline = 0;
        done = null_kernel_write(machine, &kernel, failure);
    }
    null_kernel_release(&kernel);
    return done;
}

static int null_start(const struct machine *machine, unsigned seconds, struct failure *failure)
{
    struct null_kernel kernel;
    if (null_kernel_read(machine, &kernel, failure) != 0)
        return -1;
    kernel.deadline = machine_boottime() + (int64_t)seconds * 1000;
    int done = null_kernel_write(machine, &kernel, failure);
    null_kernel_release(&kernel);
    return done;
}

static int null_extend(const struct machine *machine, unsigned seconds, struct failure *failure)
{
    struct null_kernel kernel;
    if (null_kernel_read(machine, &kernel, failure) != 0)
        return -1;
    bool open = null_kernel_in_trial(&kernel);
    null_kernel_release(&kernel);
    return open ? null_start(machine, seconds, failure)
                : fail(failure, FAILURE_EXPIRED, "the trial had ended: the old rules are back");
}

/* The staged rules, or with `keep` false the old ones, decide from now on. */
static int null_settle(const struct machine *machine, struct null_kernel *kernel, bool keep,
                       struct failure *failure)
{
    if (keep) {
        free(kernel->live);
        kernel->live = kernel->staged;
        kernel->staged = NULL;
    }
    free(kernel->staged);
    kernel->staged = xstrdup("");
    kernel->deadline = 0;
    return null_kernel_write(machine, kernel, failure);
}

static int null_confirm(const struct machine *machine, struct failure *failure)
{
    struct null_kernel kernel;
    if (null_kernel_read(machine, &kernel, failure) != 0)
        return -1;
    int done = null_kernel_in_trial(&kernel)
                   ? null_settle(machine, &kernel, true, failure)
                   : fail(failure, FAILURE_EXPIRED, "the trial had ended: the old rules are back");
    null_kernel_release(&kernel);
    return done;
}

static int null_undo(const struct machine *machine, struct failure *failure)
{
    struct null_kernel kernel;
    if (null_kernel_read(machine, &kernel, failure) != 0)
        return -1;
    int done = null_settle(machine, &kernel, false, failure);
    null_kernel_release(&kernel);
    return done;
}

static int null_tidy(const struct machine *machine, struct failure *failure)
{
    struct null_kernel kernel;
    if (null_kernel_read(machine, &kernel, failure) != 0)
        return -1;
    int done = null_kernel_in_trial(&kernel) ? 0 : null_settle(machine, &kernel, false, failure);
    null_kernel_release(&kernel);
    return done;
}

static int null_image(const struct compiled *compiled, void **bytes, size_t *length, struct failure *failure)
{
    (void)failure;
    *bytes = lines_pack(&compiled->lines);
    *length = strlen(*bytes);
    return 0;
}

static int null_load(const struct machine *machine, const void *bytes, size_t length, bool whole,
                     struct failure *failure)
{
    (void)whole;
    struct null_kernel kernel;
    if (null_kernel_read(machine, &kernel, failure) != 0)
        return -1;
    free(kernel.staged);
    kernel.staged = length ? xstrndup(bytes, length) : xstrdup("");
    int done = null_settle(machine, &kernel, true, failure);
    null_kernel_release(&kernel);
    return done;
}

static int null_neighbours(struct neighbours *neighbours, struct failure *failure)
{
    (void)failure;
    *neighbours = (struct neighbours){0};
    return 0;
}

const struct backend backend_null = {
    .name = "null",
    .kernel_deadline = true,
    .probe = null_probe,
    .compile = null_compile,
    .compiled_free = null_free,
    .lines = null_lines,
    .render = null_render,
    .read = null_read,
    .neighbours = null_neighbours,
    .check = null_check,
    .stage = null_stage,
    .start = null_start,
    .extend = null_extend,
    .confirm = null_confirm,
    .undo = null_undo,
    .tidy = null_tidy,
    .image = null_image,
    .load = null_load,
};
