/* Confirm against the kernel's own deadline, 500 times: whoever wins, kernel, boot file and journal agree,
 * and the confirm said what is true. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "backends/registry.h"
#include "core/base/text.h"
#include "tests/faults/lab.h"

enum { ROUNDS = 500, NAMESPACES = 25 };

struct tally {
    int kept, expired, next;
};

static void wait_until(int64_t boottime_us)
{
    struct timespec when = {.tv_sec = boottime_us / 1000000, .tv_nsec = boottime_us % 1000000 * 1000};
    while (clock_nanosleep(CLOCK_BOOTTIME, TIMER_ABSTIME, &when, NULL) != 0)
        continue;
}

/* The kernel's deadline as exactly as it tells it. */
static int64_t deadline_us(const struct machine *machine)
{
    struct live live;
    struct failure failure = {0};
    must(backend_nft.read(machine, &live, &failure), &failure);
    int64_t at = (machine_boottime() + live.remaining_ms) * 1000;
    if (!live.trial)
        lab_fail("the trial did not start");
    live_release(&live);
    return at;
}

static bool trial_is_over(void *context)
{
    char *did;
    struct failure failure = {0};
    must(trial_restore(context, false, &did, &failure), &failure);
    free(did);
    enum journal_phase phase = lab_phase(context);
    return phase == JOURNAL_CONFIRMED || phase == JOURNAL_UNDONE;
}

static void agree(const struct machine *machine, const struct plan *right, const char *result)
{
    char *rules = lab_rules(&backend_nft, right), *kernel = lab_decides(machine, &backend_nft),
         *boot = lab_boot_file(machine);
    if (strcmp(rules, kernel) != 0)
        lab_fail("%s, but the kernel has other rules", result);
    if (strcmp(rules, boot) != 0)
        lab_fail("%s, but the boot file has other rules", result);
    free(rules);
    free(kernel);
    free(boot);
}

/* One round; which plan holds then. */
static const struct plan *race(struct machine *machine, const struct plan *old, const struct plan *fresh,
                               int round, struct tally *tally)
{
    struct trial_request request = lab_request(&backend_nft, fresh, 1);
    struct failure failure = {0}, refused = {0};
    must(lab_apply(machine, &request, &failure), &failure);
    /* A confirm takes some 10 to 50 ms to reach the kernel: its batch lands on both sides of the deadline, in
     * steps smaller than a tick of the kernel. */
    wait_until(deadline_us(machine) - 75000 + (int64_t)round * 75000 / ROUNDS);
    int done = trial_confirm(machine, &refused);
    if (done != 0 && refused.kind != FAILURE_EXPIRED)
        lab_fail("confirm: %s", refused.message);
    lab_await(trial_is_over, machine, "the end of the trial");
    if (lab_phase(machine) != (done == 0 ? JOURNAL_CONFIRMED : JOURNAL_UNDONE))
        lab_fail("confirm says %d, the journal %s", done, journal_phases[lab_phase(machine)]);
    agree(machine, done == 0 ? fresh : old, done == 0 ? "confirmed" : "expired");
    __atomic_add_fetch(done == 0 ? &tally->kept : &tally->expired, 1, __ATOMIC_SEQ_CST);
    return done == 0 ? fresh : old;
}

static void __attribute__((noreturn)) races(struct tally *tally)
{
    struct machine machine;
    struct plan plans[2];
    int round;
    lab_enter();
    lab_machine(&machine);
    lab_plan(&plans[0], 1001, 3);
    lab_plan(&plans[1], 2001, 5);
    struct trial_request request = lab_request(&backend_nft, &plans[0], 60);
    struct failure failure = {0};
    request.confirm_at_once = true;
    must(lab_apply(&machine, &request, &failure), &failure);
    const struct plan *now = &plans[0];
    while ((round = __atomic_fetch_add(&tally->next, 1, __ATOMIC_SEQ_CST)) < ROUNDS)
        now = race(&machine, now, now == &plans[0] ? &plans[1] : &plans[0], (round * 197) % ROUNDS, tally);
    lab_remove(&machine);
    _exit(0);
}

int main(void)
{
    pid_t pids[NAMESPACES];
    int bad = 0;
    lab_need_root();
    struct tally *tally =
        mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < NAMESPACES; i++)
        if ((pids[i] = fork()) == 0)
            races(tally);
    for (int i = 0; i < NAMESPACES; i++)
        bad += lab_wait(pids[i]) != 0;
    printf("%d races: %d confirmed, %d expired, %d namespaces bad\n", tally->kept + tally->expired,
           tally->kept, tally->expired, bad);
    if (tally->kept + tally->expired != ROUNDS || tally->kept == 0 || tally->expired == 0)
        return 1;
    return bad != 0;
}
