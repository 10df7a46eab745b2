#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backends/machine/cut.h"
#include "backends/machine/lock.h"
#include "backends/machine/log.h"
#include "backends/machine/state.h"
#include "backends/registry.h"
#include "backends/trial/boot.h"
#include "backends/trial/steps.h"
#include "backends/trial/whole.h"
#include "core/base/text.h"

/* Adds a sentence to what was done. */
static void also(char **did, char *sentence)
{
    char *both = *did && sentence ? xasprintf("%s; %s", *did, sentence) : NULL;
    if (!both) {
        if (!*did)
            *did = sentence;
        else
            free(sentence);
        return;
    }
    free(*did);
    free(sentence);
    *did = both;
}

/* Trials that a backend still holds and no journal speaks of. */
static void restore_end_strays(const struct machine *machine, char **did)
{
    for (size_t i = 0; backends[i]; i++) {
        struct failure none = {0};
        struct live live;
        if (backends[i]->read(machine, &live, &none) != 0)
            continue;
        if (live.trial && backends[i]->undo(machine, &none) == 0)
            also(did, xstrdup("a trial that nothing was known of was ended"));
        live_release(&live);
    }
}

/* A journal that cannot be read must not keep the machine from its confirmed rules: it is put aside, and
 * every trial that a backend still holds is ended. */
static int put_aside(const struct machine *machine, char **did, struct failure *failure)
{
    char *data = NULL;
    size_t length;
    if (machine_read(machine, STATE_JOURNAL, 1 << 20, &data, &length) != 0 && errno != EFBIG)
        return fail(failure, FAILURE_MACHINE, "'%s%s' cannot be read: %s", machine->root, STATE_JOURNAL,
                    strerror(errno));
    struct failure ignored = {0};
    if (data)
        machine_write(machine, STATE_JOURNAL ".damaged", data, length, 0600, &ignored);
    bool kept = data && ignored.kind == FAILURE_NONE;
    free(data);
    restore_end_strays(machine, did);
    also(did,
         kept ? xasprintf("a damaged journal was put aside as '%s%s.damaged'", machine->root, STATE_JOURNAL)
              : xstrdup("a damaged journal was removed"));
    return machine_remove(machine, STATE_JOURNAL, failure);
}

static int load_confirmed(const struct machine *machine, char **did, struct failure *failure)
{
    struct image image;
    struct failure unmended = {0};
    bool mended = false;
    boot_mend(machine, &mended, &unmended);
    if (boot_read(machine, &image, failure) != 0)
        return -1;
    if (mended)
        also(did, xstrdup("the boot file was damaged: its twin in the history took its place"));
    if (!*image.backend) {
        image_release(&image);
        return 0;
    }
    const struct backend *backend = backend_find(image.backend);
    int done =
        backend ? backend->load(machine, image.bytes, image.length, true, failure)
                : fail(failure, FAILURE_MACHINE,
                       "backend '%s' is not known to this penstock: use the one that applied", image.backend);
    cut("boot-loaded");
    if (done == 0)
        done = whole_kept(machine, backend, &image, failure);
    if (done == 0 && image.length)
        also(did, xasprintf("the confirmed rules of '%s' (host %s) are live", image.site, image.host));
    image_release(&image);
    /* What could not be written does not keep the rules from the kernel. */
    if (done == 0 && unmended.kind != FAILURE_NONE)
        done = fail(failure, unmended.kind, "%s", unmended.message);
    return done;
}

/* What was done is told although something failed. */
static void tell_both(char **did, struct failure *failure)
{
    struct failure first = *failure;
    if (!*did)
        return;
    *failure = (struct failure){0};
    fail(failure, first.kind, "%s; %s", *did, first.message);
    free(*did);
    *did = NULL;
}

/* Nobody can hold a lock that cannot be opened (a disk that came up to be read only), and without its rules
 * the machine would stand open. */
static void restore_unlocked(const struct machine *machine, char **did, struct failure *locking)
{
    struct failure load = {0};
    load_confirmed(machine, did, &load);
    if (*did)
        log_line(machine, "restore: %s; %s", *did, locking->message);
    tell_both(did, locking);
}

static int restore(const struct machine *machine, bool boot, char **did, struct failure *failure)
{
    struct failure damaged = {0};
    struct journal journal;
    int done = journal_read(machine, &journal, boot ? &damaged : failure);
    if (done != 0 && boot && damaged.kind == FAILURE_NEWER)
        fail(failure, damaged.kind, "%s", damaged.message);
    else if (done != 0 && boot)
        done = put_aside(machine, did, failure);
    else if (done == 0)
        done = trial_settle(machine, &journal, boot, did, failure);
    if (boot && done == 0 && !journal_open(&journal))
        restore_end_strays(machine, did);
    journal_release(&journal);
    /* Even where the journal could not be ended, confirmed rules are better than none. */
    struct failure load = {0};
    if (boot && load_confirmed(machine, did, &load) != 0)
        done = fail(failure, load.kind, "%s", load.message);
    if (boot && *did)
        log_line(machine, "restore: %s", *did);
    return done;
}

/* Whether anything is to be done: without the lock, as every command asks. */
static int unfinished(const struct machine *machine, bool *yes, struct failure *failure)
{
    struct journal journal;
    if (journal_read(machine, &journal, failure) != 0)
        return -1;
    *yes =
        journal_open(&journal) && !(journal.phase == JOURNAL_RUNNING && trial_same_boot(machine, &journal) &&
                                    machine_boottime() < journal.deadline_ms);
    journal_release(&journal);
    return 0;
}

int trial_restore(const struct machine *machine, bool boot, char **did, struct failure *failure)
{
    struct lock lock;
    bool yes = boot;
    *did = NULL;
    if (!boot && unfinished(machine, &yes, failure) != 0)
        return -1;
    if (!yes)
        return 0;
    if (lock_take(machine, "restore", TRIAL_LOCK_WAIT_MS, &lock, failure) != 0) {
        if (boot && failure->kind == FAILURE_MACHINE)
            restore_unlocked(machine, did, failure);
        return -1;
    }
    int done = restore(machine, boot, did, failure);
    if (done != 0)
        tell_both(did, failure);
    lock_drop(&lock);
    return done;
}
