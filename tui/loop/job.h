/* Work beside the loop: a thread that does the wizard's work while the screen goes on. Until it has ended
 * nobody else may touch the wizard; the loop has its own canvas, the screen, and this. */
#ifndef TUI_LOOP_JOB_H
#define TUI_LOOP_JOB_H

#include <pthread.h>
#include <stdbool.h>

#include "tui/wizard/wizard.h"

struct job {
    pthread_t thread;
    struct wizard *wizard;
    int ended[2]; /* a pipe that is readable once the work has ended */
};

/* False: no thread or pipe is to be had; the work was done at once instead. */
bool job_start(struct job *job, struct wizard *wizard);
/* Ends with the thread, which must have ended or been told to. */
void job_end(struct job *job);

#endif
