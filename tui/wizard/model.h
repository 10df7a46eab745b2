/* The model behind the pages: the draft as typed, and everything that follows from it. What follows is worked
 * out anew when it is asked for after an edit; nothing typed is ever lost by it. */
#ifndef TUI_WIZARD_MODEL_H
#define TUI_WIZARD_MODEL_H

#include "core/desk/desk.h"
#include "core/draft/draft.h"
#include "core/flow/flow.h"
#include "core/plan/plan.h"
#include "core/site/site.h"

enum { SECONDS_DEFAULT = 60, SECONDS_MIN = 10, SECONDS_MAX = 3600 };

struct model {
    const struct catalog *catalog;
    const struct desk *desk;

    struct draft draft, saved; /* as typed; as last read or written */
    char *path;                /* of the site file; NULL = it has none yet */
    bool begun;                /* there is a site to go on with */
    bool unsaved;
    struct draft before; /* for undo: before the last removal */
    bool has_before;

    char host[64];    /* whose rules are shown; "" = this machine's own, else the first */
    char seconds[16]; /* of the trial, as typed */
    const char *backend;
    bool fix_redirect; /* when web ports move: nginx's redirect too */
    bool ports_only;   /* of the plan the moves of ports alone are wanted (model_want_ports) */

    bool fresh; /* what follows is of the present draft */
    struct site site;
    struct flows flows;
    struct plan plan;
    bool has_site, has_flows, has_plan;
    struct problems problems;

    bool compared; /* `comparison` is of the present plan */
    struct comparison comparison;
    char *refusal; /* why there is no comparison; NULL = there is one, or nobody asked */
};

void model_init(struct model *model, const struct catalog *catalog, const struct desk *desk);
void model_release(struct model *model);

void model_edited(struct model *model); /* the draft was changed */
void model_keep(struct model *model);   /* the draft, for model_undo: call it before something is removed */
bool model_undo(struct model *model);

/* NULL while errors stand in the way. */
const struct site *model_site(struct model *model);
const struct flows *model_flows(struct model *model);
const struct plan *model_plan(struct model *model);
const struct problems *model_problems(struct model *model);
/* The product of the draft; NULL: none, or an unknown one. */
const struct product *model_product(const struct model *model);
/* The host whose plan is shown; NULL while there is no site. *own: it is this machine by its addresses. */
const struct host *model_host(struct model *model, bool *own);
/* The host that this machine is by its addresses; NULL: none of the site. */
const struct host *model_self(struct model *model);
/* Whether that host is this machine by its addresses, or the technician said so where they say nothing; else
 * it is only shown. */
bool model_host_is_sure(struct model *model);
unsigned model_seconds(const struct model *model); /* 0: what was typed is no number from 10 to 3600 */
/* Of all that the answers say only the ports that move, the rest of the machine as it is; or all of it again. */
void model_want_ports(struct model *model, bool only);
/* Compares the plan with what is live (slow: it may rehearse). False: refused, model->refusal says why. */
bool model_compare(struct model *model);

/* 0, or -1 with *message, one sentence (the caller frees it). A file with errors is opened as far as it could
 * be read, and 1 is returned: its problems are the message. */
int model_open(struct model *model, const char *path, char **message);
int model_example(struct model *model, const char *name, char **message);
int model_save(struct model *model, const char *path, char **message);
void model_new(struct model *model);
/* Takes up answers that were never saved; `path` is the file they belong to ("" = none yet). */
void model_resume(struct model *model, const char *path, const char *text);

#endif
