#include "backends/nft/rehearse.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backends/nft/encode.h"
#include "backends/nft/slots.h"

static void fill(void *context, struct batch *batch, char slot)
{
    encode_slot(batch, context, slot);
}

static int enter(struct failure *failure)
{
    if (unshare(CLONE_NEWNET) == 0 || unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)
        return 0;
    return fail(failure, FAILURE_MACHINE, "the rules cannot be rehearsed: no network namespace: %s: use sudo",
                strerror(errno));
}

/* In the child: builds an empty table's worth of everything, switched to the new slot. */
static int commit(const struct batch *batch, struct failure *failure)
{
    struct nft_socket nft;
    struct answer answer = {0};
    if (enter(failure) != 0 || socket_open(&nft, failure) != 0)
        return -1;
    int done = socket_send(&nft, batch, NULL, &answer);
    if (done != 0 && answer.error == EMSGSIZE) /* a user namespace may not widen its send buffer */
        done = socket_send_split(&nft, batch, &answer);
    socket_close(&nft);
    return done == 0 ? 0 : answer_fail(&answer, batch, failure);
}

/* The namespace is torn down by a grandchild: nobody needs to wait for that once the answer is there, and
 * nobody who reads our standard output until its end. */
static void play(const struct batch *batch, int out)
{
    pid_t player = fork();
    if (player != 0)
        _exit(player < 0 ? 1 : 0);
    for (int fd = 0; fd < 3 && fd < out; fd++)
        close(fd);
    struct failure failure = {0};
    commit(batch, &failure);
    ssize_t written = write(out, &failure, sizeof(failure)); /* below PIPE_BUF: whole or not at all */
    _exit(written == sizeof(failure) ? 0 : 1);
}

static int hear(int in, pid_t child, struct failure *failure)
{
    struct failure said = {0};
    ssize_t got;
    do
        got = read(in, &said, sizeof(said));
    while (got < 0 && errno == EINTR);
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
    if (got != sizeof(said))
        return fail(failure, FAILURE_MACHINE, "the rehearsal ended without an answer: try again");
    return said.kind == FAILURE_NONE ? 0 : fail(failure, said.kind, "%s", said.message);
}

static int rehearse_batch(const struct batch *batch, struct failure *failure)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return fail(failure, FAILURE_MACHINE, "the rules cannot be rehearsed: %s", strerror(errno));
    pid_t child = fork();
    if (child == 0)
        play(batch, ends[1]);
    close(ends[1]);
    int done = child < 0
                   ? fail(failure, FAILURE_MACHINE, "the rules cannot be rehearsed: %s", strerror(errno))
                   : hear(ends[0], child, failure);
    close(ends[0]);
    return done;
}

int rehearse(const struct ruleset *ruleset, struct failure *failure)
{
    struct batch batch = {0};
    struct dump empty = {0};
    unsigned hooks = 0;
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        hooks |= ruleset->chains[hook].present ? 1u << hook : 0;
    stage_batch(&batch, &empty, hooks, fill, (void *)ruleset);
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        if (hooks & 1u << hook) {
            encode_switch(&batch, hook, 'a');
            encode_base(&batch, hook, true);
        }
    int done = rehearse_batch(&batch, failure);
    batch_release(&batch);
    return done;
}
