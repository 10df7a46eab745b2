#include "backends/nft/slots/step.h"

#include <errno.h>

/* How often we read again because somebody else's rules changed between reading and sending. */
enum { RETRIES = 100 };

static int nft_step_look(struct nft_socket *nft, step_fn decide, void *context, bool *again,
                         struct failure *failure)
{
    struct dump dump;
    struct batch batch = {0};
    struct answer answer = {0};
    *again = false;
    int done = dump_read(&dump, nft, DUMP_STANDING, failure);
    enum step step = done == 0 ? decide(context, &dump, &batch, failure) : STEP_FAILED;
    if (step == STEP_SEND || step == STEP_AGAIN) {
        done = socket_send(nft, &batch, &dump.generation, &answer);
        *again = done == 0 ? step == STEP_AGAIN : answer.error == ERESTART;
        if (done != 0 && !*again)
            answer_fail(&answer, &batch, failure);
    }
    batch_release(&batch);
    dump_release(&dump);
    return step == STEP_FAILED || (done != 0 && !*again) ? -1 : 0;
}

int step_run(step_fn decide, void *context, struct failure *failure)
{
    struct nft_socket nft;
    bool again = true;
    int done = 0;
    if (socket_open(&nft, failure) != 0)
        return -1;
    for (int i = 0; again && done == 0 && i < RETRIES; i++)
        done = nft_step_look(&nft, decide, context, &again, failure);
    socket_close(&nft);
    if (done == 0 && again)
        return fail(failure, FAILURE_STALE,
                    "the rules of this machine change all the time: stop whoever changes them");
    return done;
}

int step_send(const struct batch *batch, struct answer *answer, struct failure *failure)
{
    struct nft_socket nft;
    if (socket_open(&nft, failure) != 0)
        return -1;
    int done = socket_send(&nft, batch, NULL, answer);
    socket_close(&nft);
    return done;
}
