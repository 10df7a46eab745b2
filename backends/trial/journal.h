/* The journal: one small file that says what penstock is doing to this machine, so that whoever comes next (a
 * command, the guard, the boot) ends it rightly. Written whole, synced, never appended to. */
#ifndef BACKENDS_TRIAL_JOURNAL_H
#define BACKENDS_TRIAL_JOURNAL_H

#include "backends/machine/machine.h"

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
    char *outcome;       /* how it ended, a few words; "" while it is open */
    int64_t moves;       /* 1: ports of nginx move along */
    int64_t started_ms;  /* CLOCK_REALTIME, of the switch (before it: of the start) */
    int64_t ended_ms;    /* CLOCK_REALTIME; 0 while it is open */
    int64_t deadline_ms; /* CLOCK_BOOTTIME */
    int64_t switched_ms; /* CLOCK_BOOTTIME, of the switch: a login after it is a new one */
};

const char *journal_phase_name(enum journal_phase phase);
/* No file: phase JOURNAL_NONE. A file we did not write is refused with the way out. */
int journal_read(const struct machine *machine, struct journal *journal, struct failure *failure);
/* Cut point `journal-PHASE` after it. */
int journal_write(const struct machine *machine, const struct journal *journal, struct failure *failure);
/* For a phase that a power cut ends as the one before it: which of the two it leaves is all the same. */
int journal_write_lazily(const struct machine *machine, const struct journal *journal,
                         struct failure *failure);
bool journal_open(const struct journal *journal); /* prepared, running or confirming */
void journal_release(struct journal *journal);

#endif
