#include "backends/trial/history.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backends/machine/record.h"
#include "backends/machine/state.h"
#include "backends/trial/version1.h"
#include "core/base/text.h"

enum { FIELDS = 12, KEPT = 50, ENTRY_AT_MOST = 64 << 10 };

static const char title[] = "penstock-history 2";

static void trial_history_fields_of(struct history_entry *entry, struct record_field fields[FIELDS])
{
    const struct record_field all[FIELDS] = {
        RECORD_TEXT("site", entry->site),
        RECORD_TEXT("host", entry->host),
        RECORD_TEXT("backend", entry->backend),
        RECORD_TEXT("who", entry->who),
        RECORD_TEXT("from", entry->from),
        RECORD_TEXT("summary", entry->summary),
        RECORD_NUMBER("started", entry->started_ms),
        RECORD_NUMBER("ended", entry->ended_ms),
        RECORD_CHOICE("ending", entry->ending.how, ending_words),
        RECORD_BUFFER("ended-by", entry->ending.by),
        RECORD_BUFFER("ended-from", entry->ending.from),
        RECORD_BUFFER("note", entry->ending.note),
    };
    memcpy(fields, all, sizeof(all));
}

char *history_path(const char *entry, const char *file)
{
    return xasprintf("%s/%s/%s", STATE_HISTORY, entry, file);
}

static char *pack_entry(const struct journal *journal)
{
    struct history_entry entry = {.site = journal->site,
                                  .host = journal->host,
                                  .backend = journal->backend,
                                  .who = journal->who,
                                  .from = journal->from,
                                  .summary = journal->summary,
                                  .ending = journal->ending,
                                  .started_ms = journal->started_ms,
                                  .ended_ms = journal->ended_ms};
    struct record_field fields[FIELDS];
    trial_history_fields_of(&entry, fields);
    return record_pack(title, fields, FIELDS);
}

int history_note(const struct machine *machine, const struct journal *journal, struct failure *failure)
{
    char *data = pack_entry(journal), *path = history_path(journal->entry, "entry");
    int done = machine_write(machine, path, data, strlen(data), 0600, failure);
    free(path);
    free(data);
    return done;
}

static void trial_history_drop(const struct machine *machine, const char *name)
{
    char *folder = xasprintf("%s/%s", STATE_HISTORY, name);
    machine_drop_folder(machine, folder);
    free(folder);
}

/* Room for one more; what cannot be removed stays. */
static void trial_history_prune(const struct machine *machine)
{
    char **names;
    size_t count;
    if (machine_list(machine, STATE_HISTORY, &names, &count) != 0)
        return;
    for (size_t i = 0; i + KEPT - 1 < count; i++)
        trial_history_drop(machine, names[i]);
    machine_list_release(names, count);
}

enum { STAMP = 17 }; /* 2026-11-20T160207 */

static bool is_stamped(const char *name)
{
    return strlen(name) >= STAMP && name[10] == 'T' && (name[STAMP] == '.' || !name[STAMP]) &&
           strspn(name, "0123456789-T.") == strlen(name);
}

/* The newest name so far; NULL = none. */
static char *newest_name(const struct machine *machine)
{
    char **names, *newest = NULL;
    size_t count;
    if (machine_list(machine, STATE_HISTORY, &names, &count) != 0)
        return NULL;
    for (size_t i = count; i-- > 0 && !newest;)
        newest = is_stamped(names[i]) ? xstrdup(names[i]) : NULL;
    machine_list_release(names, count);
    return newest;
}

/* The time in UTC. Names sort by age: within the same second, or where the clock went back, the newest goes
 * on counting. */
static char *new_name(const struct machine *machine, int64_t started_ms)
{
    time_t seconds = (time_t)(started_ms / 1000);
    struct tm utc;
    char stamp[32], *newest = newest_name(machine), *name;
    gmtime_r(&seconds, &utc);
    strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H%M%S", &utc);
    if (!newest || strcmp(stamp, newest) > 0)
        name = xstrdup(stamp);
    else
        name = xasprintf("%.*s.%04lu", STAMP, newest,
                         newest[STAMP] ? strtoul(newest + STAMP + 1, NULL, 10) + 1 : 2);
    free(newest);
    return name;
}

int history_image(const struct machine *machine, const char *entry, const char *which, struct image *image,
                  struct failure *failure)
{
    char *path = history_path(entry, which);
    int done = image_read_there(machine, path, image, failure);
    free(path);
    return done;
}

int history_put_image(const struct machine *machine, const char *entry, const char *which,
                      const struct image *image, struct failure *failure)
{
    char *path = history_path(entry, which);
    int done = image_put(machine, path, image, failure);
    free(path);
    return done;
}

int history_put(const struct machine *machine, const char *entry, const char *file, const char *text,
                struct failure *failure)
{
    char *path = history_path(entry, file);
    int done = machine_put(machine, path, text, strlen(text), 0600, failure);
    free(path);
    return done;
}

static int trial_history_put_entry(const struct machine *machine, const struct journal *journal,
                                   struct failure *failure)
{
    char *data = pack_entry(journal);
    int done = history_put(machine, journal->entry, "entry", data, failure);
    free(data);
    return done;
}

int history_begin(const struct machine *machine, const struct journal *journal, const struct image *old,
                  const struct image *fresh, const char *change, char **name, struct failure *failure)
{
    struct journal named = *journal;
    trial_history_prune(machine);
    *name = named.entry = new_name(machine, journal->started_ms);
    char *folder = xasprintf("%s/%s", STATE_HISTORY, *name);
    int done = machine_folder(machine, STATE_HISTORY, 0700, failure);
    if (done == 0)
        done = machine_put_folder(machine, folder, 0700, failure);
    free(folder);
    if (done == 0 && history_put_image(machine, *name, "old", old, failure) == 0 &&
        history_put_image(machine, *name, "new", fresh, failure) == 0 &&
        history_put(machine, *name, "change", change, failure) == 0 &&
        trial_history_put_entry(machine, &named, failure) == 0)
        return 0;
    trial_history_drop(machine, *name);
    free(*name);
    *name = NULL;
    return -1;
}

int history_sync(const struct machine *machine, const char *entry, struct failure *failure)
{
    char *folder = xasprintf("%s/%s", STATE_HISTORY, entry), *path = history_path(entry, "new");
    const char *const inner_first[] = {path, folder, STATE_HISTORY};
    int done = 0;
    for (size_t i = 0; done == 0 && i < sizeof(inner_first) / sizeof(*inner_first); i++)
        done = machine_sync(machine, inner_first[i], failure);
    free(folder);
    free(path);
    return done;
}

static int trial_history_parse(struct history_entry *entry, const char *data, size_t length)
{
    struct record_field fields[FIELDS];
    int line;
    if (version1_history(data, length))
        return version1_history_parse(entry, data, length);
    trial_history_fields_of(entry, fields);
    return record_parse(title, fields, FIELDS, data, length, NULL, &line);
}

static int read_entry(const struct machine *machine, const char *name, struct history_entry *entry)
{
    char *path = history_path(name, "entry"), *data = NULL;
    size_t length;
    int done = machine_read(machine, path, ENTRY_AT_MOST, &data, &length);
    *entry = (struct history_entry){0};
    if (done == 0)
        done = trial_history_parse(entry, data, length);
    if (done == 0)
        entry->name = xstrdup(name);
    free(path);
    free(data);
    return done;
}

int history_list(const struct machine *machine, struct history_entry **entries, size_t *count,
                 struct failure *failure)
{
    char **names;
    size_t found;
    *entries = NULL;
    *count = 0;
    if (machine_list(machine, STATE_HISTORY, &names, &found) != 0)
        return errno == ENOENT ? 0
                               : fail(failure, FAILURE_MACHINE, "'%s%s' cannot be read: %s", machine->root,
                                      STATE_HISTORY, strerror(errno));
    *entries = xcalloc(found, sizeof(**entries));
    for (size_t i = found; i-- > 0;)
        if (text_is_name(names[i]) && read_entry(machine, names[i], &(*entries)[*count]) == 0)
            (*count)++;
    machine_list_release(names, found);
    return 0;
}

void history_list_release(struct history_entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct record_field fields[FIELDS];
        trial_history_fields_of(&entries[i], fields);
        record_release(fields, FIELDS);
        free(entries[i].name);
    }
    free(entries);
}
