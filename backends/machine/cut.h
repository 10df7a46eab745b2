/* Cut points: where a test may end the process, as kill -9 or a power cut would. Nothing else can set the
 * hook: no environment, no option. */
#ifndef BACKENDS_MACHINE_CUT_H
#define BACKENDS_MACHINE_CUT_H

/* NULL except in tests/faults. */
extern void (*trial_cut)(const char *name);

static inline void cut(const char *name)
{
    if (trial_cut)
        trial_cut(name);
}

#endif
