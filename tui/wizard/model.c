#include "tui/wizard/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/advice/advice.h"
#include "core/base/text.h"

void model_init(struct model *model, const struct catalog *catalog, const struct desk *desk)
{
    *model = (struct model){.catalog = catalog, .desk = desk};
    snprintf(model->seconds, sizeof(model->seconds), "%d", SECONDS_DEFAULT);
    draft_init(&model->draft);
    draft_init(&model->saved);
}

static void forget_comparison(struct model *model)
{
    comparison_release(&model->comparison);
    model->comparison = (struct comparison){0};
    model->compared = false;
    free(model->refusal);
    model->refusal = NULL;
}

static void wizard_model_forget(struct model *model)
{
    forget_comparison(model);
    if (model->has_plan)
        plan_release(&model->plan);
    if (model->has_flows)
        flows_release(&model->flows);
    if (model->has_site)
        site_release(&model->site);
    model->has_plan = model->has_flows = model->has_site = false;
    problems_release(&model->problems);
    model->problems = (struct problems){0};
    model->fresh = false;
}

void model_release(struct model *model)
{
    wizard_model_forget(model);
    draft_release(&model->draft);
    draft_release(&model->saved);
    if (model->has_before)
        draft_release(&model->before);
    free(model->path);
}

void model_edited(struct model *model)
{
    wizard_model_forget(model);
    model->unsaved = !draft_equal(&model->draft, &model->saved);
}

void model_keep(struct model *model)
{
    draft_copy(&model->before, &model->draft);
    model->has_before = true;
}

bool model_undo(struct model *model)
{
    if (!model->has_before)
        return false;
    draft_release(&model->draft);
    model->draft = model->before;
    model->before = (struct draft){0};
    model->has_before = false;
    model_edited(model);
    return true;
}

static void wizard_model_prune(struct words *words)
{
    for (size_t i = words->count; i-- > 0;)
        if (!words->items[i].text || !*words->items[i].text)
            words_remove(words, i);
}

static void prune_listings(struct listings *listings)
{
    for (size_t i = 0; i < listings->count; i++)
        wizard_model_prune(&listings->items[i].values);
}

/* Lines of a list that are still empty are a convenience of the form: the site never sees them. */
static void prune_draft(struct draft *draft)
{
    for (size_t i = 0; i < draft->host_count; i++) {
        struct draft_host *host = &draft->hosts[i];
        wizard_model_prune(&host->address);
        wizard_model_prune(&host->links);
        wizard_model_prune(&host->uses);
        wizard_model_prune(&host->apps);
        prune_listings(&host->allow_from);
        prune_listings(&host->zones);
    }
    for (size_t i = 0; i < draft->admin_count; i++)
        wizard_model_prune(&draft->admins[i].from);
    prune_listings(&draft->allow_from);
}

static void wizard_model_derive(struct model *model)
{
    struct draft checked = {0};
    forget_comparison(model);
    draft_copy(&checked, &model->draft);
    prune_draft(&checked);
    model->fresh = true;
    model->has_site = site_check(&model->site, &checked, model->catalog, &model->problems) == 0;
    draft_release(&checked);
    if (!model->has_site)
        return;
    model->has_flows = true;
    int derived = flows_derive(&model->flows, &model->site, &model->problems);
    advice_site(&model->site, &model->flows, &model->problems);
    if (derived < 0 || model->problems.errors)
        return;
    const struct host *host = model_host(model, NULL);
    if (!host)
        return;
    model->has_plan = true;
    if (plan_make(&model->plan, &model->flows, host, &model->problems) < 0) {
        plan_release(&model->plan);
        model->has_plan = false;
    }
    model->plan.ports_only = model->has_plan && model->ports_only;
}

void model_want_ports(struct model *model, bool only)
{
    if (model->ports_only == only)
        return;
    model->ports_only = only;
    forget_comparison(model);
    if (model->has_plan)
        model->plan.ports_only = only;
}

static void freshen(struct model *model)
{
    if (!model->fresh)
        wizard_model_derive(model);
}

const struct site *model_site(struct model *model)
{
    freshen(model);
    return model->has_site ? &model->site : NULL;
}

const struct flows *model_flows(struct model *model)
{
    freshen(model);
    return model->has_flows ? &model->flows : NULL;
}

const struct plan *model_plan(struct model *model)
{
    freshen(model);
    return model->has_plan ? &model->plan : NULL;
}

const struct problems *model_problems(struct model *model)
{
    freshen(model);
    return &model->problems;
}

const struct product *model_product(const struct model *model)
{
    const char *id = model->draft.product.text;
    return id ? catalog_product(model->catalog, id) : NULL;
}

const struct host *model_host(struct model *model, bool *own)
{
    if (own)
        *own = false;
    if (!model->has_site)
        return NULL;
    const struct host *self = model_self(model);
    const struct host *chosen = *model->host ? site_host(&model->site, model->host) : NULL;
    if (!chosen)
        chosen = self ? self : model->site.host_count ? &model->site.hosts[0] : NULL;
    if (own)
        *own = chosen && chosen == self;
    return chosen;
}

const struct host *model_self(struct model *model)
{
    bool many = false;
    return model->has_site ? site_find_self(&model->site, model->desk->own, model->desk->own_count, &many)
                           : NULL;
}

bool model_host_is_sure(struct model *model)
{
    bool own = false;
    const struct host *host = model_host(model, &own);
    return host && (own || (!model_self(model) && text_equal(host->name, model->host)));
}

unsigned model_seconds(const struct model *model)
{
    char *end;
    unsigned long seconds = strtoul(model->seconds, &end, 10);
    bool number = *model->seconds >= '0' && *model->seconds <= '9' && !*end;
    return number && seconds >= SECONDS_MIN && seconds <= SECONDS_MAX ? (unsigned)seconds : 0;
}

bool model_compare(struct model *model)
{
    const struct plan *plan = model_plan(model);
    forget_comparison(model);
    if (!plan)
        return false;
    const struct desk *desk = model->desk;
    const struct host *self = model_self(model);
    if (self && self != plan->host) {
        model->refusal = xasprintf("this machine is %s, not %s", self->name, plan->host->name);
        return false;
    }
    const struct apply_options options = {.backend = model->backend, .fix_redirect = model->fix_redirect};
    int code = desk->compare(desk->context, &options, plan, &model->comparison, &model->refusal);
    /* 1 is "something would change": that is a comparison too. */
    model->compared = code == 0 || (code == 1 && !model->refusal);
    return model->compared;
}
