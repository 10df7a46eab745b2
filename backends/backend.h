/* What makes a plan true on a machine. A plain table of functions; registry.h lists them, the trial (trial.h)
 * calls them: probe, compile, read, adapt, check, stage, start, then confirm or undo, and tidy. A compiled value
 * serves preview, check and apply: what is shown is what is done.
 *
 * Every function returns 0, or -1 with `failure` filled. None prints, none exits. */
#ifndef BACKENDS_BACKEND_H
#define BACKENDS_BACKEND_H

#include "backends/machine/failure.h"
#include "backends/machine/machine.h"
#include "backends/neighbours/neighbours.h"
#include "core/import/import.h"
#include "core/plan/change.h"
#include "core/plan/ground.h"
#include "core/plan/plan.h"
#include "core/plan/written.h"

struct compiled; /* the backend's own; of one plan */

struct probe {
    bool usable; /* present, permitted, can be rolled back */
    bool active; /* our rules are live */
    char *about; /* one line: kernel, version */
    struct neighbours neighbours;
    bool
        fresh_tracking; /* connection tracking is not running and connections are open: they would look new */
    struct problems problems; /* errors: reasons to refuse (ufw active, legacy tables hold rules, docker and a
                                 forward drop ...) */
};

/* What is live now. */
struct live {
    bool ours;          /* there are rules of ours */
    bool broken;        /* and somebody saw to it that they do not decide: asleep, emptied, taken apart */
    struct lines lines; /* ours, counters filled in */
    struct lines
        pending; /* in a trial: the lines of the trial's slot; `lines` are then those it goes back to */
    uint32_t generation;  /* nftables: the id a batch must still find */
    bool trial;           /* the kernel holds an open trial */
    int64_t remaining_ms; /* of that trial, by the kernel */
    bool disturbed;       /* the trial has ended because somebody else changed its rules */
};

/* The rules that were confirmed last, as the backend's own `image` made them; `length` 0: none of it. */
struct confirmed {
    const void *bytes;
    size_t length;
};

/* What is then, where our rules go away. */
struct leaving {
    bool active; /* a firewall decides; else everything passes */
    enum verdict incoming, outgoing;
    const struct problems *notes; /* what others did since, and stays; borrowed; NULL = none */
};

struct backend {
    const char *name;     /* "nftables", "ufw", "null" */
    bool kernel_deadline; /* the kernel itself ends the trial; else the guard does */
    /* The files that it may change, and those that tell what they mean; NULL ends them, NULL = none. */
    const char *const *files;
    bool in_place;       /* it can move the ports of rules, whoever's they are, and leave the rest alone */
    const char *watched; /* a folder where a change may mean that the trial is disturbed; NULL = none */
    /* Both may be NULL. A descriptor to wait on for the same, or -1; and whether what came is about our rules. Nothing
     * is allocated. */
    int (*watch)(void);
    bool (*heard)(int fd);

    int (*probe)(const struct machine *machine, const struct plan *plan, struct probe *probe,
                 struct failure *failure);
    /* plan NULL: a machine without rules of ours (penstock remove). The plan must outlive the compiled value.
     */
    int (*compile)(const struct plan *plan, struct compiled **compiled, struct problems *problems);
    void (*compiled_free)(struct compiled *compiled);
    const struct lines *(*lines)(const struct compiled *compiled);
    /* The caller frees it; needs no kernel. `written`, all zero, or NULL: which row is which of `lines`. */
    char *(*render)(const struct compiled *compiled, struct written *written);
    /* May be NULL. What a technician would type on this machine as it is, to the same end; of a compiled value
     * that was adapted. The caller frees it. */
    char *(*typed)(const struct compiled *compiled);

    /* Only where somebody else's rules stand among ours, NULL otherwise: fits the compiled value to this
     * machine, where `confirmed` is; its lines are then those that read finds once it is live. `beside` may be
     * NULL. */
    int (*adapt)(const struct machine *machine, struct compiled *compiled, const struct confirmed *confirmed,
                 struct beside *beside, struct failure *failure);
    /* May be NULL: nothing decides then. Of a compiled value of no plan that was adapted. */
    void (*leaves)(const struct compiled *compiled, struct leaving *leaving);
    int (*read)(const struct machine *machine, struct live *live, struct failure *failure);
    /* May be NULL. What comes to the kernel and what goes, rule by rule, by the rehearsal that `check` made. */
    int (*effect)(const struct machine *machine, const struct compiled *compiled, struct lines *comes,
                  struct lines *goes, struct failure *failure);
    /* May be NULL. What is live beside what the firewall's files say; in a trial, beside what it made live. The
     * caller releases it. */
    int (*ground)(const struct machine *machine, struct ground *ground, struct failure *failure);
    /* May be NULL. What the confirmed rules would make anew on this machine, because what they counted on, or
     * they themselves, are gone. The caller releases the lines. */
    int (*missing)(const struct machine *machine, const struct confirmed *confirmed, struct lines *lines,
                   struct failure *failure);
    /* Who else filters here; what is this backend's own is none. The caller releases it. */
    int (*neighbours)(struct neighbours *neighbours, struct failure *failure);
    /* May be NULL. What is let in and out here, whoever's rule it is, for import. The caller releases it. */
    int (*seen)(const struct machine *machine, struct seen *seen, struct failure *failure);
    /* May be NULL. Begins what `check` then ends, so that reading goes on beside it. */
    int (*check_begin)(const struct machine *machine, const struct compiled *compiled,
                       struct failure *failure);
    /* A dry run that changes nothing: a full commit in a throw-away namespace. */
    int (*check)(const struct machine *machine, const struct compiled *compiled, struct failure *failure);

    /* Builds the new rules beside the old; they decide over nothing yet. FAILURE_STALE if the kernel is not
     * as `live` saw it. */
    int (*stage)(const struct machine *machine, const struct compiled *compiled, const struct live *live,
                 struct failure *failure);
    /* One atomic switch to the staged rules for `seconds`. */
    int (*start)(const struct machine *machine, unsigned seconds, struct failure *failure);
    int (*extend)(const struct machine *machine, unsigned seconds, struct failure *failure);
    /* Keeps the staged rules. FAILURE_EXPIRED, and nothing changed, when the trial had ended;
     * FAILURE_OVERTAKEN when somebody else changed the rules meanwhile, and the old ones must come back. */
    int (*confirm)(const struct machine *machine, struct failure *failure);
    /* Back to the old rules at once; fine when the trial had ended or never started. Removes what was staged.
     */
    int (*undo)(const struct machine *machine, struct failure *failure);
    /* Removes what no longer decides (after expiry or confirm). Never touches what decides. */
    int (*tidy)(const struct machine *machine, struct failure *failure);

    /* The compiled rules as bytes for the boot file; the caller frees *bytes. */
    int (*image)(const struct compiled *compiled, void **bytes, size_t *length, struct failure *failure);
    /* Makes an image the confirmed rules in one step; `length` 0 = no rules of ours. `whole`: what the machine
     * lacks of the firewall's own files comes back too (at boot, and when somebody asks for it); else the image
     * alone decides what changes. What it says is live was read back. */
    int (*load)(const struct machine *machine, const void *bytes, size_t length, bool whole,
                struct failure *failure);
};

void probe_release(struct probe *probe);
void live_release(struct live *live);

/* -1, by name: what somebody else says about the old port of one of the plan's moves cannot move with it. */
int backend_may_move(const struct backend *backend, const struct plan *plan, struct failure *failure);

#endif
