#include "backends/trial/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backends/machine/cut.h"
#include "backends/machine/record.h"
#include "backends/machine/rooted.h"
#include "backends/machine/state.h"
#include "backends/trial/version1.h"
#include "core/base/text.h"

enum { FIELDS = 19, JOURNAL_AT_MOST = 64 << 10 };

static const char title[] = "penstock-journal 2";
const char *const journal_phases[] = {"none",      "prepared", "running", "confirming",
                                      "confirmed", "undone",   NULL};
static const char *const cuts[] = {"journal-none",       "journal-prepared",  "journal-running",
                                   "journal-confirming", "journal-confirmed", "journal-undone"};

static void trial_journal_fields_of(struct journal *journal, struct record_field fields[FIELDS])
{
    const struct record_field all[FIELDS] = {
        RECORD_CHOICE("phase", journal->phase, journal_phases),
        RECORD_TEXT("backend", journal->backend),
        RECORD_TEXT("boot", journal->boot),
        RECORD_TEXT("entry", journal->entry),
        RECORD_TEXT("site", journal->site),
        RECORD_TEXT("host", journal->host),
        RECORD_TEXT("who", journal->who),
        RECORD_TEXT("from", journal->from),
        RECORD_TEXT("summary", journal->summary),
        RECORD_TEXT("with", journal->with),
        RECORD_NUMBER("bridge", journal->bridge),
        RECORD_NUMBER("started", journal->started_ms),
        RECORD_NUMBER("ended", journal->ended_ms),
        RECORD_NUMBER("deadline", journal->deadline_ms),
        RECORD_NUMBER("switched", journal->switched_ms),
        RECORD_CHOICE("ending", journal->ending.how, ending_words),
        RECORD_BUFFER("ended-by", journal->ending.by),
        RECORD_BUFFER("ended-from", journal->ending.from),
        RECORD_BUFFER("note", journal->ending.note),
    };
    memcpy(fields, all, sizeof(all));
}

enum journal_phase journal_phase_parse(const char *text)
{
    for (unsigned i = JOURNAL_PREPARED; journal_phases[i]; i++) {
        size_t length = strlen(journal_phases[i]);
        if (strncmp(text, journal_phases[i], length) == 0 && (text[length] == '\n' || !text[length]))
            return (enum journal_phase)i;
    }
    return JOURNAL_NONE;
}

static int trial_journal_parse(struct journal *journal, const char *data, size_t length, int *line)
{
    struct record_field fields[FIELDS];
    trial_journal_fields_of(journal, fields);
    int done = version1_journal(data, length) ? version1_journal_parse(journal, data, length, line)
                                              : record_parse(title, fields, FIELDS, data, length, NULL, line);
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
    if (record_is_newer(title, data, length)) {
        free(data);
        return fail(failure, FAILURE_NEWER,
                    "'%s%s' was written by a newer penstock and is left alone: run the command with that one",
                    machine->root, STATE_JOURNAL);
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
    trial_journal_fields_of(&copy, fields);
    return journal->version1 && journal_open(journal) ? version1_journal_pack(journal)
                                                      : record_pack(title, fields, FIELDS);
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

int journal_resume(const struct machine *machine, struct journal *journal, struct failure *failure)
{
    journal->phase = JOURNAL_RUNNING;
    journal->ending = (struct ending){0};
    return journal_write(machine, journal, failure);
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
    struct record_field fields[FIELDS];
    trial_journal_fields_of(journal, fields);
    record_release(fields, FIELDS);
    *journal = (struct journal){0};
}

/* Behind the first line that begins with `key`; "" if there is none. Both versions of the file have these lines. */
static const char *glance_value(const char *text, const char *key)
{
    const char *found = strstr(text, key);
    return found ? found + strlen(key) : "";
}

struct journal_glance journal_glance(const struct machine *machine, const char *entry)
{
    static char text[65536];
    struct journal_glance glance = {0};
    int fd = rooted_open(machine, STATE_JOURNAL, O_RDONLY | O_NONBLOCK);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
    if (fd >= 0)
        close(fd);
    text[length > 0 ? length : 0] = '\0';
    const char *of = glance_value(text, "\nentry ");
    size_t name = strlen(entry);
    if (strncmp(of, entry, name) != 0 || of[name] != '\n')
        return glance;
    glance.phase = journal_phase_parse(glance_value(text, "\nphase "));
    glance.deadline_ms = strtoll(glance_value(text, "\ndeadline "), NULL, 10);
    return glance;
}
