/* What a face may ask of this machine. The pages and commands know only this table; backends/desk fills
 * it, tui/main.c alone joins the two.
 *
 * Every function returns an exit code (outcome.h): 0 done, 1 refused (or "something"), 3 the machine
 * refused; then *message is one sentence (caller frees). None needs a terminal. */
#ifndef CORE_DESK_DESK_H
#define CORE_DESK_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include "core/desk/ending.h"
#include "core/desk/lockout.h"
#include "core/desk/outcome.h"
#include "core/draft/draft.h"
#include "core/plan/change.h"
#include "core/plan/ground.h"
#include "core/plan/plan.h"
#include "core/plan/written.h"

struct apply_options {
    const char *backend; /* NULL = the default */
    unsigned seconds;    /* 10..3600 */
    bool yes;
    const char *accept_lockout; /* NULL = not given */
    const char *nginx;          /* the file of the web ports; NULL = as the catalog says */
    bool fix_redirect;          /* nginx's redirect shall name the HTTPS port */
    const char *answers;        /* the site file's text, kept in the history; NULL = none */
};

/* The time of each phase, nanoseconds. */
struct apply_times {
    int64_t derive, rehearse, switch_over, persist;
};

struct trial_view {
    bool open;     /* a trial runs */
    bool starting; /* another penstock is about to switch to one */
    bool stray;    /* one runs in the kernel that nothing here has a record of */
    bool drift;
    int64_t remaining_ms; /* the kernel's own number */
    bool new_login;       /* a login to sshd began after the switch */
    bool console;         /* nothing to prove: a real console, or nobody can log in over the network */
    char site[64], host[64], summary[64];
    struct ending ending;                      /* of the last trial */
    int64_t started_ms, ended_ms, deadline_ms; /* CLOCK_REALTIME; 0 = not yet */
    enum refusal refusal;                      /* of an apply that was refused */
    struct lockout lockout;                    /* of REFUSAL_LOCKOUT */
};

enum { LAST_TEXT = ENDING_TEXT + 100 };

/* A plan beside what is live. */
struct comparison {
    struct change change;
    struct lines planned, live; /* what `change` refers to */
    struct beside beside;       /* it too: rules that are not ours */
    struct lines comes, goes;   /* what the kernel then differs by, where the backend can tell */
    struct ground ground;       /* what is live beside the firewall's files */
    char *files;                /* the unified diff of nginx's file; NULL or "" = it stays */
    struct problems checks;     /* foreign chains, ways in, rehearsal: severity note = OK */
    bool compared;              /* false: no privilege; only `planned` is filled and `checks` says so */
};

/* What is found on a device at first sight. Indexes: 0 HTTP, 1 HTTPS; ports are 0 where nginx was not found.
 */
struct web_drift {
    bool drifted;
    char words[200]; /* what does not fit; "" */
    unsigned live[2], usual[2];
    bool out[2];           /* it lets out to the usual port */
    bool active, enhanced; /* the firewall whose rules can be taken over: on, and denying what goes out */
    size_t rules;          /* of it, of each family */
    bool alone;            /* it can move the ports of rules and leave the rest as it is */
};

/* One live rule of ours as a service, in the kernel's order; behind them the services that are off. */
struct service_status {
    char service[64]; /* the catalog's id, or the name of an admin or extra entry */
    char group[16];   /* where its rule stands, as the tool calls it: input, before.rules ... */
    char peers[128];  /* `from>to` or `N peers` */
    bool flow;        /* it is of a flow; else it is always there */
    struct traffic traffic;
    bool open;        /* accepted */
    bool foreign;     /* by a rule that is not ours */
    bool off;         /* no rule of ours is about it: the site has it switched off */
    int listens;      /* 1 yes, 0 no, -1 does not apply or cannot be seen */
    char process[32]; /* who listens; "" = not seen */
    uint64_t hits;
    char decider[96]; /* the chain of another that decides over it, earlier or besides; "" = nobody */
    bool since;       /* another rule decides over it than at the confirm */
    char also[96];    /* the chain that refuses some of it, an address, or too many; "" = none */
};

struct status_report {
    struct trial_view trial;
    bool active; /* our rules are live, and decide */
    bool broken; /* something of ours is there and decides over nothing: asleep, emptied, taken apart */
    char backend[16], since[32], who[64];
    struct lines live;
    struct service_status *services;
    size_t service_count, service_cap;
    bool confirmed;        /* something was confirmed here, and holds */
    struct ground ground;  /* what is live beside the firewall's files */
    bool ground_seen;      /* it could be looked at, or this backend has none */
    bool ground_known;     /* what of it was there at the confirm is known */
    struct lines added;    /* what of it was not */
    struct problems notes; /* drift, foreign chains, what to do */
};

/* A change of the past: an entry of the history. Times are local, "" = none. */
struct past {
    char name[64]; /* of the entry */
    char began[32], ended[32];
    char who[64], from[64], site[64], host[64];
    char summary[64]; /* "+3 -2" */
    struct ending ending;
};

/* What an entry of the history keeps as text. */
enum history_text {
    HISTORY_CHANGE, /* what the trial changed, a line each */
    HISTORY_ANSWERS /* its site file */
};

struct desk {
    void *context;
    bool privileged;
    bool capless; /* not, though it is root: a container's, say */
    /* Work on another thread: `begin` before it; then from any thread `phase` tells what it does (a word or
     * two, NULL = nothing to tell) and `cancel` asks it to give up, which it does as long as nothing was
     * changed. NULL = cannot. */
    void (*begin)(void *context);
    const char *(*phase)(void *context);
    void (*cancel)(void *context);
    bool (*gave_up)(void *context); /* whether it did */
    /* This machine's own addresses. The array lives as long as the table. */
    const struct prefix *own;
    size_t own_count;
    /* Who can make rules true, the default first; NULL ends it, and no list at all means no choice. */
    const char *const *backends;

    /* The plan as the backend's tool would be told it; NULL on errors. `written` may be NULL; the caller releases
     * them. */
    char *(*render)(void *context, const char *backend, const struct plan *plan, struct written *written,
                    struct problems *problems);
    /* What a technician would type on this machine, as it is, to make the plan true by `backend`. NULL, and no
     * error in `problems`: nobody can tell (no privilege, no such firewall here). */
    char *(*typed)(void *context, const char *backend, const struct plan *plan, struct problems *problems);
    /* Of `options` the backend and what is said of nginx count. */
    int (*compare)(void *context, const struct apply_options *options, const struct plan *plan,
                   struct comparison *comparison, char **message);
    /* Of what `compare` checks that alone which an apply does not refuse and a technician must know before:
     * who else decides, and what in use would be closed; without a plan, where rules of ours go away, also where
     * the original is, what others did since and what does not come back. May be NULL. */
    int (*forewarn)(void *context, const struct apply_options *options, const struct plan *plan,
                    struct problems *warnings, char **message);
    /* A site of this device as its firewall and its nginx (`nginx` NULL: the catalog's file) are now;
     * applying it changes nothing. Notes: what stays not ours, and what applying would add all the same. */
    int (*import)(void *context, const struct catalog *catalog, const char *host, const char *nginx,
                  struct draft *draft, struct problems *notes, char **message);
    /* Whether nginx and the firewall fit together on this device. Reads a few files. */
    int (*drift)(void *context, const struct catalog *catalog, struct web_drift *drift, char **message);
    /* *message, where it was done: what stays of the old web ports, a sentence a line; or NULL. */
    int (*apply)(void *context, const struct plan *plan, const struct apply_options *options,
                 struct trial_view *view, struct apply_times *times, char **message);
    int (*remove)(void *context, const struct apply_options *options, struct trial_view *view,
                  struct apply_times *times, char **message);
    int (*confirm)(void *context, char **message);
    int (*rollback)(void *context, char **message);
    int (*extend)(void *context, unsigned seconds, char **message);
    int (*trial)(void *context, struct trial_view *view, char **message);
    int (*status)(void *context, const struct catalog *catalog, struct status_report *report, char **message);
    int (*restore)(void *context, bool boot, char **message);
    /* A file of the machine (site files, catalogs), at most YAML_MOST_BYTES; the caller frees *data. 1: too large, 2:
     * no such file, 3: cannot be read. With --root a file that is not below the root is taken as named. */
    int (*read_file)(void *context, const char *path, char **data, size_t *length, char **message);
    int (*write_file)(void *context, const char *path, const char *data, size_t length, char **message);
    /* The files below `folder` that end in `ending`, by name; none where the folder is not there. The caller
     * frees each and the array. */
    int (*list_files)(void *context, const char *folder, const char *ending, char ***paths, size_t *count,
                      char **message);
    /* The answers in progress, for the next start after a lost connection: one file of this user's, 0600,
     * replaced as a whole. NULL takes it away. */
    int (*keep)(void *context, const char *data, size_t length, char **message);
    /* What was kept; the caller frees *data. 2: nothing. */
    int (*kept)(void *context, char **data, size_t *length, char **message);
    /* The history, newest first; the caller frees the array. */
    int (*history)(void *context, struct past **items, size_t *count, char **message);
    /* The caller frees it. 2: the entry has none. */
    int (*history_text)(void *context, const char *entry, enum history_text what, char **text,
                        char **message);
};

/* Who opens such a table: the backends' side (backends/desk), or a test's double. */
struct desk_maker {
    /* Fills the table; the machine's files lie below `root` (NULL or "": they are the system's own). */
    int (*open)(struct desk *desk, const char *root, char **message);
    void (*close)(struct desk *desk);
};

/* `the trial of 2026-11-20 16:02:07 ended 16:03:07: nobody confirmed in time`, or `... is being ended: ...` where that
 * is not done yet; "" where no trial has ended. Returns `text`. */
const char *trial_last_text(const struct trial_view *view, char text[static LAST_TEXT]);

/* Whether somebody should look at a row: it is open and nobody listens, or somebody else decides over it. */
bool service_status_warns(const struct service_status *service);
/* Whether anything that a status tells is not well: its first line is never better than the worst below it. */
bool status_report_warns(const struct status_report *report);
void comparison_release(struct comparison *comparison);
void status_report_release(struct status_report *report);

#endif
