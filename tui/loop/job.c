#include "tui/loop/job.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static void *work(void *context)
{
    struct job *job = context;
    wizard_do_work(job->wizard);
    close(job->ended[1]);
    return NULL;
}

/* Signals are the loop's. */
static int loop_job_start(struct job *job)
{
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    int done = pthread_create(&job->thread, NULL, work, job);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    return done;
}

bool job_start(struct job *job, struct wizard *wizard)
{
    *job = (struct job){.wizard = wizard};
    if (pipe2(job->ended, O_CLOEXEC) == 0) {
        if (loop_job_start(job) == 0)
            return true;
        close(job->ended[0]);
        close(job->ended[1]);
    }
    wizard_do_work(wizard);
    return false;
}

void job_end(struct job *job)
{
    pthread_join(job->thread, NULL);
    close(job->ended[0]);
}
