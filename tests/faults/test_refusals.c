/* What an apply, a confirm and a restore refuse, and that nothing has changed then: wrong numbers, an open
 * trial, a full disk, damaged files, a backend that fails at each of its steps. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "backends/machine/cut.h"
#include "backends/machine/state.h"
#include "backends/registry.h"
#include "backends/trial/boot.h"
#include "core/base/text.h"
#include "tests/faults/lab.h"

static struct machine machine;
static struct plan old_plan, new_plan;

static int apply(const struct backend *backend, const struct plan *plan, unsigned seconds, bool yes,
                 struct failure *failure)
{
    struct trial_state state;
    struct trial_times times;
    struct trial_request request = lab_request(backend, plan, seconds);
    request.confirm_at_once = yes;
    *failure = (struct failure){0};
    int done = trial_apply(&machine, &request, &state, &times, failure);
    if (done != 0)
        printf("       %s\n", failure->message);
    trial_state_release(&state);
    return done;
}

static bool is_old(void)
{
    char *rules = lab_rules(&backend_null, &old_plan), *kernel = lab_decides(&machine, &backend_null),
         *boot = lab_boot_file(&machine);
    bool same = strcmp(rules, kernel) == 0 && strcmp(rules, boot) == 0;
    free(rules);
    free(kernel);
    free(boot);
    return same;
}

static void wrong_times(void)
{
    struct failure failure = {0};
    expect(apply(&backend_null, &new_plan, 9, false, &failure) == -1 && failure.kind == FAILURE_REFUSED,
           "9 s");
    expect(apply(&backend_null, &new_plan, 3601, false, &failure) == -1, "3601 s");
    failure = (struct failure){0};
    expect(trial_confirm(&machine, &failure) == -1 && failure.kind == FAILURE_REFUSED,
           "confirm without a trial");
    failure = (struct failure){0};
    expect(trial_rollback(&machine, &failure) == -1 && failure.kind == FAILURE_REFUSED,
           "roll-back without a trial");
}

static void an_open_trial(void)
{
    struct failure failure = {0};
    struct trial_state state;
    must(apply(&backend_null, &new_plan, 600, false, &failure), &failure);
    expect(apply(&backend_null, &new_plan, 60, false, &failure) == -1 && failure.kind == FAILURE_REFUSED &&
               strstr(failure.message, "penstock confirm"),
           "a second apply while a trial is open");
    must(trial_read(&machine, &state, &failure), &failure);
    expect(state.phase == TRIAL_RUNNING && state.remaining_ms > 500000 && !state.drift && state.console &&
               strcmp(state.journal.summary, "+5 -3") == 0,
           "status tells the open trial");
    trial_state_release(&state);
    failure = (struct failure){0};
    must(trial_rollback(&machine, &failure), &failure);
    expect(is_old(), "rolled back");
}

static void another_backend(void)
{
    struct failure failure;
    expect(apply(&backend_nft, &new_plan, 60, false, &failure) == -1 && failure.kind == FAILURE_REFUSED &&
               strstr(failure.message, "penstock remove"),
           "a second backend beside the confirmed one");
}

static void drift_is_told(void)
{
    struct failure failure = {0};
    struct trial_state state;
    must(trial_read(&machine, &state, &failure), &failure);
    expect(!state.drift, "no drift");
    trial_state_release(&state);
    must(backend_null.load(&machine, "in\tsomething else\t\n", 19, true, &failure), &failure);
    must(trial_read(&machine, &state, &failure), &failure);
    expect(state.drift, "drift is seen");
    trial_state_release(&state);
    char *did;
    must(trial_restore(&machine, true, &did, &failure), &failure);
    printf("       %s\n", did ? did : "");
    free(did);
    expect(is_old(), "restore loads the confirmed rules");
}

/* Leaves no room for a file, then gives it back. */
static void with_full_disk(void (*act)(void))
{
    char block[4096] = {1}, *path = machine_path(&machine, "/filler");
    FILE *file = fopen(path, "w");
    while (file && fwrite(block, sizeof(block), 1, file) == 1 && fflush(file) == 0)
        continue;
    if (file)
        fclose(file);
    act();
    unlink(path);
    free(path);
}

static void apply_on_full_disk(void)
{
    struct failure failure;
    expect(apply(&backend_null, &new_plan, 60, true, &failure) == -1 && failure.kind == FAILURE_MACHINE,
           "an apply on a full disk");
}

static void confirm_on_full_disk(void)
{
    struct failure failure = {0};
    expect(trial_confirm(&machine, &failure) == -1 && failure.kind == FAILURE_MACHINE,
           "a confirm on a full disk");
    printf("       %s\n", failure.message);
}

static void full_disk(void)
{
    struct failure failure = {0};
    with_full_disk(apply_on_full_disk);
    char *did;
    must(trial_restore(&machine, false, &did, &failure), &failure);
    free(did);
    expect(is_old(), "nothing has changed");
    must(apply(&backend_null, &new_plan, 600, false, &failure), &failure);
    with_full_disk(confirm_on_full_disk);
    expect(lab_phase(&machine) == JOURNAL_RUNNING, "the trial goes on");
    failure = (struct failure){0};
    must(trial_rollback(&machine, &failure), &failure);
    expect(is_old(), "and can be rolled back");
}

/* The null backend, but one of its steps fails. */
static struct backend broken;

static int breaks(struct failure *failure)
{
    return fail(failure, FAILURE_MACHINE, "the kernel refused it");
}

static int broken_check(const struct machine *m, const struct compiled *c, struct failure *failure)
{
    (void)m;
    (void)c;
    return breaks(failure);
}

static int broken_stage(const struct machine *m, const struct compiled *c, const struct live *l,
                        struct failure *failure)
{
    (void)m;
    (void)c;
    (void)l;
    return breaks(failure);
}

static int broken_start(const struct machine *m, unsigned seconds, struct failure *failure)
{
    (void)m;
    (void)seconds;
    return breaks(failure);
}

static int always_stale(const struct machine *m, const struct compiled *c, const struct live *l,
                        struct failure *failure)
{
    (void)m;
    (void)c;
    (void)l;
    return fail(failure, FAILURE_STALE, "somebody else is quicker");
}

static void failing(const char *what)
{
    struct failure failure;
    bool refused = apply(&broken, &new_plan, 60, true, &failure) == -1;
    expect(refused && is_old() && lab_phase(&machine) != JOURNAL_PREPARED, what);
    broken = backend_null;
}

static void failing_backend(void)
{
    broken = backend_null;
    broken.check = broken_check;
    failing("a rehearsal that fails");
    broken.stage = broken_stage;
    failing("staging that fails");
    broken.stage = always_stale;
    failing("a machine whose rules change all the time");
    broken.start = broken_start;
    failing("a switch that fails");
}

static void damaged_files(void)
{
    struct failure failure = {0}, refused = {0};
    char *did = NULL;
    must(machine_write(&machine, STATE_JOURNAL, "rubbish\n", 8, 0600, &failure), &failure);
    expect(apply(&backend_null, &new_plan, 60, false, &refused) == -1 && refused.kind == FAILURE_MACHINE &&
               strstr(refused.message, "penstock restore"),
           "a damaged journal stops an apply");
    must(trial_restore(&machine, true, &did, &failure), &failure);
    printf("       %s\n", did ? did : "");
    expect(did && strstr(did, "put aside") && is_old(),
           "restore puts it aside and loads the confirmed rules");
    free(did);
    must(machine_write(&machine, STATE_CONFIRMED, "rubbish\n", 8, 0600, &failure), &failure);
    must(trial_restore(&machine, true, &did, &failure), &failure);
    printf("       %s\n", did ? did : "");
    expect(did && strstr(did, "twin in the history"), "a damaged boot file has a twin");
    free(did);
    char *rules = lab_rules(&backend_null, &old_plan), *kernel = lab_decides(&machine, &backend_null);
    expect(strcmp(rules, kernel) == 0 && is_old(), "whose rules are live, and take the place of the file");
    free(rules);
    free(kernel);
}

static void taking_away(void)
{
    struct failure failure;
    must(apply(&backend_null, &old_plan, 60, true, &failure), &failure);
    must(apply(&backend_null, NULL, 60, true, &failure), &failure);
    char *kernel = lab_decides(&machine, &backend_null), *boot = lab_boot_file(&machine);
    expect(!*kernel && !*boot, "remove takes all rules away, from the boot file too");
    free(kernel);
    free(boot);
    expect(apply(&backend_null, NULL, 60, true, &failure) == -1 && failure.kind == FAILURE_REFUSED,
           "a second remove has nothing to do");
}

static void without_privilege(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct failure failure;
        const struct machine mine = {.root = machine.root};
        if (setgid(65534) != 0 || setuid(65534) != 0)
            _exit(2);
        machine = mine;
        _exit(apply(&backend_null, &new_plan, 60, true, &failure) == -1 && failure.kind == FAILURE_MACHINE &&
                      strstr(failure.message, "run 'sudo penstock apply FILE'")
                  ? 0
                  : 1);
    }
    expect(lab_wait(pid) == 0, "an apply without privilege names sudo");
}

int main(void)
{
    struct failure failure = {0};
    lab_need_root();
    lab_enter();
    lab_machine(&machine);
    lab_plan(&old_plan, 1001, 3);
    lab_plan(&new_plan, 2001, 5);
    expect(trial_confirm(&machine, &failure) == -1 && failure.kind == FAILURE_REFUSED,
           "nothing to confirm yet");
    must(apply(&backend_null, &old_plan, 60, true, &failure), &failure);
    wrong_times();
    an_open_trial();
    another_backend();
    drift_is_told();
    without_privilege();
    failing_backend();
    full_disk();
    damaged_files();
    taking_away();
    lab_remove(&machine);
    return 0;
}
