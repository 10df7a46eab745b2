#include "backends/nginx/web.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/machine/cut.h"
#include "backends/machine/log.h"
#include "backends/machine/state.h"
#include "backends/nginx/diff.h"
#include "backends/nginx/serve.h"
#include "core/base/text.h"

#define FOLDER STATE_FOLDER "/web"

enum { FILE_AT_MOST = 4 << 20 };

static int nginx_web_read_file(struct web *web, const struct machine *machine, struct failure *failure)
{
    size_t length;
    if (machine_read(machine, web->path, FILE_AT_MOST, &web->old, &length) != 0) {
        int why = errno;
        return why == ENOENT ? 0
                             : fail(failure, FAILURE_MACHINE, "'%s%s' cannot be read: %s", machine->root,
                                    web->path, why == EFBIG ? "it is too large" : strerror(why));
    }
    char *shown = text_safe(web->path);
    int done = listens_read(&web->listens, web->old, length, shown, failure);
    free(shown);
    if (done != 0)
        return -1;
    web->there = true;
    web->bridge = listen_edit_text(web->old, length, &web->listens, &web->wishes, EDIT_BRIDGE);
    web->fresh = listen_edit_text(web->old, length, &web->listens, &web->wishes, EDIT_FINAL);
    web->changes = strcmp(web->old, web->fresh) != 0 || strcmp(web->old, web->bridge) != 0;
    for (size_t i = 0; i < web->wishes.count; i++)
        web->live[i] = listen_edit_live(&web->listens, &web->wishes.items[i]);
    return 0;
}

int web_read(struct web *web, const struct machine *machine, const char *path,
             const struct web_wishes *wishes, struct failure *failure)
{
    *web = (struct web){.path = xstrdup(path), .wishes = *wishes};
    if (nginx_web_read_file(web, machine, failure) == 0)
        return 0;
    web_release(web);
    return -1;
}

void web_release(struct web *web)
{
    free(web->path);
    free(web->old);
    free(web->bridge);
    free(web->fresh);
    listens_release(&web->listens);
    *web = (struct web){0};
}

char *web_diff(const struct web *web)
{
    return web->there ? diff_unified(web->path, web->old, web->fresh) : xstrdup("");
}

int web_rehearse(const struct web *web, const struct machine *machine, struct failure *failure)
{
    if (serve_rehearse(machine, web->path, web->bridge, failure) != 0)
        return -1;
    return serve_rehearse(machine, web->path, web->fresh, failure);
}

static int nginx_web_put(const struct machine *machine, const char *name, const char *data,
                         struct failure *failure)
{
    char *path = xasprintf(FOLDER "/%s", name);
    int done = machine_write(machine, path, data, strlen(data), 0600, failure);
    free(path);
    return done;
}

/* NULL: there is none. */
static char *nginx_web_get(const struct machine *machine, const char *name)
{
    char *path = xasprintf(FOLDER "/%s", name), *data = NULL;
    if (machine_read(machine, path, FILE_AT_MOST, &data, NULL) != 0)
        data = NULL;
    free(path);
    return data;
}

/* What says that there is something staged goes first. */
static int nginx_web_forget(const struct machine *machine, struct failure *failure)
{
    if (machine_remove(machine, FOLDER "/staged", failure) != 0)
        return -1;
    machine_drop_folder(machine, FOLDER);
    return 0;
}

static char *new_ports(const struct web *web)
{
    struct text text = {0};
    for (size_t i = 0; i < web->wishes.count; i++)
        if (web->live[i])
            text_addf(&text, "%u\n", web->wishes.items[i].wanted);
    return text_take(&text);
}

int web_stage(const struct web *web, const struct machine *machine, struct failure *failure)
{
    char *ports = new_ports(web);
    int done = nginx_web_forget(machine, failure) == 0 &&
                       machine_folder(machine, FOLDER, 0700, failure) == 0 &&
                       nginx_web_put(machine, "old", web->old, failure) == 0 &&
                       nginx_web_put(machine, "bridge", web->bridge, failure) == 0 &&
                       nginx_web_put(machine, "fresh", web->fresh, failure) == 0 &&
                       nginx_web_put(machine, "ports", ports, failure) == 0 &&
                       nginx_web_put(machine, "staged", web->path, failure) == 0
                   ? 0
                   : -1;
    free(ports);
    cut("web-staged");
    return done;
}

enum web_form { FORM_OLD, FORM_BRIDGE, FORM_FRESH, FORM_OTHER };

static const char *const form_names[] = {"old", "bridge", "fresh"};

/* Which form the file has now; the first one where two are the same. */
static enum web_form form_of(const struct machine *machine, const char *path)
{
    char *now = NULL;
    enum web_form form = FORM_OTHER;
    if (machine_read(machine, path, FILE_AT_MOST, &now, NULL) != 0)
        return FORM_OTHER;
    for (enum web_form each = FORM_OLD; each < FORM_OTHER && form == FORM_OTHER; each++) {
        char *known = nginx_web_get(machine, form_names[each]);
        form = known && strcmp(known, now) == 0 ? each : FORM_OTHER;
        free(known);
    }
    free(now);
    return form;
}

static int become(const struct machine *machine, const char *path, enum web_form form,
                  struct failure *failure)
{
    char *text = nginx_web_get(machine, form_names[form]);
    int done = text
                   ? machine_write(machine, path, text, strlen(text), 0644, failure)
                   : fail(failure, FAILURE_MACHINE, "the kept copies of '%s' in '%s' are gone", path, FOLDER);
    free(text);
    return done;
}

static int prove(const struct machine *machine, struct failure *failure)
{
    char *ports = nginx_web_get(machine, "ports"), *rest = ports;
    int done = 0;
    for (char *line = ports ? strsep(&rest, "\n") : NULL; line && done == 0; line = strsep(&rest, "\n"))
        if (*line)
            done = serve_prove((uint16_t)strtoul(line, NULL, 10), failure);
    free(ports);
    return done;
}

static int changed(const char *path, struct failure *failure)
{
    return fail(
        failure, FAILURE_REFUSED,
        "somebody changed '%s' meanwhile: look at it, then run 'sudo penstock rollback' and begin again",
        path);
}

/* Puts a form into its place and has nginx read it. */
static int switch_to(const struct machine *machine, const char *path, enum web_form form,
                     struct failure *failure)
{
    if (become(machine, path, form, failure) != 0)
        return -1;
    cut("web-written");
    if (!serve_reads(machine))
        return 0;
    if (serve_test(failure) != 0 || serve_reload(failure) != 0)
        return -1;
    cut("web-reloaded");
    return 0;
}

int web_start(const struct machine *machine, struct failure *failure)
{
    char *path = nginx_web_get(machine, "staged");
    if (!path)
        return 0;
    bool serving = serve_reads(machine) && serve_running();
    int done = form_of(machine, path) == FORM_OLD ? switch_to(machine, path, FORM_BRIDGE, failure)
                                                  : changed(path, failure);
    if (done == 0 && serving)
        done = prove(machine, failure);
    free(path);
    return done;
}

int web_ready(const struct machine *machine, struct failure *failure)
{
    char *path = nginx_web_get(machine, "staged");
    int done = path && form_of(machine, path) == FORM_OTHER ? changed(path, failure) : 0;
    free(path);
    return done;
}

int web_confirm(const struct machine *machine, struct failure *failure)
{
    char *path = nginx_web_get(machine, "staged");
    if (!path)
        return 0;
    int done = form_of(machine, path) == FORM_OTHER ? changed(path, failure)
                                                    : switch_to(machine, path, FORM_FRESH, failure);
    if (done == 0)
        done = nginx_web_forget(machine, failure);
    free(path);
    return done;
}

int web_undo(const struct machine *machine, struct failure *failure)
{
    struct failure unread = {0};
    char *path = nginx_web_get(machine, "staged");
    int done = 0;
    if (!path)
        return nginx_web_forget(machine, failure);
    enum web_form form = form_of(machine, path);
    if (form == FORM_OTHER)
        log_line(machine, "'%s' was changed by somebody else during the trial: it stays as it is", path);
    else if (form != FORM_OLD)
        done = become(machine, path, FORM_OLD, failure);
    cut("web-back");
    /* A file of somebody else that nginx does not take must not keep the rules from going back. */
    if (done == 0 && serve_reads(machine) && (serve_test(&unread) != 0 || serve_reload(&unread) != 0))
        log_line(machine, "nginx was not reloaded: %s", unread.message);
    if (done == 0)
        done = nginx_web_forget(machine, failure);
    cut("web-undone");
    free(path);
    return done;
}
