/* Restore makes the confirmed rules live whatever it finds: a disk that cannot be written, a damaged boot
 * file on it, a journal too large to read, a table that somebody put to sleep. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "backends/machine/cut.h"
#include "backends/machine/run.h"
#include "backends/machine/state.h"
#include "backends/registry.h"
#include "backends/trial/history.h"
#include "core/base/text.h"
#include "tests/faults/lab.h"

static struct machine machine;
static struct plan plan;

static int restore(void)
{
    struct failure failure = {0};
    char *did = NULL;
    int done = trial_restore(&machine, true, &did, &failure);
    printf("       %s\n", done != 0 ? failure.message : did ? did : "");
    free(did);
    return done;
}

static bool decides(void)
{
    char *rules = lab_rules(&backend_nft, &plan), *kernel = lab_decides(&machine, &backend_nft);
    bool same = strcmp(rules, kernel) == 0;
    free(rules);
    free(kernel);
    return same;
}

static void apply(const struct plan *wanted, bool yes)
{
    struct failure failure = {0};
    struct trial_request request = lab_request(&backend_nft, wanted, 600);
    request.confirm_at_once = yes;
    must(lab_apply(&machine, &request, &failure), &failure);
}

static void remount(unsigned long flags)
{
    if (mount(NULL, machine.root, NULL, MS_REMOUNT | flags, NULL) != 0)
        lab_fail("remount: %m");
}

static void nft(const char *commands)
{
    struct failure failure = {0};
    struct output output;
    char *const argv[] = {"/usr/sbin/nft", "-f", "-", NULL};
    must(machine_run(argv, commands, 20, &output, &failure), &failure);
    if (output.status != 0)
        lab_fail("nft: %s", output.err);
    output_release(&output);
}

static void a_disk_that_only_reads(void)
{
    lab_reboot(&machine);
    remount(MS_RDONLY);
    int done = restore();
    remount(0);
    expect(done == -1, "restore tells that the disk cannot be written");
    expect(decides(), "the confirmed rules are live all the same");
}

static void a_damaged_boot_file_on_it(void)
{
    struct failure failure = {0};
    char *good;
    size_t length;
    must(machine_read(&machine, STATE_CONFIRMED, 1 << 20, &good, &length), &failure);
    must(machine_write(&machine, STATE_CONFIRMED, "rubbish\n", 8, 0600, &failure), &failure);
    a_disk_that_only_reads();
    must(machine_write(&machine, STATE_CONFIRMED, good, length, 0600, &failure), &failure);
    free(good);
}

static void a_journal_without_end(void)
{
    struct failure failure = {0};
    const size_t length = 2 << 20;
    char *zeros = xcalloc(1, length);
    must(machine_write(&machine, STATE_JOURNAL, zeros, length, 0600, &failure), &failure);
    free(zeros);
    expect(restore() == 0 && decides(), "a journal of 2 MiB is put aside");
}

static void a_sleeping_table(void)
{
    nft("add table inet penstock { flags dormant; }\n");
    expect(!decides(), "a sleeping table is seen");
    expect(restore() == 0 && decides(), "restore wakes it");
}

static void a_table_in_pieces(void)
{
    nft("flush chain inet penstock input\nflush chain inet penstock output\nflush chain inet penstock "
        "forward\ndelete set inet penstock trial\n");
    expect(!decides(), "a table in pieces is seen");
    expect(restore() == 0 && decides(), "restore puts it together");
}

static void a_chain_that_drops_all(void)
{
    nft("add chain inet penstock more { type filter hook input priority -5; policy drop; }\n");
    expect(!decides(), "a base chain of somebody else in our table is seen, without a rule too");
    nft("delete chain inet penstock more\n");
    expect(decides(), "and that it is gone");
}

static void a_trial_that_somebody_took_away(void)
{
    struct failure failure = {0};
    apply(&plan, false);
    nft("delete table inet penstock\n");
    expect(trial_confirm(&machine, &failure) == -1 && failure.kind == FAILURE_EXPIRED,
           "its confirm is refused");
    printf("       %s\n", failure.message);
    expect(strstr(failure.message, "somebody else") && !strstr(failure.message, "old rules are back"),
           "and is told that its rules are gone, not that the old ones are back");
    expect(restore() == 0 && decides(), "restore loads the confirmed ones");
}

/* The clock was ahead at the first confirm and has been set right since. */
static void a_clock_that_was_ahead(void)
{
    struct failure failure = {0};
    struct history_entry *entries;
    struct plan later;
    size_t count;
    must(history_list(&machine, &entries, &count, &failure), &failure);
    for (size_t i = 0; i < count; i++) {
        char *from = xasprintf("%s%s/%s", machine.root, STATE_HISTORY, entries[i].name);
        char *to = xasprintf("%s%s/2099-01-01T00000%zu", machine.root, STATE_HISTORY, count - i);
        if (rename(from, to) != 0)
            lab_fail("rename: %m");
        free(from);
        free(to);
    }
    history_list_release(entries, count);
    lab_plan(&later, 2001, 5);
    apply(&later, true);
    must(machine_write(&machine, STATE_CONFIRMED, "rubbish\n", 8, 0600, &failure), &failure);
    lab_reboot(&machine);
    expect(restore() == 0, "a damaged boot file after the clock was set back");
    plan_release(&plan);
    plan = later;
    expect(decides(), "the twin of the last confirm is live, not that of the latest date");
}

static void lose_the_newest_image(void)
{
    struct failure failure = {0};
    struct history_entry *entries;
    size_t count;
    must(history_list(&machine, &entries, &count, &failure), &failure);
    char *path = history_path(entries[0].name, "new");
    must(machine_remove(&machine, path, &failure), &failure);
    free(path);
    history_list_release(entries, count);
}

static void die_at_the_commit_point(const char *name)
{
    if (strcmp(name, "journal-confirming") == 0)
        kill(getpid(), SIGKILL);
}

/* Nothing is not what was confirmed: a machine that comes up with it stands open. */
static void a_commit_without_its_rules(void)
{
    struct plan later;
    lab_plan(&later, 3001, 2);
    pid_t pid = fork();
    if (pid == 0) {
        trial_cut = die_at_the_commit_point;
        apply(&later, true);
        _exit(0);
    }
    expect(lab_wait(pid) == 128 + SIGKILL, "an apply dies after its commit point");
    lose_the_newest_image();
    lab_reboot(&machine);
    expect(restore() == 0 && decides(), "and its rules are lost: the old ones are live");
    expect(lab_phase(&machine) == JOURNAL_UNDONE, "and nothing is left to be done");
    plan_release(&later);
}

static void a_boot_file_without_its_twin(void)
{
    struct failure failure = {0};
    apply(&plan, true);
    lose_the_newest_image();
    must(machine_write(&machine, STATE_CONFIRMED, "rubbish\n", 8, 0600, &failure), &failure);
    lab_reboot(&machine);
    expect(restore() == -1, "a damaged boot file without a twin is told");
}

int main(void)
{
    lab_need_root();
    lab_enter();
    lab_machine(&machine);
    lab_plan(&plan, 1001, 3);
    apply(&plan, true);
    a_journal_without_end();
    a_disk_that_only_reads();
    a_damaged_boot_file_on_it();
    a_sleeping_table();
    a_table_in_pieces();
    a_chain_that_drops_all();
    a_trial_that_somebody_took_away();
    a_clock_that_was_ahead();
    a_commit_without_its_rules();
    a_boot_file_without_its_twin();
    plan_release(&plan);
    lab_remove(&machine);
    return 0;
}
