#include "core/desk/desk.h"

#include <stdlib.h>

void comparison_release(struct comparison *comparison)
{
    change_release(&comparison->change);
    lines_release(&comparison->planned);
    lines_release(&comparison->live);
    beside_release(&comparison->beside);
    problems_release(&comparison->checks);
    free(comparison->files);
    *comparison = (struct comparison){0};
}

void status_report_release(struct status_report *report)
{
    lines_release(&report->live);
    free(report->services);
    problems_release(&report->notes);
    *report = (struct status_report){0};
}
