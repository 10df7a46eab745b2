/* Any bytes as a site: read, saved, read again the same; checked, and if it is sound, derived to the plan of
 * every host. */
#include <stdlib.h>
#include <string.h>

#include "core/advice/advice.h"
#include "core/base/text.h"
#include "core/plan/plan.h"
#include "fuzz.h"

static const struct catalog *facts(void)
{
    static struct catalog catalog;
    struct problems problems = {0};
    if (catalog.product_count == 0 && catalog_init(&catalog, &problems) < 0)
        abort();
    return &catalog;
}

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void check_problems(const struct problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        char *safe = text_safe(problems->items[i].message);
        check(problems->items[i].word && problems->items[i].message[0]);
        check(strcmp(safe, problems->items[i].message) == 0);
        free(safe);
    }
}

static void save_and_read_again(const struct draft *draft)
{
    struct draft again = {0};
    struct problems problems = {0};
    char *saved = draft_save(draft);
    check(draft_load(&again, "f", saved, strlen(saved), &problems) == 0);
    check(draft_equal(draft, &again));
    char *twice = draft_save(&again);
    check(strcmp(saved, twice) == 0);
    free(saved);
    free(twice);
    draft_release(&again);
    problems_release(&problems);
}

static void check_host(const struct site *site, const struct host *host)
{
    check(host->product && host->services && text_is_name(host->name) && site_host(site, host->name) == host);
    check(host->addresses.count || host_is(host, TRAIT_GATEWAY));
    for (size_t i = 0; i < host->uses.count; i++) {
        check(host->uses.items[i] != host && host->uses.items[i]->product == host->product);
        check(!host_is(host, TRAIT_DMZ) || host_is(host->uses.items[i], TRAIT_DMZ));
    }
    for (size_t i = 0; i < host->links.count; i++)
        check(host_is(host->links.items[i], TRAIT_MAIN));
}

/* No allow flow leads from a DMZ standby to a server. */
static void check_flow(const struct flow *flow)
{
    const struct host *from = flow->from.host, *to = flow->to.host;
    check(flow->verdict == VERDICT_DROP || !from || !to || !host_is(from, TRAIT_DMZ) || !host_is_inner(to));
}

static void derive(const struct site *site, struct problems *problems)
{
    struct flows flows = {0};
    if (flows_derive(&flows, site, problems) == 0)
        for (size_t i = 0; i < site->host_count; i++) {
            struct plan plan = {0};
            plan_make(&plan, &flows, &site->hosts[i], problems);
            plan_release(&plan);
        }
    advice_site(site, &flows, problems);
    for (size_t i = 0; problems->errors == 0 && i < flows.count; i++)
        check_flow(&flows.items[i]);
    flows_release(&flows);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct draft draft = {0};
    struct site site = {0};
    struct problems problems = {0};
    int loaded = draft_load(&draft, "f", (const char *)data, size, &problems);
    check((loaded < 0) == (problems.errors > 0));
    if (loaded == 0)
        save_and_read_again(&draft);
    problems_release(&problems); /* what could be read is checked all the same, as a form does */
    int checked = site_check(&site, &draft, facts(), &problems);
    check((checked < 0) == (problems.errors > 0));
    check(checked == 0 || !site.hosts);
    for (size_t i = 0; i < site.host_count; i++)
        check_host(&site, &site.hosts[i]);
    if (checked == 0)
        derive(&site, &problems);
    check_problems(&problems);
    site_release(&site);
    draft_release(&draft);
    problems_release(&problems);
    return 0;
}
