#include "backends/machine/cancel.h"

#include <stdatomic.h>

enum state { CLOSED, OPEN, ASKED };

static atomic_int state = CLOSED;
static atomic_bool honoured;

void cancel_allow(void)
{
    atomic_store(&honoured, false);
    atomic_store(&state, OPEN);
}

int cancel_close(struct failure *failure)
{
    return atomic_exchange(&state, CLOSED) == ASKED ? cancel_fail(failure) : 0;
}

void cancel_ask(void)
{
    int open = OPEN;
    atomic_compare_exchange_strong(&state, &open, ASKED);
}

bool cancel_asked(void)
{
    return atomic_load(&state) == ASKED;
}

int cancel_fail(struct failure *failure)
{
    atomic_store(&honoured, true);
    return fail(failure, FAILURE_REFUSED, "cancelled: nothing was changed");
}

bool cancel_honoured(void)
{
    return atomic_load(&honoured);
}
