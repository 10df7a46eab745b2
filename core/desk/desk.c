#include "core/desk/desk.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/when.h"

const char *trial_last_text(const struct trial_view *view, char text[static LAST_TEXT])
{
    char began[32], ended[32], how[ENDING_TEXT];
    *text = '\0';
    if (view->ending.how == ENDING_NONE)
        return text;
    when_text(began, sizeof(began), view->started_ms, WHEN_SECONDS);
    when_text(ended, sizeof(ended), view->ended_ms, WHEN_SECONDS);
    /* Whoever undoes it says when it is done. */
    snprintf(text, LAST_TEXT, "the trial of %s %s%s: %s", began, *ended ? "ended " : "is being ended", ended,
             ending_text(&view->ending, how));
    return text;
}

bool service_status_warns(const struct service_status *service)
{
    return *service->decider || (service->open && service->listens == 0);
}

bool status_report_warns(const struct status_report *report)
{
    bool warns = report->trial.drift || !report->ground_seen;
    for (size_t i = 0; !warns && i < report->notes.count; i++)
        warns = report->notes.items[i].severity != SEVERITY_NOTE;
    for (size_t i = 0; !warns && i < report->service_count; i++)
        warns = service_status_warns(&report->services[i]);
    return warns;
}

void comparison_release(struct comparison *comparison)
{
    change_release(&comparison->change);
    lines_release(&comparison->planned);
    lines_release(&comparison->live);
    beside_release(&comparison->beside);
    lines_release(&comparison->comes);
    lines_release(&comparison->goes);
    ground_release(&comparison->ground);
    problems_release(&comparison->checks);
    free(comparison->files);
    *comparison = (struct comparison){0};
}

void status_report_release(struct status_report *report)
{
    lines_release(&report->live);
    ground_release(&report->ground);
    lines_release(&report->added);
    free(report->services);
    problems_release(&report->notes);
    *report = (struct status_report){0};
}
