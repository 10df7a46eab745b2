/* The journal: one small file that says what penstock is doing to this machine, so that whoever comes next (a
 * command, the guard, the boot) ends it rightly. Written whole, synced, never appended to. */
#ifndef BACKENDS_TRIAL_JOURNAL_H
#define BACKENDS_TRIAL_JOURNAL_H

#include "backends/machine/machine.h"
#include "core/desk/ending.h"

/* PREPARED and RUNNING go back, CONFIRMING (written = the commit point) goes forward; the last two are
 * closed. */
enum journal_phase {
    JOURNAL_NONE,
    JOURNAL_PREPARED,
    JOURNAL_RUNNING,
    JOURNAL_CONFIRMING,
    JOURNAL_CONFIRMED,
    JOURNAL_UNDONE
};

struct journal {
    enum journal_phase phase;
    char *backend, *boot; /* the kernel's boot_id */
    char *entry;          /* of the history: holds the images `old` and `new` and what the change is */
    char *site, *host, *who, *from, *summary;
    struct ending ending; /* how it ended, or, while it is confirming, is about to */
    char *with;           /* names of the companions that take part, a space between them; "" = none */
    int64_t bridge; /* 1: what is tried is not yet what shall be kept: the entry has an image `trial` too */
    int64_t started_ms;  /* CLOCK_REALTIME, of the switch (before it: of the start) */
    int64_t ended_ms;    /* CLOCK_REALTIME; 0 while it is open */
    int64_t deadline_ms; /* CLOCK_BOOTTIME */
    int64_t switched_ms; /* CLOCK_BOOTTIME, of the switch: a login after it is a new one */
    bool version1;       /* written by a penstock of version 1, whose guard may still watch over it */
};

/* A word for each, as files keep them; NULL ends it. */
extern const char *const journal_phases[];
/* The phase whose name begins `text` and ends there or at the end of the line; JOURNAL_NONE if there is none. */
enum journal_phase journal_phase_parse(const char *text);
/* No file: phase JOURNAL_NONE. A file we did not write is refused with the way out. */
int journal_read(const struct machine *machine, struct journal *journal, struct failure *failure);
/* Cut point `journal-PHASE` after it. A journal of version 1 stays one until it is closed. */
int journal_write(const struct machine *machine, const struct journal *journal, struct failure *failure);
/* For a phase that a power cut ends as the one before it: which of the two it leaves is all the same. */
int journal_write_lazily(const struct machine *machine, const struct journal *journal,
                         struct failure *failure);
/* The commit point that was written does not hold: the trial runs on. */
int journal_resume(const struct machine *machine, struct journal *journal, struct failure *failure);
bool journal_open(const struct journal *journal); /* prepared, running or confirming */
bool journal_phase_open(enum journal_phase phase);
void journal_release(struct journal *journal);

/* What the guard needs of a journal, read without allocating: it must work on a machine that has no memory left. */
struct journal_glance {
    enum journal_phase phase; /* JOURNAL_NONE: no journal, an unreadable one, or another trial's */
    int64_t deadline_ms;      /* CLOCK_BOOTTIME */
};

/* Of the trial of `entry`. Not for two threads at once. */
struct journal_glance journal_glance(const struct machine *machine, const char *entry);

#endif
