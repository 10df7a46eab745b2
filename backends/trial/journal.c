#include "backends/trial/journal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backends/machine/cut.h"
#include "backends/machine/record.h"
#include "backends/machine/state.h"
#include "backends/trial/ending_record.h"
#include "backends/trial/version1.h"
#include "core/base/text.h"

enum { FIELDS = 15 + ENDING_FIELDS, JOURNAL_AT_MOST = 64 << 10 };

static const char title[] = "penstock-journal 2";
static const char *const names[] = {"none", "prepared", "running", "confirming", "confirmed", "undone"};
static const char *const cuts[] = {"journal-none",       "journal-prepared",  "journal-running",
                                   "journal-confirming", "journal-confirmed", "journal-undone"};

const char *journal_phase_name(enum journal_phase phase)
{
    return names[phase];
}

/* What the file has as words and the journal as values. */
struct journal_words {
    char *phase;
    struct ending_words ending;
};

static void trial_journal_fields_of(struct journal *journal, struct journal_words *words,
                                    struct record_field fields[FIELDS])
{
    const struct record_field all[] = {
        {"phase", &words->phase, NULL},
        {"backend", &journal->backend, NULL},
        {"boot", &journal->boot, NULL},
        {"entry", &journal->entry, NULL},
        {"site", &journal->site, NULL},
        {"host", &journal->host, NULL},
        {"who", &journal->who, NULL},
        {"from", &journal->from, NULL},
        {"summary", &journal->summary, NULL},
        {"with", &journal->with, NULL},
        {"bridge", NULL, &journal->bridge},
        {"started", NULL, &journal->started_ms},
        {"ended", NULL, &journal->ended_ms},
        {"deadline", NULL, &journal->deadline_ms},
        {"switched", NULL, &journal->switched_ms},
    };
    memcpy(fields, all, sizeof(all));
    ending_fields_of(&words->ending, fields + sizeof(all) / sizeof(*all));
}

enum journal_phase journal_phase_parse(const char *text)
{
    for (size_t i = JOURNAL_PREPARED; i < sizeof(names) / sizeof(*names); i++) {
        size_t length = strlen(names[i]);
        if (strncmp(text, names[i], length) == 0 && (text[length] == '\n' || !text[length]))
            return (enum journal_phase)i;
    }
    return JOURNAL_NONE;
}

/* A record of this version into the journal. */
static int trial_journal_take(struct journal *journal, const char *data, size_t length, int *line)
{
    struct record_field fields[FIELDS];
    struct journal_words words = {0};
    trial_journal_fields_of(journal, &words, fields);
    if (record_parse(title, fields, FIELDS, data, length, NULL, line) != 0)
        return -1;
    journal->phase = journal_phase_parse(words.phase);
    free(words.phase);
    *line = FIELDS - ENDING_FIELDS + 2;
    return ending_of_words(&words.ending, &journal->ending);
}

static int trial_journal_parse(struct journal *journal, const char *data, size_t length, int *line)
{
    int done = version1_journal(data, length) ? version1_journal_parse(journal, data, length, line)
                                              : trial_journal_take(journal, data, length, line);
    /* The entry becomes part of a path. */
    if (done == 0 && journal->phase != JOURNAL_NONE && text_is_name(journal->entry))
        return 0;
    if (done == 0)
        *line = journal->phase == JOURNAL_NONE ? 2 : 5;
    journal_release(journal);
    return -1;
}

int journal_read(const struct machine *machine, struct journal *journal, struct failure *failure)
{
    char *data;
    size_t length;
    int line = 0;
    *journal = (struct journal){0};
    if (machine_read(machine, STATE_JOURNAL, JOURNAL_AT_MOST, &data, &length) != 0) {
        if (errno == ENOENT)
            return 0;
        if (errno == EACCES)
            return fail(failure, FAILURE_MACHINE,
                        "no privilege to read '%s%s': run the same command with sudo", machine->root,
                        STATE_JOURNAL);
        return fail(failure, FAILURE_MACHINE, "'%s%s' cannot be read: %s", machine->root, STATE_JOURNAL,
                    strerror(errno));
    }
    int done = trial_journal_parse(journal, data, length, &line);
    free(data);
    if (done != 0)
        return fail(failure, FAILURE_MACHINE,
                    "'%s%s' is damaged at line %d, so it cannot be told whether a trial is open: run 'sudo "
                    "penstock restore', which loads the confirmed rules",
                    machine->root, STATE_JOURNAL, line);
    return 0;
}

static char *trial_journal_pack(const struct journal *journal)
{
    struct journal copy = *journal;
    struct record_field fields[FIELDS];
    struct journal_words words = {0};
    if (journal->version1 && journal_open(journal))
        return version1_journal_pack(journal);
    words.phase = xstrdup(names[journal->phase]);
    ending_to_words(&journal->ending, &words.ending);
    trial_journal_fields_of(&copy, &words, fields);
    char *data = record_pack(title, fields, FIELDS);
    ending_words_release(&words.ending);
    free(words.phase);
    return data;
}

static int write_by(int (*by)(const struct machine *machine, const char *path, const void *data,
                              size_t length, mode_t mode, struct failure *failure),
                    const struct machine *machine, const struct journal *journal, struct failure *failure)
{
    char *data = trial_journal_pack(journal);
    int done = by(machine, STATE_JOURNAL, data, strlen(data), 0600, failure);
    free(data);
    if (done == 0)
        cut(cuts[journal->phase]);
    return done;
}

int journal_write(const struct machine *machine, const struct journal *journal, struct failure *failure)
{
    return write_by(machine_write, machine, journal, failure);
}

int journal_write_lazily(const struct machine *machine, const struct journal *journal,
                         struct failure *failure)
{
    return write_by(machine_write_lazily, machine, journal, failure);
}

bool journal_phase_open(enum journal_phase phase)
{
    return phase >= JOURNAL_PREPARED && phase <= JOURNAL_CONFIRMING;
}

bool journal_open(const struct journal *journal)
{
    return journal_phase_open(journal->phase);
}

void journal_release(struct journal *journal)
{
    struct journal_words unused = {0};
    struct record_field fields[FIELDS];
    trial_journal_fields_of(journal, &unused, fields);
    record_release(fields, FIELDS);
    *journal = (struct journal){0};
}
