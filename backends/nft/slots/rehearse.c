#include "backends/nft/slots/rehearse.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backends/nft/slots/slots.h"
#include "backends/nft/wire/encode.h"

static void nft_rehearse_fill(void *context, struct batch *batch, char slot)
{
    encode_slot(batch, context, slot);
}

static int nft_rehearse_enter(struct failure *failure)
{
    if (unshare(CLONE_NEWNET) == 0 || unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)
        return 0;
    return fail(failure, FAILURE_MACHINE, "the rules cannot be rehearsed: no network namespace: %s: use sudo",
                strerror(errno));
}

/* In the child: builds an empty table's worth of everything, switched to the new slot. */
static int nft_rehearse_commit(const struct batch *batch, struct failure *failure)
{
    struct nft_socket nft;
    struct answer answer = {0};
    if (nft_rehearse_enter(failure) != 0 || socket_open(&nft, failure) != 0)
        return -1;
    int done = socket_send(&nft, batch, NULL, &answer);
    if (done != 0 && answer.error == EMSGSIZE) /* a user namespace may not widen its send buffer */
        done = socket_send_split(&nft, batch, &answer);
    socket_close(&nft);
    return done == 0 ? 0 : answer_fail(&answer, batch, failure);
}

static void nft_rehearse_build(const struct ruleset *ruleset, struct batch *batch)
{
    struct dump empty = {0};
    unsigned hooks = 0;
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        hooks |= ruleset->chains[hook].present ? 1u << hook : 0;
    nft_stage_batch(batch, &empty, hooks, nft_rehearse_fill, (void *)ruleset);
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        if (hooks & 1u << hook) {
            encode_switch(batch, hook, 'a');
            encode_base(batch, hook, true);
        }
}

/* The namespace is torn down by a grandchild: nobody needs to wait for that once the answer is there, and
 * nobody who reads our standard output until its end. */
static void play(const struct ruleset *ruleset, int out)
{
    pid_t player = fork();
    if (player != 0)
        _exit(player < 0 ? 1 : 0);
    for (int fd = 0; fd < 3 && fd < out; fd++)
        close(fd);
    struct failure failure = {0};
    struct batch batch = {0};
    nft_rehearse_build(ruleset, &batch);
    nft_rehearse_commit(&batch, &failure);
    ssize_t written = write(out, &failure, sizeof(failure)); /* below PIPE_BUF: whole or not at all */
    _exit(written == sizeof(failure) ? 0 : 1);
}

int rehearse_begin(const struct ruleset *ruleset, struct nft_rehearsal *rehearsal, struct failure *failure)
{
    int ends[2];
    *rehearsal = (struct nft_rehearsal){0};
    if (pipe2(ends, O_CLOEXEC) != 0)
        return fail(failure, FAILURE_MACHINE, "the rules cannot be rehearsed: %s", strerror(errno));
    pid_t child = fork();
    int why = errno;
    if (child == 0)
        play(ruleset, ends[1]);
    close(ends[1]);
    if (child > 0) {
        *rehearsal = (struct nft_rehearsal){child, ends[0]};
        return 0;
    }
    close(ends[0]);
    return fail(failure, FAILURE_MACHINE, "the rules cannot be rehearsed: %s", strerror(why));
}

void rehearse_drop(struct nft_rehearsal *rehearsal)
{
    if (!rehearsal->child)
        return;
    close(rehearsal->answer);
    while (waitpid(rehearsal->child, NULL, 0) < 0 && errno == EINTR)
        ;
    *rehearsal = (struct nft_rehearsal){0};
}

int rehearse_end(struct nft_rehearsal *rehearsal, struct failure *failure)
{
    struct failure said = {0};
    ssize_t got;
    do
        got = read(rehearsal->answer, &said, sizeof(said));
    while (got < 0 && errno == EINTR);
    rehearse_drop(rehearsal);
    if (got != sizeof(said))
        return fail(failure, FAILURE_MACHINE, "the rehearsal ended without an answer: try again");
    return said.kind == FAILURE_NONE ? 0 : fail(failure, said.kind, "%s", said.message);
}

int rehearse(const struct ruleset *ruleset, struct failure *failure)
{
    struct nft_rehearsal rehearsal;
    return rehearse_begin(ruleset, &rehearsal, failure) == 0 ? rehearse_end(&rehearsal, failure) : -1;
}
