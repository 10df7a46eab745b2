#include "backends/ufw/load.h"

#include <stdlib.h>
#include <string.h>

#include "backends/ufw/files/image.h"
#include "backends/ufw/files/ours.h"
#include "backends/ufw/kernel/kernel.h"
#include "backends/ufw/switch/surround.h"
#include "backends/ufw/switch/switch.h"

/* Whether ufw's chains are in the kernel: before its service has started at boot they are not, and it will
 * load what the files say. */
static int has_chains(bool *yes, struct failure *failure)
{
    struct filter kernel[UFW_FAMILIES];
    if (ufw_kernel_filters(kernel, failure) != 0)
        return -1;
    *yes = filter_chain(&kernel[UFW_4], "ufw-user-input") != NULL;
    filter_release(&kernel[UFW_4]);
    filter_release(&kernel[UFW_6]);
    return 0;
}

static int ufw_make_live(const struct machine *machine, struct desired *desired, bool whole,
                         struct failure *failure)
{
    struct ufw_state state;
    struct ufw_future future = {0};
    struct ufw_rehearsal present = {0}, rehearsal = {0};
    struct failure unwritten = {0};
    bool chains = false;
    if (ufw_state_read(&state, machine, "", failure) != 0)
        return -1;
    int done = ufw_future_make(&future, desired, &state, failure);
    if (done == 0)
        done = surround_check(machine, state.enabled, future.enabled, failure);
    if (done == 0)
        done = has_chains(&chains, failure);
    if (done == 0 && (future.changes || chains)) {
        done = rehearse_disk(&present, machine, state.logging, failure);
        if (done == 0)
            done = rehearse_ufw(&rehearsal, machine, &future, &present, failure);
        /* Without the record the rules are still right. */
        ours_write(machine, &state, desired, future.tuples, &unwritten);
        if (done == 0)
            done = switch_now(machine, &state, &future, &present, &rehearsal, whole, failure);
    }
    rehearsal_release(&present);
    rehearsal_release(&rehearsal);
    ufw_future_release(&future);
    ufw_state_release(&state);
    return done;
}

int load_ufw(const struct machine *machine, const void *bytes, size_t length, bool whole,
             struct failure *failure)
{
    static const struct desired none;
    struct desired desired = {0};
    int done = 0;
    if (length == 0) {
        origin_read(&desired, machine);
        origin_recall(&desired, machine, NULL);
        ufw_future_recall_moves(&desired, &none);
    } else if (desired_unpack(&desired, bytes, length) != 0)
        done = fail(failure, FAILURE_MACHINE,
                    "the kept rules are not of this ufw backend: apply the site again");
    if (done == 0)
        done = ufw_make_live(machine, &desired, whole, failure);
    if (done == 0 && length == 0)
        done = origin_forget(machine, failure);
    desired_release(&desired);
    return done;
}
