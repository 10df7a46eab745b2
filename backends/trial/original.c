#include "backends/trial/original.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "backends/machine/cut.h"
#include "backends/machine/row.h"
#include "backends/machine/state.h"
#include "backends/registry.h"
#include "core/base/text.h"
#include "core/base/when.h"

#define ORIGINAL_MADE STATE_FOLDER "/original.new"
#define ORIGINAL_UNUSED "/unused"

static const char earlier[] = "original-";

bool original_there(const struct machine *machine)
{
    int64_t kept;
    char *list = original_list(machine, STATE_ORIGINAL, &kept);
    free(list);
    return list != NULL;
}

/* Its folders below the one that is made. */
static int original_put(const struct machine *machine, const char *path, const char *data, size_t length,
                        struct failure *failure)
{
    char *copy = xasprintf(ORIGINAL_MADE "%s", path), *folder = xstrdup(copy);
    *strrchr(folder, '/') = '\0';
    int done = machine_folder(machine, folder, 0700, failure);
    if (done == 0)
        done = machine_write(machine, copy, data, length, 0600, failure);
    free(folder);
    free(copy);
    cut("original-file");
    return done;
}

static int original_keep_file(struct text *list, const struct machine *machine, const char *path,
                              struct failure *failure)
{
    struct row row;
    char *data;
    size_t length;
    if (row_look(&row, machine, path, &data, &length) != 0)
        return fail(failure, FAILURE_MACHINE, "'%s%s' cannot be kept as it is: %s", machine->root, path,
                    strerror(errno));
    row_add(list, &row);
    int done = row.there ? original_put(machine, path, data, length, failure) : 0;
    free(data);
    return done;
}

static int original_make(const struct machine *machine, const struct original *original, struct text *list,
                         struct failure *failure)
{
    int done = machine_folder(machine, ORIGINAL_MADE, 0700, failure);
    for (size_t i = 0; done == 0 && i < original->count; i++)
        done = original_keep_file(list, machine, original->paths[i], failure);
    for (size_t i = 0; done == 0 && i < original->word_count; i++) {
        char *name = xasprintf("/%s.home", original->words[i].name);
        done = original_put(machine, name, original->words[i].word, strlen(original->words[i].word), failure);
        free(name);
    }
    if (done == 0)
        done = original_put(machine, ORIGINAL_UNUSED, "", 0, failure);
    return done == 0 ? original_put(machine, "/list", text_get(list), list->length, failure) : -1;
}

/* Times aside: a file that was written anew with the same in it is the same. */
static bool original_says(const struct machine *machine, const char *list)
{
    int64_t kept;
    char *there = original_list(machine, STATE_ORIGINAL, &kept);
    bool same = there && rows_equal(there, list);
    free(there);
    return same;
}

static bool original_unused(const struct machine *machine)
{
    char *mark;
    if (machine_read(machine, STATE_ORIGINAL ORIGINAL_UNUSED, 16, &mark, NULL) != 0)
        return false;
    free(mark);
    return true;
}

/* One that counted stays for good, under the time when it was kept. */
static int original_put_aside(const struct machine *machine, struct failure *failure)
{
    int64_t kept_ms;
    char *list = original_list(machine, STATE_ORIGINAL, &kept_ms), when[32];
    bool counted = list && !original_unused(machine);
    free(list);
    if (!counted) {
        machine_drop_tree(machine, STATE_ORIGINAL);
        return 0;
    }
    when_text(when, sizeof(when), kept_ms, "%Y-%m-%dT%H%M%S");
    char *to = xasprintf(STATE_FOLDER "/%s%s", earlier, when);
    int done = machine_move(machine, STATE_ORIGINAL, to, failure);
    free(to);
    cut("original-aside");
    return done;
}

int original_keep(const struct machine *machine, const struct original *original, struct failure *failure)
{
    struct text list = {0};
    machine_drop_tree(machine, ORIGINAL_MADE); /* of a keeping that was interrupted */
    int done = original_make(machine, original, &list, failure);
    if (done == 0 && !original_says(machine, text_get(&list))) {
        done = original_put_aside(machine, failure);
        if (done == 0)
            done = machine_move(machine, ORIGINAL_MADE, STATE_ORIGINAL, failure);
        cut("original-kept");
    }
    machine_drop_tree(machine, ORIGINAL_MADE);
    text_release(&list);
    return done;
}

void original_used(const struct machine *machine)
{
    struct failure ignored = {0};
    machine_remove(machine, STATE_ORIGINAL ORIGINAL_UNUSED, &ignored);
}

char *original_word(const struct machine *machine, const char *name)
{
    char *path = xasprintf(STATE_ORIGINAL "/%s.home", name), *word;
    size_t length;
    if (!original_there(machine) || machine_read(machine, path, 1 << 16, &word, &length) != 0)
        word = NULL;
    free(path);
    return word;
}

int original_go_home(struct efforts *efforts, const struct machine *machine, struct failure *failure)
{
    int done = 0;
    for (size_t i = 0; done == 0 && companions[i]; i++) {
        char *home = companions[i]->go_home ? original_word(machine, companions[i]->part.name) : NULL;
        if (home)
            done = companions[i]->go_home(&efforts->items[i], machine, home, failure);
        free(home);
    }
    return done;
}

char *original_list(const struct machine *machine, const char *folder, int64_t *kept_ms)
{
    char *path = xasprintf("%s/list", folder), *full = machine_path(machine, path), *list;
    struct stat about = {0};
    size_t length;
    if (machine_read(machine, path, 1 << 20, &list, &length) != 0)
        list = NULL;
    stat(full, &about);
    *kept_ms = (int64_t)about.st_mtim.tv_sec * 1000;
    free(path);
    free(full);
    return list;
}

void original_earlier(const struct machine *machine, char ***names, size_t *count)
{
    size_t found = 0;
    if (machine_list(machine, STATE_FOLDER, names, count) != 0)
        return;
    for (size_t i = 0; i < *count; i++) {
        char *name = (*names)[i];
        if (strncmp(name, earlier, sizeof(earlier) - 1) == 0)
            (*names)[found++] = name;
        else
            free(name);
    }
    *count = found;
}
