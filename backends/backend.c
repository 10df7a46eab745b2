#include "backends/backend.h"

#include <stdlib.h>

void probe_release(struct probe *probe)
{
    neighbours_release(&probe->neighbours);
    free(probe->about);
    problems_release(&probe->problems);
    *probe = (struct probe){0};
}

void live_release(struct live *live)
{
    lines_release(&live->lines);
    lines_release(&live->pending);
    *live = (struct live){0};
}
