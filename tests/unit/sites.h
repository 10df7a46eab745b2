/* Sites for unit tests, as the technician would write them. */
#ifndef TESTS_UNIT_SITES_H
#define TESTS_UNIT_SITES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/advice/advice.h"
#include "core/base/text.h"
#include "core/plan/plan.h"

struct scene {
    struct catalog catalog;
    struct site site;
    struct flows flows;
    struct problems problems;
    int result; /* of flows_derive */
};

static inline void fail_with(const struct problems *problems)
{
    struct text text = {0};
    for (size_t i = 0; i < problems->count; i++) {
        char *line = problem_line(&problems->items[i]);
        text_addf(&text, "%s\n", line);
        free(line);
    }
    fail_msg("%s", text_get(&text));
}

/* `yaml` without its first line, `penstock: 1`. The site itself must be valid; deriving may fail. */
static inline void scene_init(struct scene *scene, const char *yaml)
{
    struct draft draft;
    char *whole = xasprintf("penstock: 1\nsite: test\n%s", yaml);
    *scene = (struct scene){0};
    draft_init(&draft);
    if (catalog_init(&scene->catalog, &scene->problems) < 0 ||
        draft_load(&draft, "site.yaml", whole, strlen(whole), &scene->problems) < 0 ||
        site_check(&scene->site, &draft, &scene->catalog, &scene->problems) < 0)
        fail_with(&scene->problems);
    scene->result = flows_derive(&scene->flows, &scene->site, &scene->problems);
    advice_site(&scene->site, &scene->flows, &scene->problems);
    draft_release(&draft);
    free(whole);
}

static inline void scene_release(struct scene *scene)
{
    flows_release(&scene->flows);
    site_release(&scene->site);
    catalog_release(&scene->catalog);
    problems_release(&scene->problems);
}

/* What the flows of a scene make for one host; release with plan_release. */
static inline void scene_plan(struct scene *scene, const char *host, struct plan *plan)
{
    if (scene->result != 0 ||
        plan_make(plan, &scene->flows, site_host(&scene->site, host), &scene->problems) != 0)
        fail_with(&scene->problems);
}

static inline char *addresses_text(struct prefixes addresses)
{
    struct text text = {0};
    char buffer[PREFIX_TEXT];
    for (size_t i = 0; i < addresses.count; i++)
        text_addf(&text, "%s%s", i ? "," : "", prefix_format(&addresses.items[i], buffer));
    return text.length ? text_take(&text) : xstrdup("*");
}

#endif
