/* Every instruction that changes something is followed by a cut point. Each scene runs once for each of its
 * cut points and is killed there with all its processes, the guard too; then a command, or a reboot, must
 * find the machine wholly old or wholly confirmed: kernel, boot file and journal alike. */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "backends/machine/cut.h"
#include "backends/registry.h"
#include "core/base/text.h"
#include "tests/faults/lab.h"

enum { POINTS_AT_MOST = 400, SIDE_BY_SIDE = 40, SIDE_BY_SIDE_UFW = 6, TRIAL_SECONDS = 4 };

struct cast {
    const struct backend *backend;
    struct machine machine;
    struct plan old, fresh;
};

/* Shared with the child that is killed. */
static struct script {
    int at;    /* which cut point ends the process; -1 = none */
    int count; /* passed so far */
    char names[POINTS_AT_MOST][32];
} * script;

static void pass(const char *name)
{
    int index = script->count++;
    if (index < POINTS_AT_MOST)
        snprintf(script->names[index], sizeof(script->names[index]), "%s", name);
    if (index == script->at)
        kill(getpid(), SIGKILL);
}

static void apply(const struct cast *cast, const struct plan *plan, unsigned seconds, bool yes)
{
    struct failure failure = {0};
    struct trial_request request = lab_request(cast->backend, plan, seconds);
    request.confirm_at_once = yes;
    must(lab_apply(&cast->machine, &request, &failure), &failure);
}

static void try_fresh(const struct cast *cast)
{
    apply(cast, &cast->fresh, TRIAL_SECONDS, false);
}

static void nothing(const struct cast *cast)
{
    (void)cast;
}

static void apply_at_once(const struct cast *cast)
{
    apply(cast, &cast->fresh, TRIAL_SECONDS, true);
}

static void take_away(const struct cast *cast)
{
    apply(cast, NULL, TRIAL_SECONDS, true);
}

static void confirm(const struct cast *cast)
{
    struct failure failure = {0};
    must(trial_confirm(&cast->machine, &failure), &failure);
}

static void roll_back(const struct cast *cast)
{
    struct failure failure = {0};
    must(trial_rollback(&cast->machine, &failure), &failure);
}

static void restore(const struct cast *cast)
{
    struct failure failure = {0};
    char *did;
    must(trial_restore(&cast->machine, true, &did, &failure), &failure);
    free(did);
}

static const struct scene {
    const char *name;
    void (*before)(const struct cast *cast), (*act)(const struct cast *cast);
    bool removes; /* its new state is a machine without rules of ours */
} scenes[] = {
    {"apply", nothing, try_fresh, false},       {"apply --yes", nothing, apply_at_once, false},
    {"confirm", try_fresh, confirm, false},     {"rollback", try_fresh, roll_back, false},
    {"remove --yes", nothing, take_away, true}, {"restore in a trial", try_fresh, restore, false},
};

/* The penstock of the scene, in a process tree that ends with it. */
static void play(const struct cast *cast, const struct scene *scene)
{
    pid_t outer = fork();
    if (outer == 0) {
        if (unshare(CLONE_NEWPID) != 0)
            lab_fail("unshare: %m");
        pid_t init = fork();
        if (init == 0) {
            pid_t worker = fork();
            if (worker == 0) {
                scene->before(cast);
                trial_cut = pass;
                scene->act(cast);
                _exit(0);
            }
            _exit(lab_wait(worker));
        }
        _exit(lab_wait(init));
    }
    int code = lab_wait(outer);
    if (code != (script->at < 0 ? 0 : 128 + SIGKILL))
        lab_fail("%s, point %d: ended with %d", scene->name, script->at, code);
}

static bool trial_is_over(void *context)
{
    const struct cast *cast = context;
    struct failure failure = {0};
    char *did;
    must(trial_restore(&cast->machine, false, &did, &failure), &failure);
    free(did);
    enum journal_phase phase = lab_phase(&cast->machine);
    return phase == JOURNAL_CONFIRMED || phase == JOURNAL_UNDONE;
}

static void judge(const struct cast *cast, const struct scene *scene, bool committed, const char *point,
                  const char *after)
{
    const struct plan *new_plan = scene->removes ? NULL : &cast->fresh;
    char *expected = lab_rules(cast->backend, committed ? new_plan : &cast->old);
    char *decides = lab_decides(&cast->machine, cast->backend), *boot = lab_boot_file(&cast->machine);
    if (strcmp(decides, expected) != 0)
        lab_fail("%s, cut at %s, then %s: the kernel should have the %s rules\n%s---\n%s", scene->name, point,
                 after, committed ? "new" : "old", expected, decides);
    if (strcmp(boot, expected) != 0)
        lab_fail("%s, cut at %s, then %s: the boot file should have the %s rules", scene->name, point, after,
                 committed ? "new" : "old");
    if (committed && lab_phase(&cast->machine) != JOURNAL_CONFIRMED)
        lab_fail("%s, cut at %s, then %s: the journal is %s", scene->name, point, after,
                 journal_phases[lab_phase(&cast->machine)]);
    free(expected);
    free(decides);
    free(boot);
}

/* Whether the new state was promised: the journal of this act is past its commit point. */
static bool is_committed(const struct cast *cast, const char *entry_before)
{
    struct journal journal;
    struct failure failure = {0};
    must(journal_read(&cast->machine, &journal, &failure), &failure);
    bool committed = strcmp(journal.entry, entry_before) != 0 &&
                     (journal.phase == JOURNAL_CONFIRMING || journal.phase == JOURNAL_CONFIRMED);
    journal_release(&journal);
    return committed;
}

static char *entry_of(const struct cast *cast)
{
    struct journal journal;
    struct failure failure = {0};
    must(journal_read(&cast->machine, &journal, &failure), &failure);
    char *entry = xstrdup(journal.entry);
    journal_release(&journal);
    return entry;
}

static void cast_init(struct cast *cast, const struct backend *backend)
{
    cast->backend = backend;
    lab_enter();
    lab_machine(&cast->machine);
    if (backend == &backend_ufw)
        lab_ufw(&cast->machine);
    lab_plan(&cast->old, 1001, 3);
    lab_plan(&cast->fresh, 2001, 5);
    apply(cast, &cast->old, 60, true);
}

static void __attribute__((noreturn))
one_case(const struct backend *backend, const struct scene *scene, int at, bool reboot)
{
    struct cast cast;
    cast_init(&cast, backend);
    char *entry = entry_of(&cast), *point;
    script->at = at;
    script->count = 0;
    play(&cast, scene);
    point = xasprintf("%d (%s)", at, script->names[at]);
    bool committed = is_committed(&cast, entry);
    if (reboot) {
        lab_reboot(&cast.machine);
        restore(&cast);
        lab_start_ufw(&cast.machine);
    } else {
        lab_await(trial_is_over, &cast, "the end of the trial");
    }
    judge(&cast, scene, committed, point, reboot ? "reboot" : "the next command");
    free(point);
    free(entry);
    plan_release(&cast.old);
    plan_release(&cast.fresh);
    lab_remove(&cast.machine);
    exit(0);
}

/* One run without a cut counts the points. */
static int count_points(const struct backend *backend, const struct scene *scene)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct cast cast;
        cast_init(&cast, backend);
        script->at = -1;
        script->count = 0;
        play(&cast, scene);
        lab_remove(&cast.machine);
        _exit(0);
    }
    if (lab_wait(pid) != 0)
        lab_fail("%s fails without a cut", scene->name);
    return script->count;
}

/* `stride`: only every so many cases; an odd one meets commands and reboots alike. */
static int run(const struct backend *backend, const struct scene *scene, int stride)
{
    int points = count_points(backend, scene), bad = 0, next = 0, running = 0, cases = 2 * points;
    pid_t pids[SIDE_BY_SIDE];
    while (next < cases || running > 0) {
        while (next < cases && running < (backend == &backend_ufw ? SIDE_BY_SIDE_UFW : SIDE_BY_SIDE)) {
            pid_t pid = fork();
            if (pid == 0) {
                script =
                    mmap(NULL, sizeof(*script), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
                one_case(backend, scene, next / 2, next % 2);
            }
            pids[running++] = pid;
            next += stride;
        }
        bad += lab_wait(pids[0]) != 0;
        memmove(pids, pids + 1, (size_t)--running * sizeof(*pids));
    }
    printf("%-9s %-20s %3d points, %3d cases, %d bad\n", backend->name, scene->name, points,
           (cases + stride - 1) / stride, bad);
    fflush(stdout);
    return bad;
}

/* [backend [stride]]; without a word all but ufw, whose every apply takes a second. */
int main(int argc, char **argv)
{
    int bad = 0, stride = argc > 2 ? atoi(argv[2]) : 1;
    lab_need_root();
    script = mmap(NULL, sizeof(*script), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (size_t i = 0; backends[i]; i++)
        for (size_t j = 0; j < sizeof(scenes) / sizeof(*scenes); j++)
            if (argc < 2 ? backends[i] != &backend_ufw : strcmp(argv[1], backends[i]->name) == 0)
                bad += run(backends[i], &scenes[j], stride);
    return bad != 0;
}
