/* What the machine answers until its rooms are linked in: each is weak and gives way. */
#include "backends/trial.h"
#include "backends/ways.h"

#pragma weak trial_apply
#pragma weak trial_confirm
#pragma weak trial_rollback
#pragma weak trial_extend
#pragma weak trial_read
#pragma weak trial_restore
#pragma weak trial_state_release
#pragma weak ways_find
#pragma weak ways_cut
#pragma weak ways_new_login
#pragma weak ways_release
#pragma weak listeners_find

int trial_apply(const struct machine *m, const struct trial_request *r, struct trial_state *s,
                struct trial_times *t, struct failure *f)
{
    (void)m;
    (void)r;
    (void)s;
    (void)t;
    return fail(f, FAILURE_MACHINE, "this build cannot change the machine yet");
}
int trial_confirm(const struct machine *m, struct failure *f)
{
    (void)m;
    return fail(f, FAILURE_MACHINE, "this build cannot change the machine yet");
}
int trial_rollback(const struct machine *m, struct failure *f)
{
    (void)m;
    return fail(f, FAILURE_MACHINE, "this build cannot change the machine yet");
}
int trial_extend(const struct machine *m, unsigned n, struct failure *f)
{
    (void)m;
    (void)n;
    return fail(f, FAILURE_MACHINE, "this build cannot change the machine yet");
}
int trial_read(const struct machine *m, struct trial_state *s, struct failure *f)
{
    (void)m;
    (void)s;
    return fail(f, FAILURE_MACHINE, "this build cannot change the machine yet");
}
int trial_restore(const struct machine *m, bool b, char **d, struct failure *f)
{
    (void)m;
    (void)b;
    (void)d;
    return fail(f, FAILURE_MACHINE, "this build cannot change the machine yet");
}
void trial_state_release(struct trial_state *s)
{
    (void)s;
}
int ways_find(const struct machine *m, struct ways *w, struct failure *f)
{
    (void)m;
    (void)w;
    return fail(f, FAILURE_MACHINE, "this build cannot change the machine yet");
}
const struct way *ways_cut(const struct ways *w, const struct plan *p, struct fate *f)
{
    (void)w;
    (void)p;
    (void)f;
    return 0;
}
bool ways_new_login(const struct machine *m, int64_t s, const struct ways *b)
{
    (void)m;
    (void)s;
    (void)b;
    return 0;
}
void ways_release(struct ways *w)
{
    (void)w;
}
int listeners_find(struct listener **l, size_t *c, struct failure *f)
{
    (void)l;
    (void)c;
    return fail(f, FAILURE_MACHINE, "this build cannot change the machine yet");
}
