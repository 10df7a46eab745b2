/* The null backend's kernel: a file below the root that holds two rule sets and a deadline. */
#ifndef BACKENDS_NULL_KERNEL_H
#define BACKENDS_NULL_KERNEL_H

#include "backends/machine/machine.h"

struct null_kernel {
    char *live, *staged; /* rule sets as lines_pack writes them; "" = none; owned */
    int64_t deadline;    /* CLOCK_BOOTTIME, milliseconds, of the open trial; 0 = none */
    unsigned generation;
};

/* No file is a kernel without rules. */
int null_kernel_read(const struct machine *machine, struct null_kernel *kernel, struct failure *failure);
/* One step, as a batch is. */
int null_kernel_write(const struct machine *machine, struct null_kernel *kernel, struct failure *failure);
bool null_kernel_in_trial(const struct null_kernel *kernel);
/* The rule set that decides now. */
const char *null_kernel_decides(const struct null_kernel *kernel);
void null_kernel_release(struct null_kernel *kernel);

#endif
