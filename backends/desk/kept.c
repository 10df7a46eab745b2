/* The answers in progress, and the history: files of this machine that outlive a session. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backends/desk/context.h"
#include "backends/machine/state.h"
#include "backends/trial/history.h"
#include "backends/trial/original.h"
#include "core/base/text.h"
#include "core/base/when.h"

enum { KEPT_LIMIT = 1024 * 1024 };

/* Root's answers are beside the other state; everybody else's where the desktop's rules put them. NULL: there
 * is no place. */
static char *kept_folder(void)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (geteuid() == 0)
        return xstrdup(STATE_FOLDER);
    if (state && state[0] == '/')
        return xasprintf("%s/penstock", state);
    return home && home[0] == '/' ? xasprintf("%s/.local/state/penstock", home) : NULL;
}

static char *kept_path(const char *folder)
{
    return xasprintf("%s/answers", folder);
}

int desk_keep(void *context, const char *data, size_t length, char **message)
{
    struct desk_context *here = context;
    struct failure failure = {0};
    char *folder = kept_folder();
    if (!folder) {
        *message = xstrdup("no home folder to keep the answers in; set XDG_STATE_HOME");
        return OUTCOME_MACHINE;
    }
    char *path = kept_path(folder);
    int done = !data ? machine_remove(&here->machine, path, &failure)
               : machine_folder(&here->machine, folder, 0700, &failure) != 0
                   ? -1
                   : machine_write(&here->machine, path, data, length, 0600, &failure);
    free(path);
    free(folder);
    return done == 0 ? OUTCOME_DONE : desk_failed(&failure, message);
}

int desk_kept(void *context, char **data, size_t *length, char **message)
{
    struct desk_context *here = context;
    char *folder = kept_folder();
    if (!folder)
        return OUTCOME_USAGE;
    char *path = kept_path(folder);
    int done = machine_read(&here->machine, path, KEPT_LIMIT, data, length), why = errno;
    if (done != 0 && why != ENOENT && why != ENOTDIR)
        *message = xasprintf("the answers kept in '%s' cannot be read: %s", path, strerror(why));
    free(path);
    free(folder);
    return done == 0 ? OUTCOME_DONE : OUTCOME_USAGE;
}

static void desk_kept_put(char *to, size_t size, const char *text)
{
    char *safe = text_safe(text ? text : "");
    snprintf(to, size, "%s", safe);
    free(safe);
}

static void desk_kept_put_entry(struct past *past, const struct history_entry *entry)
{
    desk_kept_put(past->name, sizeof(past->name), entry->name);
    desk_kept_put(past->who, sizeof(past->who), entry->who);
    desk_kept_put(past->from, sizeof(past->from), entry->from);
    desk_kept_put(past->site, sizeof(past->site), entry->site);
    desk_kept_put(past->host, sizeof(past->host), entry->host);
    desk_kept_put(past->summary, sizeof(past->summary), entry->summary);
    past->ending = entry->ending;
    when_text(past->began, sizeof(past->began), entry->started_ms, WHEN_SECONDS);
    when_text(past->ended, sizeof(past->ended), entry->ended_ms, WHEN_SECONDS);
}

static const char as_found[] = "as-found";

/* The machine before all of it: where it is kept. */
static void desk_kept_put_original(struct past *past, const struct machine *machine, const char *folder)
{
    int64_t kept_ms;
    char *list = original_list(machine, folder, &kept_ms);
    *past = (struct past){.ending = {.how = ENDING_TOLD}};
    snprintf(past->name, sizeof(past->name), "%s%s", as_found,
             strrchr(folder, '/') + sizeof("/original") - 1);
    snprintf(past->summary, sizeof(past->summary), "as found");
    snprintf(past->ending.note, sizeof(past->ending.note), "kept in '%s%s'", machine->root, folder);
    when_text(past->began, sizeof(past->began), kept_ms, WHEN_SECONDS);
    free(list);
}

/* The present one first. */
static void desk_kept_put_originals(struct past **items, size_t *count, const struct machine *machine)
{
    char **earlier;
    size_t found;
    original_earlier(machine, &earlier, &found);
    *items = xrealloc(*items, (*count + found + 1) * sizeof(**items));
    if (original_there(machine))
        desk_kept_put_original(&(*items)[(*count)++], machine, STATE_ORIGINAL);
    for (size_t i = found; i-- > 0;) {
        char *folder = xasprintf(STATE_FOLDER "/%s", earlier[i]);
        desk_kept_put_original(&(*items)[(*count)++], machine, folder);
        free(folder);
    }
    machine_list_release(earlier, found);
}

int desk_history(void *context, struct past **items, size_t *count, char **message)
{
    struct desk_context *here = context;
    struct history_entry *entries = NULL;
    struct failure failure = {0};
    *items = NULL;
    *count = 0;
    if (history_list(&here->machine, &entries, count, &failure) != 0)
        return desk_failed(&failure, message);
    *items = xcalloc(*count + 1, sizeof(**items));
    for (size_t i = 0; i < *count; i++)
        desk_kept_put_entry(&(*items)[i], &entries[i]);
    history_list_release(entries, *count);
    desk_kept_put_originals(items, count, &here->machine);
    return OUTCOME_DONE;
}

int desk_history_text(void *context, const char *entry, enum history_text what, char **text, char **message)
{
    static const char *const files[] = {[HISTORY_CHANGE] = "change", [HISTORY_ANSWERS] = "answers"};
    struct desk_context *here = context;
    size_t length;
    int64_t kept_ms;
    if (strncmp(entry, as_found, sizeof(as_found) - 1) == 0) {
        char *folder = xasprintf("%s%s", STATE_ORIGINAL, entry + sizeof(as_found) - 1);
        *text = what == HISTORY_CHANGE ? original_list(&here->machine, folder, &kept_ms) : NULL;
        free(folder);
        return *text ? OUTCOME_DONE : OUTCOME_USAGE;
    }
    char *path = history_path(entry, files[what]);
    int done = machine_read(&here->machine, path, KEPT_LIMIT, text, &length), why = errno;
    if (done != 0 && why != ENOENT)
        *message = xasprintf("'%s' cannot be read: %s", path, strerror(why));
    free(path);
    return done == 0 ? OUTCOME_DONE : why == ENOENT ? OUTCOME_USAGE : OUTCOME_MACHINE;
}

/* The trial is live whether or not this succeeds: without it the entry is only to be looked at. */
void desk_history_keep(const struct desk_context *context, const char *entry, const char *answers)
{
    struct failure ignored = {0};
    history_put(&context->machine, entry, "answers", answers, &ignored);
}
