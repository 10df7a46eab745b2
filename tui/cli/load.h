/* From a site file to its flows and a host's plan, as every command needs them. */
#ifndef TUI_CLI_LOAD_H
#define TUI_CLI_LOAD_H

#include "core/flow/flow.h"
#include "core/plan/plan.h"
#include "tui/cli/command.h"

/* Everything derived from one site file; released as a whole. */
struct loaded {
    struct catalog catalog;
    struct draft draft;
    struct site site;
    struct flows flows;
    struct plan plan;
    struct problems problems; /* of all steps */
};

/* The built-in catalogs, those of /etc/penstock/catalog.d, those of --catalog. An outcome; on errors the
 * sentence or the problems are said. The TUI uses it too. */
int load_catalog(struct catalog *catalog, const struct desk *desk, const struct arguments *arguments,
                 struct problems *problems);
/* Catalog, draft, site and flows of the first operand. An outcome; a sentence that is no problem of the site
 * (no such file) is said, the problems are not: the caller says them when it has all. */
int load_site(struct loaded *loaded, const struct invocation *invocation);
/* Site, flows and advice of a draft that is there. */
int load_derived(struct loaded *loaded);
/* load_site, then the plan of --host or this machine; problems are said. With an outcome other than
 * OUTCOME_DONE there is no plan, and everything was said. */
int load_plan(struct loaded *loaded, const struct invocation *invocation);
void loaded_release(struct loaded *loaded);

#endif
