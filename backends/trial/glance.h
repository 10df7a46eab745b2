/* What the guard needs of a journal, read without allocating: it must work on a machine that has no memory left. */
#ifndef BACKENDS_TRIAL_GLANCE_H
#define BACKENDS_TRIAL_GLANCE_H

#include "backends/trial/journal.h"

struct journal_glance {
    enum journal_phase phase; /* JOURNAL_NONE: no journal, an unreadable one, or another trial's */
    int64_t deadline_ms;      /* CLOCK_BOOTTIME */
};

/* Of the trial of `entry`. Not for two threads at once. */
struct journal_glance journal_glance(const struct machine *machine, const char *entry);

#endif
