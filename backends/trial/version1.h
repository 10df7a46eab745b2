/* What the first version of the journal and of the history kept as sentences. This is the only place that knows them:
 * a machine may be upgraded at any moment, in the middle of a trial too.
 *
 * The guard of a running trial goes on with the code of the penstock that started it. It reads the journal when the
 * trial is to end, so that one of version 1 must stay one as long as it is open. */
#ifndef BACKENDS_TRIAL_VERSION1_H
#define BACKENDS_TRIAL_VERSION1_H

#include "backends/trial/history.h"
#include "backends/trial/journal.h"

/* Whether the data begins as a journal, or an entry of the history, of that version. */
bool version1_journal(const char *data, size_t length);
bool version1_history(const char *data, size_t length);
/* -1: damaged in *line, nothing to release. */
int version1_journal_parse(struct journal *journal, const char *data, size_t length, int *line);
int version1_history_parse(struct history_entry *entry, const char *data, size_t length);
/* The caller frees it. */
char *version1_journal_pack(const struct journal *journal);

#endif
