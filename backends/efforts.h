/* What the companions have of one plan: each sees what those before it have made of it. The trial and whoever
 * shows what it would do walk them here. */
#ifndef BACKENDS_EFFORTS_H
#define BACKENDS_EFFORTS_H

#include "backends/participant.h"

struct efforts {
    struct effort items[COMPANIONS_AT_MOST]; /* beside `companions` */
    const struct plan *kept, *tried;         /* NULL: our rules go away */
};

/* A plan of NULL has no companions. `efforts` starts as zeros, and is to be released on failure too. */
int efforts_prepare(struct efforts *efforts, const struct machine *machine, const struct plan *plan,
                    const struct apply_options *options, struct failure *failure);
/* What changes besides the rules, as text; the caller frees it. */
char *efforts_describe(const struct efforts *efforts);
/* The same as a technician would type it; the caller frees it. */
char *efforts_typed(const struct efforts *efforts);
void efforts_release(struct efforts *efforts);

/* Adds to `seen` what the companions have of the product on this machine. */
int efforts_seen(const struct machine *machine, const struct product *product, const char *file,
                 struct seen *seen, struct failure *failure);

#endif
