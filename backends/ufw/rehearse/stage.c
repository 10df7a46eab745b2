#include "backends/ufw/rehearse/stage.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backends/machine/conf.h"
#include "backends/machine/run.h"
#include "backends/machine/state.h"

enum { FILE_AT_MOST = 16 << 20 };

static char *ufw_stage_below(const struct ufw_stage *stage, const char *name)
{
    return xasprintf("%s/%s", stage->folder, name);
}

int ufw_stage_put(const struct ufw_stage *stage, const char *name, const char *data, struct failure *failure)
{
    char *path = ufw_stage_below(stage, name);
    int done = machine_write(stage->machine, path, data, strlen(data), 0600, failure);
    free(path);
    return done;
}

static int ufw_stage_take(const struct ufw_stage *stage, const char *name, char **data,
                          struct failure *failure)
{
    char *path = ufw_stage_below(stage, name);
    size_t length;
    int done = machine_read(stage->machine, path, FILE_AT_MOST, data, &length);
    if (done != 0) {
        *data = NULL;
        fail(failure, FAILURE_MACHINE, "'%s' cannot be read: %s", path, strerror(errno));
    }
    free(path);
    return done;
}

/* Plain files alone: none of them can be run, so before.init and after.init are not. */
static int copy_folder(const struct ufw_stage *stage, const char *from, const char *to,
                       struct failure *failure)
{
    char **names = NULL, *folder = ufw_stage_below(stage, to);
    size_t count = 0;
    int done = machine_folder(stage->machine, folder, 0700, failure);
    if (done == 0 && machine_list(stage->machine, from, &names, &count) != 0)
        count = 0, names = NULL;
    for (size_t i = 0; done == 0 && i < count; i++) {
        char *path = xasprintf("%s/%s", from, names[i]), *copy = xasprintf("%s/%s", to, names[i]), *data;
        size_t length;
        if (machine_read(stage->machine, path, FILE_AT_MOST, &data, &length) == 0) {
            done = ufw_stage_put(stage, copy, data, failure);
            free(data);
        }
        free(path);
        free(copy);
    }
    if (names)
        machine_list_release(names, count);
    free(folder);
    return done;
}

static char *staged_name(enum ufw_file file)
{
    return file == UFW_DEFAULT ? xstrdup("default") : xasprintf("ufw/%s", ufw_file_name(file));
}

/* All that ufw reads of a file of rules. */
static char *tuples_text(const struct tuples *tuples)
{
    struct text text = {0};
    text_add(&text, "*filter\n### RULES ###\n");
    for (size_t i = 0; i < tuples->count; i++) {
        text_add(&text, "\n" TUPLE_MARK " ");
        tuple_format(&tuples->items[i], &text);
        text_add(&text, "\n");
    }
    text_add(&text, "\n### END RULES ###\nCOMMIT\n");
    return text_take(&text);
}

static char *future_text(const struct ufw_future *future, enum ufw_file file)
{
    if (file == UFW_USER || file == UFW_USER6)
        return tuples_text(&future->tuples[file == UFW_USER ? UFW_4 : UFW_6]);
    if (file == UFW_CONF)
        return conf_set(future->files[file], "ENABLED", "no");
    return xstrdup(future->files[file]);
}

static int put_future(const struct ufw_stage *stage, const struct ufw_future *future, struct failure *failure)
{
    int done = 0;
    for (size_t i = 0; done == 0 && i < UFW_FILES; i++) {
        char *name = staged_name((enum ufw_file)i), *data = future_text(future, (enum ufw_file)i);
        done = ufw_stage_put(stage, name, data, failure);
        free(name);
        free(data);
    }
    return done;
}

/* The copies are switched off until they are to start. */
static int put_off(const struct ufw_stage *stage, struct failure *failure)
{
    char *data;
    if (ufw_stage_take(stage, "ufw/ufw.conf", &data, failure) != 0)
        return -1;
    char *off = conf_set(data, "ENABLED", "no");
    int done = ufw_stage_put(stage, "ufw/ufw.conf", off, failure);
    free(off);
    free(data);
    return done;
}

static int copy_default(const struct ufw_stage *stage, struct failure *failure)
{
    char *data;
    size_t length;
    if (machine_read(stage->machine, ufw_paths[UFW_DEFAULT], FILE_AT_MOST, &data, &length) != 0)
        return fail(failure, FAILURE_MACHINE, "'%s' cannot be read: %s", ufw_paths[UFW_DEFAULT],
                    strerror(errno));
    int done = ufw_stage_put(stage, "default", data, failure);
    free(data);
    return done;
}

static void names_of(struct ufw_stage *stage)
{
    char *etc = ufw_stage_below(stage, "ufw"), *defaults = ufw_stage_below(stage, "default");
    stage->etc = machine_path(stage->machine, etc);
    stage->defaults = machine_path(stage->machine, defaults);
    free(etc);
    free(defaults);
}

/* ufw's commands want to see files that its start goes without. */
static int fill_missing(const struct ufw_stage *stage, struct failure *failure)
{
    static const char *const names[] = {"before6.rules", "after6.rules", "user6.rules"};
    static const struct tuples none;
    int done = 0;
    for (size_t i = 0; done == 0 && i < sizeof(names) / sizeof(*names); i++) {
        char *path = xasprintf("%s/ufw/%s", stage->folder, names[i]),
             *full = machine_path(stage->machine, path), *text = tuples_text(&none),
             *name = xasprintf("ufw/%s", names[i]);
        if (access(full, F_OK) != 0)
            done = ufw_stage_put(stage, name, text, failure);
        free(name);
        free(text);
        free(full);
        free(path);
    }
    return done;
}

int ufw_stage_make(struct ufw_stage *stage, const struct machine *machine, const struct ufw_future *future,
                   struct failure *failure)
{
    *stage = (struct ufw_stage){.machine = machine,
                                .folder = xasprintf(STATE_FOLDER "/ufw/stage-%d", (int)getpid())};
    names_of(stage);
    int done = machine_folder(machine, STATE_FOLDER, 0700, failure);
    if (done == 0)
        done = copy_folder(stage, "/etc/ufw", "ufw", failure);
    if (done == 0)
        done = copy_folder(stage, "/etc/ufw/applications.d", "ufw/applications.d", failure);
    if (done == 0)
        done = copy_default(stage, failure);
    if (done == 0)
        done = fill_missing(stage, failure);
    if (done == 0)
        done = future ? put_future(stage, future, failure) : put_off(stage, failure);
    if (done != 0)
        ufw_stage_remove(stage);
    return done;
}

static int ufw_stage_take_rendered(const struct ufw_stage *stage, const char *name, enum ufw_file file,
                                   char **data, struct failure *failure)
{
    struct failure missing = {0};
    if (ufw_stage_take(stage, name, data, &missing) == 0)
        return 0;
    if (file != UFW_SYSCTL)
        return fail(failure, missing.kind, "%s", missing.message);
    *data = xstrdup("");
    return 0;
}

int ufw_stage_keep_rendered(const struct ufw_stage *stage, struct failure *failure)
{
    int done = 0;
    for (size_t i = 0; done == 0 && i < UFW_FILES; i++) {
        char *name = staged_name((enum ufw_file)i), *kept = xasprintf("rendered-%zu", i), *data;
        done = ufw_stage_take_rendered(stage, name, (enum ufw_file)i, &data, failure);
        if (done == 0 && data)
            done = ufw_stage_put(stage, kept, data, failure);
        free(data);
        free(name);
        free(kept);
    }
    return done;
}

static const enum ufw_file user_files[UFW_FAMILIES] = {UFW_USER, UFW_USER6};

int ufw_stage_take_user(const struct ufw_stage *stage, size_t index, char **data, struct failure *failure)
{
    char *name = staged_name(user_files[index]);
    int done = ufw_stage_take(stage, name, data, failure);
    free(name);
    return done;
}

int ufw_stage_put_user(const struct ufw_stage *stage, size_t index, const char *data, struct failure *failure)
{
    char *name = staged_name(user_files[index]);
    int done = ufw_stage_put(stage, name, data, failure);
    free(name);
    return done;
}

/* Switched on; sysctls and modules are the machine's business, not the rehearsal's. */
int ufw_stage_arm(const struct ufw_stage *stage, struct failure *failure)
{
    static const char *const edits[][3] = {
        {"ufw/ufw.conf", "ENABLED", "yes"}, {"default", "IPT_SYSCTL", ""}, {"default", "IPT_MODULES", ""}};
    int done = 0;
    for (size_t i = 0; done == 0 && i < 3; i++) {
        char *data;
        if (ufw_stage_take(stage, edits[i][0], &data, failure) != 0)
            return -1;
        char *made = conf_set(data, edits[i][1], edits[i][2]);
        /* In place: the file is mounted over the machine's own. */
        char *path = ufw_stage_below(stage, edits[i][0]), *full = machine_path(stage->machine, path);
        FILE *file = fopen(full, "we");
        if (!file || fputs(made, file) < 0 || fclose(file) != 0)
            done = fail(failure, FAILURE_MACHINE, "'%s' cannot be written: %s", full, strerror(errno));
        free(path);
        free(full);
        free(made);
        free(data);
    }
    return done;
}

int ufw_stage_collect(const struct ufw_stage *stage, struct ufw_rehearsal *rehearsal, struct failure *failure)
{
    int done = 0;
    for (size_t i = 0; done == 0 && i < UFW_FILES; i++) {
        char *kept = xasprintf("rendered-%zu", i);
        done = ufw_stage_take(stage, kept, &rehearsal->files[i], failure);
        free(kept);
    }
    for (size_t i = 0; done == 0 && i < UFW_FAMILIES; i++)
        done = ufw_stage_take(stage, i == UFW_4 ? "written4" : "written6", &rehearsal->written[i], failure);
    if (done == 0)
        done = ufw_stage_take(stage, "kernel4", &rehearsal->kernel[UFW_4], failure);
    if (done == 0)
        done = ufw_stage_take(stage, "kernel6", &rehearsal->kernel[UFW_6], failure);
    return done;
}

static void remove_folder(const struct machine *machine, const char *folder)
{
    char **names;
    size_t count;
    struct failure ignored = {0};
    if (machine_list(machine, folder, &names, &count) != 0)
        return;
    for (size_t i = 0; i < count; i++) {
        char *path = xasprintf("%s/%s", folder, names[i]);
        struct failure not_a_file = {0};
        if (machine_remove(machine, path, &not_a_file) != 0)
            remove_folder(machine, path);
        free(path);
    }
    machine_list_release(names, count);
    machine_remove_folder(machine, folder, &ignored);
}

void ufw_stage_remove(struct ufw_stage *stage)
{
    if (stage->folder)
        remove_folder(stage->machine, stage->folder);
    free(stage->folder);
    free(stage->etc);
    free(stage->defaults);
    *stage = (struct ufw_stage){0};
}

int ufw_stage_save_kernel(size_t index, char **save, struct failure *failure)
{
    static char *const programs[] = {"/usr/sbin/iptables-save", "/usr/sbin/ip6tables-save"};
    struct output output;
    char *const argv[] = {programs[index], "-c", NULL};
    *save = NULL;
    if (machine_run(argv, NULL, 30, &output, failure) != 0)
        return -1;
    if (output.status == 0 || index == UFW_6) {
        *save = output.status == 0 ? output.out : xstrdup("");
        if (output.status != 0)
            free(output.out);
        free(output.err);
        return 0;
    }
    fail(failure, FAILURE_MACHINE, "the rules in the kernel cannot be read: %.300s", output.err);
    output_release(&output);
    return -1;
}
