#include "backends/ufw/switch/passages.h"

#include <stdlib.h>
#include <string.h>

#include "backends/ufw/kernel/kernel.h"
#include "backends/ufw/kernel/script.h"
#include "backends/ufw/switch/trialfolder.h"
#include "core/base/text.h"

struct family_files {
    const char *load, *expect, *back;
};

static const struct family_files kept_as[UFW_FAMILIES] = {{"load4", "expect4", "back4"},
                                                          {"load6", "expect6", "back6"}};

/* iptables changes no table that it cannot show. */
static int check_shown(const struct tables *live, const char *load, struct failure *failure)
{
    for (size_t i = 0; *load && i < live->count; i++)
        if (live->items[i].opaque)
            return fail(failure, FAILURE_REFUSED,
                        "the table '%s' of this machine holds rules that only nft can show, so iptables, and "
                        "ufw with it, cannot change it: move them into a table of their own",
                        live->items[i].name);
    return 0;
}

static int not_loaded(const char *what, struct failure *failure)
{
    return fail(
        failure, FAILURE_REFUSED,
        "ufw is switched on, but the kernel does not hold its rules (%.80s): run 'sudo ufw reload' first",
        what);
}

/* A difference can be made where ufw's rules are: its chains, and the jumps to them. */
static int check_loaded(const struct tables *live, const struct tables *files, struct failure *failure)
{
    const struct xtable *filter = tables_find(files, "filter"), *now = tables_find(live, "filter");
    for (size_t i = 0; filter && i < filter->count; i++) {
        const struct table_chain *chain = &filter->chains[i], *there = table_chain(now, chain->name);
        if (!there && chain->count)
            return not_loaded(chain->name, failure);
        for (size_t k = 0; table_chain_is_built_in(chain) && k < chain->count; k++)
            if (!table_chain_has(there, chain->rules[k].text))
                return not_loaded(chain->rules[k].text, failure);
    }
    return 0;
}

/* What a plan says of incoming and outgoing is made of what is live, whatever the files said until now. */
static void take_policies(const struct tables *live, struct tables *files)
{
    static const char *const chains[] = {"INPUT", "OUTPUT"};
    const struct xtable *filter = tables_find(files, "filter"), *now = tables_find(live, "filter");
    for (size_t i = 0; filter && i < filter->count; i++)
        for (size_t k = 0; k < sizeof(chains) / sizeof(*chains); k++) {
            struct table_chain *chain = &filter->chains[i];
            const struct table_chain *there = table_chain(now, chain->name);
            if (strcmp(chain->name, chains[k]) != 0 || !there)
                continue;
            free(chain->policy);
            chain->policy = xstrdup(there->policy);
        }
}

static enum passage_kind kind_of(bool was_on, bool will_be_on)
{
    if (was_on)
        return will_be_on ? PASSAGE_EDIT : PASSAGE_OFF;
    return will_be_on ? PASSAGE_ON : PASSAGE_NONE;
}

static int make_passages(struct passages *passages, bool was_on, const struct ufw_rehearsal *present,
                         bool will_be_on, const struct ufw_rehearsal *fresh, bool whole,
                         struct failure *failure)
{
    struct tables live[UFW_FAMILIES];
    int done = ufw_kernel_tables(live, failure);
    *passages = (struct passages){0};
    for (size_t i = 0; done == 0 && i < UFW_FAMILIES; i++) {
        struct tables from, to;
        tables_parse(&from, was_on && present->kernel[i] ? present->kernel[i] : "");
        tables_parse(&to, fresh->kernel[i] ? fresh->kernel[i] : "");
        if (fresh->policies)
            take_policies(&live[i], &from);
        passage_make(&passages->of[i], kind_of(was_on, will_be_on), &live[i], &from, &to);
        done = check_shown(&live[i], passages->of[i].load, failure);
        /* What the kernel still has of an IPv6 that ufw no longer has is nothing to change. */
        bool left = i == UFW_6 && !present->ipv6 && !*passages->of[i].load;
        if (done == 0 && was_on && will_be_on && !whole && !left)
            done = check_loaded(&live[i], &from, failure);
        tables_release(&from);
        tables_release(&to);
    }
    ufw_kernel_tables_release(live);
    if (done != 0)
        passages_release(passages);
    return done;
}

int passages_make(struct passages *passages, bool was_on, const struct ufw_rehearsal *present,
                  bool will_be_on, const struct ufw_rehearsal *fresh, struct failure *failure)
{
    return make_passages(passages, was_on, present, will_be_on, fresh, false, failure);
}

int passages_complete(struct passages *passages, bool was_on, const struct ufw_rehearsal *present,
                      bool will_be_on, const struct ufw_rehearsal *fresh, struct failure *failure)
{
    struct tables live[UFW_FAMILIES];
    if (make_passages(passages, was_on, present, will_be_on, fresh, true, failure) != 0)
        return -1;
    if (!was_on || !will_be_on)
        return 0;
    if (ufw_kernel_tables(live, failure) != 0)
        return -1;
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        struct tables from, to;
        tables_parse(&from, present->kernel[i] ? present->kernel[i] : "");
        tables_parse(&to, fresh->kernel[i] ? fresh->kernel[i] : "");
        free(passages->of[i].load);
        passages->of[i].load = script_towards(&live[i], &from, &to);
        free(passages->of[i].expect);
        passages->of[i].expect = xstrdup(fresh->kernel[i] ? fresh->kernel[i] : "");
        tables_release(&from);
        tables_release(&to);
    }
    ufw_kernel_tables_release(live);
    return 0;
}

void passages_release(struct passages *passages)
{
    for (size_t i = 0; i < UFW_FAMILIES; i++)
        passage_release(&passages->of[i]);
}

static int take_back_v4(const struct passages *passages)
{
    struct tables live[UFW_FAMILIES];
    struct failure ignored = {0};
    if (ufw_kernel_tables(live, &ignored) != 0)
        return -1;
    char *back = passage_back(&live[UFW_4], passages->of[UFW_4].expect, passages->of[UFW_4].back);
    int done = ufw_kernel_load(UFW_4, back, &ignored);
    free(back);
    ufw_kernel_tables_release(live);
    return done;
}

int passages_go(const struct passages *passages, struct failure *failure)
{
    if (ufw_kernel_load(UFW_4, passages->of[UFW_4].load, failure) != 0)
        return -1;
    if (ufw_kernel_load(UFW_6, passages->of[UFW_6].load, failure) == 0)
        return 0;
    take_back_v4(passages);
    return -1;
}

int passages_keep(const struct machine *machine, const struct passages *passages, struct failure *failure)
{
    int done = 0;
    for (size_t i = 0; done == 0 && i < UFW_FAMILIES; i++) {
        const struct passage *passage = &passages->of[i];
        done = trialfolder_put(machine, kept_as[i].expect, passage->expect, failure);
        if (done == 0)
            done = trialfolder_put(machine, kept_as[i].back, passage->back, failure);
        if (done == 0)
            done = trialfolder_put(machine, kept_as[i].load, passage->load, failure);
    }
    return done;
}

int passages_read(const struct machine *machine, struct passages *passages, struct failure *failure)
{
    bool there = true;
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        struct passage *passage = &passages->of[i];
        *passage = (struct passage){trialfolder_get(machine, kept_as[i].load),
                                    trialfolder_get(machine, kept_as[i].expect),
                                    trialfolder_get(machine, kept_as[i].back)};
        there = there && passage->load && passage->expect && passage->back;
    }
    if (there)
        return 0;
    passages_release(passages);
    return fail(failure, FAILURE_MACHINE, "the trial's files in '%s' are gone", TRIAL_FOLDER);
}

bool passages_reached(const struct passages *passages)
{
    struct tables live[UFW_FAMILIES];
    struct failure unread = {0};
    bool hold = ufw_kernel_tables(live, &unread) == 0;
    for (size_t i = 0; hold && i < UFW_FAMILIES; i++)
        hold = passage_holds(&live[i], passages->of[i].expect);
    ufw_kernel_tables_release(live);
    return hold;
}

/* A trial that an older penstock began did not say what it expects: its files alone tell. */
static bool is_older(const struct machine *machine)
{
    char *back = trialfolder_get(machine, kept_as[UFW_4].back), *print = trialfolder_get(machine, "print");
    bool older = back && print;
    free(back);
    free(print);
    return older;
}

bool passages_hold(const struct machine *machine)
{
    struct passages kept;
    struct failure gone = {0};
    if (passages_read(machine, &kept, &gone) != 0)
        return is_older(machine);
    bool hold = passages_reached(&kept);
    passages_release(&kept);
    return hold;
}

/* A trial that an older penstock began kept its way back as a script. */
static int go_back_by_script(const struct machine *machine, struct failure *failure)
{
    int done = 0;
    for (size_t i = 0; done == 0 && i < UFW_FAMILIES; i++) {
        char *script = trialfolder_get(machine, kept_as[i].back);
        done = script ? ufw_kernel_load(i, script, failure)
                      : fail(failure, FAILURE_MACHINE, "the trial's files in '%s' are gone", TRIAL_FOLDER);
        free(script);
    }
    return done;
}

int passages_go_back(const struct machine *machine, struct failure *failure)
{
    struct passages kept;
    struct tables live[UFW_FAMILIES];
    struct failure older = {0};
    if (passages_read(machine, &kept, &older) != 0)
        return go_back_by_script(machine, failure);
    int done = ufw_kernel_tables(live, failure);
    for (size_t i = 0; done == 0 && i < UFW_FAMILIES; i++) {
        char *back = passage_back(&live[i], kept.of[i].expect, kept.of[i].back);
        done = ufw_kernel_load(i, back, failure);
        free(back);
    }
    ufw_kernel_tables_release(live);
    passages_release(&kept);
    return done;
}

int passages_follow(const struct machine *machine, bool on, const struct ufw_rehearsal *disk,
                    struct failure *failure)
{
    struct passages kept;
    struct tables live[UFW_FAMILIES];
    if (passages_read(machine, &kept, failure) != 0)
        return -1;
    int done = ufw_kernel_tables(live, failure);
    for (size_t i = 0; done == 0 && i < UFW_FAMILIES; i++) {
        struct tables from, to;
        tables_parse(&from, kept.of[i].expect);
        tables_parse(&to, disk->kernel[i] ? disk->kernel[i] : "");
        char *load = on ? script_towards(&live[i], &from, &to) : script_off(&live[i], &from);
        done = ufw_kernel_load(i, load, failure);
        free(load);
        tables_release(&from);
        tables_release(&to);
    }
    ufw_kernel_tables_release(live);
    passages_release(&kept);
    return done;
}
