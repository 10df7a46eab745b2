#include "backends/desk/desk.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backends/desk/context.h"
#include "backends/efforts.h"
#include "backends/machine/cancel.h"
#include "backends/registry.h"
#include "backends/trial/boot.h"
#include "backends/trial/journal.h"
#include "core/base/text.h"

/* What is there to choose from, this machine's default first; `null`, which filters nothing, is for tests and
 * not offered. The names and the list are static: backends do not change while we run. */
static const char *const *backend_list(const struct machine *machine)
{
    static const char *names[8];
    const struct backend *first = backend_default(machine);
    size_t count = 0;
    names[count++] = first->name;
    for (size_t i = 0; backends[i] && count < 7; i++)
        if (backends[i] != &backend_null && backends[i] != first)
            names[count++] = backends[i]->name;
    return names;
}

static char *backend_names(const struct machine *machine)
{
    struct text names = {0};
    for (const char *const *name = backend_list(machine); *name; name++)
        text_addf(&names, "%s%s", names.length ? ", " : "", *name);
    return text_take(&names);
}

/* The backend of the rules that are live or on trial; NULL where there are none. */
static const struct backend *backend_here(const struct desk_context *context)
{
    struct failure failure = {0};
    struct journal journal;
    const struct backend *backend = NULL;
    if (journal_read(&context->machine, &journal, &failure) == 0 && journal.backend)
        backend = backend_find(journal.backend);
    journal_release(&journal);
    return backend;
}

const struct backend *desk_backend(const struct desk_context *context, const char *name, char **message)
{
    const struct backend *backend = name ? backend_find(name) : backend_here(context);
    if (backend)
        return backend;
    if (!name)
        return backend_default(&context->machine);
    char *names = backend_names(&context->machine);
    *message = xasprintf("no backend '%s' in this build; there is: %s", name, names);
    free(names);
    return NULL;
}

int desk_failed(const struct failure *failure, char **message)
{
    *message = xstrdup(failure->message);
    bool machine = failure->kind == FAILURE_MACHINE || failure->kind == FAILURE_NEWER;
    return machine ? OUTCOME_MACHINE : OUTCOME_NO;
}

/* Without a name a preview is of the backend that an apply here would use. */
static const struct backend *preview_backend(void *context, const char *name, struct problems *problems)
{
    const struct desk_context *here = context;
    char *message = NULL;
    const struct backend *backend = name ? backend_find(name) : desk_backend(here, NULL, &message);
    free(message);
    if (!backend)
        problem_add(problems, PROBLEM_UNKNOWN_BACKEND, (struct place){0}, "no backend '%s' in this build",
                    name);
    return backend;
}

static char *desk_render(void *context, const char *name, const struct plan *plan, struct written *written,
                         struct problems *problems)
{
    const struct backend *backend = preview_backend(context, name, problems);
    struct compiled *compiled = NULL;
    if (!backend || backend->compile(plan, &compiled, problems) != 0)
        return NULL;
    char *text = backend->render(compiled, written);
    backend->compiled_free(compiled);
    return text;
}

static char *desk_type(const struct desk_context *here, const struct backend *backend,
                       const struct plan *plan, struct problems *problems)
{
    struct compiled *compiled = NULL;
    struct efforts efforts = {0};
    struct failure failure = {0};
    struct text text = {0};
    char *rules = NULL, *rest = NULL;
    int done = efforts_prepare(&efforts, &here->machine, plan, NULL, &failure);
    if (done == 0)
        done = backend->compile(efforts.kept, &compiled, problems);
    if (done == 0)
        done = boot_adapt(&here->machine, backend, compiled, NULL, &failure);
    if (done == 0) {
        rules = backend->typed(compiled);
        rest = efforts_typed(&efforts);
        text_addf(&text, "%s%s", rules, rest);
    } else if (failure.kind != FAILURE_NONE) {
        problem_add(problems, PROBLEM_PROBE, (struct place){0}, "%s", failure.message);
    }
    backend->compiled_free(compiled);
    efforts_release(&efforts);
    free(rules);
    free(rest);
    return done == 0 ? text_take(&text) : NULL;
}

static char *desk_typed(void *context, const char *name, const struct plan *plan, struct problems *problems)
{
    const struct desk_context *here = context;
    const struct backend *backend = preview_backend(context, name, problems);
    struct probe probe = {0};
    struct failure unseen = {0};
    if (!backend || !backend->typed || !machine_may_filter() ||
        backend->probe(&here->machine, plan, &probe, &unseen) != 0)
        return NULL;
    bool usable = probe.usable;
    probe_release(&probe);
    return usable ? desk_type(here, backend, plan, problems) : NULL;
}

static char *root_folder(const char *given)
{
    char *root = xstrdup(given ? given : "");
    size_t length = strlen(root);
    while (length > 0 && root[length - 1] == '/')
        root[--length] = '\0';
    return root;
}

static void desk_begin(void *context)
{
    struct desk_context *here = context;
    here->phase = NULL;
    cancel_allow();
}

static const char *phase(void *context)
{
    struct desk_context *here = context;
    return here->phase;
}

static void cancel(void *context)
{
    (void)context;
    cancel_ask();
}

static bool gave_up(void *context)
{
    (void)context;
    return cancel_honoured();
}

static void fill_table(struct desk *desk, struct desk_context *context)
{
    *desk = (struct desk){
        .context = context,
        .privileged = machine_may_filter(),
        .capless = !machine_may_filter() && geteuid() == 0,
        .begin = desk_begin,
        .phase = phase,
        .cancel = cancel,
        .gave_up = gave_up,
        .backends = backend_list(&context->machine),
        .render = desk_render,
        .typed = desk_typed,
        .compare = desk_compare,
        .forewarn = desk_forewarn,
        .import = desk_import,
        .drift = desk_drift,
        .apply = desk_apply,
        .remove = desk_remove,
        .confirm = desk_confirm,
        .rollback = desk_rollback,
        .extend = desk_extend,
        .trial = desk_trial,
        .status = desk_status,
        .restore = desk_restore,
        .read_file = desk_read_file,
        .write_file = desk_write_file,
        .list_files = desk_list_files,
        .keep = desk_keep,
        .kept = desk_kept,
        .history = desk_history,
        .history_text = desk_history_text,
    };
}

static void desk_close(struct desk *desk)
{
    struct desk_context *context = desk->context;
    free(context->own);
    free(context->root);
    free(context);
    *desk = (struct desk){0};
}

static int desk_open(struct desk *desk, const char *root, char **message)
{
    struct desk_context *context = xcalloc(1, sizeof(*context));
    context->root = root_folder(root);
    context->machine.root = context->root;
    fill_table(desk, context);
    struct stat about;
    size_t count = 0;
    if (root && (stat(root, &about) != 0 || !S_ISDIR(about.st_mode))) {
        *message = xasprintf("no folder '%s'; --root needs one that is there", root);
        desk_close(desk);
        return OUTCOME_USAGE;
    }
    if (machine_addresses(&context->own, &count) != 0) {
        *message = xstrdup("cannot read the addresses of this machine; name the host with --host");
        desk_close(desk);
        return OUTCOME_MACHINE;
    }
    desk->own = context->own;
    desk->own_count = context->own_count = count;
    return OUTCOME_DONE;
}

const struct desk_maker machine_desk = {desk_open, desk_close};
