/* A device's site from what its firewall does now. */
#include <stdlib.h>
#include <string.h>

#include "backends/desk/context.h"
#include "backends/efforts.h"
#include "backends/registry.h"
#include "backends/trial/boot.h"
#include "core/base/text.h"
#include "core/draft/choice.h"
#include "core/flow/flow.h"

enum { ROUNDS = 64 };

/* A site while it is fitted to the machine. */
struct fitting {
    struct site site;
    struct flows flows;
    struct plan plan;
    struct problems problems;
    bool derived;
};

static void fitting_release(struct fitting *fitting)
{
    plan_release(&fitting->plan);
    flows_release(&fitting->flows);
    site_release(&fitting->site);
    problems_release(&fitting->problems);
    *fitting = (struct fitting){0};
}

static void desk_import_derive(struct fitting *fitting, const struct draft *draft,
                               const struct catalog *catalog)
{
    *fitting = (struct fitting){0};
    fitting->derived =
        site_check(&fitting->site, draft, catalog, &fitting->problems) == 0 &&
        flows_derive(&fitting->flows, &fitting->site, &fitting->problems) == 0 &&
        plan_make(&fitting->plan, &fitting->flows, &fitting->site.hosts[0], &fitting->problems) == 0;
}

/* The index of the extra that `field` (`extra.NAME.key`) is about; the count if it is about none. */
static size_t extra_of(const struct draft *draft, const char *field)
{
    size_t i = 0;
    for (; i < draft->extra_count; i++) {
        char *path = xasprintf("extra.%s", draft->extras[i].name.text);
        size_t length = strlen(path);
        bool same = field && strncmp(field, path, length) == 0 && (field[length] == '.' || !field[length]);
        free(path);
        if (same)
            break;
    }
    return i;
}

/* A rule that the site cannot say after all (it lets in a port that the product itself uses) stays not ours.
 */
static bool drop_refused(struct draft *draft, const struct problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        size_t extra =
            problem->severity == SEVERITY_ERROR ? extra_of(draft, problem->field) : draft->extra_count;
        if (extra < draft->extra_count) {
            draft_extra_remove(draft, extra);
            return true;
        }
    }
    return false;
}

static int desk_import_refuse(const struct problems *problems, char **message)
{
    for (size_t i = 0; i < problems->count && !*message; i++)
        if (problems->items[i].severity == SEVERITY_ERROR)
            *message = xasprintf("the rules of this machine make no site: %s", problems->items[i].message);
    if (!*message)
        *message = xstrdup("the rules of this machine make no site");
    return OUTCOME_NO;
}

static int fit(struct fitting *fitting, struct draft *draft, const struct catalog *catalog, char **message)
{
    desk_import_derive(fitting, draft, catalog);
    for (unsigned i = 0; !fitting->derived && i < ROUNDS && drop_refused(draft, &fitting->problems); i++) {
        fitting_release(fitting);
        desk_import_derive(fitting, draft, catalog);
    }
    return fitting->derived ? OUTCOME_DONE : desk_import_refuse(&fitting->problems, message);
}

static void desk_import_keep(struct draft *draft, const struct lines *removed)
{
    for (size_t i = 0; i < removed->count; i++)
        if (removed->items[i].key)
            draft_choose(&draft->hosts[0], removed->items[i].key, CHOICE_KEEP);
}

static void note_lines(struct problems *notes, const struct lines *lines, enum problem_code code,
                       const char *words)
{
    for (size_t i = 0; i < lines->count; i++)
        if (lines->items[i].kind != LINE_STOCK)
            problem_add(notes, code, (struct place){0}, "'%s' %s", lines->items[i].text, words);
}

static void note_settings(struct problems *notes, const struct seen *seen)
{
    if (!seen->active)
        problem_add(notes, PROBLEM_INACTIVE, (struct place){0},
                    "the firewall is not active; applying this site switches it on");
    if (seen->incoming == VERDICT_ACCEPT)
        problem_add(
            notes, PROBLEM_OPEN_POLICY, (struct place){0},
            "the firewall lets in what no rule denies, and this site leaves it so: take 'incoming: allow' "
            "out of it to deny that");
}

/* Why a service is off although its port is open. */
static void note_unfit(struct problems *notes, const struct seen *seen, const struct fitting *fitting)
{
    const struct host *host = &fitting->site.hosts[0];
    for (size_t i = 0; i < host->product->service_count; i++) {
        const struct service *service = &host->product->services[i];
        bool open = false;
        for (size_t k = 0; k < seen->count; k++)
            open = open || (ports_equal(seen->rules[k].ports, service->ports) &&
                            seen->rules[k].protocol == service->protocol);
        if (open && service->not_enhanced && host->security == SECURITY_ENHANCED)
            problem_add(notes, PROBLEM_SERVICE_OFF, (struct place){0},
                        "'%s' is left off: %s; its rules stay as they are", service->id,
                        service->not_enhanced);
    }
}

/* What the device keeps to itself, and a rule of somebody's lets the network reach: the catalog's words about it. */
static void note_internal(struct problems *notes, const struct seen *seen, const struct host *host)
{
    const struct advice *advice = product_advice(host->product, "internal-reached");
    for (size_t i = 0; advice && i < seen->count; i++) {
        const struct seen_rule *rule = &seen->rules[i];
        bool told = false;
        for (size_t k = 0; k < i; k++)
            told = told || text_equal(seen->rules[k].text, rule->text);
        if (!told && import_reaches_internal(host->product, rule))
            problem_advise(notes, advice->severity, advice->code, (struct place){0}, "'%s': %s", rule->text,
                           advice->message);
    }
}

static void note_added(struct problems *notes, const struct lines *planned, const struct lines *live)
{
    struct change change;
    change_make(&change, planned, live);
    for (size_t i = 0; i < change.count; i++) {
        const struct change_item *item = &change.items[i];
        if (item->sign == CHANGE_ADDED || item->sign == CHANGE_REMOVED)
            problem_add(notes, PROBLEM_CHANGES, (struct place){0}, "applying this site %s '%s'",
                        item->sign == CHANGE_ADDED ? "adds" : "removes", item->line->text);
    }
    change_release(&change);
}

/* Asks the backend what the plan means here. The caller releases both. */
static int adapt(const struct machine *machine, const struct backend *backend, const struct plan *plan,
                 struct lines *planned, struct beside *beside, struct failure *failure)
{
    struct compiled *compiled = NULL;
    struct problems problems = {0};
    int done = backend->compile(plan, &compiled, &problems);
    if (done == 0)
        done = boot_adapt(machine, backend, compiled, beside, failure);
    if (done == 0)
        lines_append(planned, backend->lines(compiled));
    backend->compiled_free(compiled);
    problems_release(&problems);
    return done;
}

static int desk_import_settle(const struct machine *machine, const struct backend *backend,
                              struct fitting *fitting, const struct catalog *catalog, struct draft *draft,
                              struct problems *notes, char **message)
{
    struct lines planned = {0};
    struct beside beside = {0};
    struct live live = {0};
    struct failure failure = {0};
    int done = adapt(machine, backend, &fitting->plan, &planned, &beside, &failure);
    if (done == 0 && beside.removed.count) {
        desk_import_keep(draft, &beside.removed);
        lines_release(&planned);
        beside_release(&beside);
        fitting_release(fitting);
        if (fit(fitting, draft, catalog, message) != OUTCOME_DONE)
            return OUTCOME_NO;
        done = adapt(machine, backend, &fitting->plan, &planned, &beside, &failure);
    }
    if (done == 0)
        done = backend->read(machine, &live, &failure);
    if (done == 0) {
        note_added(notes, &planned, &live.lines);
        note_lines(notes, &beside.removed, PROBLEM_CHANGES_GONE, "goes away when this site is applied");
        note_lines(notes, &beside.foreign, PROBLEM_NOT_OURS, "is not ours and stays as it is");
    }
    live_release(&live);
    lines_release(&planned);
    beside_release(&beside);
    return done == 0 ? OUTCOME_DONE : desk_failed(&failure, message);
}

static const struct product *device_of(const struct catalog *catalog)
{
    for (size_t i = 0; i < catalog->product_count; i++)
        if (product_has(&catalog->products[i], TRAIT_WEB_PORTS))
            return &catalog->products[i];
    return NULL;
}

/* The first backend that can tell the rules of others. */
static const struct backend *teller(const struct machine *machine)
{
    const struct backend *here = backend_default(machine);
    for (size_t i = 0; !here->seen && backends[i]; i++)
        if (backends[i]->seen)
            here = backends[i];
    return here;
}

/* Of a firewall whose version nobody knows nothing is guessed, nor read. */
static bool desk_import_is_known(const struct machine *machine, const struct backend *backend, char **message)
{
    struct probe probe = {0};
    struct failure failure = {0};
    if (backend->probe(machine, NULL, &probe, &failure) != 0)
        return true; /* reading it will say more */
    for (size_t i = 0; i < probe.problems.count && !*message; i++)
        if (probe.problems.items[i].code == PROBLEM_UFW_VERSION ||
            probe.problems.items[i].code == PROBLEM_UFW_SILENT)
            *message = xstrdup(probe.problems.items[i].message);
    probe_release(&probe);
    return !*message;
}

int desk_import(void *context, const struct catalog *catalog, const char *host, const char *nginx,
                struct draft *draft, struct problems *notes, char **message)
{
    struct desk_context *here = context;
    const struct backend *backend = teller(&here->machine);
    const struct product *product = device_of(catalog);
    if (!desk_import_is_known(&here->machine, backend, message))
        return OUTCOME_NO;
    struct seen seen = {0};
    struct fitting fitting = {0};
    struct failure failure = {0};
    if (!product || !backend->seen) {
        *message = xstrdup("nothing here knows how to take over rules: they are read from ufw");
        return OUTCOME_NO;
    }
    if (backend->seen(&here->machine, &seen, &failure) != 0 ||
        efforts_seen(&here->machine, product, nginx, &seen, &failure) != 0) {
        seen_release(&seen);
        return desk_failed(&failure, message);
    }
    seen.own = here->own;
    seen.own_count = here->own_count;
    import_draft(draft, &seen, product, host);
    int outcome = fit(&fitting, draft, catalog, message);
    if (outcome == OUTCOME_DONE)
        outcome = desk_import_settle(&here->machine, backend, &fitting, catalog, draft, notes, message);
    if (outcome == OUTCOME_DONE) {
        note_settings(notes, &seen);
        note_unfit(notes, &seen, &fitting);
        note_internal(notes, &seen, &fitting.site.hosts[0]);
    }
    fitting_release(&fitting);
    seen_release(&seen);
    return outcome;
}
