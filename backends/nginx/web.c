#include "backends/nginx/web.h"

#include <stdlib.h>
#include <string.h>

#include "backends/machine/cut.h"
#include "backends/machine/log.h"
#include "backends/machine/state.h"
#include "backends/nginx/home.h"
#include "backends/nginx/place.h"
#include "backends/nginx/proof.h"
#include "backends/nginx/serve.h"
#include "core/base/text.h"

#define FOLDER STATE_FOLDER "/web"

int web_rehearse(const struct web *web, const struct machine *machine, struct failure *failure)
{
    struct serve serve;
    if (place_check(machine, web->path, strlen(web->bridge), failure) != 0 ||
        serve_find(&serve, machine, web->path, failure) != 0)
        return -1;
    int done = serve_rehearse(&serve, machine, web->path, web->bridge, failure);
    if (done == 0)
        done = serve_rehearse(&serve, machine, web->path, web->fresh, failure);
    serve_release(&serve);
    return done;
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
    if (machine_read(machine, path, WEB_FILE_AT_MOST, &data, NULL) != 0)
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

int web_stage(const struct web *web, const struct machine *machine, struct failure *failure)
{
    struct serve serve;
    if (serve_find(&serve, machine, web->path, failure) != 0)
        return -1;
    char *proof = proof_make(&serve, web), *ports = home_ports(web->path, &web->wishes);
    int done = nginx_web_forget(machine, failure) == 0 &&
                       machine_folder(machine, FOLDER, 0700, failure) == 0 &&
                       home_keep(machine, web->path, web->home, failure) == 0 &&
                       nginx_web_put(machine, "old", web->old, failure) == 0 &&
                       nginx_web_put(machine, "bridge", web->bridge, failure) == 0 &&
                       nginx_web_put(machine, "fresh", web->fresh, failure) == 0 &&
                       nginx_web_put(machine, "proof", proof, failure) == 0 &&
                       nginx_web_put(machine, "ports", ports, failure) == 0 &&
                       nginx_web_put(machine, "staged", web->path, failure) == 0
                   ? 0
                   : -1;
    serve_release(&serve);
    free(proof);
    free(ports);
    cut("web-staged");
    return done;
}

/* Torn: a write in place was cut. */
enum web_form { FORM_OLD, FORM_BRIDGE, FORM_FRESH, FORM_OTHER, FORM_TORN };

static const char *const form_names[] = {"old", "bridge", "fresh"};

/* Which form the file has now; the first one where two are the same. */
static enum web_form form_of(const struct machine *machine, const char *path)
{
    char *now = NULL;
    enum web_form form = FORM_OTHER;
    if (machine_read(machine, path, WEB_FILE_AT_MOST, &now, NULL) != 0)
        return FORM_OTHER;
    for (enum web_form each = FORM_OLD; each < FORM_OTHER && form == FORM_OTHER; each++) {
        char *known = nginx_web_get(machine, form_names[each]);
        form = known && strcmp(known, now) == 0 ? each : FORM_OTHER;
        free(known);
    }
    free(now);
    char *torn = form == FORM_OTHER ? nginx_web_get(machine, "torn") : NULL;
    form = torn ? FORM_TORN : form;
    free(torn);
    return form;
}

/* By rename; where the file is a mount of its own, in place, with a mark meanwhile. */
static int nginx_web_exchange(const struct machine *machine, const char *path, const char *text,
                              struct failure *failure)
{
    if (!place_is_mount(machine, path))
        return machine_write(machine, path, text, strlen(text), 0644, failure);
    if (nginx_web_put(machine, "torn", "", failure) != 0 ||
        place_overwrite(machine, path, text, failure) != 0)
        return -1;
    return machine_remove(machine, FOLDER "/torn", failure);
}

static int become(const struct machine *machine, const char *path, enum web_form form,
                  struct failure *failure)
{
    char *text = nginx_web_get(machine, form_names[form]);
    int done = text
                   ? nginx_web_exchange(machine, path, text, failure)
                   : fail(failure, FAILURE_MACHINE, "the kept copies of '%s' in '%s' are gone", path, FOLDER);
    free(text);
    return done;
}

static int prove(const struct machine *machine, const char *path, bool moved, struct failure *failure)
{
    char *proof = nginx_web_get(machine, "proof");
    int done = proof ? proof_hold(machine, path, proof, moved, failure) : 0;
    free(proof);
    return done;
}

/* A version before this one staged no ports. */
static int nginx_web_arrive(const struct machine *machine, struct failure *failure)
{
    char *ports = nginx_web_get(machine, "ports");
    int done = ports ? home_arrive(machine, ports, failure) : 0;
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

/* Tests the files as they are and has nginx read them. */
static int nginx_web_reload(const struct serve *serve, struct failure *failure)
{
    return !serve->program ? 0 : serve_test(serve, failure) == 0 ? serve_reload(serve, failure) : -1;
}

/* Puts a form into its place and has nginx read it. */
static int switch_to(const struct machine *machine, const char *path, const struct serve *serve,
                     enum web_form form, struct failure *failure)
{
    if (become(machine, path, form, failure) != 0)
        return -1;
    cut("web-written");
    if (nginx_web_reload(serve, failure) != 0)
        return -1;
    cut("web-reloaded");
    return 0;
}

int web_start(const struct machine *machine, struct failure *failure)
{
    struct serve serve = {0};
    char *path = nginx_web_get(machine, "staged");
    if (!path)
        return 0;
    int done = serve_find(&serve, machine, path, failure);
    if (done == 0)
        done = form_of(machine, path) == FORM_OLD ? switch_to(machine, path, &serve, FORM_BRIDGE, failure)
                                                  : changed(path, failure);
    if (done == 0 && serve.master)
        done = prove(machine, path, false, failure);
    serve_release(&serve);
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

/* One that is finished by whoever comes next does not wait for ever for an nginx that does not do as it is told. */
static int nginx_web_prove_moved(const struct machine *machine, const char *path, bool again,
                                 struct failure *failure)
{
    struct failure unproved = {0};
    if (prove(machine, path, true, &unproved) == 0)
        return 0;
    if (!again)
        return fail(failure, unproved.kind, "%s", unproved.message);
    log_line(machine, "the move of nginx's ports is kept, but not proved: %s", unproved.message);
    return 0;
}

static int nginx_web_finish(const struct machine *machine, const char *path, struct failure *failure)
{
    struct serve serve;
    enum web_form form = form_of(machine, path);
    if (serve_find(&serve, machine, path, failure) != 0)
        return -1;
    int done =
        form == FORM_OTHER ? changed(path, failure) : switch_to(machine, path, &serve, FORM_FRESH, failure);
    if (done == 0 && serve.master)
        done = nginx_web_prove_moved(machine, path, form == FORM_FRESH, failure);
    serve_release(&serve);
    return done;
}

int web_confirm(const struct machine *machine, struct failure *failure)
{
    char *path = nginx_web_get(machine, "staged");
    if (!path)
        return 0;
    int done = nginx_web_finish(machine, path, failure);
    if (done == 0)
        done = nginx_web_arrive(machine, failure);
    if (done == 0)
        done = nginx_web_forget(machine, failure);
    free(path);
    return done;
}

/* What cannot be reloaded must not keep the rules from going back. */
static void nginx_web_reload_back(const struct machine *machine, const char *path)
{
    struct failure unread = {0};
    struct serve serve = {0};
    if (serve_find(&serve, machine, path, &unread) != 0 || nginx_web_reload(&serve, &unread) != 0)
        log_line(machine, "nginx was not reloaded: %s", unread.message);
    serve_release(&serve);
}

int web_undo(const struct machine *machine, struct failure *failure)
{
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
    if (done == 0)
        nginx_web_reload_back(machine, path);
    if (done == 0)
        done = nginx_web_forget(machine, failure);
    cut("web-undone");
    free(path);
    return done;
}
