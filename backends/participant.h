/* What takes part in a trial. The trial walks a list: the firewall first, which decides and has the deadline, then
 * its companions, which change with it (a web server whose ports move). None is named in the trial itself; the
 * journal keeps the names, so that whoever ends the trial ends it for all.
 *
 * Every function returns 0, or -1 with `failure` filled. */
#ifndef BACKENDS_PARTICIPANT_H
#define BACKENDS_PARTICIPANT_H

#include "backends/machine/failure.h"
#include "backends/machine/machine.h"
#include "core/desk/desk.h"
#include "core/import/import.h"
#include "core/plan/plan.h"

/* What each has once it was staged. None needs more than the machine: any process may call it, after any crash. */
struct participant {
    const char *name; /* a word of the journal */
    /* One switch to what was staged. */
    int (*start)(const struct machine *machine, unsigned seconds, struct failure *failure);
    /* May be NULL. Whether it could be confirmed: asked before the commit point, changes nothing. */
    int (*ready)(const struct machine *machine, struct failure *failure);
    /* Keeps what was staged. A companion's may be called again. */
    int (*confirm)(const struct machine *machine, struct failure *failure);
    /* Back to the old state at once; fine when it never started. Takes away what was staged. */
    int (*undo)(const struct machine *machine, struct failure *failure);
};

/* What one apply has of a companion. */
struct effort {
    bool takes_part;
    /* The plan that shall be kept and the one that is tried meanwhile: before `prepare` those of the companions
     * before it, after it with its own share. The trial compares them by address. */
    const struct plan *kept, *tried;
    const char *file; /* the file that it is about; borrowed from `own`; NULL = none */
    char *home;       /* what `go_home` needs to know of the machine as it was found; owned; NULL = nothing */
    const char *before;             /* what it is about to change, for the history; borrowed from `own` */
    struct port_list left;          /* of `go_home`: tcp ports where it listens now, and will not then */
    const struct problems *remarks; /* what it leaves as it is, or NULL; borrowed from `own` */
    void *own;
};

struct companion {
    struct participant part;
    const char *starting; /* what it does while it starts, in a technician's words */
    bool version1;        /* what `moves` means in a journal of version 1 */

    /* Refuses what cannot be. `options` may be NULL. On failure nothing is to be released. It changes nothing:
     * `diff` asks it too. */
    int (*prepare)(struct effort *effort, const struct machine *machine, const struct apply_options *options,
                   struct failure *failure);
    /* May be NULL. As `prepare` where our rules go away: back to what `home` of the first apply says. */
    int (*go_home)(struct effort *effort, const struct machine *machine, const char *home,
                   struct failure *failure);
    /* A dry run that changes nothing. */
    int (*check)(const struct effort *effort, const struct machine *machine, struct failure *failure);
    /* May be NULL. Adds to `seen` what it has of the product on this machine, such as ports where it listens.
     * `file`: its own file, as the technician names it; NULL = as the catalog says. */
    int (*seen)(const struct machine *machine, const struct product *product, const char *file,
                struct seen *seen, struct failure *failure);
    /* The change as text, for `diff` and for the history; the caller frees it. */
    char *(*describe)(const struct effort *effort);
    /* May be NULL. The change as a technician would type it; the caller frees it. */
    char *(*typed)(const struct effort *effort);
    /* Writes down the ways there and back. */
    int (*stage)(const struct effort *effort, const struct machine *machine, struct failure *failure);
    void (*release)(struct effort *effort);
};

enum { COMPANIONS_AT_MOST = 7 };

#endif
