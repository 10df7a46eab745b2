#include "backends/ufw/switch/switch.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "backends/machine/conf.h"
#include "backends/machine/cut.h"
#include "backends/ufw/files/image.h"
#include "backends/ufw/kernel/kernel.h"
#include "backends/ufw/switch/disk.h"
#include "backends/ufw/switch/passages.h"
#include "backends/ufw/switch/running.h"
#include "backends/ufw/switch/surround.h"
#include "backends/ufw/switch/trialfolder.h"
#include "backends/ufw/switch/ufwlock.h"
#include "backends/ways/tracking.h"

enum { QUIET_MS = 3000, QUIET_STEP_MS = 100 };

static const char used[] = "somebody used ufw meanwhile";

/* What the files become: ufw's own rendering of the rules, ours of the rest. */
static void new_files(char *files[UFW_FILES], const struct ufw_future *future,
                      const struct ufw_rehearsal *rehearsal)
{
    for (size_t i = 0; i < UFW_FILES; i++)
        files[i] = i == UFW_USER || i == UFW_USER6 ? rehearsal->files[i] : future->files[i];
}

static int check_same(const struct machine *machine, const struct ufw_state *state, struct failure *failure)
{
    for (size_t i = 0; i < UFW_FILES; i++)
        if (!disk_has(machine, (enum ufw_file)i, state->files[i]))
            return fail(failure, FAILURE_REFUSED, "%s: look at the change again", used);
    return 0;
}

/* Connections that were open before the kernel tracked any would look new to ufw's rules. */
static int track(struct failure *failure)
{
    if (ufw_kernel_track(failure) != 0)
        return -1;
    cut("ufw-tracks");
    tracking_wait();
    return 0;
}

int switch_stage(const struct machine *machine, const struct ufw_state *state,
                 const struct ufw_future *future, const struct ufw_rehearsal *present,
                 const struct ufw_rehearsal *rehearsal, const char *image, struct failure *failure)
{
    struct passages passages = {0};
    char *files[UFW_FILES], *boot = machine_boot_id(machine), *forwards = ufw_kernel_forwarding(machine);
    new_files(files, future, rehearsal);
    int done = disk_may_replace(machine, state->files, files, failure);
    if (done == 0)
        done = trialfolder_remove(machine, failure);
    if (done == 0)
        done = trialfolder_put_files(machine, TRIAL_OLD, state->files, failure);
    if (done == 0)
        done = trialfolder_put_files(machine, TRIAL_NEW, files, failure);
    if (done == 0)
        done = disk_find_room(machine, failure);
    if (done == 0)
        done = check_same(machine, state, failure);
    if (done == 0)
        done = passages_make(&passages, state->enabled, present, future->enabled, rehearsal, failure);
    if (done == 0)
        done = passages_keep(machine, &passages, failure);
    if (done == 0)
        done = trialfolder_put(machine, "image", image, failure);
    if (done == 0)
        done = trialfolder_put(machine, "forwarded", forwards, failure);
    const char *switches = future->forwards ? "1 1 1" : future->forwarded;
    if (done == 0 && switches)
        done = trialfolder_put(machine, "forwards", switches, failure);
    if (done == 0)
        done = trialfolder_put(machine, "staged", boot, failure);
    if (done == 0 && future->enabled && tracking_is_fresh())
        done = track(failure);
    passages_release(&passages);
    free(forwards);
    free(boot);
    return done;
}

static int load_stored(const struct machine *machine, struct failure *failure)
{
    struct passages passages;
    if (passages_read(machine, &passages, failure) != 0)
        return -1;
    int done = passages_go(&passages, failure);
    passages_release(&passages);
    return done;
}

static void ufw_switch_forward(const struct machine *machine, const char *which)
{
    char *switches = trialfolder_get(machine, which);
    if (switches)
        ufw_kernel_forward(machine, switches);
    free(switches);
}

/* What is called live was read back. */
static int note_live(const struct machine *machine, struct failure *failure)
{
    if (!passages_hold(machine))
        return fail(failure, FAILURE_MACHINE, "the kernel does not hold the rules that were loaded into it");
    char *boot = machine_boot_id(machine);
    int done = trialfolder_put(machine, "live", boot, failure);
    free(boot);
    return done;
}

int switch_start(const struct machine *machine, struct failure *failure)
{
    int lock;
    if (ufwlock_take(machine, &lock, failure) != 0)
        return -1;
    int done = disk_is(machine, TRIAL_OLD, NULL)
                   ? load_stored(machine, failure)
                   : fail(failure, FAILURE_REFUSED, "%s: look at the change again", used);
    cut("ufw-switched");
    ufw_kernel_track_no_more();
    if (done == 0) {
        ufw_switch_forward(machine, "forwards");
        done = note_live(machine, failure);
    }
    ufwlock_drop(lock);
    return done;
}

bool switch_disturbed(const struct machine *machine)
{
    return !disk_is(machine, TRIAL_OLD, TRIAL_NEW) || !passages_hold(machine);
}

/* Where this trial switches forwarding on: how it was. Elsewhere it is none of ours. */
static int keep_forwarding(const struct machine *machine, struct failure *failure)
{
    char *switched = trialfolder_get(machine, "forwards"), *was = trialfolder_get(machine, "forwarded");
    int done = switched && was && strcmp(switched, "1 1 1") == 0
                   ? origin_write_forwarding(machine, was, failure)
                   : 0;
    free(switched);
    free(was);
    return done;
}

/* What shall be kept; false: nothing of ours. */
static bool switch_image(const struct machine *machine, struct desired *image)
{
    char *packed = trialfolder_get(machine, "image");
    bool plan = packed && *packed && desired_unpack(image, packed, strlen(packed)) == 0;
    free(packed);
    return plan;
}

/* How ufw was before penstock, and what this trial takes away of it: for `remove`. */
static int keep_origin(const struct machine *machine, struct failure *failure)
{
    struct ufw_state old;
    struct desired image = {0};
    int done = 0;
    if (switch_image(machine, &image) && !disk_is(machine, TRIAL_NEW, NULL)) {
        done = ufw_state_read(&old, machine, TRIAL_OLD, failure);
        if (done == 0) {
            done = origin_write(machine, &old, &image, failure);
            ufw_state_release(&old);
        }
    }
    desired_release(&image);
    return done == 0 ? keep_forwarding(machine, failure) : -1;
}

/* Last of all: until the files are replaced a boot needs it to go on. */
static int forget_origin(const struct machine *machine, struct failure *failure)
{
    struct desired image = {0};
    int done = switch_image(machine, &image) ? 0 : origin_forget(machine, failure);
    desired_release(&image);
    return done;
}

static int ufw_switch_keep(const struct machine *machine, struct failure *failure)
{
    struct failure ignored = {0};
    if (disk_find_room(machine, failure) != 0 || keep_origin(machine, failure) != 0)
        return -1;
    if (disk_replace(machine, TRIAL_NEW, failure) == 0)
        return 0;
    disk_replace(machine, TRIAL_OLD, &ignored);
    return -1;
}

/* ufw was off and is on: its start loads more than rules. The way back could not unload it, so that it waits for the
 * confirm. */
static void settle_surround(const struct machine *machine)
{
    char *was = trialfolder_get_file(machine, TRIAL_OLD, UFW_CONF),
         *is = trialfolder_get_file(machine, TRIAL_NEW, UFW_CONF),
         *defaults = trialfolder_get_file(machine, TRIAL_NEW, UFW_DEFAULT);
    if (was && is && defaults && !conf_says_yes(was, "ENABLED") && conf_says_yes(is, "ENABLED"))
        surround_load(machine, defaults);
    free(was);
    free(is);
    free(defaults);
}

static int too_late(struct failure *failure)
{
    return fail(failure, FAILURE_OVERTAKEN, "%s: the old rules are back, apply again", used);
}

/* Until no ufw has read the old files without having written: it waits here by now, or has ended. */
static int find_quiet(const struct machine *machine, int lock, struct failure *failure)
{
    pid_t left = 0;
    for (int waited = 0; waited < QUIET_MS && !ufwlock_awaited(lock); waited += QUIET_STEP_MS) {
        left = running_wait(lock, QUIET_STEP_MS);
        if (!left)
            return switch_disturbed(machine) ? too_late(failure) : 0;
    }
    return ufwlock_awaited(lock)
               ? too_late(failure)
               : fail(failure, FAILURE_REFUSED,
                      "another ufw is at work (process %d): wait for it, then try again", (int)left);
}

/* One that began while the files were replaced may have read old ones: it has the last word. What it added to
 * the new ones is fine. */
static int ufw_switch_look_again(const struct machine *machine, int lock, struct failure *failure)
{
    if (!running_find(lock))
        return 0;
    ufwlock_let_go(lock);
    return running_wait(lock, QUIET_MS) == 0 && !disk_keeps_ours(machine) ? too_late(failure) : 0;
}

int switch_confirm(const struct machine *machine, struct failure *failure)
{
    int lock;
    if (!trialfolder_live(machine))
        return fail(failure, FAILURE_EXPIRED, "the trial had ended: the old rules are back");
    if (ufwlock_take(machine, &lock, failure) != 0)
        return -1;
    int done = find_quiet(machine, lock, failure);
    if (done == 0)
        done = ufw_switch_keep(machine, failure);
    cut("ufw-kept");
    if (done == 0)
        done = ufw_switch_look_again(machine, lock, failure);
    if (done == 0)
        done = forget_origin(machine, failure);
    ufwlock_drop(lock);
    if (done == 0)
        settle_surround(machine);
    if (done == 0)
        done = trialfolder_remove(machine, failure);
    return done;
}

/* The disk is no longer what the trial began with: what ufw would load from it now is the way back. */
static int follow_disk(const struct machine *machine, struct failure *failure)
{
    struct ufw_state state;
    struct ufw_rehearsal rehearsal = {0};
    if (ufw_state_read(&state, machine, "", failure) != 0)
        return -1;
    int done = rehearse_disk(&rehearsal, machine, state.logging, failure);
    if (done == 0)
        done = passages_follow(machine, state.enabled, &rehearsal, failure);
    rehearsal_release(&rehearsal);
    ufw_state_release(&state);
    return done;
}

int switch_undo(const struct machine *machine, struct failure *failure)
{
    struct failure unread = {0};
    int lock, done;
    if (!trialfolder_staged(machine))
        return 0;
    if (ufwlock_take(machine, &lock, failure) != 0)
        return -1;
    if (disk_is(machine, TRIAL_OLD, NULL)) {
        done = passages_go_back(machine, failure);
    } else if (disk_is(machine, TRIAL_OLD, TRIAL_NEW)) { /* a confirm that ended half way */
        done = disk_replace(machine, TRIAL_OLD, failure);
        if (done == 0)
            done = passages_go_back(machine, failure);
    } else {
        done = disk_take_back(machine, failure);
        /* What cannot be followed (a damaged file, no room) must not keep the trial alive. */
        if (done != 0 || follow_disk(machine, &unread) != 0)
            done = passages_go_back(machine, failure) == 0 ? done : -1;
    }
    cut("ufw-undone");
    ufw_kernel_track_no_more();
    if (done == 0)
        ufw_switch_forward(machine, "forwarded");
    ufwlock_drop(lock);
    return done == 0 ? trialfolder_remove(machine, failure) : -1;
}

int switch_now(const struct machine *machine, const struct ufw_state *state, const struct ufw_future *future,
               const struct ufw_rehearsal *present, const struct ufw_rehearsal *rehearsal, bool whole,
               struct failure *failure)
{
    int lock;
    struct passages passages = {0};
    char *files[UFW_FILES];
    new_files(files, future, rehearsal);
    if (ufwlock_take(machine, &lock, failure) != 0)
        return -1;
    int done = check_same(machine, state, failure);
    if (done == 0)
        done = (whole ? passages_complete : passages_make)(&passages, state->enabled, present,
                                                           future->enabled, rehearsal, failure);
    if (done == 0)
        done = passages_go(&passages, failure);
    if (done == 0 && !passages_reached(&passages))
        done = fail(failure, FAILURE_MACHINE, "the kernel does not hold the rules that were loaded into it");
    if (done == 0 && (future->forwards || future->forwarded))
        ufw_kernel_forward(machine, future->forwards ? "1 1 1" : future->forwarded);
    for (size_t i = 0; done == 0 && i < UFW_FILES; i++)
        if (strcmp(files[i], state->files[i]) != 0)
            done = machine_write(machine, ufw_paths[i], files[i], strlen(files[i]), 0640, failure);
    if (done == 0 && !state->enabled && future->enabled)
        surround_load(machine, files[UFW_DEFAULT]);
    ufwlock_drop(lock);
    passages_release(&passages);
    return done;
}
