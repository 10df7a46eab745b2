/* Programs, run by argv without a shell. */
#ifndef BACKENDS_MACHINE_RUN_H
#define BACKENDS_MACHINE_RUN_H

#include "backends/machine/failure.h"

struct output {
    char *out, *err; /* NUL-terminated; the caller frees both */
    int status;      /* of waitpid */
};

/* Runs argv[0] (a full path) with PATH, LC_ALL=C, LANGUAGE=C only, standard input from `input` (NULL:
 * /dev/null), all other descriptors closed; at most `seconds`, then it is killed (-1). */
int machine_run(char *const argv[], const char *input, unsigned seconds, struct output *output,
                struct failure *failure);
void output_release(struct output *output);

#endif
