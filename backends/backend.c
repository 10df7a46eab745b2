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

int backend_may_move(const struct backend *backend, const struct plan *plan, struct failure *failure)
{
    struct neighbours neighbours = {0};
    if (!plan || plan->move_count == 0)
        return 0;
    int done = backend->neighbours(&neighbours, failure);
    if (done == 0)
        done = neighbours_let_move(&neighbours, backend->in_place, plan, failure);
    neighbours_release(&neighbours);
    return done;
}
