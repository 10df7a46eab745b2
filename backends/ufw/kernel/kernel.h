/* ufw's chains in the kernel of this network namespace. */
#ifndef BACKENDS_UFW_KERNEL_KERNEL_H
#define BACKENDS_UFW_KERNEL_KERNEL_H

#include "backends/machine/machine.h"
#include "backends/ufw/kernel/filter.h"
#include "backends/ufw/rules/desired.h"

int ufw_kernel_filters(struct filter filters[UFW_FAMILIES], struct failure *failure);
/* One transaction a family; "" = nothing to do. `back` (may be NULL) is loaded for IPv4 where IPv6 fails. */
int ufw_kernel_load(char *const load[UFW_FAMILIES], char *const back[UFW_FAMILIES], struct failure *failure);
/* Loads both families' way back, each as far as it goes: where somebody flushed the kernel meanwhile, what is
 * gone is not taken away once more, and an empty chain of ufw may stay. */
int ufw_kernel_go_back(char *const back[UFW_FAMILIES], struct failure *failure);
/* The kernel tracks connections from now on, and decides nothing about them. */
int ufw_kernel_track(struct failure *failure);
/* Takes away what kernel_track put there; fine when nothing is there. */
void ufw_kernel_track_no_more(void);
/* Both families' policies and chains of ufw, without counters; NULL: cannot be read. The caller frees it. */
char *ufw_kernel_print(void);
/* The three switches of forwarding as `1 0 0`; the caller frees it. */
char *ufw_kernel_forwarding(const struct machine *machine);
void ufw_kernel_forward(const struct machine *machine, const char *switches);

#endif
