#include "tui/cli/load.h"

#include <stdlib.h>

#include "core/advice/advice.h"
#include "core/base/text.h"
#include "tui/words/host_words.h"

static const char CATALOG_FOLDER[] = "/etc/penstock/catalog.d";

static int add_catalog(struct catalog *catalog, const struct desk *desk, const char *path,
                       struct problems *problems)
{
    char *data = NULL, *message = NULL;
    size_t length;
    int outcome = desk->read_file(desk->context, path, &data, &length, &message);
    if (outcome != OUTCOME_DONE)
        return say_message(outcome, message);
    if (catalog_add(catalog, path, data, length, problems) != 0)
        outcome = OUTCOME_NO;
    free(data);
    return outcome;
}

static int add_folder(struct catalog *catalog, const struct desk *desk, struct problems *problems)
{
    char **paths = NULL, *message = NULL;
    size_t count = 0;
    int outcome = desk->list_files(desk->context, CATALOG_FOLDER, ".yaml", &paths, &count, &message);
    if (outcome != OUTCOME_DONE)
        return say_message(outcome, message);
    for (size_t i = 0; i < count; i++) {
        if (outcome == OUTCOME_DONE)
            outcome = add_catalog(catalog, desk, paths[i], problems);
        free(paths[i]);
    }
    free(paths);
    return outcome;
}

int load_catalog(struct catalog *catalog, const struct desk *desk, const struct arguments *arguments,
                 struct problems *problems)
{
    if (catalog_init(catalog, problems) != 0)
        return OUTCOME_NO;
    int outcome = add_folder(catalog, desk, problems);
    for (size_t i = 0; outcome == OUTCOME_DONE && i < arguments->catalog_count; i++)
        outcome = add_catalog(catalog, desk, arguments->catalogs[i], problems);
    return outcome;
}

static int load_draft(struct loaded *loaded, const struct desk *desk, const char *path)
{
    char *data = NULL, *message = NULL;
    size_t length;
    int outcome = desk->read_file(desk->context, path, &data, &length, &message);
    if (outcome != OUTCOME_DONE)
        return say_message(outcome, message);
    if (draft_load(&loaded->draft, path, data, length, &loaded->problems) != 0)
        outcome = OUTCOME_NO;
    free(data);
    return outcome;
}

int load_site(struct loaded *loaded, const struct invocation *invocation)
{
    *loaded = (struct loaded){0};
    draft_init(&loaded->draft);
    int outcome = load_catalog(&loaded->catalog, invocation->desk, invocation->arguments, &loaded->problems);
    if (outcome == OUTCOME_DONE)
        outcome = load_draft(loaded, invocation->desk, invocation->operands[0]);
    return outcome == OUTCOME_DONE ? load_derived(loaded) : outcome;
}

int load_derived(struct loaded *loaded)
{
    if (site_check(&loaded->site, &loaded->draft, &loaded->catalog, &loaded->problems) != 0)
        return OUTCOME_NO;
    int derived = flows_derive(&loaded->flows, &loaded->site, &loaded->problems);
    advice_site(&loaded->site, &loaded->flows, &loaded->problems);
    return say_outcome(derived == 0 ? OUTCOME_DONE : OUTCOME_NO, &loaded->problems);
}

static int say_unknown_host(const struct site *site, const char *typed)
{
    const char *near = host_nearest(site, typed);
    if (near)
        return say(OUTCOME_USAGE, "no host '%s' in this site; did you mean '%s'?", typed, near);
    char *names = host_names(site);
    int outcome = say(OUTCOME_USAGE, "no host '%s' in this site; its hosts are %s", typed, names);
    free(names);
    return outcome;
}

static int choose_host(const struct loaded *loaded, const struct invocation *invocation,
                       const struct host **host)
{
    const struct desk *desk = invocation->desk;
    const char *typed = invocation->arguments->values[OPTION_HOST];
    *host = typed ? site_host(&loaded->site, typed) : NULL;
    if (*host)
        return OUTCOME_DONE;
    if (typed)
        return say_unknown_host(&loaded->site, typed);
    bool many = false;
    *host = site_find_self(&loaded->site, desk->own, desk->own_count, &many);
    if (*host)
        return OUTCOME_DONE;
    char *names = host_names(&loaded->site);
    int outcome = say(OUTCOME_USAGE, "%s; say which with --host: %s",
                      many ? "several hosts of the site have an address of this machine"
                           : "no host of the site has an address of this machine",
                      names);
    free(names);
    return outcome;
}

int load_plan(struct loaded *loaded, const struct invocation *invocation)
{
    const struct host *host = NULL;
    int outcome = load_site(loaded, invocation);
    if (outcome == OUTCOME_DONE)
        outcome = choose_host(loaded, invocation, &host);
    if (outcome == OUTCOME_DONE && plan_make(&loaded->plan, &loaded->flows, host, &loaded->problems) != 0)
        outcome = OUTCOME_NO;
    if (outcome != OUTCOME_USAGE)
        say_site_problems(&loaded->problems, invocation);
    return say_outcome(outcome, &loaded->problems);
}

void loaded_release(struct loaded *loaded)
{
    plan_release(&loaded->plan);
    flows_release(&loaded->flows);
    site_release(&loaded->site);
    draft_release(&loaded->draft);
    catalog_release(&loaded->catalog);
    problems_release(&loaded->problems);
}
