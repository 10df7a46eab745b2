/* Which services are off here: by the answers of the change that holds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/desk/context.h"
#include "backends/desk/services.h"
#include "core/base/text.h"
#include "core/site/site.h"

/* The answers of the newest change that was kept, or is on trial, and has some: what is off is off by them.
 * The caller frees; NULL: none. */
static char *answers_here(struct desk_context *context, char host[static 64])
{
    struct past *items = NULL;
    size_t count = 0;
    char *text = NULL, *message = NULL;
    int outcome = desk_history(context, &items, &count, &message);
    for (size_t i = 0; outcome == OUTCOME_DONE && i < count && !text; i++)
        if (items[i].ending.how != ENDING_NONE && items[i].ending.how != ENDING_CONFIRMED)
            continue;
        else if (desk_history_text(context, items[i].name, HISTORY_ANSWERS, &text, &message) == OUTCOME_DONE)
            snprintf(host, 64, "%s", items[i].host);
        else
            outcome = message ? OUTCOME_MACHINE : OUTCOME_DONE;
    free(message);
    free(items);
    return text;
}

void desk_off(struct desk_context *context, const struct catalog *catalog, struct status_report *report)
{
    char name[64] = "";
    char *text = answers_here(context, name);
    if (!text)
        return;
    struct draft draft;
    struct site site = {0};
    struct problems ignored = {0};
    struct seen seen = {0};
    struct failure unseen = {0};
    char *message = NULL;
    const struct backend *backend = desk_backend(context, NULL, &message);
    if (backend && backend->seen)
        backend->seen(&context->machine, &seen, &unseen);
    free(message);
    draft_init(&draft);
    if (draft_load(&draft, "answers", text, strlen(text), &ignored) == 0 &&
        site_check(&site, &draft, catalog, &ignored) == 0 && site_host(&site, name)) {
        services_off(report, site_host(&site, name), &seen);
        services_always(report, site_host(&site, name), &seen);
    }
    seen_release(&seen);
    site_release(&site);
    draft_release(&draft);
    problems_release(&ignored);
    free(text);
}

void desk_unconfirmed(struct desk_context *context, const struct catalog *catalog,
                      const struct backend *backend, struct status_report *report)
{
    struct seen seen = {0};
    struct failure unseen = {0};
    if (!backend->seen)
        return;
    if (backend->seen(&context->machine, &seen, &unseen) != 0)
        problem_add(&report->notes, PROBLEM_NOT_COMPARED, (struct place){0}, "%s", unseen.message);
    else if (!seen.active)
        problem_add(&report->notes, PROBLEM_INACTIVE, (struct place){0},
                    "no firewall is active here: everything passes");
    else if (seen.incoming == VERDICT_ACCEPT)
        problem_add(&report->notes, PROBLEM_OPEN_POLICY, (struct place){0},
                    "what no rule denies is let in: the firewall's policy for what comes in is allow");
    services_seen(report, &seen, catalog);
    seen_release(&seen);
}
