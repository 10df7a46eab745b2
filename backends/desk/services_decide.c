/* Who else decides over the rows of a status. */
#include <string.h>

#include "backends/desk/services.h"
#include "backends/neighbours/judge.h"

/* Where somebody lets in some of what is closed, it is closed no more; where some of what is open is refused, it is
 * open to the others all the same. What our firewall itself lets in by another rule is told there. */
static void services_judge(struct service_status *row, struct neighbours *neighbours)
{
    const struct judgement judgement = neighbours_judge(neighbours, &row->traffic, row->open);
    bool decides = judgement.cover == COVER_ALL || (judgement.cover && !row->open);
    row->since =
        decides ? judgement.sway->fresh : row->foreign && judgement.agrees && judgement.agrees->fresh;
    if (judgement.cover == COVER_NONE ||
        (!row->open && judgement.cover == COVER_PART && judgement.sway->own && !row->since))
        return;
    judgement_name(&judgement, decides ? row->decider : row->also, sizeof(row->decider));
    judgement.foreign->decides |= decides;
    judgement.foreign->refuses |= !decides;
}

static bool services_told_before(const struct status_report *report, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(report->services[i].also, report->services[at].also) == 0)
            return true;
    return false;
}

/* Once for each chain. */
static void services_note_also(struct status_report *report)
{
    for (size_t i = 0; i < report->service_count; i++)
        if (*report->services[i].also && !services_told_before(report, i))
            problem_add(
                &report->notes, PROBLEM_FOREIGN_SOME, (struct place){0},
                "may also refuse: '%s', some addresses or interfaces, or too many at once, of what is "
                "open here, first of '%s'",
                report->services[i].also, report->services[i].service);
}

/* A rule that was not there when somebody confirmed. */
static void services_note_since(struct status_report *report)
{
    for (size_t i = 0; i < report->service_count; i++) {
        const struct service_status *row = &report->services[i];
        if (!row->since)
            continue;
        report->trial.drift = true;
        problem_add(
            &report->notes, PROBLEM_DRIFT, (struct place){0},
            "another rule than at the confirm decides over '%s'%s%s; 'sudo ufw status' shows ufw's own",
            row->service, *row->decider ? ", in " : "", row->decider);
        return;
    }
}

void services_decide(struct status_report *report, struct neighbours *neighbours)
{
    for (size_t i = 0; i < report->service_count; i++)
        services_judge(&report->services[i], neighbours);
    services_note_also(report);
    services_note_since(report);
}
