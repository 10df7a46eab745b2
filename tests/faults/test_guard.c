/* The guard: it ends what nobody ends, follows extensions, goes when the trial goes, holds no terminal; and
 * the lock and the system's log beside it. */
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backends/machine/cut.h"
#include "backends/machine/lock.h"
#include "backends/machine/log.h"
#include "backends/registry.h"
#include "backends/trial/history.h"
#include "core/base/text.h"
#include "tests/faults/lab.h"

static struct machine machine;
static struct plan old_plan, new_plan;
static const struct backend *backend = &backend_nft;

static void apply(const struct plan *plan, unsigned seconds, bool yes)
{
    struct failure failure = {0};
    struct trial_request request = lab_request(backend, plan, seconds);
    request.confirm_at_once = yes;
    must(lab_apply(&machine, &request, &failure), &failure);
}

static bool same_link(pid_t pid, const char *name, const char *other)
{
    char path[64], mine[256] = {0}, target[256] = {0};
    snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
    return readlink(path, mine, sizeof(mine) - 1) > 0 && readlink(other, target, sizeof(target) - 1) > 0 &&
           strcmp(mine, target) == 0;
}

/* The guard of this test's network namespace; 0 = none. */
static pid_t guard_pid(void)
{
    DIR *folder = opendir("/proc");
    pid_t found = 0;
    for (struct dirent *entry; !found && (entry = readdir(folder));) {
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        char path[64], name[32] = {0};
        snprintf(path, sizeof(path), "/proc/%d/comm", (int)pid);
        int fd = pid > 0 ? open(path, O_RDONLY | O_CLOEXEC) : -1;
        if (fd >= 0 && read(fd, name, sizeof(name) - 1) > 0 && strcmp(name, "penstock-guard\n") == 0 &&
            same_link(pid, "ns/net", "/proc/self/ns/net"))
            found = pid;
        if (fd >= 0)
            close(fd);
    }
    closedir(folder);
    return found;
}

static bool is_undone(void *unused)
{
    (void)unused;
    return lab_phase(&machine) == JOURNAL_UNDONE;
}

static bool no_guard(void *unused)
{
    (void)unused;
    return guard_pid() == 0;
}

static void decides(const struct plan *plan, const char *what)
{
    char *rules = lab_rules(backend, plan), *kernel = lab_decides(&machine, backend);
    expect(strcmp(rules, kernel) == 0, what);
    free(rules);
    free(kernel);
}

static enum ending_how last_ending(void)
{
    struct history_entry *entries;
    struct failure failure = {0};
    size_t count;
    must(history_list(&machine, &entries, &count, &failure), &failure);
    enum ending_how how = count ? entries[0].ending.how : ENDING_NONE;
    history_list_release(entries, count);
    return how;
}

static void it_reports_the_end(void)
{
    apply(&new_plan, 1, false);
    expect(guard_pid() != 0, "a guard watches the trial");
    lab_await(is_undone, NULL, "the guard to note the end");
    decides(&old_plan, "nobody confirmed: the old rules decide");
    expect(last_ending() == ENDING_EXPIRED, "and the history says so");
    lab_await(no_guard, NULL, "the guard to go");
}

static void it_holds_nothing(void)
{
    int line[2];
    char byte;
    if (pipe(line) != 0)
        lab_fail("pipe: %m");
    pid_t pid = fork();
    if (pid == 0) {
        setsid();
        dup2(line[1], 0);
        dup2(line[1], 1);
        dup2(line[1], 2);
        apply(&new_plan, 600, false);
        _exit(0);
    }
    close(line[1]);
    expect(lab_wait(pid) == 0, "an apply returns once it is live");
    struct pollfd end = {.fd = line[0], .events = POLLIN};
    expect(poll(&end, 1, 20000) == 1 && read(line[0], &byte, 1) == 0,
           "its guard holds no terminal or connection");
    pid_t guard = guard_pid();
    expect(guard > 0 && getsid(guard) == guard, "the guard has a session of its own");
    char path[64];
    snprintf(path, sizeof(path), "/proc/%d/fd/1", (int)guard);
    expect(same_link(guard, "fd/0", path) && same_link(guard, "fd/2", path), "its outputs lead nowhere");
    kill(guard, SIGHUP);
    kill(guard, SIGINT);
    kill(guard, SIGTERM);
    poll(NULL, 0, 100);
    expect(guard_pid() == guard, "HUP, INT and TERM do not end it");
    close(line[0]);
}

static void it_goes_with_the_trial(void)
{
    struct failure failure = {0};
    must(trial_rollback(&machine, &failure), &failure);
    lab_await(no_guard, NULL, "the guard to go after a roll-back");
    apply(&new_plan, 600, false);
    must(trial_confirm(&machine, &failure), &failure);
    lab_await(no_guard, NULL, "the guard to go after a confirm");
    decides(&new_plan, "the confirmed rules decide");
    apply(&old_plan, 600, true);
    lab_await(no_guard, NULL, "the guard to go after a confirm at once");
    expect(true, "the guard goes when the trial does");
}

static void it_follows_an_extension(void)
{
    struct failure failure = {0};
    struct trial_state state;
    apply(&new_plan, 2, false);
    int64_t first = machine_boottime() + 2000;
    must(trial_extend(&machine, 30, &failure), &failure);
    while (machine_boottime() < first + 500)
        poll(NULL, 0, 50);
    must(trial_read(&machine, &state, &failure), &failure);
    expect(state.phase == TRIAL_RUNNING && guard_pid() && state.remaining_ms > 10000,
           "an extended trial goes on");
    expect(!state.drift, "and what is live is what is tried");
    trial_state_release(&state);
    must(trial_rollback(&machine, &failure), &failure);
    lab_await(no_guard, NULL, "the guard to go");
}

static bool a_command_ends_it(void *did)
{
    struct failure failure = {0};
    must(trial_restore(&machine, false, did, &failure), &failure);
    return *(char **)did;
}

static void without_it_the_next_command_ends_the_trial(void)
{
    struct failure refused = {0};
    char *did = NULL;
    apply(&new_plan, 1, false);
    pid_t guard = guard_pid();
    expect(guard > 0, "a guard is there to be killed");
    kill(guard, SIGKILL);
    lab_await(no_guard, NULL, "the guard's end");
    lab_await(a_command_ends_it, &did, "the next command");
    expect(strstr(did, "nobody confirmed in time") && is_undone(NULL),
           "a killed guard's work is done by a command");
    free(did);
    decides(&old_plan, "the kernel had put the old rules back");
    expect(trial_confirm(&machine, &refused) == -1 && refused.kind == FAILURE_EXPIRED,
           "a late confirm is refused");
    printf("       %s\n", refused.message);
}

static void die_here(const char *name)
{
    if (strcmp(name, "staged") == 0)
        kill(getpid(), SIGKILL);
}

static void it_undoes_an_apply_that_died(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        trial_cut = die_here;
        apply(&new_plan, 3000, false);
        _exit(0);
    }
    expect(lab_wait(pid) == 128 + SIGKILL, "an apply dies before the switch");
    lab_await(is_undone, NULL, "the guard to undo it");
    decides(&old_plan, "its guard undoes it at once, not at the deadline");
}

static void one_at_a_time(void)
{
    struct lock lock;
    struct failure failure = {0};
    char pid[32];
    pid_t child;
    int line[2];
    char byte;
    if (pipe(line) != 0 || lock_take(&machine, "apply FILE", 0, &lock, &failure) != 0)
        lab_fail("lock: %s", failure.message);
    snprintf(pid, sizeof(pid), "(pid %d)", (int)getpid());
    child = fork();
    if (child == 0) {
        struct lock other;
        struct failure refused = {0};
        int done = lock_take(&machine, "apply FILE", 100, &other, &refused);
        _exit(done == -1 && refused.kind == FAILURE_REFUSED && strstr(refused.message, pid) ? 0 : 1);
    }
    expect(lab_wait(child) == 0, "a second penstock is told who is at work");
    lock_drop(&lock);
    child = fork();
    if (child == 0) {
        struct lock other;
        struct failure refused = {0};
        if (lock_take(&machine, "apply FILE", 0, &other, &refused) != 0 || write(line[1], "x", 1) != 1)
            _exit(1);
        pause();
    }
    expect(read(line[0], &byte, 1) == 1, "another has it");
    kill(child, SIGKILL);
    lab_wait(child);
    expect(lock_take(&machine, "apply FILE", 0, &lock, &failure) == 0, "kill -9 frees the lock");
    lock_drop(&lock);
}

static int system_log(void)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "/dev/log"};
    if (mount("tmpfs", "/dev", "tmpfs", 0, NULL) != 0 || mount("tmpfs", "/var/lib", "tmpfs", 0, NULL) != 0 ||
        mknod("/dev/null", S_IFCHR | 0666, makedev(1, 3)) != 0)
        lab_fail("/dev: %m");
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (bind(fd, (struct sockaddr *)&name, sizeof(name)) != 0)
        lab_fail("/dev/log: %m");
    return fd;
}

static void logged(int log, const char *what)
{
    char line[1024] = {0};
    struct pollfd ready = {.fd = log, .events = POLLIN};
    if (poll(&ready, 1, 20000) != 1 || read(log, line, sizeof(line) - 1) <= 0)
        lab_fail("no line with '%s' in the log", what);
    printf("       %s\n", line);
    expect(strncmp(line, "<85>", 4) == 0 && strstr(line, "penstock[") && strstr(line, what), what);
}

/* On the machine itself (no root folder), with /dev and /var/lib of the test's own. */
static void the_system_logs_it(int log)
{
    struct failure failure = {0};
    machine.root = "";
    apply(&new_plan, 600, false);
    logged(log, "trial of 'Test' (host srv-a, ");
    must(trial_rollback(&machine, &failure), &failure);
    logged(log, ": rolled back by ");
    apply(&new_plan, 1, false);
    logged(log, " for 1 s by ");
    logged(log, ": nobody confirmed in time");
    apply(&new_plan, 600, true);
    logged(log, " for 600 s by ");
    logged(log, ": confirmed by ");
}

/* In the guard, between the kernel's part and the journal's: is the lock still ours? */
static void see_the_lock(const char *name)
{
    struct failure refused = {0};
    struct lock lock;
    die_here(name);
    if (strcmp(name, "kernel-undone") != 0)
        return;
    pid_t other = fork();
    if (other == 0)
        _exit(lock_take(&machine, "apply FILE", 0, &lock, &refused) == 0 ? 1 : 0);
    if (lab_wait(other) != 0)
        machine_write(&machine, "/var/lib/lost", "", 0, 0600, &refused);
}

/* Whoever starts penstock may leave files open in it, so the numbers of ours differ: the guard, which closes
 * what it inherits, must not take a number of then for a file of now. */
static void its_files_are_its_own(int log)
{
    struct failure failure = {0};
    bool lost = false;
    char *data;
    for (int more = 0; more < 5; more++) {
        pid_t pid = fork();
        if (pid == 0) {
            close_range(3, ~0U, 0);
            for (int i = 0; i < more; i++)
                if (open("/dev/null", O_RDONLY) < 0)
                    _exit(2);
            log_line(&machine, "with %d files more", more);
            trial_cut = see_the_lock;
            apply(&old_plan, 3000, false);
            _exit(0);
        }
        expect(lab_wait(pid) == 128 + SIGKILL, "an apply dies before the switch");
        logged(log, " files more");
        logged(log, "penstock was ended before the new rules were live");
        lab_await(no_guard, NULL, "the guard to go");
        lost = lost || machine_read(&machine, "/var/lib/lost", 1, &data, NULL) == 0;
        machine_remove(&machine, "/var/lib/lost", &failure);
    }
    expect(!lost, "the guard keeps the lock until it is done");
}

int main(void)
{
    lab_need_root();
    lab_enter();
    lab_machine(&machine);
    lab_plan(&old_plan, 1001, 3);
    lab_plan(&new_plan, 2001, 5);
    apply(&old_plan, 600, true);
    it_reports_the_end();
    it_holds_nothing();
    it_goes_with_the_trial();
    it_follows_an_extension();
    without_it_the_next_command_ends_the_trial();
    it_undoes_an_apply_that_died();
    one_at_a_time();
    lab_remove(&machine);
    int log = system_log();
    the_system_logs_it(log);
    lab_await(no_guard, NULL, "the guard to go");
    its_files_are_its_own(log);
    lab_await(no_guard, NULL, "the last guard to go");
    return 0;
}
