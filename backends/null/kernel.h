/* The null backend's kernel: a file below the root that holds two rule sets and a deadline. */
#ifndef BACKENDS_NULL_KERNEL_H
#define BACKENDS_NULL_KERNEL_H

#include "backends/machine/machine.h"

struct kernel {
    char *live, *staged; /* rule sets as lines_pack writes them; "" = none; owned */
    int64_t deadline;    /* CLOCK_BOOTTIME, milliseconds, of the open trial; 0 = none */
    unsigned generation;
};

/* No file is a kernel without rules. */
int kernel_read(const struct machine *machine, struct kernel *kernel, struct failure *failure);
/* One step, as a batch is. */
int kernel_write(const struct machine *machine, struct kernel *kernel, struct failure *failure);
bool kernel_in_trial(const struct kernel *kernel);
/* The rule set that decides now. */
const char *kernel_decides(const struct kernel *kernel);
void kernel_release(struct kernel *kernel);

#endif
