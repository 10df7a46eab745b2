#include "tests/unit/tui/desk_double.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

static const char *const backends[] = {"double", NULL};
static struct prefix own_address;

/* 0, or the outcome that was asked for with its sentence. */
static int answer(struct desk_double *twin, char **message)
{
    if (twin->outcome != OUTCOME_DONE && twin->message)
        *message = xstrdup(twin->message);
    return (int)twin->outcome;
}

char *desk_double_line(const struct rule *rule)
{
    char ports[PORTS_TEXT];
    const char *verdict = rule->verdict == VERDICT_DROP ? " drop" : "";
    return xasprintf("%s %s %s%s", direction_name(rule->direction), protocol_name(rule->protocol),
                     ports_format(rule->ports, ports), verdict);
}

/* A line a rule. */
static void double_lines(const struct plan *plan, struct lines *lines)
{
    for (size_t i = 0; i < plan->rule_count; i++) {
        const struct rule *rule = &plan->rules[i];
        char *text = desk_double_line(rule);
        line_lead(lines_add(lines, "rules", text, rule->flow->service), &rule, 1);
        free(text);
    }
}

static char *double_render(void *context, const char *backend, const struct plan *plan,
                           struct written *written, struct problems *problems)
{
    struct lines lines = {0};
    struct text text = {0};
    (void)context, (void)backend, (void)problems;
    double_lines(plan, &lines);
    for (size_t i = 0; i < lines.count; i++) {
        written_note(written, text.length, &lines.items[i]);
        text_addf(&text, "%s\n", lines.items[i].text);
    }
    lines_release(&lines);
    return text_take(&text);
}

static int double_compare(void *context, const struct apply_options *options, const struct plan *plan,
                          struct comparison *comparison, char **message)
{
    struct desk_double *twin = context;
    (void)options;
    twin->compared++;
    if (twin->outcome != OUTCOME_DONE)
        return answer(twin, message);
    double_lines(plan, &comparison->planned);
    lines_append(&comparison->live, &twin->live);
    change_make(&comparison->change, &comparison->planned, &comparison->live);
    lines_append(&comparison->beside.foreign, &twin->foreign);
    for (size_t i = 0; i < twin->foreign.count; i++)
        change_add(&comparison->change, CHANGE_FOREIGN, &comparison->beside.foreign.items[i], NULL);
    comparison->compared = twin->desk.privileged;
    for (size_t i = 0; i < twin->checks.count; i++)
        problem_copy(&comparison->checks, &twin->checks.items[i]);
    return OUTCOME_DONE;
}

static int double_import(void *context, const struct catalog *catalog, const char *host, const char *nginx,
                         struct draft *draft, struct problems *notes, char **message)
{
    struct desk_double *twin = context;
    (void)catalog, (void)host, (void)nginx;
    if (!twin->imported) {
        *message = xstrdup("there is nothing to take over");
        return OUTCOME_NO;
    }
    int done = draft_load(draft, "imported", twin->imported, strlen(twin->imported), notes);
    for (size_t i = 0; i < draft->extra_count && twin->imported_rule; i++)
        draft->extras[i].rule = xstrdup(twin->imported_rule);
    return done;
}

static int double_drift(void *context, const struct catalog *catalog, struct web_drift *drift, char **message)
{
    (void)catalog, (void)message;
    *drift = ((struct desk_double *)context)->drift;
    return OUTCOME_DONE;
}

static int double_apply(void *context, const struct plan *plan, const struct apply_options *options,
                        struct trial_view *view, struct apply_times *times, char **message)
{
    struct desk_double *twin = context;
    (void)times;
    twin->applied++;
    twin->seconds = options->seconds;
    twin->ports_only = plan->ports_only;
    twin->answers = options->answers != NULL;
    snprintf(twin->host, sizeof(twin->host), "%s", plan->host->name);
    snprintf(twin->accept_lockout, sizeof(twin->accept_lockout), "%s",
             options->accept_lockout ? options->accept_lockout : "");
    view->refusal = twin->refusal;
    view->lockout = twin->lockout;
    bool accepted = twin->refusal == REFUSAL_LOCKOUT && options->accept_lockout;
    if (twin->outcome != OUTCOME_DONE && !accepted)
        return answer(twin, message);
    twin->trial.open = !options->yes;
    twin->trial.remaining_ms = options->seconds * 1000;
    *view = twin->trial;
    return OUTCOME_DONE;
}

static int double_remove(void *context, const struct apply_options *options, struct trial_view *view,
                         struct apply_times *times, char **message)
{
    struct desk_double *twin = context;
    (void)times, (void)options;
    twin->removed++;
    *view = twin->trial;
    return answer(twin, message);
}

static int double_end(struct desk_double *twin, enum ending_how how, char **message)
{
    if (twin->outcome != OUTCOME_DONE)
        return answer(twin, message);
    twin->trial.open = false;
    twin->trial.ending.how = how;
    return OUTCOME_DONE;
}

static int double_confirm(void *context, char **message)
{
    struct desk_double *twin = context;
    twin->confirmed++;
    return double_end(twin, ENDING_CONFIRMED, message);
}

static int double_rollback(void *context, char **message)
{
    struct desk_double *twin = context;
    twin->rolled_back++;
    return double_end(twin, ENDING_ROLLED_BACK, message);
}

static int double_extend(void *context, unsigned seconds, char **message)
{
    struct desk_double *twin = context;
    twin->extended++;
    twin->seconds = seconds;
    if (twin->outcome == OUTCOME_DONE)
        twin->trial.remaining_ms = seconds * 1000;
    return answer(twin, message);
}

static int double_trial(void *context, struct trial_view *view, char **message)
{
    (void)message;
    *view = ((struct desk_double *)context)->trial;
    return view->open ? OUTCOME_DONE : OUTCOME_NO;
}

static int double_status(void *context, const struct catalog *catalog, struct status_report *report,
                         char **message)
{
    struct desk_double *twin = context;
    (void)catalog;
    twin->looked++;
    if (twin->outcome != OUTCOME_DONE)
        return answer(twin, message);
    *report = twin->status;
    report->trial = twin->trial;
    report->services = xcalloc(twin->status.service_count + 1, sizeof(*report->services));
    if (twin->status.service_count)
        memcpy(report->services, twin->status.services,
               twin->status.service_count * sizeof(*report->services));
    return OUTCOME_DONE;
}

static int double_restore(void *context, bool boot, char **message)
{
    (void)boot;
    return answer(context, message);
}

void desk_double_file(struct desk_double *twin, const char *path, const char *text)
{
    struct double_file *file = twin->files;
    while (*file->path && strcmp(file->path, path) != 0)
        if (++file == twin->files + DOUBLE_FILES)
            abort();
    snprintf(file->path, sizeof(file->path), "%s", path);
    free(file->text);
    file->text = xstrdup(text);
}

const char *desk_double_read(const struct desk_double *twin, const char *path)
{
    for (size_t i = 0; i < DOUBLE_FILES; i++)
        if (strcmp(twin->files[i].path, path) == 0)
            return twin->files[i].text;
    return NULL;
}

static int double_read_file(void *context, const char *path, char **data, size_t *length, char **message)
{
    const char *text = *path ? desk_double_read(context, path) : NULL;
    if (!text) {
        *message = xasprintf("no file '%s'", path);
        return 2;
    }
    *data = xstrdup(text);
    *length = strlen(text);
    return 0;
}

static int double_write_file(void *context, const char *path, const char *data, size_t length, char **message)
{
    struct desk_double *twin = context;
    if (twin->outcome != OUTCOME_DONE)
        return answer(twin, message);
    char *text = xstrndup(data, length);
    desk_double_file(twin, path, text);
    free(text);
    return 0;
}

static int double_list_files(void *context, const char *folder, const char *ending, char ***paths,
                             size_t *count, char **message)
{
    (void)context, (void)folder, (void)ending, (void)message;
    *paths = NULL;
    *count = 0;
    return 0;
}

static int double_keep(void *context, const char *data, size_t length, char **message)
{
    struct desk_double *twin = context;
    (void)message;
    free(twin->kept);
    twin->kept = data ? xstrndup(data, length) : NULL;
    return 0;
}

static int double_kept(void *context, char **data, size_t *length, char **message)
{
    struct desk_double *twin = context;
    (void)message;
    if (!twin->kept)
        return 2;
    *data = xstrdup(twin->kept);
    *length = strlen(twin->kept);
    return 0;
}

static int double_history(void *context, struct past **items, size_t *count, char **message)
{
    struct desk_double *twin = context;
    (void)message;
    *count = twin->past_count;
    *items = xcalloc(twin->past_count + 1, sizeof(**items));
    memcpy(*items, twin->pasts, twin->past_count * sizeof(**items));
    return 0;
}

static int double_history_text(void *context, const char *entry, enum history_text what, char **text,
                               char **message)
{
    struct desk_double *twin = context;
    (void)entry, (void)message;
    if (what != HISTORY_ANSWERS || !twin->past_answers)
        return 2;
    *text = xstrdup(twin->past_answers);
    return 0;
}

void desk_double_init(struct desk_double *twin, const char *own, bool privileged)
{
    const char *wrong;
    *twin = (struct desk_double){0};
    twin->desk = (struct desk){
        .context = twin,
        .privileged = privileged,
        .own = &own_address,
        .own_count = *own ? 1 : 0,
        .backends = backends,
        .render = double_render,
        .compare = double_compare,
        .import = double_import,
        .drift = double_drift,
        .apply = double_apply,
        .remove = double_remove,
        .confirm = double_confirm,
        .rollback = double_rollback,
        .extend = double_extend,
        .trial = double_trial,
        .status = double_status,
        .restore = double_restore,
        .read_file = double_read_file,
        .write_file = double_write_file,
        .list_files = double_list_files,
        .keep = double_keep,
        .kept = double_kept,
        .history = double_history,
        .history_text = double_history_text,
    };
    if (*own && prefix_parse(own, &own_address, &wrong) != 0)
        abort();
}

void desk_double_release(struct desk_double *twin)
{
    lines_release(&twin->live);
    lines_release(&twin->foreign);
    free(twin->kept);
    for (size_t i = 0; i < DOUBLE_FILES; i++)
        free(twin->files[i].text);
    problems_release(&twin->checks);
}
